//! What a single line looks like: Markdown heading, number, capitals, emphasis.

use super::super::sentence::is_space;

/// Most words that a heading has.
const MOST_WORDS: usize = 16;

/// Widest heading, in bytes.
const WIDEST: usize = 140;

/// The number before a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// `2`, `2.3`: the numbers from the outside in.
    Arabic(Vec<u32>),
    /// `IV.`, with the letter that it might be instead.
    Roman(u32, Option<u32>),
    /// `B.`, from 1.
    Letter(u32),
}

/// Depth and text of a Markdown heading: `## Data ##` is 2 and `Data`.
pub(super) fn hash_heading(line: &str) -> Option<(u8, &str)> {
    let text = line.trim_start_matches('#');
    let depth = line.len() - text.len();
    if !text.starts_with(is_space) {
        return None;
    }
    let depth = u8::try_from(depth).ok().filter(|depth| (1..=6).contains(depth))?;
    Some((depth, bare(text.trim_end_matches('#'))))
}

/// `text` without white space, emphasis marks and a colon around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| is_space(c) || matches!(c, '*' | '_'))
        .trim_end_matches(|c: char| is_space(c) || c == ':')
}

/// Whether the whole line is emphasised in Markdown.
pub(super) fn is_emphasised(line: &str) -> bool {
    (line.starts_with("**") && line.ends_with("**")
        || line.starts_with("__") && line.ends_with("__"))
        && line.len() > 4
}

/// The number that a line begins with, and the text after it.
pub(super) fn numbered(line: &str) -> Option<(Numbering, &str)> {
    let (mark, rest) = line.split_once(is_space)?;
    let rest = rest.trim_start_matches(|c: char| is_space(c) || c == '|');
    if matches!(mark, "BAB" | "Bab" | "CHAPTER" | "Chapter" | "Section" | "Kapitel" | "Capítulo") {
        let (number, title) = rest.split_once(is_space)?;
        let numbering =
            number_of(number.trim_end_matches(['.', ':'])).or_else(|| roman_of(number))?;
        return Some((numbering, title.trim_start()));
    }
    let open = mark.strip_suffix(['.', ')']).unwrap_or(mark);
    if open.is_empty() || rest.is_empty() {
        return None;
    }
    if let Some(numbering) = number_of(open) {
        return Some((numbering, rest));
    }
    if open.len() == mark.len() && !is_capitals(rest) {
        return None;
    }
    roman_of(open).or_else(|| letter_of(open).map(Numbering::Letter)).map(|found| (found, rest))
}

fn number_of(mark: &str) -> Option<Numbering> {
    let mut numbers = Vec::new();
    for part in mark.split('.') {
        if part.is_empty() || part.len() > 2 || numbers.len() == 5 {
            return None;
        }
        numbers.push(part.parse().ok()?);
    }
    Some(Numbering::Arabic(numbers))
}

fn roman_of(mark: &str) -> Option<Numbering> {
    let mark = mark.trim_end_matches(['.', ':']);
    if mark.is_empty() || mark.len() > 5 {
        return None;
    }
    let digit = |byte| match byte {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = mark.bytes().map(digit).collect::<Option<_>>()?;
    let mut value = 0;
    for (at, &this) in digits.iter().enumerate() {
        let smaller = digits.get(at + 1).is_some_and(|&next| next > this);
        value = if smaller { value + 1000 - this } else { value + this };
    }
    Some(Numbering::Roman(value % 1000, letter_of(mark)))
}

fn letter_of(mark: &str) -> Option<u32> {
    let mut chars = mark.chars();
    let letter = chars.next().filter(char::is_ascii_uppercase)?;
    chars.next().is_none().then(|| u32::from(letter) - u32::from('A') + 1)
}

/// Whether every letter is a capital, and there are at least three.
pub(super) fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(3).count();
    letters == 3 && !text.contains(char::is_lowercase)
}

/// Whether the words could be a heading: not too many, begun with a capital, mostly letters, and
/// without what sentences, captions, tables, equations and addresses have.
pub(super) fn is_title_like(text: &str) -> bool {
    text.len() <= WIDEST && is_titled(text, MOST_WORDS)
}

/// The same for a heading of any length, such as a nested number lets one expect.
pub(super) fn is_long_title(text: &str) -> bool {
    text.len() <= 2 * WIDEST && is_titled(text, 2 * MOST_WORDS)
}

/// The same for the few words of a heading that opens its paragraph.
pub(super) fn is_short_title(text: &str) -> bool {
    text.len() <= 80 && is_titled(text, 8)
}

/// Whether words that their source sets as a heading could be one: begun as one, and no item or
/// caption.
pub(super) fn is_set_title(text: &str) -> bool {
    begins_as_title(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !text.ends_with([',', ';', '='])
        && !text.contains('\t')
        && !is_caption(text)
}

fn is_titled(text: &str, most_words: usize) -> bool {
    if text.split(is_space).count() > most_words || !begins_as_title(text) {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let signs = text.chars().filter(|&c| !c.is_alphabetic() && !is_space(c)).count();
    letters >= 3
        && signs * 3 <= letters
        && !text.ends_with(['.', ',', ';', '=', '…'])
        && !text.contains(['\t', '|', '@', '=', '<', '>', '×', '±', '%', '→'])
        && !text.contains("...")
        && !text.contains("://")
        && !is_caption(text)
        && text.matches(',').count() <= 3
}

/// Whether the first word has a capital or digit, or is a Greek letter or an ideograph.
fn begins_as_title(text: &str) -> bool {
    let Some(at) = text.find(char::is_alphanumeric) else { return false };
    if text.starts_with(['&', ')', ']', '/', '+', '-', '–', '—', '•', '.', ',', ';', ':']) {
        return false;
    }
    let word = text.get(at..).and_then(|rest| rest.split(is_space).next()).unwrap_or_default();
    word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || c > '\u{2fff}')
        || word.starts_with(|c: char| matches!(c, 'α'..='ω'))
}

/// Whether a line begins as the caption of a table or figure does.
pub(super) fn is_caption(text: &str) -> bool {
    let mut words = text.split(is_space);
    let Some(first) = words.next() else { return false };
    let lower = first.trim_end_matches('.').to_lowercase();
    let caption = matches!(
        lower.as_str(),
        "table"
            | "figure"
            | "fig"
            | "figs"
            | "tables"
            | "figures"
            | "box"
            | "scheme"
            | "chart"
            | "plate"
            | "map"
            | "graph"
            | "tabel"
            | "gambar"
            | "grafik"
            | "bagan"
            | "tabla"
            | "figura"
            | "cuadro"
            | "gráfico"
            | "tabela"
            | "quadro"
            | "tableau"
            | "abbildung"
            | "abb"
            | "tabelle"
            | "schema"
            | "video"
            | "movie"
            | "algorithm"
            | "listing"
            | "equation"
            | "supplementary"
            | "mapa"
            | "graphique"
            | "encadré"
            | "fonte"
            | "source"
            | "fuente"
            | "sumber"
            | "quelle"
            | "note"
    );
    caption
        && words.next().is_none_or(|second| {
            second.contains(|c: char| c.is_ascii_digit())
                || second.trim_end_matches(['.', ':']).len() <= 2
                || first.ends_with(':')
                || lower == "supplementary"
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_form_are_read() {
        for (line, numbering, title) in [
            ("1. Introduction", Numbering::Arabic(vec![1]), "Introduction"),
            ("2.3 Sampling", Numbering::Arabic(vec![2, 3]), "Sampling"),
            ("1 | INTRODUCTION", Numbering::Arabic(vec![1]), "INTRODUCTION"),
            ("IV. METHODS", Numbering::Roman(4, None), "METHODS"),
            ("I. Introduction", Numbering::Roman(1, Some(9)), "Introduction"),
            ("A. Data", Numbering::Letter(1), "Data"),
            ("BAB II TINJAUAN PUSTAKA", Numbering::Roman(2, None), "TINJAUAN PUSTAKA"),
        ] {
            assert_eq!(numbered(line), Some((numbering, title)));
        }
        for line in ["2014. Firms", "Introduction", "1.", "1.2.3.4.5.6 Deep", "I agree", "A firm"] {
            assert_eq!(numbered(line), None, "{line}");
        }
    }

    #[test]
    fn hashes_and_emphasis_are_taken_off() {
        assert_eq!(hash_heading("## **Data** ##"), Some((2, "Data")));
        assert_eq!(hash_heading("#Data"), None);
        assert_eq!(hash_heading("####### Data"), None);
    }

    #[test]
    fn captions_sentences_and_equations_are_no_titles() {
        for text in ["Entry modes", "Why export?", "H1: Firms learn", "Table manners abroad"] {
            assert!(is_title_like(text), "{text}");
        }
        for text in
            ["Table 2 Firms", "Fig. 3", "We export.", "a = b + C", "firms", "a@b.org", "1 2 3"]
        {
            assert!(!is_title_like(text), "{text}");
        }
    }
}
