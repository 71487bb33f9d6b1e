//! The grammar of a group of reference numbers in brackets: `[3]`, `[4–6, 9]`, `[7, p. 23]`, `(see 8 and 9)`.
//!
//! A group is an opening bracket, words from a short list ("see", "e.g.", "reviewed in refs."),
//! items parted by commas, semicolons or "and", and the closing bracket. An item is a number or a
//! range, with a locator where one follows. Anything else in the brackets, such as a decimal, a
//! letter, a per cent sign or a zero, makes it no group. Reading stops at the first thing that does
//! not fit, so the cost is linear and hostile text is left early.

use crate::model::Span;

/// One number or range in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The number or range as printed.
    pub(crate) span: Span,
    /// The numbers meant, written out.
    pub(crate) numbers: Vec<u32>,
    /// `p. 23` after it.
    pub(crate) locator: Option<Span>,
}

/// A group in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// With its brackets.
    pub(crate) span: Span,
    /// `see`, `e.g.` at its start.
    pub(crate) prefix: Option<Span>,
    /// Never empty.
    pub(crate) items: Vec<Item>,
}

impl Group {
    /// All numbers of the group.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.items.iter().flat_map(|item| item.numbers.iter().copied())
    }
}

/// Longest group in bytes, longest prefix, longest locator.
const LONGEST: usize = 1500;
const LONGEST_PREFIX: usize = 60;
const LONGEST_LOCATOR: usize = 50;

/// A range may hold as many numbers as this.
const LONGEST_RANGE: u32 = 150;

/// Words that may open a group, in lower case without stops.
#[rustfmt::skip]
const OPENING: [&str; 43] = [
    "also", "and", "as", "bd", "by", "cf", "citas", "cited", "compare", "consult", "discussed", "e",
    "eg", "example", "for", "from", "g", "i", "in", "instance", "lihat", "loc", "no", "nr",
    "recent", "ref", "reference", "references", "referencia", "refs", "review", "reviewed",
    "reviews", "see", "siehe", "summarized", "the", "ver", "vgl", "vide", "voir", "von", "véase",
];

/// Words that open a locator, in lower case without stops.
#[rustfmt::skip]
const LOCATORS: [&str; 46] = [
    "abb", "app", "appendix", "art", "cap", "ch", "chap", "chaps", "chapter", "chapters", "col",
    "def", "definition", "eq", "eqn", "eqs", "equation", "ex", "example", "fig", "figs", "figure",
    "hal", "hlm", "kap", "lemma", "p", "page", "pages", "par", "para", "part", "pp", "prop", "pág",
    "págs", "s", "sec", "section", "tab", "table", "theorem", "thm", "vol", "§", "§§",
];

/// A place in the text.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, accept: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        let len = rest.len() - rest.trim_start_matches(accept).len();
        self.at += len;
        len
    }

    fn skip_space(&mut self) {
        self.skip(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'));
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = self.skip(accept);
        rest.get(..len).unwrap_or_default()
    }
}

/// The group that opens with the bracket at `open`, closed by `close`.
pub(crate) fn parse(text: &str, open: usize, close: char) -> Option<Group> {
    let mut end = (open + LONGEST).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut cursor = Cursor { text, at: open + 1, end };
    cursor.skip(|c| c == '\\');
    let prefix = opening_words(&mut cursor)?;
    let items = items(&mut cursor, close)?;
    cursor.skip(|c| c == '\\');
    (cursor.peek()? == close).then(|| Group {
        span: Span::new(open, cursor.at + close.len_utf8()),
        prefix,
        items,
    })
}

/// The numbers that start at `at` without brackets around them: `3`, and for several `3–5 and 9`.
pub(crate) fn bare_items(text: &str, at: usize, several: bool) -> Option<Vec<Item>> {
    let mut end = (at + 80).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut cursor = Cursor { text, at, end };
    let mut items = vec![number_or_range(&mut cursor)?];
    if !several {
        return Some(items);
    }
    loop {
        cursor.skip_space();
        let comma = cursor.skip(|c| c == ',') > 0;
        cursor.skip_space();
        if !and_word(&mut cursor) && !comma {
            return Some(items);
        }
        match number_or_range(&mut cursor) {
            Some(item) => items.push(item),
            None => return Some(items),
        }
    }
}

/// Skips the words that may open a group; `None` where other words stand there.
fn opening_words(cursor: &mut Cursor<'_>) -> Option<Option<Span>> {
    cursor.skip_space();
    let start = cursor.at;
    let mut end = start;
    while cursor.peek().is_some_and(char::is_alphabetic) {
        let word = cursor.take(char::is_alphabetic).to_lowercase();
        if !OPENING.contains(&word.as_str()) || cursor.at - start > LONGEST_PREFIX {
            return None;
        }
        cursor.skip(|c| matches!(c, '.'));
        end = cursor.at;
        cursor.skip(|c| matches!(c, ',' | ':' | ';'));
        cursor.skip_space();
    }
    Some((end > start).then(|| Span::new(start, end)))
}

fn items(cursor: &mut Cursor<'_>, close: char) -> Option<Vec<Item>> {
    let mut items: Vec<Item> = Vec::new();
    loop {
        cursor.skip_space();
        let mut item = number_or_range(cursor)?;
        cursor.skip_space();
        if close == ']' {
            item.locator = locator_after_colon(cursor);
        }
        items.push(item);
        match separator(cursor) {
            Separator::None => return Some(items),
            Separator::Next => {}
            Separator::Comma => {
                cursor.skip_space();
                if cursor.peek()?.is_ascii_digit() {
                    continue;
                }
                if trailing_words(cursor) {
                    return Some(items);
                }
                let locator = locator(cursor, close)?;
                items.last_mut()?.locator = Some(locator);
                if !matches!(cursor.peek(), Some(';' | ',')) {
                    return Some(items);
                }
                cursor.skip(|c| matches!(c, ';' | ','));
            }
        }
    }
}

/// What stands after an item.
enum Separator {
    /// Nothing that parts items.
    None,
    /// A sign or word after which the next number stands.
    Next,
    /// A comma or semicolon, after which a number, a locator or closing words may stand.
    Comma,
}

fn separator(cursor: &mut Cursor<'_>) -> Separator {
    let rest = cursor.rest();
    if rest.starts_with([',', ';', '，', '、', '；']) {
        cursor.skip(|c| matches!(c, ',' | ';' | '，' | '、' | '；' | ' '));
        and_word(cursor);
        return Separator::Comma;
    }
    if rest.starts_with('&') {
        cursor.at += 1;
        return Separator::Next;
    }
    let start = cursor.at;
    if and_word(cursor) {
        if cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
            return Separator::Next;
        }
        cursor.at = start;
    }
    // "[3 and references therein]", "[3 p. 12]"
    if trailing_words(cursor) { Separator::None } else { bare_locator(cursor, start) }
}

/// A locator that no comma parts from its number: `[3 p. 12]`.
fn bare_locator(cursor: &Cursor<'_>, at: usize) -> Separator {
    let rest = cursor.text.get(at..cursor.end).unwrap_or_default();
    if rest.starts_with("p.") || rest.starts_with("pp.") {
        Separator::Comma
    } else {
        Separator::None
    }
}

fn and_word(cursor: &mut Cursor<'_>) -> bool {
    let rest = cursor.rest();
    for word in ["and", "und", "dan", "et", "y", "e", "or"] {
        if let Some(after) = rest.strip_prefix(word)
            && after.starts_with(char::is_whitespace)
        {
            cursor.at += word.len();
            cursor.skip_space();
            return true;
        }
    }
    false
}

/// `and references therein` before the closing bracket.
fn trailing_words(cursor: &mut Cursor<'_>) -> bool {
    let rest = cursor.rest();
    let words = rest.trim_start_matches("and ");
    for phrase in [
        "references therein",
        "references cited therein",
        "refs. therein",
        "refs therein",
        "references within",
        "for review",
        "for a review",
        "for reviews",
        "among others",
        "etc.",
    ] {
        if words.starts_with(phrase) {
            cursor.at += rest.len() - words.len() + phrase.len();
            return true;
        }
    }
    false
}

/// `p. 23`, `chapter 4` up to a semicolon, a comma before a number, or the bracket.
fn locator(cursor: &mut Cursor<'_>, close: char) -> Option<Span> {
    let start = cursor.at;
    let word = cursor.take(|c| c.is_alphabetic() || c == '§').to_lowercase();
    if !LOCATORS.contains(&word.as_str()) {
        return None;
    }
    cursor.take(|c| c != ';' && c != close && c != '[' && c != '(' && c != '\n');
    let span = Span::new(start, cursor.at).trimmed(cursor.text);
    let digits = span.of(cursor.text).bytes().any(|byte| byte.is_ascii_digit());
    (span.len() <= LONGEST_LOCATOR && digits).then_some(span)
}

/// `: 23–25` after a number is a page.
fn locator_after_colon(cursor: &mut Cursor<'_>) -> Option<Span> {
    let rest = cursor.rest();
    let after = rest.strip_prefix(':')?;
    let pages = after.trim_start_matches([' ', '\u{a0}']);
    let len =
        pages.len() - pages.trim_start_matches(|c: char| c.is_ascii_digit() || is_dash(c)).len();
    if len == 0 {
        return None;
    }
    let start = cursor.at + rest.len() - pages.len();
    cursor.at = start + len;
    Some(Span::new(start, cursor.at))
}

fn number_or_range(cursor: &mut Cursor<'_>) -> Option<Item> {
    let start = cursor.at;
    let first = number(cursor)?;
    let mut end = cursor.at;
    cursor.skip(|c| matches!(c, '•' | '*' | '·' | '†' | '∙' | '●'));
    let mut numbers = vec![first];
    if let Some(last) = range_end(cursor) {
        numbers = expand(first, last)?;
        end = cursor.at;
        cursor.skip(|c| matches!(c, '•' | '*' | '·' | '†'));
    }
    Some(Item { span: Span::new(start, end), numbers, locator: None })
}

/// The number after a dash or "to"; leaves the cursor where there is none.
fn range_end(cursor: &mut Cursor<'_>) -> Option<u32> {
    let start = cursor.at;
    cursor.skip_space();
    let dashes = cursor.skip(is_dash);
    if dashes == 0 {
        let rest = cursor.rest();
        let word =
            ["to ", "through ", "bis ", "hingga "].iter().find(|word| rest.starts_with(**word));
        match word {
            Some(word) => cursor.at += word.len(),
            None => {
                cursor.at = start;
                return None;
            }
        }
    }
    cursor.skip_space();
    let last = number(cursor);
    if last.is_none() {
        cursor.at = start;
    }
    last
}

/// A number without leading zero, decimals, unit or more letters than one.
fn number(cursor: &mut Cursor<'_>) -> Option<u32> {
    let start = cursor.at;
    let digits = cursor.take(|c| c.is_ascii_digit());
    let fits = !digits.is_empty() && digits.len() <= 4 && !digits.starts_with('0');
    let rest = cursor.rest();
    // "3a" is a part of reference 3.
    let letter = rest.starts_with(|c: char| matches!(c, 'a'..='e'))
        && !rest[1..].starts_with(|c: char| c.is_alphanumeric());
    if letter {
        cursor.at += 1;
    }
    let mut after = cursor.rest().chars();
    let ends = match after.next() {
        Some('.') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => {
            !c.is_alphanumeric() && !matches!(c, '%' | '‰' | '°' | '\'' | '′' | '=' | '<' | '>')
        }
        None => true,
    };
    match digits.parse() {
        Ok(value) if fits && ends => Some(value),
        _ => {
            cursor.at = start;
            None
        }
    }
}

/// The numbers from `first` to `last`; a short `last` as in `112–5` has the leading digits of `first`.
pub(crate) fn expand(first: u32, last: u32) -> Option<Vec<u32>> {
    let mut last = last;
    if last < first {
        let scale = if last < 10 { 10 } else { 100 };
        let long = first - first % scale + last;
        if long > first && last < scale && first >= scale {
            last = long;
        } else {
            return None;
        }
    }
    (last - first <= LONGEST_RANGE).then(|| (first..=last).collect())
}

/// Dashes, hyphens and minus signs of all widths.
pub(crate) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' | '~' | '－')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(group: &str) -> Option<Vec<u32>> {
        let close = if group.starts_with('(') { ')' } else { ']' };
        parse(group, 0, close).map(|group| group.numbers().collect())
    }

    #[test]
    fn groups_of_all_forms_are_read() {
        for (group, expected) in [
            ("[3]", vec![3]),
            ("[ 3 ]", vec![3]),
            ("[2,3]", vec![2, 3]),
            ("[2; 3]", vec![2, 3]),
            ("[4–6]", vec![4, 5, 6]),
            ("[4 - 6, 9]", vec![4, 5, 6, 9]),
            ("[112–5]", vec![112, 113, 114, 115]),
            ("[1, 2 and 5]", vec![1, 2, 5]),
            ("[1, 2, and 5]", vec![1, 2, 5]),
            ("[4 to 6]", vec![4, 5, 6]),
            ("[7, p. 23]", vec![7]),
            ("[7, pp. 23–25; 9]", vec![7, 9]),
            ("[7: 23]", vec![7]),
            ("[see 7, 8]", vec![7, 8]),
            ("[e.g., 7]", vec![7]),
            ("(reviewed in refs. 7 and 8)", vec![7, 8]),
            ("[Ref. 7]", vec![7]),
            ("[7, and references therein]", vec![7]),
            ("[7 and references therein]", vec![7]),
            ("[7••, 9•]", vec![7, 9]),
            ("[3a,b]", vec![]),
            ("[3\n,4]", vec![3, 4]),
            ("\\[3\\]", vec![]),
            ("(3, 5-7)", vec![3, 5, 6, 7]),
        ] {
            let found = numbers(group);
            if expected.is_empty() {
                assert_eq!(found, None, "{group}");
            } else {
                assert_eq!(found, Some(expected), "{group}");
            }
        }
        let escaped = "\\[3\\]";
        assert!(parse(escaped, 1, ']').is_some());
    }

    #[test]
    fn other_brackets_are_no_groups() {
        for group in [
            "[0, 1]",
            "[1.5]",
            "[18F]",
            "[3H]",
            "[2,3-b]",
            "[95% CI]",
            "[Lee 3]",
            "[n = 3]",
            "[]",
            "[",
            "[3",
            "[3)",
            "[007]",
            "[12345]",
            "[3:4:5]",
            "[1,]",
            "[5–3]",
            "[Table 3]",
            "[1-300]",
            "(3°)",
            "[10 mg]",
            "[in]",
        ] {
            assert_eq!(numbers(group), None, "{group}");
        }
    }

    #[test]
    fn prefixes_and_locators_are_kept() {
        let text = "[see also 7, pp. 23–25; 9, ch. 4]";
        let group = parse(text, 0, ']').unwrap();
        assert_eq!(group.prefix.unwrap().of(text), "see also");
        let locators: Vec<_> =
            group.items.iter().map(|item| item.locator.map(|span| span.of(text))).collect();
        assert_eq!(locators, [Some("pp. 23–25"), Some("ch. 4")]);
        assert_eq!(group.items[1].span.of(text), "9");
    }
}
