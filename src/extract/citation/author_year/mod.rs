//! Author-year citations: `(Lee 2003; Wu 2010, p. 4)`, `Lee (2003)`, `Lee et al. 2003`.
//!
//! Every year in the text is an anchor. From it the authors are read to the left ([`names`]) and
//! letters, locators and further years to the right ([`tail`]). The grammar leaves open where the
//! authors start ("In Brazil, Lee and Wu (2003)"), so the bibliography decides: of all readings the
//! one that agrees best with a reference is taken ([`reading`]). A year alone goes on with the
//! authors before it. What agrees with no reference has to have a stronger form ([`Strictness`]).
//!
//! *Narrative or parenthetical*: a citation is narrative where the authors' names stand outside the
//! bracket that holds the year, or where there is no bracket; also where a callout in brackets is
//! the object of a phrase that needs one ("According to (Lee, 2016)"). All others are parenthetical.
//!
//! The pass over the text is linear: the text to the left of an anchor is read back to the anchor
//! before it at most, and no farther than [`REACH`] bytes.

mod apart;
mod names;
mod reading;
mod tail;
mod unknown;
#[rustfmt::skip] // Word lists, many to a line.
mod words;

use crate::extract::resolve::{Match, Name, ReferenceIndex, confidence, decide};
use crate::extract::token::{Token, read_tokens};
use crate::extract::year::{YearAnchor, YearScan, scan_years};
use crate::model::{Citation, CitationStyle, Marker, Resolution, Span, Year};
use reading::{Authors, Reading};
use tail::{joins_years, read_letters};

pub(crate) use names::names_before;
pub(crate) use tail::read_locator;

/// Bytes to the left of a year that are searched for names.
const REACH: usize = 400;
/// Bytes that are searched first, which most names do not exceed.
const NEAR_REACH: usize = 112;
/// A name that starts so close to where the search started may go on before it.
const MARGIN: usize = 24;

/// What is asked of a marker that agrees with no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// There is no bibliography to agree with: any well-formed citation counts.
    Open,
    /// There is one: what agrees with none of its references has to have a stronger form.
    Strict,
}

/// Finds the author-year citations in the regions of a text.
pub(crate) fn find(
    text: &str,
    regions: &[Span],
    index: &ReferenceIndex,
    strictness: Strictness,
) -> Vec<Citation> {
    let mut finder = Finder { text, index, strictness, tokens: Vec::new(), found: Vec::new() };
    let mut citations = Vec::new();
    for &region in regions {
        let scan = scan_years(text, region);
        finder.read_region(region, &scan);
        finder.assemble(&scan, &mut citations);
    }
    citations
}

/// One pass over a text.
struct Finder<'t> {
    text: &'t str,
    index: &'t ReferenceIndex,
    strictness: Strictness,
    tokens: Vec<Token>,
    found: Vec<Found>,
}

/// A marker and what its callout is made from.
struct Found {
    marker: Marker,
    authors: Vec<Name>,
    narrative: bool,
    /// Whether the year stands in a bracket of its own, after the names.
    bracketed_year: bool,
    bracket: Option<usize>,
    /// Whether it goes on with the authors of the marker before it.
    continues: bool,
    /// Where marker and locator end.
    end: usize,
}

impl Finder<'_> {
    fn read_region(&mut self, region: Span, scan: &YearScan) {
        let mut bound = region.start;
        for anchor in &scan.anchors {
            if anchor.span.start >= bound {
                let from = bound.max(anchor.paragraph);
                if !self.continue_authors(anchor) {
                    self.read_anchor(from, anchor, scan);
                }
            }
            bound = bound.max(anchor.span.end);
        }
    }

    /// Takes a year that goes on with the authors of the marker before it: "Lee (2003, 2005)".
    fn continue_authors(&mut self, anchor: &YearAnchor) -> bool {
        let Some(last) = self.found.last() else { return false };
        let Some(gap) = self.text.get(last.end..anchor.span.start) else { return false };
        let same_bracket = last.bracket == anchor.bracket;
        let inside = gap.trim_matches([' ', ')', '(', '[', ']']);
        let next_bracket = last.bracketed_year && gap.contains(['(', '[']) && gap.len() <= 24;
        let joined = same_bracket && joins_years(gap) || next_bracket && joins_years(inside);
        if !joined {
            return false;
        }
        let authors = Authors {
            names: last.authors.clone(),
            printed: last.marker.authors.clone(),
            et_al: last.marker.et_al,
        };
        let matches = reading::matches_of(self.index, &authors, anchor);
        // Unknown to the bibliography, it counts in the same bracket, or in one of its own after
        // another year in one: "Lee (2003) and (2005)".
        let firm = if same_bracket { anchor.bracket.is_some() } else { next_bracket };
        if matches.is_empty() && !firm {
            return false;
        }
        let reading = Reading { start: anchor.span.start, authors, matches };
        let (narrative, bracketed) = (last.narrative, last.bracketed_year);
        self.push(anchor, reading, narrative, bracketed, true);
        true
    }

    /// Reads the authors before a year: in the words close to it, farther back where these leave
    /// the names open.
    fn read_anchor(&mut self, from: usize, anchor: &YearAnchor, scan: &YearScan) {
        let bracket = anchor.bracket.and_then(|at| scan.brackets.get(at));
        for reach in [NEAR_REACH, REACH] {
            let earliest = anchor.span.start.saturating_sub(reach);
            let boundary = |&at: &usize| self.text.is_char_boundary(at);
            let Some(start) = (from.max(earliest)..=anchor.span.start).find(boundary) else {
                return;
            };
            self.tokens.clear();
            read_tokens(self.text, Span::new(start, anchor.span.start), &mut self.tokens);
            let context = reading::Context {
                text: self.text,
                tokens: &self.tokens,
                index: self.index,
                strictness: self.strictness,
                anchor,
                close: bracket.and_then(|bracket| bracket.close),
            };
            let last = reach == REACH || start <= from;
            let Some((reading, bracketed)) = context.read() else {
                if last || context.is_hopeless() {
                    return;
                }
                continue;
            };
            if !(last || reading.is_sure() && reading.start > start + MARGIN) {
                continue;
            }
            let narrative = bracketed
                || bracket.is_none_or(|bracket| {
                    reading.start < bracket.open || reading::is_introduced(self.text, bracket.open)
                });
            self.push(anchor, reading, narrative, bracketed, false);
            return;
        }
    }

    /// Adds the markers of a year and its further letters.
    fn push(
        &mut self,
        anchor: &YearAnchor,
        reading: Reading,
        narrative: bool,
        bracketed_year: bool,
        continues: bool,
    ) {
        let Reading { start, authors, matches, .. } = reading;
        let (resolution, confidence) = outcome(&matches, continues);
        let marker = Marker {
            span: Span::new(start, anchor.span.end),
            authors: authors.printed.clone(),
            et_al: authors.et_al,
            year: Some(anchor.year(self.text)),
            numbers: Vec::new(),
            prefix: None,
            locator: None,
            resolution,
            confidence,
        };
        let mut end = anchor.span.end;
        let bracket = anchor.bracket;
        let found = Found {
            marker,
            authors: authors.names.clone(),
            narrative,
            bracketed_year,
            bracket,
            continues,
            end,
        };
        self.found.push(found);
        let further =
            anchor.letter.map(|letter| read_letters(self.text, end, letter)).unwrap_or_default();
        let mut last = anchor.letter;
        for letter in further {
            self.push_letter(anchor, &authors, letter, last);
            last = Some(letter.letter);
            end = letter.span.end;
        }
        if let Some(locator) = read_locator(self.text, end)
            && let Some(found) = self.found.last_mut()
        {
            found.marker.locator = Some(locator);
            end = locator.end;
        }
        if let Some(found) = self.found.last_mut() {
            found.end = end;
        }
    }

    /// Adds the marker of a further letter, which stands for a range of works after a dash.
    fn push_letter(
        &mut self,
        anchor: &YearAnchor,
        authors: &Authors,
        further: tail::FurtherLetter,
        last: Option<char>,
    ) {
        let first = if further.range { last.map(next_letter) } else { None };
        let mut references = Vec::new();
        let mut lowest = 1.0_f32;
        let mut resolution = Resolution::Unresolved;
        for letter in first.unwrap_or(further.letter)..=further.letter {
            let anchor = YearAnchor { letter: Some(letter), ..anchor.clone() };
            let matches = reading::matches_of(self.index, authors, &anchor);
            let (decision, sure) = outcome(&matches, true);
            lowest = lowest.min(sure);
            references.extend(decision.references().first().copied());
            resolution = decision;
        }
        if references.len() > 1 {
            resolution = Resolution::Resolved(references);
        }
        let value = anchor.value;
        let raw =
            value.map_or_else(String::new, |value| value.to_string()) + &further.letter.to_string();
        let marker = Marker {
            span: further.span,
            authors: authors.printed.clone(),
            et_al: authors.et_al,
            year: Some(Year { value, letter: Some(further.letter), raw }),
            numbers: Vec::new(),
            prefix: None,
            locator: None,
            resolution,
            confidence: lowest,
        };
        let Some(before) = self.found.last() else { return };
        let (narrative, bracketed_year) = (before.narrative, before.bracketed_year);
        self.found.push(Found {
            marker,
            authors: authors.names.clone(),
            narrative,
            bracketed_year,
            bracket: anchor.bracket,
            continues: true,
            end: further.span.end,
        });
    }

    /// Groups the markers found into callouts.
    fn assemble(&mut self, scan: &YearScan, citations: &mut Vec<Citation>) {
        let mut group: Vec<Found> = Vec::new();
        for found in std::mem::take(&mut self.found) {
            let joins = group.last().is_some_and(|last| {
                found.continues
                    || (!found.bracketed_year
                        && !last.bracketed_year
                        && found.bracket.is_some()
                        && found.bracket == last.bracket)
            });
            if !joins {
                let floor = citations.last().map_or(0, |last: &Citation| last.span.end);
                citations.extend(self.callout(scan, floor, std::mem::take(&mut group)));
            }
            group.push(found);
        }
        let floor = citations.last().map_or(0, |last| last.span.end);
        citations.extend(self.callout(scan, floor, group));
    }

    /// The citation that a group of markers makes; it starts at `floor` at the earliest.
    fn callout(&self, scan: &YearScan, floor: usize, mut group: Vec<Found>) -> Option<Citation> {
        let first = group.first()?;
        let last = group.last()?;
        let (start, end, narrative) = (first.marker.span.start, last.end, first.narrative);
        let bracketed_year = first.bracketed_year;
        let bracket = last.bracket.and_then(|at| scan.brackets.get(at));
        let close =
            bracket.and_then(|b| b.close).filter(|&close| close >= end && close - end <= 40);
        let mut span = Span::new(start, end);
        if let (Some(bracket), Some(close)) = (bracket, close) {
            if bracketed_year {
                span.end = close + 1;
            } else if bracket.open >= floor && bracket.open < start && start - bracket.open <= 80 {
                span = Span::new(bracket.open, close + 1);
            }
        }
        if let ([only], true) = (group.as_mut_slice(), bracketed_year)
            && close == Some(only.marker.span.end)
        {
            only.marker.span.end += 1;
        }
        if !bracketed_year && span.start < start {
            self.add_prefixes(span.start + 1, &mut group);
        }
        let markers = group.into_iter().map(|found| found.marker).collect();
        Some(Citation { span, style: CitationStyle::AuthorYear, narrative, markers })
    }

    /// Notes the words before each marker of a callout: "see also", "e.g.,".
    fn add_prefixes(&self, open: usize, group: &mut [Found]) {
        let mut from = open;
        for found in group {
            if !found.continues {
                let before = Span::new(from, found.marker.span.start);
                let text = before.of(self.text);
                let is_sign = |sign: char| sign.is_whitespace() || matches!(sign, ';' | ',');
                let start = before.start + (text.len() - text.trim_start_matches(is_sign).len());
                let words = text.trim_matches(is_sign);
                if !words.is_empty() && words.len() <= 60 {
                    found.marker.prefix = Some(Span::new(start, start + words.len()));
                }
            }
            from = found.end;
        }
    }
}

/// The letter after `letter`.
fn next_letter(letter: char) -> char {
    char::from_u32(u32::from(letter) + 1).unwrap_or(letter)
}

/// What ranked matches decide, and how sure that is.
fn outcome(matches: &[Match], continues: bool) -> (Resolution, f32) {
    let resolution = decide(matches);
    let sure = match resolution {
        Resolution::Unresolved => 0.5,
        _ => confidence(matches),
    };
    (resolution, if continues { sure * 0.99 } else { sure })
}

#[cfg(test)]
mod tests;
