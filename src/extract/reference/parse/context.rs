//! Where a token stands in its reference: its segment, what came before, what is still to come.
//!
//! The string is cut into *minor* segments at every punctuation mark that separates fields, and into
//! *major* segments at full stops that end a sentence and at quotation marks. A segment is described
//! by its length, its share of capitalised words (a title of an article has few, a journal many), its
//! digits, and the roles of its words. Two sweeps, one from each side, note what has been seen (a
//! year, a range of pages, a closed quotation) and what is ahead. The layout of the whole string
//! (quotation marks, place of the year, form of the first name) is its *style*.

use super::feature::{Attributes, Class, join, pair};
use super::lexicon::Roles;

/// Tokens after an opening bracket that count as inside it.
const BRACKETED: usize = 12;

/// What surrounds one token, as small numbers and hashes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Index of the token, coarser the larger it is.
    pub(super) position: u64,
    /// Twelfth of the string.
    pub(super) relative: u64,
    /// Inside quotation marks, inside brackets.
    pub(super) inside: u64,
    /// Description of the minor segment.
    pub(super) minor: u64,
    /// Roles of its words.
    pub(super) minor_roles: u64,
    /// Index of the minor segment, at most 7.
    pub(super) minor_index: u64,
    /// Description of the major segment.
    pub(super) major: u64,
    /// Roles of its words.
    pub(super) major_roles: u64,
    /// Index of the major segment, at most 7.
    pub(super) major_index: u64,
    /// Whether the token is the first or last of its minor segment.
    pub(super) edge: u64,
    /// Marks before and after the minor segment.
    pub(super) marks: u64,
    /// Description of the segment before.
    pub(super) before: u64,
    /// Description of the segment after.
    pub(super) after: u64,
    /// Classes from the next number on.
    pub(super) next_number: u64,
    /// Tokens to the next number, coarsely.
    pub(super) distance: u64,
    /// What is still to come.
    pub(super) ahead: u64,
    /// What has been seen.
    pub(super) seen: u64,
    /// Ends of sentences between the token and the next volume or pages, at most 4.
    pub(super) to_locator: u64,
    /// Ends of sentences since the last bracketed year, at most 3; 4 where there was none.
    pub(super) since_year: u64,
    /// Description of the major segment after.
    pub(super) major_after: u64,
    /// Layout of the whole string.
    pub(super) style: u64,
}

/// A stretch of tokens between punctuation marks.
#[derive(Clone, Copy, Debug, Default)]
struct Segment {
    end: usize,
    words: u32,
    capitals: u32,
    numbers: u32,
    stops: u32,
    first: Class,
    opening: Class,
    closing: Class,
    roles: Roles,
}

impl Segment {
    fn add(&mut self, token: &Attributes) {
        if token.class.is_word() {
            if self.words == 0 && self.numbers == 0 {
                self.first = token.class;
            }
            self.words += 1;
            // Function words are small in titles of every style.
            self.capitals += u32::from(token.class.is_capital());
            if token.class == Class::Lower && token.roles.any(Roles::FUNCTION) {
                self.words -= 1;
            }
        } else if token.class.is_number() {
            if self.words == 0 && self.numbers == 0 {
                self.first = token.class;
            }
            self.numbers += 1;
        } else if token.class == Class::Stop {
            self.stops += 1;
        }
        self.roles = self.roles.or(token.roles);
    }

    /// Length, share of capitals, numbers and abbreviations as one small number.
    fn description(&self) -> u64 {
        let capitals = 3 * self.capitals.min(self.words);
        let share = capitals.checked_div(self.words).map_or(0, |share| 1 + share);
        let length = match self.words {
            0..=3 => self.words,
            4..=6 => 4,
            7..=12 => 5,
            _ => 6,
        };
        u64::from(share * 7 + length) * 9 + u64::from(self.numbers.min(2) * 3 + self.stops.min(2))
    }
}

/// Computes the [`Place`] of each token; holds its buffers for the next string.
#[derive(Debug, Default)]
pub(super) struct Context {
    places: Vec<Place>,
    minor: Vec<Segment>,
    major: Vec<Segment>,
    /// Whether a major segment ends with each token.
    breaks: Vec<bool>,
}

impl Context {
    /// The places of the tokens read last.
    #[must_use]
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    /// Looks at the tokens of one string.
    pub(super) fn read(&mut self, tokens: &[Attributes]) {
        self.places.clear();
        self.places.resize(tokens.len(), Place::default());
        major_breaks(tokens, &mut self.breaks);
        let breaks = &self.breaks;
        let is_break = |index: usize| breaks.get(index) == Some(&true);
        segments(tokens, &mut self.major, is_break);
        segments(tokens, &mut self.minor, |index| is_break(index) || ends_minor(tokens, index));
        let style = style(tokens);
        self.positions(tokens.len(), style);
        self.forward(tokens);
        self.backward(tokens);
        self.sentences(tokens);
        self.describe_minor();
        self.describe_major();
    }

    fn positions(&mut self, length: usize, style: u64) {
        for (index, place) in self.places.iter_mut().enumerate() {
            place.position = match index {
                0..=7 => index as u64,
                8..=15 => 8,
                16..=31 => 9,
                _ => 10,
            };
            place.relative = (index * 12 / length) as u64;
            place.style = style;
        }
    }

    /// From the left: quotation marks, brackets, and what has been seen.
    fn forward(&mut self, tokens: &[Attributes]) {
        let (mut quoted, mut depth, mut seen) = (false, 0_u64, 0_u64);
        let mut before = Class::Edge;
        for (index, (token, place)) in tokens.iter().zip(&mut self.places).enumerate() {
            let next = tokens.get(index + 1).map_or(Class::Edge, |next| next.class);
            match token.class {
                Class::Quote => {
                    seen |= u64::from(quoted);
                    quoted = !quoted;
                }
                Class::Open | Class::OpenBracket => depth = (depth + 1).min(2),
                Class::Close | Class::CloseBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            place.inside = u64::from(quoted) | depth << 1;
            place.seen = seen;
            match token.class {
                Class::Year => seen |= 2,
                Class::Dash if before.is_number() && next.is_number() => seen |= 4,
                Class::Doi | Class::Url | Class::Identifier => seen |= 8,
                _ => {}
            }
            if token.roles.any(Roles::IN) && token.class != Class::Lower {
                seen |= 16;
            }
            if token.roles.any(Roles::EDITOR) {
                seen |= 32;
            }
            if before.is_number() && token.class == Class::Colon && next.is_number() {
                seen |= 64;
            }
            before = token.class;
        }
    }

    /// From the right: the next number and what is still to come.
    fn backward(&mut self, tokens: &[Attributes]) {
        let (mut ahead, mut pattern, mut distance) = (0_u64, 0_u64, 0_u64);
        for (index, (token, place)) in tokens.iter().zip(&mut self.places).enumerate().rev() {
            place.ahead = ahead;
            place.next_number = pattern;
            place.distance = match distance {
                0..=3 => distance,
                4..=6 => 4,
                7..=12 => 5,
                _ => 6,
            };
            distance += 1;
            if token.class.is_number() {
                let classes = tokens.iter().skip(index).take(5).map(|token| token.class as u64);
                pattern = classes.fold(1, pair);
                distance = 0;
            }
            let before = index
                .checked_sub(1)
                .and_then(|before| tokens.get(before))
                .map_or(Class::Edge, |before| before.class);
            let next = tokens.get(index + 1).map_or(Class::Edge, |next| next.class);
            match token.class {
                Class::Year => ahead |= 1,
                Class::Dash if before.is_number() && next.is_number() => ahead |= 2,
                Class::Quote => ahead |= 4,
                Class::Doi => ahead |= 8,
                Class::Open if next.is_number() && next != Class::Year => ahead |= 16,
                _ => {}
            }
            if token.roles.any(Roles::IN) && token.class != Class::Lower {
                ahead |= 32;
            }
            if token.roles.any(Roles::EDITOR) {
                ahead |= 64;
            }
            if before.is_number() && token.class == Class::Colon && next.is_number() {
                ahead |= 128;
            }
        }
    }

    /// Counts ends of sentences to the next locator and since the last bracketed year.
    fn sentences(&mut self, tokens: &[Attributes]) {
        let class = |index: usize| tokens.get(index).map_or(Class::Edge, |token| token.class);
        let breaks = &self.breaks;
        let ends = |index: usize| breaks.get(index) == Some(&true);
        let mut since = 4;
        for (index, place) in self.places.iter_mut().enumerate() {
            place.since_year = since;
            if class(index) == Class::Close && index > 0 && class(index - 1) == Class::Year {
                since = 0;
            } else if since < 3 && ends(index) {
                since += 1;
            }
        }
        let mut to = 4;
        for (index, place) in self.places.iter_mut().enumerate().rev() {
            let joint = matches!(
                class(index + 1),
                Class::Colon | Class::Open | Class::Semicolon | Class::Comma | Class::Dash
            );
            if class(index).is_number() && joint && class(index + 2).is_number() {
                to = 0;
            } else if to < 3 && ends(index) {
                to += 1;
            }
            place.to_locator = to;
        }
    }

    fn describe_minor(&mut self) {
        let mut start = 0;
        let mut before = 0;
        for (index, segment) in self.minor.iter().enumerate() {
            let after = self
                .minor
                .get(index + 1)
                .map_or(0, |after| (after.first as u64) << 6 | after.description() & 0x3f);
            let description = segment.description();
            let marks = (segment.opening as u64) << 5 | segment.closing as u64;
            let roles = u64::from(segment.roles.content().0);
            let places = self.places.get_mut(start..segment.end).unwrap_or_default();
            let last = places.len().saturating_sub(1);
            for (offset, place) in places.iter_mut().enumerate() {
                place.minor = description;
                place.minor_roles = roles;
                place.minor_index = index.min(7) as u64;
                place.marks = marks;
                place.edge = u64::from(offset == 0) | u64::from(offset + 1 >= last) << 1;
                place.before = before;
                place.after = after;
            }
            start = segment.end;
            before = description;
        }
    }

    fn describe_major(&mut self) {
        let mut start = 0;
        for (index, segment) in self.major.iter().enumerate() {
            let description = segment.description();
            let after = self.major.get(index + 1).map_or(0, |after| after.description() + 1);
            let roles = u64::from(segment.roles.content().0);
            for place in self.places.get_mut(start..segment.end).unwrap_or_default() {
                place.major = description;
                place.major_after = after;
                place.major_roles = roles;
                place.major_index = index.min(7) as u64;
            }
            start = segment.end;
        }
    }
}

/// Cuts the tokens into segments; `ends` says whether one ends with the token of an index.
fn segments(tokens: &[Attributes], segments: &mut Vec<Segment>, ends: impl Fn(usize) -> bool) {
    segments.clear();
    let mut segment = Segment::default();
    for (index, token) in tokens.iter().enumerate() {
        segment.add(token);
        segment.end = index + 1;
        if ends(index) {
            segment.closing = token.class;
            segments.push(segment);
            segment = Segment { opening: token.class, ..Segment::default() };
        }
    }
    if segment.end > 0 {
        segments.push(segment);
    }
}

/// Whether a token parts two fields.
fn ends_minor(tokens: &[Attributes], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| match token.class {
        Class::Comma
        | Class::Semicolon
        | Class::Colon
        | Class::Open
        | Class::Close
        | Class::OpenBracket
        | Class::CloseBracket => true,
        Class::Stop => stop_ends_sentence(tokens, index),
        _ => false,
    })
}

/// Notes the tokens that end a sentence or a quotation. A full stop in short brackets ends none:
/// `rice (Oryza sativa L.) using markers`.
fn major_breaks(tokens: &[Attributes], breaks: &mut Vec<bool>) {
    breaks.clear();
    let mut open: Option<usize> = None;
    for (index, token) in tokens.iter().enumerate() {
        match token.class {
            Class::Open => open = Some(index),
            Class::Close => open = None,
            _ => {}
        }
        let bracketed = open.is_some_and(|open| index - open < BRACKETED);
        breaks.push(match token.class {
            Class::Quote | Class::Question => true,
            Class::Stop => !bracketed && stop_ends_sentence(tokens, index),
            _ => false,
        });
    }
}

fn stop_ends_sentence(tokens: &[Attributes], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    ends_sentence(before, tokens.get(index + 1))
}

/// Whether a full stop ends a sentence: not one of an abbreviation that goes on (`J. Biol. Chem.`).
fn ends_sentence(before: Option<&Attributes>, next: Option<&Attributes>) -> bool {
    let (Some(before), Some(next)) = (before, next) else { return true };
    let abbreviation = match before.class {
        Class::Initial => true,
        Class::Capitalised | Class::Lower => {
            before.length <= 4 && !before.roles.any(Roles::FUNCTION)
        }
        _ => false,
    };
    !abbreviation || !(next.class.is_word() || next.class == Class::Comma)
}

/// The layout of the whole string: form of the first name, quotation marks, place of the year.
fn style(tokens: &[Attributes]) -> u64 {
    let class = |index: usize| tokens.get(index).map_or(Class::Edge, |token| token.class);
    let skip = usize::from(class(0).is_number() || class(0) == Class::OpenBracket);
    let name = match (class(skip), class(skip + 1), class(skip + 2)) {
        (Class::Initial, Class::Stop, _) => 1,
        (Class::Capitalised | Class::Caps | Class::Mixed, Class::Comma, Class::Initial) => 2,
        (Class::Capitalised | Class::Caps | Class::Mixed, Class::Comma, Class::Capitalised) => 3,
        (Class::Capitalised | Class::Caps | Class::Mixed, Class::Initial, Class::Stop) => 4,
        (Class::Capitalised | Class::Caps | Class::Mixed, Class::Initial | Class::ShortCaps, _) => {
            5
        }
        (Class::Quote, _, _) => 6,
        (first, _, _) if first.is_capital() => 7,
        _ => 0,
    };
    let quotes = tokens.iter().filter(|token| token.class == Class::Quote).take(3).count() as u64;
    let year = tokens.iter().position(|token| token.class == Class::Year).map_or(0, |at| {
        let bracketed = at > 0 && class(at - 1) == Class::Open;
        let late = at * 5 > tokens.len() * 3;
        let before_volume =
            matches!(class(at + 1), Class::Semicolon | Class::Comma) && class(at + 2).is_number();
        1 + u64::from(bracketed) + 2 * u64::from(late) + 4 * u64::from(before_volume)
    });
    join(&[name, quotes, year])
}
