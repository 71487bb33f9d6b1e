//! What the tagger sees of each token, as 64-bit hashes.
//!
//! Two steps: [`Attributes`] of each token (its word, shape, ending, class, roles) are hashed once;
//! then the features of a token combine the attributes of its neighbours within three tokens, its
//! segment between punctuation marks, and the layout of the whole string (module `context`). No
//! string is built and nothing is allocated for a token: a feature is two multiplications.
//!
//! The list of templates in `of` is part of the model: a change of it, of the lexicon or
//! of the hashes needs a newly trained model and another [`TEMPLATES_VERSION`].

use super::context::{Context, Place};
use super::lexicon::{Roles, roles};
use super::token::{Token, TokenKind};
use crate::extract::reference::identifiers::IdentifierKind;

/// Number of features of a token.
pub const FEATURES: usize = 64;

/// Version of the templates, written into a model and checked when it is read.
pub const TEMPLATES_VERSION: u32 = 4;

/// Tokens beside a token that its features look at.
const REACH: usize = 3;

/// Coarse class of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Before the first and after the last token.
    #[default]
    Edge,
    /// One capital letter.
    Initial,
    /// Two to four capitals.
    ShortCaps,
    /// More capitals.
    Caps,
    /// A capital, then small letters.
    Capitalised,
    /// Small letters.
    Lower,
    /// Capitals inside.
    Mixed,
    /// Letters of scripts without case.
    Caseless,
    /// Four digits from 1400 to 2039.
    Year,
    /// One or two digits.
    ShortNumber,
    /// Three digits.
    MiddleNumber,
    /// Four digits, not a year.
    LongNumber,
    /// More digits.
    LongestNumber,
    /// `.`
    Stop,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// Any quotation mark.
    Quote,
    /// Hyphens and dashes.
    Dash,
    /// `/`
    Slash,
    /// `&`
    Ampersand,
    /// `?` and `!`
    Question,
    /// Any other character.
    Other,
    /// DOI.
    Doi,
    /// Web address.
    Url,
    /// Any other identifier.
    Identifier,
}

impl Class {
    /// Whether the token is a run of digits.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Year
                | Self::ShortNumber
                | Self::MiddleNumber
                | Self::LongNumber
                | Self::LongestNumber
        )
    }

    /// Whether the token is a word that starts with a capital.
    #[must_use]
    pub const fn is_capital(self) -> bool {
        matches!(
            self,
            Self::Initial | Self::ShortCaps | Self::Caps | Self::Capitalised | Self::Mixed
        )
    }

    /// Whether the token is a word.
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.is_capital() || matches!(self, Self::Lower | Self::Caseless)
    }
}

/// The hashed properties of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes {
    /// Hash of the word in lower case; of the class for numbers and identifiers.
    pub word: u64,
    /// Hash of the pattern of capitals, small letters and marks.
    pub shape: u64,
    /// Hash of the first three letters.
    pub prefix: u64,
    /// Hash of the last two letters.
    pub ending: u64,
    /// Hash of the last three letters.
    pub suffix: u64,
    /// Coarse class.
    pub class: Class,
    /// Roles by the lexicon.
    pub roles: Roles,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Length in characters, at most 255.
    pub length: u8,
}

/// Turns tokens into features; holds its buffers for the next string.
#[derive(Debug, Default)]
pub struct Features {
    attributes: Vec<Attributes>,
    context: Context,
}

impl Features {
    /// Looks at the tokens of one string; `of` then speaks of these.
    pub fn read(&mut self, text: &str, tokens: &[Token]) {
        self.attributes.clear();
        self.attributes.resize(REACH, Attributes::default());
        self.attributes.extend(tokens.iter().map(|token| attributes(text, token)));
        let end = self.attributes.len();
        self.attributes.resize(end + REACH, Attributes::default());
        self.context.read(self.attributes.get(REACH..end).unwrap_or_default());
    }

    /// The attributes of the tokens read last.
    #[must_use]
    pub fn attributes(&self) -> &[Attributes] {
        let end = self.attributes.len().saturating_sub(REACH);
        self.attributes.get(REACH..end).unwrap_or_default()
    }

    /// The features of each token in turn.
    pub fn iter(&self) -> impl Iterator<Item = [u64; FEATURES]> {
        self.attributes.windows(2 * REACH + 1).zip(self.context.places()).map(|(window, place)| {
            <&[Attributes; 2 * REACH + 1]>::try_from(window)
                .map_or([0; FEATURES], |window| of(window, place))
        })
    }
}

/// The features of the token in the middle of `window`.
fn of(window: &[Attributes; 2 * REACH + 1], place: &Place) -> [u64; FEATURES] {
    let [b3, b2, b1, t, n1, n2, n3] = window;
    let class = t.class as u64;
    let gaps = u64::from(t.spaced) | u64::from(n1.spaced) << 1;
    let trigram = join(&[b1.class as u64, class, n1.class as u64, gaps]);
    let mut features = [
        t.word,
        b1.word,
        n1.word,
        b2.word,
        n2.word,
        pair(b1.word, t.word),
        pair(t.word, n1.word),
        pair(b1.word, n1.word),
        pair(b2.word, b1.word),
        pair(n1.word, n2.word),
        pair(pair(b1.word, t.word), n1.word),
        t.shape,
        pair(b1.shape, t.shape),
        pair(t.shape, n1.shape),
        pair(pair(b1.shape, t.shape), n1.shape),
        t.prefix,
        t.ending,
        t.suffix,
        pair(t.suffix, t.shape),
        b1.suffix,
        n1.suffix,
        trigram,
        join(&[b2.class as u64, b1.class as u64, class, gaps]),
        join(&[class, n1.class as u64, n2.class as u64, gaps]),
        join(&[b3.class as u64, b2.class as u64, b1.class as u64, class]),
        join(&[b2.class as u64, b1.class as u64, class, n1.class as u64, n2.class as u64]),
        join(&[class, n1.class as u64, n2.class as u64, n3.class as u64]),
        join(&[b3.class as u64, b2.class as u64, b1.class as u64, class, n1.class as u64])
            ^ join(&[n2.class as u64, n3.class as u64]),
        pair(u64::from(t.roles.0), gaps),
        pair(u64::from(b1.roles.0), class),
        pair(u64::from(n1.roles.0), class),
        pair(u64::from(t.roles.0), n1.class as u64),
        pair(u64::from(t.roles.0), b1.class as u64),
        pair(u64::from(b2.roles.0), class),
        join(&[place.position, class]),
        join(&[place.relative, class]),
        pair(place.position, t.word),
        join(&[place.inside, class]),
        pair(place.inside, trigram),
        join(&[place.minor, class]),
        pair(place.minor_roles, class),
        join(&[place.minor, place.edge, class]),
        join(&[place.major, class]),
        pair(place.major_roles, class),
        join(&[place.marks, place.edge, class]),
        join(&[place.marks, place.minor, class]),
        pair(place.next_number, class),
        pair(pair(place.next_number, place.distance), class),
        join(&[place.ahead, class]),
        join(&[place.seen, class]),
        join(&[place.seen, place.ahead, class]),
        join(&[place.seen, place.ahead, place.minor]),
        pair(place.style, join(&[place.major_index, class])),
        pair(place.style, join(&[place.minor_index, class])),
        pair(place.style, trigram),
        join(&[place.before, place.edge, class]),
        join(&[place.after, place.edge, class]),
        pair(pair(place.style, place.seen), join(&[place.minor, class])),
        join(&[place.to_locator, place.since_year, class]),
        join(&[place.to_locator, place.edge, place.minor, class]),
        pair(place.style, join(&[place.to_locator, place.since_year, class])),
        pair(place.style, join(&[place.to_locator, place.seen, class, gaps])),
        join(&[place.major, place.major_after, class]),
        pair(join(&[place.to_locator, place.since_year]), trigram),
    ];
    for (template, feature) in (1_u64..).zip(&mut features) {
        *feature = finish(feature.wrapping_add(template.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
    features
}

/// Spreads the bits of a feature; the finaliser of splitmix64 (Steele, Lea and Flood 2014) without
/// its last step.
const fn finish(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// A hash of two values in order.
#[must_use]
pub const fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(21) ^ b).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

/// A number made of values below 4096 in order.
#[must_use]
pub fn join(values: &[u64]) -> u64 {
    values.iter().fold(1, |all, value| (all << 12 | value).wrapping_mul(0xd6e8_feb8_6659_fd93))
}

/// The hash of a word without regard to case.
#[must_use]
pub fn hash_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for character in word.chars() {
        hash = step(hash, lower(character));
    }
    hash
}

const fn step(hash: u64, character: char) -> u64 {
    (hash ^ character as u64).wrapping_mul(0x0100_0000_01b3).rotate_left(5)
}

/// The small letter of a letter; the first character where it is several.
fn lower(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        match character {
            '‐' | '‑' => '-',
            '’' => '\'',
            _ => character.to_lowercase().next().unwrap_or(character),
        }
    }
}

/// The attributes of one token of `text`.
fn attributes(text: &str, token: &Token) -> Attributes {
    let printed = token.of(text);
    let attributes = match token.kind {
        TokenKind::Word => word(printed),
        TokenKind::Number => number(printed),
        TokenKind::Punctuation => mark(printed),
        TokenKind::Identifier(kind) => of_class(match kind {
            IdentifierKind::Doi => Class::Doi,
            IdentifierKind::Url => Class::Url,
            _ => Class::Identifier,
        }),
    };
    Attributes { spaced: token.spaced, ..attributes }
}

fn of_class(class: Class) -> Attributes {
    let hash = (class as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d);
    Attributes { word: hash, shape: hash, class, ..Attributes::default() }
}

fn word(printed: &str) -> Attributes {
    let mut hash = hash_word("");
    let (mut prefix, mut length) = (hash, 0_u8);
    let (mut capitals, mut small, mut first_capital) = (0_u32, 0_u32, false);
    let (mut shape, mut last_kind) = (0_u64, 0_u64);
    let mut last = ['\0'; 3];
    for character in printed.chars() {
        let low = lower(character);
        hash = step(hash, low);
        if length < 3 {
            prefix = hash;
        }
        last = [last[1], last[2], low];
        let kind = if character.is_lowercase() {
            small += 1;
            1
        } else if character.is_uppercase() {
            first_capital |= length == 0;
            capitals += 1;
            2
        } else if character.is_alphabetic() {
            3
        } else {
            4
        };
        if kind != last_kind {
            shape = shape << 3 | kind;
            last_kind = kind;
        }
        length = length.saturating_add(1);
    }
    let class = match (capitals, small) {
        (0, 0) => Class::Caseless,
        (0, _) => Class::Lower,
        (1, 0) => Class::Initial,
        (2..=4, 0) => Class::ShortCaps,
        (_, 0) => Class::Caps,
        (1, _) if first_capital => Class::Capitalised,
        _ => Class::Mixed,
    };
    let (ending, suffix) = endings(last);
    let shape = join(&[shape & 0xfff, u64::from(length.min(5))]);
    let roles = roles(hash);
    Attributes { word: hash, shape, prefix, ending, suffix, class, roles, spaced: false, length }
}

/// Hashes of the last two and of the last three letters.
fn endings(last: [char; 3]) -> (u64, u64) {
    let ending = join(&[last[1] as u64 & 0xfff, last[2] as u64 & 0xfff]);
    (ending, pair(ending, last[0] as u64))
}

/// The hash that [`Attributes::suffix`] has for words with this ending of three letters.
pub(super) fn suffix_of(ending: &str) -> u64 {
    let mut last = ['\0'; 3];
    for (place, character) in last.iter_mut().zip(ending.chars()) {
        *place = character;
    }
    endings(last).1
}

fn number(printed: &str) -> Attributes {
    let value = printed.parse::<u32>().unwrap_or_default();
    let class = match printed.len() {
        0..=2 => Class::ShortNumber,
        3 => Class::MiddleNumber,
        4 if (1400..2040).contains(&value) => Class::Year,
        4 => Class::LongNumber,
        _ => Class::LongestNumber,
    };
    let length = u8::try_from(printed.len()).unwrap_or(u8::MAX);
    let mut attributes = Attributes { length, ..of_class(class) };
    // A decade says whether a year is one of publication, a small number which one it counts.
    let detail = if class == Class::Year { value / 10 } else { u32::from(length) };
    attributes.shape = pair(attributes.word, u64::from(detail));
    if class == Class::ShortNumber {
        attributes.suffix = u64::from(value);
    }
    attributes
}

fn mark(printed: &str) -> Attributes {
    let character = printed.chars().next().unwrap_or_default();
    let class = match character {
        '.' | '．' | '。' => Class::Stop,
        ',' | '，' | '、' => Class::Comma,
        ';' | '；' => Class::Semicolon,
        ':' | '：' => Class::Colon,
        '(' | '（' => Class::Open,
        ')' | '）' => Class::Close,
        '[' | '【' => Class::OpenBracket,
        ']' | '】' => Class::CloseBracket,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '\'' | '‘' | '’' | '‚' | '‹' | '›' | '`'
        | '「' | '」' | '『' | '』' => Class::Quote,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '~' => Class::Dash,
        '/' => Class::Slash,
        '&' => Class::Ampersand,
        '?' | '!' | '？' => Class::Question,
        _ => Class::Other,
    };
    let attributes = of_class(class);
    let exact = step(hash_word(""), character);
    let word = if class == Class::Dash { attributes.word } else { exact };
    Attributes { word, roles: roles(exact), length: 1, ..attributes }
}
