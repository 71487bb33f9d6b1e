//! Where the parsed fields of a reference stand in its text.
//!
//! The parser gives values, not places. A value is sought in the entry without regard to case,
//! white space and divided words: long values first, since they are found with certainty, then
//! numbers in their printed order behind the title or container. What is not found as a whole word
//! has no place.

use super::{Piece, PieceKind};
use crate::model::{Person, ReferenceFields, Span};

/// A parsed field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Author,
    Year,
    Title,
    Container,
    Editor,
    Volume,
    Issue,
    Pages,
    Publisher,
    Place,
    Edition,
    Identifier,
}

impl Field {
    /// Every field, in the order of the legend.
    pub(super) const ALL: [Self; 12] = [
        Self::Author,
        Self::Year,
        Self::Title,
        Self::Container,
        Self::Editor,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::Publisher,
        Self::Place,
        Self::Edition,
        Self::Identifier,
    ];

    /// Its name for readers and style sheets.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Year => "year",
            Self::Title => "title",
            Self::Container => "container",
            Self::Editor => "editor",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
            Self::Publisher => "publisher",
            Self::Place => "place",
            Self::Edition => "edition",
            Self::Identifier => "identifier",
        }
    }
}

/// The values of all fields that are known, in the order of the legend.
pub(super) fn values(fields: &ReferenceFields) -> Vec<(Field, String)> {
    let mut values = Vec::new();
    let mut add = |field, value: Option<String>| values.extend(value.map(|value| (field, value)));
    add(Field::Author, people(&fields.authors, fields.et_al));
    add(Field::Year, fields.year.as_ref().map(|year| year.raw.clone()));
    add(Field::Title, fields.title.clone());
    add(Field::Container, fields.container.clone());
    add(Field::Editor, people(&fields.editors, false));
    add(Field::Volume, fields.volume.clone());
    add(Field::Issue, fields.issue.clone());
    add(
        Field::Pages,
        match (&fields.first_page, &fields.last_page) {
            (Some(first), Some(last)) => Some(format!("{first}–{last}")),
            (first, _) => first.clone(),
        },
    );
    add(Field::Publisher, fields.publisher.clone());
    add(Field::Place, fields.place.clone());
    add(Field::Edition, fields.edition.clone());
    let identifiers = [
        ("doi", &fields.doi),
        ("url", &fields.url),
        ("isbn", &fields.isbn),
        ("arXiv", &fields.arxiv),
        ("pmid", &fields.pmid),
    ];
    for (name, identifier) in identifiers {
        add(Field::Identifier, identifier.as_ref().map(|value| format!("{name} {value}")));
    }
    values
}

fn people(people: &[Person], et_al: bool) -> Option<String> {
    let mut names: Vec<String> = people
        .iter()
        .map(|person| match &person.given {
            Some(given) => format!("{}, {given}", person.family),
            None => person.family.clone(),
        })
        .collect();
    names.extend((et_al && !names.is_empty()).then(|| "et al.".to_owned()));
    (!names.is_empty()).then(|| names.join("; "))
}

/// The places of fields in the entry at `span` of `text`, sorted, without overlaps.
pub(super) fn locate(text: &str, span: Span, fields: &ReferenceFields) -> Vec<Piece> {
    let mut search = Search { letters: letters(span.of(text), span.start), found: Vec::new() };
    for identifier in [&fields.url, &fields.doi, &fields.isbn, &fields.arxiv, &fields.pmid] {
        search.claim(identifier.as_deref(), Field::Identifier, 0);
    }
    let title = search.claim(fields.title.as_deref(), Field::Title, 0);
    let container = search.claim(fields.container.as_deref(), Field::Container, title);
    search.claim(fields.publisher.as_deref(), Field::Publisher, title);
    search.claim(fields.place.as_deref(), Field::Place, title);
    search.claim(fields.edition.as_deref(), Field::Edition, title);
    let authors = search.claim_people(&fields.authors, Field::Author, 0);
    search.claim_people(&fields.editors, Field::Editor, title.max(authors));
    let year = fields.year.as_ref().map(|year| year.raw.as_str());
    search.claim(year, Field::Year, authors);
    let mut at = title.max(container);
    at = search.claim(fields.volume.as_deref(), Field::Volume, at);
    at = search.claim(fields.issue.as_deref(), Field::Issue, at);
    at = search.claim(fields.first_page.as_deref(), Field::Pages, at);
    search.claim(fields.last_page.as_deref(), Field::Pages, at);
    search.found.sort_by_key(|piece| piece.span);
    joined(text, search.found)
}

/// Neighbouring places of one field as one, where nothing but punctuation parts them.
fn joined(text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        if let Some(last) = joined.last_mut() {
            let gap = Span::new(last.span.end, piece.span.start).of(text);
            if last.kind == piece.kind && !gap.contains(char::is_alphanumeric) {
                last.span.end = piece.span.end;
                continue;
            }
        }
        joined.push(piece);
    }
    joined
}

/// A character in small letters, with its bytes in the text.
#[derive(Clone, Copy)]
struct Letter {
    small: char,
    span: Span,
}

/// The characters of `text` at `offset`, without white space and hyphens at the ends of lines.
fn letters(text: &str, offset: usize) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
        let divides = matches!(letter, '-' | '\u{ad}')
            && rest.trim_start_matches(' ').starts_with(['\n', '\r']);
        if letter.is_whitespace() || divides {
            continue;
        }
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let start = offset + at;
        letters.push(Letter { small, span: Span::new(start, start + letter.len_utf8()) });
    }
    letters
}

struct Search {
    letters: Vec<Letter>,
    found: Vec<Piece>,
}

impl Search {
    /// Seeks a value behind the letter `from`, and marks it; gives the letter behind it, or `from`.
    fn claim(&mut self, value: Option<&str>, field: Field, from: usize) -> usize {
        let Some(end) = value.and_then(|value| self.mark(value, field, from, usize::MAX)) else {
            return from;
        };
        end
    }

    /// Marks family and given names, wherever they stand to each other; gives the letter behind the
    /// last.
    fn claim_people(&mut self, people: &[Person], field: Field, from: usize) -> usize {
        let mut at = from;
        for person in people {
            let Some(end) = self.mark(&person.family, field, from, usize::MAX) else { continue };
            at = at.max(end);
            if let Some(given) = &person.given {
                let length = given.chars().count();
                let before =
                    end.saturating_sub(person.family.chars().count() + length + 2).max(from);
                let near = self.mark(given, field, before, end + length + 4);
                at = at.max(near.unwrap_or(at));
            }
        }
        at
    }

    /// Marks the first free place of `value` as whole words between the letters `from` and `to`;
    /// gives the letter behind it.
    fn mark(&mut self, value: &str, field: Field, from: usize, to: usize) -> Option<usize> {
        let needle: Vec<char> = letters(value, 0).iter().map(|letter| letter.small).collect();
        let last = to.min(self.letters.len()).checked_sub(needle.len())?;
        if needle.is_empty() {
            return None;
        }
        let (start, span) = (from..=last).find_map(|start| {
            let window = self.letters.get(start..start + needle.len())?;
            let equal = window.iter().zip(&needle).all(|(letter, sought)| letter.small == *sought);
            if !equal {
                return None;
            }
            let span = Span::new(window.first()?.span.start, window.last()?.span.end);
            let free = self.found.iter().all(|piece| !piece.span.overlaps(span));
            (free && self.is_whole(start, start + needle.len())).then_some((start, span))
        })?;
        self.found.push(Piece { span, kind: PieceKind::Field(field) });
        Some(start + needle.len())
    }

    /// Whether no letter or figure continues the word at either end.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let joins = |before: Option<usize>, after: usize| {
            let pair =
                before.and_then(|before| self.letters.get(before)).zip(self.letters.get(after));
            pair.is_some_and(|(a, b)| {
                a.span.end == b.span.start && a.small.is_alphanumeric() && b.small.is_alphanumeric()
            })
        };
        !joins(start.checked_sub(1), start) && !joins(end.checked_sub(1), end)
    }
}
