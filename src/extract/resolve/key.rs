//! What a reference is known by in the text: its authors' names, its year and letter.
//!
//! The key is read from the printed string alone, without the field parser, so it costs little and
//! errs independently. The *author part* is what stands before the year, when that is a list of
//! names; where the year stands late (Vancouver, ABNT) it ends where the words of a title begin.
//! Names are split at commas, semicolons and conjunctions; initials go to the name before them. A
//! dash in the authors' place (`———. 2005`) repeats the authors of the entry above.

use smallvec::SmallVec;

use super::fold::{Words, fold_words, is_particle, is_small, join};
use crate::extract::token::{Token, TokenKind, read_tokens};
use crate::extract::year::{YearAnchor, scan_years};
use crate::model::{Person, Span};

/// One author in a reference, or named in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    /// Folded words of the family name or organisation.
    pub(crate) words: Words,
    /// The words joined.
    pub(crate) joined: String,
    /// Folded initials of the given names, where printed.
    pub(crate) initials: String,
    /// First letters of the words that an organisation's acronym is made of.
    pub(crate) letters: String,
}

impl Name {
    /// Reads a family name or an organisation.
    pub(crate) fn of_text(text: &str) -> Self {
        let words = fold_words(text);
        let parts = text.split_whitespace().filter_map(|part| fold_words(part).into_iter().next());
        let letters = parts
            .filter(|part| !is_small(part))
            .filter_map(|part| part.chars().next())
            .take(16)
            .collect();
        Self { joined: join(&words), words, initials: String::new(), letters }
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
    "ed", "eds", "editor", "editors", "org", "orgs", "hrsg", "hg", "coord", "coords", "comp", "dir",
    "jr", "sr", "ii", "iii",
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
    /// Takes the authors of the parsed fields where they agree with the first name read here: the
    /// parser knows better where one name ends and the next begins.
    pub(crate) fn refine(&mut self, authors: &[Person], et_al: bool) {
        let Some(first) = authors.first() else { return };
        let first = fold_words(&first.family);
        let agrees = self.names.first().is_some_and(|name| {
            name.words.iter().any(|word| first.contains(word)) || name.joined == join(&first)
        });
        if !agrees && !self.names.is_empty() {
            return;
        }
        self.et_al |= et_al;
        self.names = authors
            .iter()
            .take(AUTHORS)
            .map(|person| {
                let mut name = Name::of_text(&person.family);
                let given = person.given.as_deref().unwrap_or_default();
                name.initials = fold_words(given).iter().filter_map(|word| word.chars().next()).collect();
                name
            })
            .collect();
    }
}

/// Whether a dash stands in the place of the authors.
fn repeats_authors(raw: &str) -> bool {
    let raw = raw.trim_start();
    let dashes = raw.chars().take_while(|sign| matches!(sign, '_' | '-' | '\u{2013}' | '\u{2014}' | '\u{2015}'));
    let (count, long) = dashes.fold((0, false), |(count, long), sign| (count + 1, long || sign > '\u{2013}'));
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
        if tokens.first().is_some_and(|token| matches!(token.kind, TokenKind::Stop | TokenKind::Close)) {
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
    let others: SmallVec<[i32; 8]> = others.filter(|&other| key.year != Some(other)).take(8).collect();
    key.others.extend(others);
    key.head = head(raw, &tokens, part);
    key.opening = tokens.iter().take(40).flat_map(|token| fold_words(token.span.of(raw))).take(16).collect();
    key
}

/// The greatest boundary of characters up to `limit`.
fn floor(raw: &str, limit: usize) -> usize {
    (0..=limit.min(raw.len())).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0)
}

/// Length of a printed number or key before the entry: `[12] `, `12. `, `• `.
fn label_length(raw: &str) -> usize {
    let rest = raw.trim_start_matches(|sign: char| {
        sign.is_ascii_digit() || sign.is_whitespace() || matches!(sign, '[' | ']' | '(' | ')' | '.' | '•' | '*')
    });
    let length = raw.len() - rest.len();
    let number = raw.get(..length).unwrap_or_default();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if length > 12 || digits >= 4 { 0 } else { length }
}

/// How many tokens the author part has, and the year that goes with it.
fn author_part<'y>(
    raw: &str,
    tokens: &[Token],
    years: &'y [YearAnchor],
) -> (usize, Option<&'y YearAnchor>) {
    let first = tokens.first().map_or(0, |token| token.span.start);
    if years.first().is_some_and(|year| year.span.end <= first) {
        return (title_start(raw, tokens), years.first());
    }
    if let Some(year) = years.first() {
        let before = tokens.partition_point(|token| token.span.end <= year.span.start);
        let head = tokens.get(..before).unwrap_or_default();
        let names = head.iter().filter(|token| token.kind == TokenKind::Name).count();
        let words = head.iter().filter(|token| is_title_word(raw, token)).count();
        let colon = head.iter().any(|token| token.kind == TokenKind::Colon);
        if words * 3 <= names && !(colon && words > 0) || words <= 2 && !colon {
            return (before, Some(year));
        }
    }
    (title_start(raw, tokens), late_year(raw, years))
}

/// Whether a token is a word in small letters that belongs to no name.
fn is_title_word(raw: &str, token: &Token) -> bool {
    token.kind == TokenKind::Lower && {
        let word = token.span.of(raw);
        word.len() > 3 && !token.is_one_of(raw, &["with", "dkk", "eds", "editors"])
    }
}

/// The year of an entry whose year does not follow its authors: the one before a semicolon or in
/// brackets, else the last that is no page and no date of access.
fn late_year<'y>(raw: &str, years: &'y [YearAnchor]) -> Option<&'y YearAnchor> {
    let address = raw.find("http").or_else(|| raw.find("Accessed")).unwrap_or(raw.len());
    let cut = raw.find("Available").or_else(|| raw.find("Dispon")).unwrap_or(raw.len()).min(address);
    let sign_before = |year: &YearAnchor| raw.get(..year.span.start).and_then(|t| t.chars().next_back());
    let plausible = |year: &&YearAnchor| {
        year.span.start < cut && !matches!(sign_before(year), Some('-' | '\u{2013}' | ':' | 'p'))
    };
    let followed = |year: &&YearAnchor| {
        raw.get(year.span.end..).is_some_and(|rest| rest.starts_with(';') || rest.starts_with(')'))
    };
    let mut found = years.iter().filter(plausible);
    found.clone().find(followed).or_else(|| found.next_back()).or_else(|| years.last())
}

/// How many tokens stand before the title, in an entry whose year comes late.
fn title_start(raw: &str, tokens: &[Token]) -> usize {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let is_plain = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::Lower && !is_joiner(raw, token) && !is_particle(token.span.of(raw))
        })
    };
    let mut last_separator = 0;
    for (at, token) in tokens.iter().enumerate().take(400) {
        match token.kind {
            TokenKind::Colon | TokenKind::Break | TokenKind::Open if at > 0 => return at,
            TokenKind::Stop if at > 0 => {
                let initial = kind(at - 1) == Some(TokenKind::Initial);
                let title = kind(at + 1) == Some(TokenKind::Name) && is_plain(at + 2)
                    || kind(at + 1) == Some(TokenKind::Initial)
                        && (is_plain(at + 2) || initial && kind(at + 2) == Some(TokenKind::Name));
                let short = tokens.get(at - 1).is_some_and(|token| token.span.len() < 3);
                if title || !(initial || short || tokens.get(at - 1).is_some_and(|t| t.is_one_of(raw, &ROLES))) {
                    return at;
                }
                last_separator = at;
            }
            TokenKind::Comma | TokenKind::Semicolon => last_separator = at,
            TokenKind::Lower if is_plain(at) && token.span.len() > 2 => {
                return if token.is(raw, "etal") { at } else { last_separator.max(1) };
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Whether a token joins two names or is part of "et al.".
fn is_joiner(raw: &str, token: &Token) -> bool {
    token.is_one_of(raw, &["and", "y", "e", "et", "und", "dan", "al", "dkk", "i", "og", "och", "en", "with", "u"])
}

/// A stretch of the author part between separators.
#[derive(Default)]
struct Segment {
    words: Words,
    initials: String,
    trailing_initials: bool,
}

/// Reads the names of the author part into `key`.
fn read_names(raw: &str, tokens: &[Token], key: &mut ReferenceKey) {
    let semicolons = tokens.iter().any(|token| token.kind == TokenKind::Semicolon);
    let mut segment = Segment::default();
    let mut given = false;
    let mut acronym = String::new();
    let mut in_first = true;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|token| token.kind);
        match token.kind {
            TokenKind::Comma if semicolons => given = true,
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Ampersand | TokenKind::Slash => {
                end_segment(key, &mut segment, semicolons);
                given = false;
            }
            TokenKind::Lower if is_joiner(raw, token) => {
                if token.is_one_of(raw, &["al", "dkk"]) {
                    key.et_al = true;
                } else if !(token.is_one_of(raw, &["e", "y"]) && acronym.len() > 3) {
                    end_segment(key, &mut segment, semicolons);
                    given = false;
                }
            }
            TokenKind::Stop => {
                let after_word = at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| {
                    before.kind == TokenKind::Name && before.span.len() > 3
                });
                if after_word {
                    in_first = false;
                    end_segment(key, &mut segment, semicolons);
                    given = false;
                }
            }
            TokenKind::Initial => {
                segment.initials.extend(fold_words(token.span.of(raw)));
                segment.trailing_initials = !segment.words.is_empty();
                if in_first {
                    acronym.push_str(token.span.of(raw));
                }
            }
            TokenKind::Name => {
                let word = token.span.of(raw);
                let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| token.kind);
                let upper = word.chars().all(|letter| !letter.is_lowercase());
                in_first &= before != Some(TokenKind::Open);
                if upper && before == Some(TokenKind::Open) {
                    key.acronyms.push(word.to_lowercase());
                    continue;
                }
                if token.is_one_of(raw, &ROLES) {
                    continue;
                }
                if in_first && !is_small(&word.to_lowercase()) {
                    acronym.extend(word.chars().next());
                }
                let upper = upper && word.chars().count() <= 4 && !is_particle(&word.to_lowercase());
                let ends = !matches!(next, Some(TokenKind::Name | TokenKind::Lower));
                let alone = segment.words.is_empty() && !key.names.is_empty() && !semicolons
                    && key.names.last().is_some_and(|name| name.initials.is_empty());
                if given || (upper && ends && (alone || !segment.words.is_empty())) {
                    segment.trailing_initials |= !given;
                    let letters = if given { word.chars().take(1).collect() } else { word.to_owned() };
                    segment.initials.push_str(&letters.to_lowercase());
                } else {
                    segment.words.extend(fold_words(word));
                }
            }
            TokenKind::Lower if !given && is_particle(token.span.of(raw)) => {
                segment.words.push(token.span.of(raw).to_owned());
            }
            _ => {}
        }
    }
    end_segment(key, &mut segment, semicolons);
    if acronym.chars().count() >= 2 && acronym.chars().count() <= 12 {
        key.acronyms.push(fold_words(&acronym).concat());
    }
}

/// Turns a stretch between separators into a name, or into the given names of the one before.
fn end_segment(key: &mut ReferenceKey, segment: &mut Segment, semicolons: bool) {
    let Segment { words, initials, trailing_initials } = std::mem::take(segment);
    let before = key.names.last_mut();
    if words.is_empty() {
        if let Some(name) = before {
            name.initials.push_str(&initials);
        }
        return;
    }
    // "Dalton, Timothy J., Zereyesus, Yacob A."
    if trailing_initials
        && !semicolons
        && words.len() == 1
        && key.names.len() % 2 == 1
        && key.names.iter().all(|name| name.initials.is_empty() || name.initials.len() > 1)
        && key.names.last().is_some_and(|name| name.initials.is_empty())
    {
        if let Some(name) = key.names.last_mut() {
            name.initials = words.iter().filter_map(|word| word.chars().next()).collect();
            name.initials.push_str(&initials);
        }
        return;
    }
    if key.names.len() < AUTHORS {
        let letters = String::new();
        key.names.push(Name { joined: join(&words), words, initials, letters });
    }
}

/// The first significant words of the entry: all of the author part, or of a title that leads.
fn head(raw: &str, tokens: &[Token], part: usize) -> Vec<String> {
    let limit = part.max(1);
    tokens
        .iter()
        .take(limit)
        .filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::Lower | TokenKind::Initial))
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
            ("Ågren, J. A., Huang, H. ‐R, and Wright, S. I. 2016. Transposable elements.", "agren ja, huang hr, wright si|2016"),
            ("Pardo-Giménez A, Carrasco J, Roncero JM (2018b) Recycling of waste.", "pardo-gimenez a, carrasco j, roncero jm|2018b"),
            ("Fabens, A. J. : Properties and fitting of a curve. Growth. 1965;29(3):265–89.", "fabens aj|1965"),
            ("SOUZA, R. A China de Mao a Xi Jinping: transformações. Salvador: EDUFBA, 2023.", "souza r|2023"),
            ("WU, J.; LI, K. Exporting from small towns. Trade, v. 3, p. 1-9, 2004.", "wu j, li k|2004"),
            ("Smith JA, Lee KB. Why firms export. J Trade. 2003;12:3-4.", "smith ja, lee kb|2003"),
            ("World Bank. (2019). Doing business.", "world-bank|2019"),
            ("van der Berg, P., & de la Cruz, M. (in press). Ports.", "van-der-berg p, de-la-cruz m|"),
            ("12. Luo, R., et al. 2012. An assembler.", "luo r|2012+"),
            ("Dalton, Timothy J., Zereyesus, Yacob A., 2013. Assessment.", "dalton tj, zereyesus ya|2013"),
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
