//! How a paper cites, recognised from its bibliography and its candidates for citations.
//!
//! Each form is weighed by the share of the references that it would cite ([`StyleEvidence`]). A
//! paper cites nearly all its references in one form, and few of them by chance in another, so the
//! heaviest form wins and what looks like a citation in another form is discarded. Numbers occur by
//! chance more often than an author's name with the year of one of that author's works, so numeric
//! forms count less where their numbers do not rise through the text. Without a bibliography the
//! callouts themselves are counted.

use super::numeric::{Bracket, Evidence, Support};
use crate::model::{Citation, CitationStyle, Resolution};

/// The form of a paper's citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `(Lee 2003)`
    AuthorYear,
    /// `(Lee 45)`, with the page, as MLA has it.
    AuthorPage,
    /// `[3]` or `(3)`
    Numeric(Bracket),
    /// Raised numbers.
    Superscript,
    /// Foot- or endnotes.
    Note,
}

impl Form {
    /// The style that it belongs to.
    #[must_use]
    pub const fn style(self) -> CitationStyle {
        match self {
            Self::AuthorYear | Self::AuthorPage => CitationStyle::AuthorYear,
            Self::Numeric(_) => CitationStyle::Numeric,
            Self::Superscript => CitationStyle::Superscript,
            Self::Note => CitationStyle::Note,
        }
    }
}

/// How much speaks for citations by name in a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuthorYearSupport {
    /// Markers found.
    pub markers: usize,
    /// Markers that agree with a reference.
    pub resolved: usize,
    /// Different references that these cite.
    pub cited: usize,
}

impl AuthorYearSupport {
    /// Counts markers and the references that they cite, of a bibliography of `references`.
    #[must_use]
    pub fn count(citations: &[Citation], references: usize) -> Self {
        let mut support = Self::default();
        let mut seen = vec![false; references];
        for marker in citations.iter().flat_map(|citation| &citation.markers) {
            support.markers += 1;
            if marker.resolution == Resolution::Unresolved {
                continue;
            }
            support.resolved += 1;
            let first = marker.resolution.references().first();
            if let Some(slot @ false) = first.and_then(|&place| seen.get_mut(place)) {
                *slot = true;
                support.cited += 1;
            }
        }
        support
    }
}

/// What is known of a paper's citations before its style is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StyleEvidence {
    /// Entries of the bibliography.
    pub references: usize,
    /// Names with years.
    pub author_year: AuthorYearSupport,
    /// Names with pages; not counted where another form cites most references.
    pub author_page: AuthorYearSupport,
    /// Numbers in brackets.
    pub numeric: Evidence,
    /// Raised numbers; not counted where another form cites most references.
    pub superscript: Support,
    /// `ibid.`, `op. cit.` and their like.
    pub notes: usize,
}

/// A form with this weight is the paper's, whatever its raised numbers look like.
const DECIDED: f32 = 0.5;

/// Whether raised numbers and names with pages need to be counted: no other form cites most of the
/// references.
#[must_use]
pub fn is_undecided(evidence: &StyleEvidence) -> bool {
    evidence.references > 0 && weights(evidence).iter().all(|&(_, weight)| weight < DECIDED)
}

/// The form of citation that cites most of the references; `None` where nothing speaks for any.
#[must_use]
pub fn recognise(evidence: &StyleEvidence) -> Option<Form> {
    let mut heaviest: Option<(Form, f32)> = None;
    for (form, weight) in weights(evidence) {
        if weight > heaviest.map_or(0.0, |(_, other)| other) {
            heaviest = Some((form, weight));
        }
    }
    let weight = heaviest.map_or(0.0, |(_, weight)| weight);
    let unlisted = evidence.references == 0 && evidence.notes > evidence.author_year.markers;
    if evidence.notes >= NOTES && (weight < 0.25 || unlisted) {
        return Some(Form::Note);
    }
    let by_name = (evidence.author_year.markers > 0).then_some(Form::AuthorYear);
    heaviest.map(|(form, _)| form).or(by_name)
}

/// Repetitions that a paper of notes has at least.
const NOTES: usize = 4;

/// The weight of each form; of equal ones the first counts.
fn weights(evidence: &StyleEvidence) -> [(Form, f32); 4] {
    let StyleEvidence { references, author_year, author_page, numeric, superscript, .. } =
        *evidence;
    let bracket = numeric.bracket();
    let by_number = match bracket {
        Some(Bracket::Square) => numeric_weight(numeric.square, references),
        Some(Bracket::Round) => 0.9 * numeric_weight(numeric.round, references),
        None => 0.0,
    };
    [
        (Form::AuthorYear, name_weight(author_year, references)),
        (Form::Numeric(bracket.unwrap_or(Bracket::Square)), by_number),
        (Form::AuthorPage, 0.9 * name_weight(author_page, references)),
        (Form::Superscript, 0.9 * numeric_weight(superscript, references)),
    ]
}

/// The weight of citations by name: the share of references cited, or the callouts themselves.
fn name_weight(support: AuthorYearSupport, references: usize) -> f32 {
    if references == 0 {
        return share(support.markers, support.markers + 4);
    }
    let cited = share(support.cited, references);
    // A handful of references cited by name in passing is no style.
    if support.resolved < 2 && references > 2 { cited * 0.5 } else { cited }
}

/// The weight of citations by number, in a paper with or without a list.
fn numeric_weight(support: Support, references: usize) -> f32 {
    if references == 0 {
        return share(support.callouts, support.callouts + 4) * support.order();
    }
    support.coverage() * (0.4 + 0.6 * support.order())
}

fn share(part: usize, whole: usize) -> f32 {
    let narrow = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    if whole == 0 { 0.0 } else { (narrow(part) / narrow(whole)).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(
        references: usize,
        by_name: usize,
        by_number: usize,
        in_order: usize,
    ) -> StyleEvidence {
        let support =
            Support { callouts: by_number * 2, numbers: by_number, in_order, listed: references };
        StyleEvidence {
            references,
            author_year: AuthorYearSupport { markers: by_name, resolved: by_name, cited: by_name },
            numeric: Evidence { square: support, round: Support::default() },
            ..StyleEvidence::default()
        }
    }

    #[test]
    fn the_form_that_cites_most_references_wins() {
        assert_eq!(recognise(&evidence(40, 36, 9, 3)), Some(Form::AuthorYear));
        assert_eq!(recognise(&evidence(40, 4, 38, 36)), Some(Form::Numeric(Bracket::Square)));
        assert_eq!(recognise(&evidence(40, 0, 0, 0)), None);
    }

    #[test]
    fn papers_of_notes_have_repetitions_and_little_else() {
        let notes = StyleEvidence { notes: 9, ..evidence(40, 3, 0, 0) };
        assert_eq!(recognise(&notes), Some(Form::Note));
        let names = StyleEvidence { notes: 9, ..evidence(40, 33, 0, 0) };
        assert_eq!(recognise(&names), Some(Form::AuthorYear));
    }
}
