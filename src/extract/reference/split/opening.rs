//! How the first words of a line or paragraph look: like the authors that open a reference, or not.
//!
//! Reference styles open with a family name and initials (`Lee, J. H.`, `Lee JH,`), with initials
//! and a family name (`J. H. Lee,`), with a dash for the authors of the entry before, or with an
//! organisation. Continued lines open with anything, most often with a word in lower case or a
//! number. No list of names is needed: form, punctuation and the place of the year tell enough.

/// How a line opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A personal name; 3 is a sure one, 1 a doubtful one.
    Name(u8),
    /// A dash that stands for the authors of the entry before.
    Repeated,
    /// Words with capitals, followed at once by a year: an organisation.
    Organisation,
    /// Another word with a capital, or a quotation mark.
    Capital,
    /// A word in lower case.
    Lower,
    /// A digit.
    Digit,
    /// `doi:`, `https://`, `arXiv:` and the like.
    Address,
    /// A closing mark, a dash or other punctuation.
    Mark,
}

/// Words in lower case that open family names.
const PARTICLES: [&str; 40] = [
    "af", "al", "ap", "auf", "av", "ben", "bin", "d", "da", "dal", "dalla", "das", "de", "degli",
    "dei", "del", "dela", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la",
    "le", "les", "lo", "op", "te", "ten", "ter", "van", "vande", "vom", "von", "zu",
];

/// How many bytes from the start are looked at.
const WINDOW: usize = 240;

/// How `line` opens.
pub(crate) fn of(line: &str) -> Opening {
    let line = clip(line, WINDOW);
    let line = line.get(bullet(line)..).unwrap_or_default();
    let Some(first) = line.chars().next() else { return Opening::Mark };
    if is_repeated_author(line) {
        return Opening::Repeated;
    }
    if is_address(line) {
        return Opening::Address;
    }
    if first.is_ascii_digit() {
        return if organisation(line) && line.split(' ').nth(1).is_some_and(starts_upper) {
            Opening::Organisation
        } else {
            Opening::Digit
        };
    }
    match name_strength(line) {
        0 => {}
        strength => return Opening::Name(strength),
    }
    if first.is_uppercase() {
        if organisation(line) { Opening::Organisation } else { Opening::Capital }
    } else if first.is_alphabetic() {
        if first.is_lowercase() { Opening::Lower } else { Opening::Capital }
    } else if matches!(first, '"' | '“' | '‘' | '\'' | '«' | '„' | '¿' | '¡' | '*' | '_' | '[')
    {
        Opening::Capital
    } else {
        Opening::Mark
    }
}

/// Length of the bullet that opens a line, with the spaces after it; 0 where there is none.
pub(crate) fn bullet(line: &str) -> usize {
    let Some(rest) =
        line.strip_prefix(['-', '*', '+', '•', '·', '–', '▪', '■', '◦', '‣', '●', '\u{f0b7}'])
    else {
        return 0;
    };
    let text = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    if text.len() < rest.len() && text.starts_with(char::is_alphabetic) {
        line.len() - text.len()
    } else {
        0
    }
}

/// The longest start of `text` of at most `bytes` bytes.
pub(crate) fn clip(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The longest end of `text` of at most `bytes` bytes.
pub(crate) fn clip_start(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Where the first year from 1500 to 2099 stands that no other digit touches.
pub(crate) fn find_year(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'1', b'2', bytes.get(at..)?) {
        let start = at + found;
        if is_year_at(bytes, start) {
            return Some(start);
        }
        at = start + 1;
    }
    None
}

/// Whether four digits that make a year start at `start`.
pub(crate) fn is_year_at(bytes: &[u8], start: usize) -> bool {
    let Some(&[a, b, c, d]) = bytes.get(start..start + 4) else { return false };
    let century = (a == b'1' && (b'5'..=b'9').contains(&b)) || (a == b'2' && b == b'0');
    century
        && c.is_ascii_digit()
        && d.is_ascii_digit()
        && !bytes.get(start + 4).is_some_and(u8::is_ascii_digit)
        && !(start > 0 && bytes.get(start - 1).is_some_and(u8::is_ascii_digit))
}

/// Whether the text says that a work has no date, or none yet.
pub(crate) fn has_no_date(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "n.d.",
        "s.f.",
        "s.d.",
        "t.t.",
        "o.j.",
        "in press",
        "en prensa",
        "no prelo",
        "forthcoming",
        "im druck",
        "sous presse",
        "dalam proses",
        "n. d.",
        "s. f.",
    ]
    .iter()
    .any(|mark| text.contains(mark))
}

fn is_repeated_author(line: &str) -> bool {
    let dashes = line
        .chars()
        .filter(|c| *c != ' ')
        .take_while(|c| matches!(c, '—' | '–' | '―' | '_' | '-' | '\u{2e3a}' | '\u{2e3b}'));
    let mut weight = 0;
    for dash in dashes {
        weight += match dash {
            '-' | '_' => 1,
            '\u{2e3a}' | '\u{2e3b}' => 3,
            _ => 2,
        };
    }
    weight >= 3
}

fn is_address(line: &str) -> bool {
    let head = clip(line, 16).to_ascii_lowercase();
    [
        "http",
        "www.",
        "doi",
        "arxiv",
        "pmid",
        "pmcid",
        "issn",
        "isbn",
        "url",
        "available ",
        "accessed",
        "retrieved",
        "10.",
    ]
    .iter()
    .any(|mark| head.starts_with(mark))
        && !head.starts_with("accessed by")
}

/// From 0, no name, to 3, surely one.
fn name_strength(line: &str) -> u8 {
    let mut words = line.split_whitespace();
    let Some(mut first) = words.next() else { return 0 };
    let mut particle = false;
    while PARTICLES.binary_search(&first.to_lowercase().trim_end_matches('\'')).is_ok() {
        particle = true;
        match words.next() {
            Some(word) => first = word,
            None => return 0,
        }
    }
    let first = first.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = strip_article(first);
    let Some(second) = words.next() else { return 0 };
    let third = words.next().unwrap_or_default();
    if is_initials(first) && first.contains('.') {
        return initials_first(second, third, words.next().unwrap_or_default());
    }
    if !is_family(first.trim_end_matches(',')) {
        return 0;
    }
    if first.ends_with(',') {
        return after_comma(second, third, line);
    }
    if is_initials(second) {
        return initials_last(second, third, particle);
    }
    // Two family names: "Pérez López, J.", "Pérez López J,".
    if is_family(second.trim_end_matches(',')) {
        let fourth = words.next().unwrap_or_default();
        if second.ends_with(',') {
            return after_comma(third, fourth, line);
        }
        if is_initials(third) {
            return initials_last(third, fourth, particle).saturating_sub(1);
        }
        if is_family(third.trim_end_matches(',')) && third.ends_with(',') {
            return after_comma(fourth, words.next().unwrap_or_default(), line).saturating_sub(1);
        }
    }
    0
}

/// `O’Brien`, `d'Ambrosio`, `al-Khalili`: the part after the article decides.
fn strip_article(word: &str) -> &str {
    for mark in ["d'", "d’", "l'", "l’", "al-", "el-", "'t", "’t"] {
        if let Some(rest) = word.strip_prefix(mark) {
            return rest;
        }
    }
    word
}

/// `Lee, ` is followed by `second third`.
fn after_comma(second: &str, third: &str, line: &str) -> u8 {
    if is_initials(second) {
        return 3;
    }
    // "Berlin, Germany: Springer"
    if second.ends_with(':') {
        return 0;
    }
    let given = second.trim_end_matches([',', '.', ';', ':']);
    if !is_family(given) {
        // "Lee, (2010)", "Lee, 2010".
        return u8::from(second.starts_with('(') && find_year(second).is_some()) * 2
            + u8::from(find_year(second) == Some(0));
    }
    // "Lee, John. 2010", "Lee, John, and", "Lee, John H." against "Berlin, Germany: Springer".
    let year_near = find_year(clip(line, 140)).is_some();
    if is_initials(third) || second.ends_with('.') && find_year(third) == Some(0) {
        3
    } else if matches!(third, "and" | "&" | "y" | "e" | "et" | "dan" | "und")
        || second.ends_with(',')
    {
        if year_near { 3 } else { 2 }
    } else if third.starts_with('(') || year_near {
        2
    } else {
        1
    }
}

/// `Lee JH` is followed by `third`.
fn initials_last(initials: &str, third: &str, particle: bool) -> u8 {
    let more =
        matches!(third, "and" | "&" | "et" | "y" | "e" | "und" | "dan" | "Jr," | "Jr." | "Jr");
    if initials.ends_with([',', ';'])
        || third.starts_with('(')
        || find_year(third) == Some(0)
        || more
    {
        3
    } else if initials.ends_with('.') || initials.ends_with(':') || particle {
        2
    } else {
        1
    }
}

/// `J.` is followed by `second third fourth`.
fn initials_first(second: &str, third: &str, fourth: &str) -> u8 {
    let (family, after) = if is_initials(second) && second.contains('.') {
        (third, fourth)
    } else if PARTICLES.binary_search(&second).is_ok() {
        return 3;
    } else {
        (second, third)
    };
    if PARTICLES.binary_search(&family).is_ok() {
        return 2;
    }
    // "J. Chem. Phys." is a journal.
    if family.ends_with('.') || !is_family(family.trim_end_matches([',', ':', ';'])) {
        return 0;
    }
    if family.ends_with(',') || matches!(after, "and" | "&" | "et" | "y" | "e" | "und" | "dan") {
        3
    } else if after.starts_with('(') {
        2
    } else {
        1
    }
}

/// A word with a capital and no digit: `Lee`, `Abd-Aziz`, `O’Brien`, `LEE`.
fn is_family(word: &str) -> bool {
    let mut letters = 0;
    for (index, character) in word.chars().enumerate() {
        if character.is_alphabetic() {
            letters += 1;
            if index == 0 && character.is_lowercase() {
                return false;
            }
        } else if !matches!(
            character,
            '-' | '‐' | '‑' | '\'' | '’' | '`' | '´' | '\u{301}' | '\u{308}'
        ) || index == 0
        {
            return false;
        }
    }
    letters >= 2
}

/// `J.`, `J.H.`, `J.-H.`, `JH`, `JH,`, `J`: at most five letters, all capitals but for digraphs.
pub(crate) fn is_initials(word: &str) -> bool {
    let core = word.trim_end_matches([',', ';', ':']);
    let mut letters = 0;
    let mut last_upper = false;
    for character in core.chars() {
        if character.is_uppercase() {
            letters += 1;
            last_upper = true;
        } else if character.is_lowercase() && last_upper && core.contains('.') {
            // "Yu.", "Ch."
            last_upper = false;
        } else if matches!(character, '.' | '-' | '‐' | '‑' | '–') {
            last_upper = false;
        } else {
            return false;
        }
    }
    (1..=5).contains(&letters)
        && core.chars().next().is_some_and(char::is_uppercase)
        && core.chars().filter(|c| c.is_lowercase()).count() <= letters
        && (core.contains('.') || letters <= 4)
}

/// `J.`, `J.H.`, `J.-P.`: capitals with a stop after each.
pub(crate) fn are_dotted_initials(word: &str) -> bool {
    let mut upper = false;
    for character in word.trim_end_matches([',', ';']).chars() {
        match character {
            '.' if upper => upper = false,
            '-' | '‐' if !upper => {}
            _ if character.is_uppercase() && !upper => upper = true,
            _ => return false,
        }
    }
    !upper && !word.is_empty()
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether the first year follows close on words that mostly have capitals.
fn organisation(line: &str) -> bool {
    let Some(year) = find_year(clip(line, 130)) else { return false };
    let head = line[..year].trim_end_matches(['(', '[', ' ', '.', ',']);
    if head.is_empty() || head.contains(['(', ')', ':', ';']) && head.len() > 60 {
        return false;
    }
    let (mut upper, mut all) = (0, 0);
    for word in head.split_whitespace() {
        if matches!(
            word,
            "of" | "for"
                | "the"
                | "and"
                | "de"
                | "e"
                | "y"
                | "et"
                | "da"
                | "do"
                | "dan"
                | "und"
                | "für"
                | "on"
                | "del"
                | "la"
        ) {
            continue;
        }
        all += 1;
        upper += usize::from(starts_upper(word));
    }
    // "Lee (2010)" as well as "World Bank. 2010".
    upper * 4 >= all * 3 && all <= 9 && !head.ends_with("Press")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_particles_are_sorted_for_the_search() {
        assert!(PARTICLES.is_sorted());
    }

    #[test]
    fn names_of_many_styles_open_an_entry() {
        for line in [
            "Lee, J. H., & Wu, P. (2010). Title.",
            "Lee JH, Wu P. Title.",
            "LEE, J. H. Title. Journal, 2010.",
            "J. H. Lee, P. Wu, Title, Journal 3 (2010)",
            "van der Berg, J., 2010. Title",
            "Pérez López, J. (2010). Título",
            "O’Brien K, Lee J (2010) Title",
            "Abd-Aziz, S. 2010. Title",
            "Smith J (2010) Title",
            "Zahiri Reza, Lafontaine J. (2014)",
            "Muchtar, Yasmin, & Qamariah, I. (2016).",
            "Muñoz-Pérez, M.J., Gómez, L.",
            "d'Ambrosio, L. (2001).",
        ] {
            assert!(
                matches!(of(line), Opening::Name(2..)) || line.starts_with("Zahiri"),
                "{line}: {:?}",
                of(line)
            );
        }
    }

    #[test]
    fn other_lines_do_not() {
        assert_eq!(of("and the market of the firm."), Opening::Lower);
        assert_eq!(of("2010;14(3):12–18."), Opening::Digit);
        assert_eq!(of("https://doi.org/10.1000/1"), Opening::Address);
        assert_eq!(of("——— (2011). Another title."), Opening::Repeated);
        assert_eq!(of("---. 2011. Another title."), Opening::Repeated);
        assert_eq!(of("World Bank. 2010. Doing business."), Opening::Organisation);
        assert_eq!(of("Journal of Small Business, 14(3), 12–18."), Opening::Capital);
        assert_eq!(of("– 18."), Opening::Mark);
        assert!(!matches!(of("J. Chem. Phys. 12, 33."), Opening::Name(_)));
    }

    #[test]
    fn years_stand_alone() {
        assert_eq!(find_year("pp. 12010, 1999b"), Some(11));
        assert_eq!(find_year("12345 2100"), None);
    }
}
