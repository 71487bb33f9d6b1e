//! Numeric citations in brackets or parentheses: `[3]`, `[4–6, 9]`, `[10]–[12]`, `(3, 5-7)`.
//!
//! Groups of numbers are read by a small grammar ([`group`]); those that only look like citations
//! (intervals, equation numbers, enumerations, list items, array indices) are sorted out by what
//! stands around them ([`lookalike`]); numbers that the bibliography does not have are none. Which
//! brackets a paper uses is decided for the whole paper by how many references each kind would
//! cite, since parentheses around a number mean many things in a paper that cites with square
//! brackets.
//!
//! A citation is *narrative* if the authors' names stand right before it as part of the sentence:
//! `Lee et al. [3]`, `Lee and colleagues [3]`, `Lee and Wu [3]`, `by Lee [3]`. Its span then starts
//! at the first name. Everything else is parenthetical.

mod group;
mod lookalike;
mod narrative;
mod numbers;
#[cfg(test)]
mod tests;

pub(crate) use group::{expand, is_dash};
pub(crate) use narrative::names_before;
pub use numbers::{ReferenceNumbers, Support};

use crate::model::{Citation, CitationStyle, Marker, Resolution, Span};

use group::{Group, Item};

/// The brackets that a paper puts around reference numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bracket {
    /// `[3]`
    Square,
    /// `(3)`
    Round,
}

/// What is known of a paper before its numeric citations are sought.
#[derive(Clone, Copy, Debug)]
pub struct NumericContext<'a> {
    /// Where no citation stands, sorted and without overlap: the bibliographies.
    pub skip: &'a [Span],
    /// The numbers of the references.
    pub numbers: &'a ReferenceNumbers,
    /// The paper's brackets; `None` has [`find`] decide by [`evidence`].
    pub bracket: Option<Bracket>,
}

/// What speaks for numeric citations in a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// For square brackets.
    pub square: Support,
    /// For parentheses.
    pub round: Support,
}

impl Evidence {
    /// The brackets that cite more of the references, if either cites as many as a paper does that
    /// cites by number: three callouts, and three tenths (square) or half (round) of the references.
    #[must_use]
    pub fn bracket(&self) -> Option<Bracket> {
        // Parentheses hold numbers by chance far more often than square brackets do.
        let square = weight(self.square, 0.3);
        let round = weight(self.round, 0.5);
        if square.max(round) <= 0.0 {
            None
        } else if square >= 0.5 * round {
            Some(Bracket::Square)
        } else {
            Some(Bracket::Round)
        }
    }
}

fn weight(support: Support, least: f32) -> f32 {
    if support.callouts < 3 && support.numbers < support.listed.min(3) || support.coverage() < least
    {
        return 0.0;
    }
    support.coverage() * (0.3 + support.order())
}

/// Counts what would be cited with each kind of bracket; look-alikes are left out as [`find`] does.
///
/// Meant for recognising a paper's style: [`Support::coverage`] of a paper that cites by number is
/// seldom below one half where its list of references is known.
#[must_use]
pub fn evidence(text: &str, skip: &[Span], numbers: &ReferenceNumbers) -> Evidence {
    let context = NumericContext { skip, numbers, bracket: None };
    let count = |bracket| {
        let groups = groups(text, &context, bracket);
        let cited: Vec<Vec<u32>> = groups.iter().map(|group| group.numbers().collect()).collect();
        Support::count(cited.iter().map(Vec::as_slice), numbers)
    };
    Evidence { square: count(Bracket::Square), round: count(Bracket::Round) }
}

/// The numeric citations of `text` in order, unresolved; one marker per number or range.
///
/// Every number of every marker is in `context.numbers`. Where the paper does not cite by number in
/// brackets, nothing is found. The cost is linear in the length of the text.
#[must_use]
pub fn find(text: &str, context: &NumericContext<'_>) -> Vec<Citation> {
    let bracket = match context.bracket {
        Some(bracket) => bracket,
        None => match evidence(text, context.skip, context.numbers).bracket() {
            Some(bracket) => bracket,
            None => return Vec::new(),
        },
    };
    let mut found = groups(text, context, bracket);
    if bracket == Bracket::Round {
        // Square brackets stand inside parentheses: "(corn straw [14])".
        let nested = groups(text, context, Bracket::Square);
        found.extend(
            nested.into_iter().filter(|group| lookalike::is_nested(text, group.span.start)),
        );
    }
    found.extend(lookalike::named_references(text, context.skip, context.numbers));
    found.sort_by_key(|group| (group.span.start, group.span.end));
    found.dedup_by(|next, kept| next.span.overlaps(kept.span));
    join(text, found).into_iter().map(|callout| citation(text, callout)).collect()
}

/// The groups in one kind of brackets that pass for citations.
fn groups(text: &str, context: &NumericContext<'_>, bracket: Bracket) -> Vec<Group> {
    let (open, close) = match bracket {
        Bracket::Square => (b'[', ']'),
        Bracket::Round => (b'(', ')'),
    };
    let mut skip = context.skip.iter().peekable();
    let mut candidates = Vec::new();
    let mut after = 0;
    for at in memchr::memchr_iter(open, text.as_bytes()) {
        while skip.next_if(|span| span.end <= at).is_some() {}
        if at < after || skip.peek().is_some_and(|span| span.contains(at)) {
            continue;
        }
        if let Some(group) = group::parse(text, at, close) {
            after = group.span.end;
            candidates.push(group);
        }
    }
    lookalike::retain_citations(text, &mut candidates, context.numbers, bracket);
    candidates
}

/// Joins groups that are one callout: `[3][4]`, `[3], [4]`, and the ranges `[10]–[12]`.
fn join(text: &str, groups: Vec<Group>) -> Vec<Group> {
    let mut joined: Vec<Group> = Vec::with_capacity(groups.len());
    for next in groups {
        if let Some(last) = joined.last_mut() {
            let gap = Span::new(last.span.end, next.span.start).of(text);
            let dashes = gap.trim();
            if gap.len() <= 6 && !dashes.is_empty() && dashes.chars().all(group::is_dash) {
                if join_range(last, &next) {
                    continue;
                }
            } else if gap.len() <= 3 && gap.chars().all(|c| matches!(c, ',' | ';' | ' ' | '\n')) {
                last.span.end = next.span.end;
                last.items.extend(next.items);
                continue;
            }
        }
        joined.push(next);
    }
    joined
}

/// Makes one range of the last item of one group and the first of the next.
fn join_range(last: &mut Group, next: &Group) -> bool {
    let (Some(from), Some(to)) = (last.items.last_mut(), next.items.first()) else { return false };
    let (Some(&first), Some(&end)) = (from.numbers.first(), to.numbers.last()) else {
        return false;
    };
    let Some(numbers) = group::expand(first, end) else { return false };
    from.numbers = numbers;
    from.span.end = to.span.end;
    last.items.extend(next.items.iter().skip(1).cloned());
    last.span.end = next.span.end;
    true
}

/// Citations by number that a word names: "as in reference 31", "refs. 3–5". They occur in papers of
/// every numeric style.
pub(crate) fn named_references(
    text: &str,
    skip: &[Span],
    numbers: &ReferenceNumbers,
) -> Vec<Citation> {
    let groups = lookalike::named_references(text, skip, numbers);
    groups.into_iter().map(|group| citation(text, group)).collect()
}

fn citation(text: &str, callout: Group) -> Citation {
    let names = narrative::names_before(text, callout.span.start);
    let span = Span::new(names.map_or(callout.span.start, |names| names.start), callout.span.end);
    let prefix = callout.prefix;
    let markers = callout
        .items
        .into_iter()
        .enumerate()
        .map(|(index, item)| marker(item, prefix.filter(|_| index == 0)))
        .collect();
    Citation { span, style: CitationStyle::Numeric, narrative: names.is_some(), markers }
}

fn marker(item: Item, prefix: Option<Span>) -> Marker {
    Marker {
        span: item.span,
        authors: Vec::new(),
        et_al: false,
        year: None,
        numbers: item.numbers,
        prefix,
        locator: item.locator,
        resolution: Resolution::Unresolved,
        confidence: 0.97,
    }
}
