//! Numbers in brackets that are no citations.
//!
//! What stands around a group tells: a formula (`x ∈ [1, 2]`, `f(3) = 4`), an equation's or a list
//! item's number at the edge of a paragraph, the number of an equation, figure or table that a word
//! names, a step of an enumeration `(1) …; (2) …`, a number of observations before the parenthesis.
//! Rules for parentheses are stricter than those for square brackets.

use crate::extract::reference::split::opening;
use crate::model::Span;

use super::group::{self, Group, Item};
use super::{Bracket, ReferenceNumbers};

/// Words after which a number in brackets names something of the paper itself.
#[rustfmt::skip]
const NAMING: [&str; 53] = [
    "abb", "abbildung", "algorithm", "appendix", "box", "column", "columns", "corollary", "ec",
    "ecuaciones", "ecuación", "eq", "eqn", "eqns", "eqs", "equation", "equations", "equação",
    "equações", "fig", "figs", "figura", "figuras", "figure", "figures", "formula", "gambar", "gl",
    "gleichung", "gleichungen", "hypothesis", "inequality", "lemma", "persamaan", "proposition",
    "row", "rows", "scheme", "section", "step", "steps", "tab", "tabel", "tabela", "tabelle",
    "tabla", "table", "tableau", "tables", "theorem", "éq", "équation", "équations",
];

/// Keeps the groups that pass for citations of references in `numbers`.
pub(crate) fn retain_citations(
    text: &str,
    groups: &mut Vec<Group>,
    numbers: &ReferenceNumbers,
    bracket: Bracket,
) {
    let fused = groups.iter().filter(|group| is_fused(text, group)).count();
    let fused_style = fused * 10 > groups.len();
    let enumerated = match bracket {
        Bracket::Round => enumerated(text, groups),
        Bracket::Square => vec![false; groups.len()],
    };
    let mut refused_end = None;
    let mut index = 0;
    groups.retain(|group| {
        let listed = enumerated.get(index).copied().unwrap_or(false);
        index += 1;
        let goes_on = refused_end.is_some_and(|end| continues(text, end, group.span.start));
        // "Composition Tables(55)" cites where the paper sets no space.
        let touching = fused_style && is_fused(text, group);
        let named = goes_on || !touching && is_named(text, group.span.start, bracket);
        if named {
            refused_end = Some(group.span.end);
        }
        !named
            && !listed
            && group.numbers().all(|number| numbers.contains(number))
            && !is_formula(text, group)
            && !is_item_number(text, group, bracket)
            && (!is_fused(text, group)
                || fused_style
                || bracket == Bracket::Square && !is_index(text, group))
            && (bracket == Bracket::Square || !after_quantity(text, group))
    });
}

/// The text before `at`, at most `bytes` of it.
fn before(text: &str, at: usize, bytes: usize) -> &str {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or_default()
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn char_after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether a letter or digit touches the opening bracket.
fn is_fused(text: &str, group: &Group) -> bool {
    char_before(text, group.span.start).is_some_and(char::is_alphanumeric)
}

/// `x[3]`, `calix[4]arene`, `a_1[2]`: the word before is no word, or a letter follows.
fn is_index(text: &str, group: &Group) -> bool {
    let head = before(text, group.span.start, 40);
    let word = head.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let follows = char_after(text, group.span.end).is_some_and(|c| c.is_alphabetic());
    follows
        || word.chars().count() <= 2
        || word.contains('_')
        || word.chars().any(|c| c.is_ascii_digit())
}

/// Whether `Eq.`, `Table`, `step` or the like names the number. In square brackets only what is
/// written as a name counts, since "the Nernst equation [3]" cites.
fn is_named(text: &str, at: usize, bracket: Bracket) -> bool {
    let head = before(text, at, 24).trim_end_matches([' ', '\u{a0}', '\n', '.']);
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let lower = word.to_lowercase();
    let written_as_name = bracket == Bracket::Round
        || word.starts_with(char::is_uppercase)
        || word.len() <= 4 && lower.starts_with(['e', 'f']);
    written_as_name && NAMING.contains(&lower.as_str())
}

/// Whether only "and", a comma or a dash stands between a refused group and this one.
fn continues(text: &str, end: usize, start: usize) -> bool {
    let gap = Span::new(end, start).of(text).trim();
    start >= end
        && start - end <= 12
        && (matches!(
            gap,
            "" | "," | "and" | ", and" | "or" | "to" | "y" | "e" | "und" | "et" | "dan" | "&" | ";"
        ) || gap.chars().all(group::is_dash))
}

/// Whether a sign of a formula stands right before or after.
fn is_formula(text: &str, group: &Group) -> bool {
    let head = before(text, group.span.start, 12).trim_end_matches([' ', '\u{a0}']);
    let tail = text.get(group.span.end..).unwrap_or_default();
    let signs =
        ['=', '∈', '∊', '×', '⊂', '⊆', '∩', '∪', '≤', '≥', '·', '∗', '→', '∼', '≈', '{', '$'];
    // "Ca2+ [12]" is a citation, "a + [1, 2]" is none.
    let operator = [" +", " −", " -", " <", " >", " /"].iter().any(|sign| head.ends_with(sign));
    if operator || head.ends_with(signs) {
        return true;
    }
    let tail = tail.strip_prefix(' ').unwrap_or(tail);
    if tail.starts_with(['=', '×', '∈', '⊂', '∩', '∪', '^']) {
        return true;
    }
    // "over the interval [1, 2]"
    let word = head.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let pair = group.items.len() == 2 && group.numbers().count() == 2;
    pair && matches!(word.as_str(), "interval" | "intervalo" | "intervall" | "intervalle")
}

/// Whether the number stands alone at the edge of a paragraph: an equation's or a list item's.
fn is_item_number(text: &str, group: &Group, bracket: Bracket) -> bool {
    if group.items.len() != 1 || group.items.iter().any(|item| item.numbers.len() > 1) {
        return false;
    }
    let head = before(text, group.span.start, 200);
    let tail = opening::clip(text.get(group.span.end..).unwrap_or_default(), 200);
    let line_before = head.rsplit('\n').next().unwrap_or_default();
    let line_after = tail.split('\n').next().unwrap_or_default();
    let opens_line = line_before.trim().is_empty() && head.contains('\n');
    let ends_line = line_after.trim_matches([' ', '\t', '\r', ',', '.']).is_empty();
    let equation =
        line_before.contains('=') && !line_before.contains('\t') && !is_prose(line_before);
    if ends_line
        && (equation || opens_line && bracket == Bracket::Round && !line_after.contains('.'))
    {
        return true;
    }
    if !opens_line {
        return false;
    }
    // A wrapped line may open with a citation: then a sentence goes on before and after it.
    let paragraph_before = head.trim_end();
    let broken = paragraph_before.is_empty()
        || paragraph_before.ends_with(['.', ':', ';', '!', '?'])
            && !paragraph_before.ends_with("al.")
        || head.trim_end_matches([' ', '\t']).ends_with("\n\n");
    let text_after = tail.trim_start_matches([' ', '\t']).starts_with(char::is_alphabetic);
    broken && text_after
        || bracket == Bracket::Round && head.trim_end_matches([' ', '\t']).ends_with("\n\n")
}

/// Whether a line has words enough for a sentence.
fn is_prose(line: &str) -> bool {
    let word = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    line.split(' ').filter(word).count() >= 6
}

/// `118 (111, 127)`, `n = 45 (12)`: a quantity and what belongs to it, in a table or a formula, or
/// two numbers that may be an interval. A year may be cited, and so may "pH 5.5 (13)".
fn after_quantity(text: &str, group: &Group) -> bool {
    let head = before(text, group.span.start, 200);
    let line = head.rsplit('\n').next().unwrap_or_default();
    // "12(3):45" is a volume.
    if line.ends_with(|c: char| c.is_ascii_digit()) && char_after(text, group.span.end) == Some(':')
    {
        return true;
    }
    let head = line.trim_end_matches([' ', '\u{a0}', '\u{2009}']);
    let word = head.rsplit([' ', '\t', '\u{a0}']).next().unwrap_or_default();
    let quantity =
        word.ends_with(|c: char| c.is_ascii_digit()) && !word.chars().any(char::is_alphabetic);
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    if !quantity || year {
        return false;
    }
    let pair = group.items.len() == 2 && group.numbers().count() == 2;
    let computed =
        head.strip_suffix(word).is_some_and(|rest| rest.trim_end().ends_with(['=', '±', '≈']));
    pair || computed || line.contains('\t')
}

/// Words that stand before the further steps of an enumeration.
#[rustfmt::skip]
const CONJUNCTIONS: [&str; 13] = [
    "and", "or", "y", "o", "e", "ou", "und", "oder", "et", "dan", "atau", "by", "to",
];

/// Words that stand before its first step.
#[rustfmt::skip]
const VERBS: [&str; 14] = [
    "were", "are", "is", "was", "include", "included", "includes", "including", "that", "either",
    "of", "for", "as", "with",
];

/// Most bytes between two steps of an enumeration.
const STEP: usize = 1500;

/// Which groups are steps of enumerations: single numbers that count up from 1, most of them after
/// punctuation, a conjunction or a line's start, and before a word.
fn enumerated(text: &str, groups: &[Group]) -> Vec<bool> {
    let mut listed = vec![false; groups.len()];
    let single = |group: &Group| match group.items.as_slice() {
        [Item { numbers, locator: None, .. }] if numbers.len() == 1 => numbers.first().copied(),
        _ => None,
    };
    let mut index = 0;
    while index < groups.len() {
        if groups.get(index).and_then(single) != Some(1) {
            index += 1;
            continue;
        }
        let mut steps = vec![index];
        let mut next = 2;
        let mut last = groups[index].span.end;
        for (later, group) in groups.iter().enumerate().skip(index + 1) {
            if group.span.start - last > STEP {
                break;
            }
            if single(group) == Some(next) && is_step(text, group) {
                steps.push(later);
                next += 1;
                last = group.span.end;
            }
        }
        let first = is_step(text, &groups[index])
            || follows_verb(text, &groups[index])
            || steps.len() >= 3 && precedes_word(text, &groups[index]);
        if steps.len() >= 2 && first {
            for &step in &steps {
                listed[step] = true;
            }
        }
        index = if steps.len() >= 2 { steps[1] } else { index + 1 };
    }
    listed
}

/// After punctuation or a conjunction, and before a word.
fn is_step(text: &str, group: &Group) -> bool {
    let head = before(text, group.span.start, 40).trim_end();
    let word = head.rsplit(char::is_whitespace).next().unwrap_or_default();
    let opens = head.is_empty()
        || head.ends_with([',', ';', ':', '.', '—', '–', '?', '!', '('])
        || CONJUNCTIONS.contains(&word);
    opens && precedes_word(text, group)
}

/// The first step may follow a verb: "criteria were (1) absent from …, (2) …".
fn follows_verb(text: &str, group: &Group) -> bool {
    let head = before(text, group.span.start, 24).trim_end();
    let word = head.rsplit(char::is_whitespace).next().unwrap_or_default();
    VERBS.contains(&word) && precedes_word(text, group)
}

fn precedes_word(text: &str, group: &Group) -> bool {
    let tail = text.get(group.span.end..).unwrap_or_default().trim_start();
    tail.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '‘'))
}

/// Whether a parenthesis is open at `at`.
pub(crate) fn is_nested(text: &str, at: usize) -> bool {
    let mut depth = 0i32;
    for byte in before(text, at, 400).bytes().rev() {
        match byte {
            b')' => depth += 1,
            b'(' if depth == 0 => return true,
            b'(' => depth -= 1,
            b'\n' if depth == 0 => {}
            _ => {}
        }
    }
    false
}

/// Numbers without brackets that a word calls references: "as in reference 31", "refs. 3–5".
pub(crate) fn named_references(
    text: &str,
    skip: &[Span],
    numbers: &ReferenceNumbers,
) -> Vec<Group> {
    let mut found = Vec::new();
    let mut skip = skip.iter().peekable();
    for at in memchr::memmem::find_iter(text.as_bytes(), b"ef") {
        while skip.next_if(|span| span.end <= at).is_some() {}
        if skip.peek().is_some_and(|span| span.contains(at)) {
            continue;
        }
        if let Some(group) = named_reference(text, at)
            && group.numbers().all(|number| numbers.contains(number))
            // "References" may be the heading, and the number the label of the first entry.
            && !skip.peek().is_some_and(|span| span.contains(group.span.start))
        {
            found.push(group);
        }
    }
    found
}

/// `ef` at `at` is part of "reference 31" or "Refs. 3–5".
fn named_reference(text: &str, at: usize) -> Option<Group> {
    let start = at.checked_sub(1)?;
    if char_before(text, start).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let tail = text.get(start..)?;
    let word_len = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let word = &tail[..word_len];
    if !matches!(word.to_ascii_lowercase().as_str(), "ref" | "refs" | "reference" | "references") {
        return None;
    }
    let rest = tail[word_len..].trim_start_matches('.');
    let numbers = rest.trim_start_matches([' ', '\u{a0}', '\n']);
    if numbers.len() == rest.len() && !word.starts_with("ref")
        || !numbers.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let from = text.len() - numbers.len();
    let items = group::bare_items(text, from, word.ends_with('s'))?;
    let end = items.last()?.span.end;
    let group = Group { span: Span::new(from, end), prefix: None, items };
    let tail = text.get(end..)?;
    let unit = tail.starts_with('\t') || tail.trim_start().starts_with(['%', '°', '±', '×']);
    (!unit).then_some(group)
}
