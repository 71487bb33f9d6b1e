//! The units of text that raise each theme.

use super::study::Study;
use crate::error::Result;
use crate::model::inverted::InvertedIndex as _;
use crate::parallel::map_in_order;
use crate::query::cooccurrence::{RaisedUnits, UnitKind};
use crate::query::facts::has_children;
use crate::query::{MentionFacts, Selection, ThemeFacts};

/// The mentions of a codebook, and which of its themes to compare where.
pub struct Cooccurring<'a> {
    /// The themes of the codebook.
    pub themes: &'a [ThemeFacts],
    /// Their mentions that count.
    pub mentions: &'a [MentionFacts],
    /// The text that counts.
    pub selection: &'a Selection,
    /// For each theme whether it is compared.
    pub asked: &'a [bool],
    /// What two themes have in common.
    pub unit: UnitKind,
}

/// The units of one paper: the first token of each that has a token in the selected text.
type Units = Vec<u32>;

impl Study {
    /// The units that raise each theme, and the number of all units with a token in the selected text.
    ///
    /// Paragraphs are read from what is stored of the papers; sentences and sections from the index.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn raised_units(&self, asked: &Cooccurring<'_>) -> Result<RaisedUnits> {
        let units = map_in_order(self.papers(), self.jobs(), |place, _| self.units(place, asked));
        let units = units.into_iter().collect::<Result<Vec<Units>>>()?;
        let parents = has_children(asked.themes);
        let mut by_theme: Vec<Option<Vec<(u32, u32)>>> =
            asked.asked.iter().map(|&asked| asked.then(Vec::new)).collect();
        for mention in asked.mentions {
            let is_parent = parents.get(mention.theme as usize).copied().unwrap_or(false);
            if mention.union != is_parent {
                continue;
            }
            let raised = by_theme.get_mut(mention.theme as usize).and_then(Option::as_mut);
            let (Some(raised), Some(units)) = (raised, units.get(mention.document as usize)) else {
                continue;
            };
            let after = units.partition_point(|&first| first <= mention.first_token);
            if let Some(unit) = after.checked_sub(1) {
                raised.push((mention.document, u32::try_from(unit).unwrap_or(u32::MAX)));
            }
        }
        for raised in by_theme.iter_mut().flatten() {
            raised.sort_unstable();
            raised.dedup();
        }
        Ok(RaisedUnits { by_theme, total: units.iter().map(|units| units.len() as u64).sum() })
    }

    fn units(&self, place: usize, asked: &Cooccurring<'_>) -> Result<Units> {
        let Some(paper) = self.papers().get(place) else { return Ok(Units::new()) };
        if asked.selection.sections(place).is_empty() {
            return Ok(Units::new());
        }
        let document = u32::try_from(place).unwrap_or(u32::MAX);
        let mut starts = match asked.unit {
            UnitKind::Document => {
                let sections = || paper.facts.section_sizes();
                let selected = sections().any(|(kind, tokens, _)| {
                    tokens > 0 && asked.selection.contains(document, kind)
                });
                return Ok(if selected { vec![0] } else { Units::new() });
            }
            UnitKind::Section => paper.facts.sections.iter().map(|section| section.token).collect(),
            UnitKind::Sentence => self.sentence_tokens(place)?,
            UnitKind::Paragraph => {
                let mut starts = Vec::new();
                let address = paper.address;
                if let Some(segment) = self.corpus().segments().get(address.segment as usize) {
                    segment.paragraph_starts(address.document, &mut starts)?;
                }
                starts
            }
        };
        // Units without a token start where the next one does.
        starts.dedup();
        starts.retain(|&start| {
            start < paper.facts.tokens
                && asked.selection.contains(document, paper.facts.section_of(start).0)
        });
        Ok(starts)
    }
}
