//! What a reference is known by in the text: its authors' names, its year and letter.
//!
//! The key is read from the printed string alone, without the field parser, so it costs little and
//! errs independently. The *author part* is what stands before the year, when that is a list of
//! names; where the year stands late (Vancouver, ABNT) it ends where the words of a title begin.
//! Names are split at commas, semicolons and conjunctions; initials go to the name before them. A
//! dash in the authors' place (`———. 2005`) repeats the authors of the entry above.

mod names;
mod part;

use smallvec::SmallVec;

use super::fold::{Words, fold_words, is_particle, is_small};
use crate::extract::token::{Token, TokenKind, read_tokens};
use crate::extract::year::scan_years;
use crate::model::{ReferenceFields, Span};
use names::read_names;
use part::author_part;

/// One author in a reference, or named in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    /// Folded words of the family name or organisation.
    pub(crate) words: Words,
    /// The words joined.
    pub(crate) joined: String,
    /// The words without particles.
    pub(crate) plain: Words,
    /// The words without particles, joined.
    pub(crate) plain_joined: String,
    /// Folded initials of the given names, where printed.
    pub(crate) initials: String,
    /// First letters of the words that an organisation's acronym is made of.
    pub(crate) letters: String,
}

impl Name {
    /// The name of folded words, with the initials printed beside it.
    pub(crate) fn new(words: Words, initials: String) -> Self {
        let plain: Words = words.iter().filter(|word| !is_particle(word)).cloned().collect();
        Self {
            joined: words.concat(),
            words,
            plain_joined: plain.concat(),
            plain,
            initials,
            letters: String::new(),
        }
    }

    /// Reads a family name or an organisation, with the initials printed beside it.
    pub(crate) fn read(text: &str, initials: String) -> Self {
        let parts = text.split_whitespace().filter_map(|part| fold_words(part).into_iter().next());
        let letters = parts
            .filter(|part| !is_small(part))
            .filter_map(|part| part.chars().next())
            .take(16)
            .collect();
        Self { letters, ..Self::new(fold_words(text), initials) }
    }
}

/// What a reference is known by.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReferenceKey {
    /// Authors in order.
    pub(crate) names: Vec<Name>,
    /// The first significant words of the entry, for organisations and works without an author.
    pub(crate) head: Vec<String>,
    /// The first words of the entry with its numbers, for laws and other works known by their title.
    pub(crate) opening: Vec<String>,
    /// Acronyms of the organisation: its first letters, and those printed in brackets.
    pub(crate) acronyms: SmallVec<[String; 2]>,
    /// Whether more authors are meant than named.
    pub(crate) et_al: bool,
    /// Year of publication; `None` where there is none, or a word such as `in press`.
    pub(crate) year: Option<i32>,
    /// The letter after the year.
    pub(crate) letter: Option<char>,
    /// Other years in the entry.
    pub(crate) others: SmallVec<[i32; 4]>,
}

/// Bytes of an entry that are read.
const READ: usize = 3_000;
/// Authors that are kept.
const AUTHORS: usize = 60;
/// Words about a person's part in a book, which are no names.
const ROLES: [&str; 16] = [
    "ed", "eds", "editor", "editors", "org", "orgs", "hrsg", "hg", "coord", "coords", "comp",
    "dir", "jr", "sr", "ii", "iii",
];

/// Reads the keys of a bibliography's entries, in order.
pub(crate) fn read_keys<'t>(entries: impl IntoIterator<Item = &'t str>) -> Vec<ReferenceKey> {
    let mut keys: Vec<ReferenceKey> = Vec::new();
    for raw in entries {
        let mut key = read_key(raw);
        if repeats_authors(raw)
            && let Some(above) = keys.last()
        {
            key.names.clone_from(&above.names);
            key.acronyms.clone_from(&above.acronyms);
            key.et_al = above.et_al;
        }
        keys.push(key);
    }
    keys
}

impl ReferenceKey {
    /// Takes from the parsed fields what could not be read here: authors, year.
    ///
    /// Where both have names those read here stay. The parser tells family from given names by
    /// what is likely, and a first name taken for the family name would cost a link, while the
    /// words kept here include both.
    pub(crate) fn complete(&mut self, fields: &ReferenceFields) {
        if self.names.is_empty() {
            self.et_al |= fields.et_al;
            let families =
                fields.authors.iter().map(|person| Name::read(&person.family, String::new()));
            self.names = families.take(AUTHORS).collect();
        }
        if self.year.is_none() && self.others.is_empty() {
            let year = fields.year.as_ref();
            self.year = year.and_then(|year| year.value);
            self.letter = self.letter.or(year.and_then(|year| year.letter));
        }
    }
}

/// Whether a dash stands in the place of the authors.
fn repeats_authors(raw: &str) -> bool {
    let raw = raw.trim_start();
    let dashes = raw
        .chars()
        .take_while(|sign| matches!(sign, '_' | '-' | '\u{2013}' | '\u{2014}' | '\u{2015}'));
    let (count, long) =
        dashes.fold((0, false), |(count, long), sign| (count + 1, long || sign > '\u{2013}'));
    count >= 2 || (count == 1 && long)
}

/// Reads the key of one entry.
pub(crate) fn read_key(raw: &str) -> ReferenceKey {
    let end = (0..=raw.len().min(READ)).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0);
    let raw = raw.get(..end).unwrap_or_default();
    let start = label_length(raw);
    let years = scan_years(raw, Span::new(start, raw.len())).anchors;
    let mut tokens = Vec::new();
    read_tokens(raw, Span::new(start, raw.len().min(floor(raw, 1_200))), &mut tokens);
    // "(2003). World Bank. Report."
    if let Some(first) = years.first()
        && tokens.partition_point(|token| token.span.end <= first.span.start) <= 1
    {
        tokens.retain(|token| token.span.start > first.span.end + 1);
        if tokens
            .first()
            .is_some_and(|token| matches!(token.kind, TokenKind::Stop | TokenKind::Close))
        {
            tokens.remove(0);
        }
    }
    let (part, year) = author_part(raw, &tokens, &years);
    let mut key = ReferenceKey::default();
    read_names(raw, tokens.get(..part).unwrap_or_default(), &mut key);
    if let Some(year) = year {
        key.year = year.value;
        key.letter = year.letter;
        key.others.extend(year.second);
    }
    let others = years.iter().flat_map(|other| [other.value, other.second]).flatten();
    let others: SmallVec<[i32; 8]> =
        others.filter(|&other| key.year != Some(other)).take(8).collect();
    key.others.extend(others);
    key.head = head(raw, &tokens, part);
    key.opening =
        tokens.iter().take(40).flat_map(|token| fold_words(token.span.of(raw))).take(16).collect();
    key
}

/// The greatest boundary of characters up to `limit`.
fn floor(raw: &str, limit: usize) -> usize {
    (0..=limit.min(raw.len())).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0)
}

/// Length of a printed number or key before the entry: `[12] `, `12. `, `• `.
fn label_length(raw: &str) -> usize {
    let rest = raw.trim_start_matches(|sign: char| {
        sign.is_ascii_digit()
            || sign.is_whitespace()
            || matches!(sign, '[' | ']' | '(' | ')' | '.' | '•' | '*')
    });
    let length = raw.len() - rest.len();
    let number = raw.get(..length).unwrap_or_default();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if length > 12 || digits >= 4 { 0 } else { length }
}

/// The first significant words of the entry: all of the author part, or of a title that leads.
fn head(raw: &str, tokens: &[Token], part: usize) -> Vec<String> {
    let limit = part.max(1);
    tokens
        .iter()
        .take(limit)
        .filter(|token| {
            matches!(token.kind, TokenKind::Name | TokenKind::Lower | TokenKind::Initial)
        })
        .flat_map(|token| fold_words(token.span.of(raw)))
        .filter(|word| !is_small(word))
        .take(24)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        let key = read_key(raw);
        let names: Vec<_> = key
            .names
            .iter()
            .map(|name| format!("{} {}", name.words.join("-"), name.initials).trim_end().to_owned())
            .collect();
        let year = key.year.map(|year| year.to_string()).unwrap_or_default();
        let letter = key.letter.map(String::from).unwrap_or_default();
        format!("{}|{year}{letter}{}", names.join(", "), if key.et_al { "+" } else { "" })
    }

    #[test]
    fn authors_and_years_of_many_styles() {
        for (raw, expected) in [
            (
                "Ågren, J. A., Huang, H. ‐R, and Wright, S. I. 2016. Transposable elements.",
                "agren ja, huang hr, wright si|2016",
            ),
            (
                "Pardo-Giménez A, Carrasco J, Roncero JM (2018b) Recycling of waste.",
                "pardo-gimenez a, carrasco j, roncero jm|2018b",
            ),
            (
                "Fabens, A. J. : Properties and fitting of a curve. Growth. 1965;29(3):265–89.",
                "fabens aj|1965",
            ),
            (
                "SOUZA, R. A China de Mao a Xi Jinping: transformações. Salvador: EDUFBA, 2023.",
                "souza r|2023",
            ),
            (
                "WU, J.; LI, K. Exporting from small towns. Trade, v. 3, p. 1-9, 2004.",
                "wu j, li k|2004",
            ),
            ("Smith JA, Lee KB. Why firms export. J Trade. 2003;12:3-4.", "smith ja, lee kb|2003"),
            ("World Bank. (2019). Doing business.", "world-bank|2019"),
            (
                "van der Berg, P., & de la Cruz, M. (in press). Ports.",
                "van-der-berg p, de-la-cruz m|",
            ),
            ("12. Luo, R., et al. 2012. An assembler.", "luo r|2012+"),
            (
                "Dalton, Timothy J., Zereyesus, Yacob A., 2013. Assessment.",
                "dalton tj, zereyesus ya|2013",
            ),
        ] {
            assert_eq!(read(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_dash_repeats_the_authors_above() {
        let keys = read_keys(["Lee, J. (2001). On ports.", "———. (2005). On ships."]);
        assert_eq!(keys[1].names[0].joined, "lee");
        assert_eq!(keys[1].year, Some(2005));
    }

    #[test]
    fn organisations_have_acronyms() {
        for (raw, acronym) in [
            ("World Health Organization. (2010). Report.", "who"),
            ("United Nations Development Programme (UNDP), 1998, Relief.", "undp"),
            ("ESCOLA NACIONAL DE ADMINISTRAÇÃO PÚBLICA. Guia. Brasília, 2021.", "enap"),
            ("(2014). Ministry of Women and Child Development (MWD). Services.", "mwd"),
        ] {
            let key = read_key(raw);
            assert!(key.acronyms.iter().any(|found| found == acronym), "{raw}: {key:?}");
            assert!(key.year.is_some());
        }
    }
}
