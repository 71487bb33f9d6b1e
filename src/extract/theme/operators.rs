//! The operators that need more than positions: sentences, paragraphs, printed forms, other places.

use super::evaluate::{DocumentAt, Walk};
use super::places::{Place, join_together};
use super::program::{Node, WordId};
use super::resolve::glob_matches;
use crate::error::Result;
use crate::model::inverted::InvertedIndex;
use crate::text::unfolded;

impl Walk<'_> {
    /// Once a sentence, the shortest stretch with a place of each.
    pub(super) fn find_together<I: InvertedIndex + ?Sized>(
        &mut self,
        all: &[Node],
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        let mut every = self.places_of_each(all, at)?;
        if !every.is_empty() {
            at.load()?;
            join_together(&mut every, all.len(), at.sentences, places);
        }
        Ok(())
    }

    /// Once a paragraph, the shortest stretch with a place of each, which stay in their sentences.
    pub(super) fn find_paragraph<I: InvertedIndex + ?Sized>(
        &mut self,
        all: &[Node],
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        let mut every = self.places_of_each(all, at)?;
        if !every.is_empty() {
            at.load()?;
            every.retain(|(place, _)| place.end <= at.sentences.end_after(place.start));
            self.paragraphs.load(at.index, at.document, I::paragraph_starts)?;
            join_together(&mut every, all.len(), &self.paragraphs, places);
        }
        Ok(())
    }

    /// The places of every operand with its number; none where one has no place.
    fn places_of_each<I: InvertedIndex + ?Sized>(
        &mut self,
        all: &[Node],
        at: &mut DocumentAt<'_, I>,
    ) -> Result<Vec<(Place, usize)>> {
        let mut one = self.borrow_list();
        let mut every = Vec::new();
        for (operand, node) in all.iter().enumerate() {
            one.clear();
            self.evaluate(node, at, &mut one)?;
            if one.is_empty() {
                every.clear();
                break;
            }
            every.extend(one.iter().map(|&place| (place, operand)));
        }
        self.pool.push(one);
        Ok(every)
    }

    /// The tokens of a word that are printed so.
    pub(super) fn find_printed<I: InvertedIndex + ?Sized>(
        &mut self,
        word: WordId,
        form: &[char],
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        let positions = self.positions(word, at.document);
        if positions.is_empty() {
            return Ok(());
        }
        let mut left = positions.iter();
        let mut printed = String::new();
        at.index.printed(at.document, positions, &mut |token| {
            unfolded(token, &mut printed);
            if let (Some(&start), true) = (left.next(), glob_matches(form, &printed)) {
                places.push(Place { start, end: start + 1 });
            }
        })
    }

    /// The places of `of` that share no token with one of `without`.
    pub(super) fn find_except<I: InvertedIndex + ?Sized>(
        &mut self,
        of: &Node,
        without: &Node,
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        self.evaluate(of, at, places)?;
        if places.is_empty() {
            return Ok(());
        }
        let mut not = self.borrow_list();
        self.evaluate(without, at, &mut not)?;
        if !not.is_empty() {
            at.load()?;
            at.sentences.retain_inside(&mut not);
            not.iter().for_each(|&place| self.taken.insert(place));
            places.retain(|&place| !self.taken.overlaps(place));
            self.taken.clear();
        }
        self.pool.push(not);
        Ok(())
    }
}
