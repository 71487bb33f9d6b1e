//! The labels of the tagger: a field, and whether a token begins it or goes on with it.
//!
//! Labels are numbers below [`LABELS`], a power of two so that rows of scores are whole vectors:
//! 0 is a token of no field, `f` begins field `f`, `16 + f` continues it. Number 16 is not used.
//! A label that continues a field may follow only labels of the same field.

/// Number of label slots, one of them not used.
pub const LABELS: usize = 32;

/// Distance from the label that begins a field to the label that continues it.
pub const INSIDE: usize = 16;

/// What a stretch of a reference string is. The numbers are part of the format of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The list of authors.
    Author = 1,
    /// The list of editors.
    Editor = 2,
    /// The date of publication.
    Date = 3,
    /// The title of the work.
    Title = 4,
    /// Journal, book or proceedings that the work appeared in.
    Container = 5,
    /// Volume.
    Volume = 6,
    /// Issue.
    Issue = 7,
    /// Pages or article number.
    Pages = 8,
    /// Publisher or institution.
    Publisher = 9,
    /// Place of publication.
    Place = 10,
    /// Edition.
    Edition = 11,
    /// Remarks, kind of work, date of access.
    Note = 12,
    /// Identifiers and addresses.
    Identifier = 13,
    /// Series of books.
    Series = 14,
    /// Number or key of the entry in its list.
    Number = 15,
}

impl Field {
    /// All fields in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Author,
        Self::Editor,
        Self::Date,
        Self::Title,
        Self::Container,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::Publisher,
        Self::Place,
        Self::Edition,
        Self::Note,
        Self::Identifier,
        Self::Series,
        Self::Number,
    ];

    /// The label of the first token of this field.
    #[must_use]
    pub const fn begin(self) -> usize {
        self as usize
    }

    /// The label of the later tokens of this field.
    #[must_use]
    pub const fn inside(self) -> usize {
        self as usize + INSIDE
    }

    /// The field of a label, `None` for a token of no field.
    #[must_use]
    pub fn of_label(label: usize) -> Option<Self> {
        Self::ALL.get((label % INSIDE).checked_sub(1)?).copied()
    }
}

/// Whether `next` may follow `label`; `None` stands for the start of the string.
#[must_use]
pub const fn may_follow(label: Option<usize>, next: usize) -> bool {
    if next == INSIDE || next >= LABELS {
        return false;
    }
    match label {
        Some(INSIDE) => false,
        Some(label) => next < INSIDE || label % INSIDE == next % INSIDE,
        None => next < INSIDE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_continued_only_after_itself() {
        let (title, author) = (Field::Title, Field::Author);
        assert!(may_follow(Some(title.begin()), title.inside()));
        assert!(may_follow(Some(title.inside()), title.begin()));
        assert!(!may_follow(Some(author.inside()), title.inside()));
        assert!(!may_follow(Some(0), title.inside()));
        assert!(!may_follow(None, title.inside()));
        assert!(!may_follow(Some(0), INSIDE));
    }

    #[test]
    fn labels_and_fields_belong_together() {
        for field in Field::ALL {
            assert_eq!(Field::of_label(field.begin()), Some(field));
            assert_eq!(Field::of_label(field.inside()), Some(field));
        }
        assert_eq!(Field::of_label(0), None);
    }
}
