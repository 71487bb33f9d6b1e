//! From a codebook to mentions, on postings alone.
//!
//! The documents of an index are walked in order. In each the patterns whose rarest word occurs are
//! looked for; places outside the running text and places that an exclusion overlaps are dropped; then
//! the counting rule is applied for each theme with patterns of its own, and again for each theme
//! with themes below it, over the patterns of all of them together. Texts are never read.

use std::ops::Range;

use super::cue::{CueKind, CueWalk};
use super::evaluate::{DocumentAt, Search, Walk, documents};
use super::places::{Place, Sentences};
use super::program::{Program, ThemeRules, number};
use super::select::{Candidate, Scratch, TokenSet, keep_longest};
use crate::codebook;
use crate::error::Result;
use crate::model::inverted::InvertedIndex;
use crate::model::{Codebook, Language, Matching, Mention};

/// What to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchOptions {
    /// Flag mentions in the scope of a negation.
    pub negation: bool,
    /// Flag mentions in the scope of a hedge.
    pub hedging: bool,
    /// Count in bibliographies and other places outside the running text, too.
    pub everywhere: bool,
}

/// A codebook compiled for matching: made once, used on any number of indexes.
///
/// ```
/// use leitmotif::codebook::{Format, parse};
/// use leitmotif::extract::theme::{MatchOptions, Matcher, MemoryIndex};
///
/// let codebook = parse("m.yaml", "themes: {costs: [low tariff, cheap labour|labor]}", Format::Yaml)?;
/// let mut texts = MemoryIndex::new();
/// texts.add_sentences(&["Low tariffs matter.", "Cheap labor is low."]);
/// let found = Matcher::new(&codebook)?.mentions(&texts, MatchOptions::default())?;
/// let places: Vec<_> = found.mentions.iter().map(|m| (m.sentence, m.first_token)).collect();
/// assert_eq!(places, [(0, 0), (1, 3)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Matcher {
    /// Patterns, then exclusions.
    search: Search,
    pattern_count: usize,
    exclusions: Vec<Range<u32>>,
    themes: Vec<ThemeRules>,
    theme_of: Vec<u32>,
}

/// The mentions in one index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeMatches {
    /// Sorted: by document, theme, own before union, place.
    pub mentions: Vec<Mention>,
    /// For each pattern, in how many places it matches, before the counting rule.
    pub places: Vec<u64>,
}

impl ThemeMatches {
    /// The numbers of patterns that match nowhere.
    pub fn unmatched(&self) -> impl Iterator<Item = usize> {
        self.places.iter().enumerate().filter(|(_, places)| **places == 0).map(|(number, _)| number)
    }
}

impl Matcher {
    /// Compiles a codebook.
    ///
    /// # Errors
    /// Where it holds a regular expression that cannot be compiled, which its parser refuses.
    pub fn new(codebook: &Codebook) -> Result<Self> {
        let Program { words, mut rules, exclusions, themes, theme_of } = Program::new(codebook);
        let pattern_count = rules.len();
        let ranges = exclusions.iter().map(|exclusion| exclusion.first..exclusion.end).collect();
        rules.extend(exclusions.into_iter().map(|exclusion| exclusion.rule));
        Ok(Self {
            search: Search::new(&words, rules)?,
            pattern_count,
            exclusions: ranges,
            themes,
            theme_of,
        })
    }

    /// Compiles one pattern, as theme 0, pattern 0, for documents of all languages.
    ///
    /// # Errors
    /// With the mistake in the pattern.
    pub fn of_pattern(source: &str, language: Language, matching: Matching) -> Result<Self> {
        Self::new(&codebook::of_pattern(source, language, matching)?)
    }

    /// Patterns, then exclusions.
    pub(super) fn search(&self) -> &Search {
        &self.search
    }

    /// How many patterns the codebook has, those of `exclude` left out.
    #[must_use]
    pub fn pattern_count(&self) -> usize {
        self.pattern_count
    }

    /// The theme that has a pattern for its own.
    #[must_use]
    pub fn theme_of(&self, pattern: usize) -> Option<usize> {
        self.theme_of.get(pattern).map(|&theme| theme as usize)
    }

    /// All mentions in `index`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn mentions<I: InvertedIndex + ?Sized>(
        &self,
        index: &I,
        options: MatchOptions,
    ) -> Result<ThemeMatches> {
        let mut mentions = Vec::new();
        let places =
            self.visit(index, options, &mut |_, found| mentions.extend_from_slice(found))?;
        Ok(ThemeMatches { mentions, places })
    }

    /// Shows the mentions of each document that has any, in the order of documents, without keeping
    /// them; returns, for each pattern, in how many places it matches before the counting rule.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn visit<I: InvertedIndex + ?Sized>(
        &self,
        index: &I,
        options: MatchOptions,
        visit: &mut dyn FnMut(u32, &[Mention]),
    ) -> Result<Vec<u64>> {
        let mut walk = Walk::new(&self.search, index)?;
        let asked = [(options.negation, CueKind::Negation), (options.hedging, CueKind::Hedge)];
        let asked = asked.into_iter().filter(|(asked, _)| *asked);
        let cues: Result<Vec<_>> = asked.map(|(_, kind)| CueWalk::new(kind, index)).collect();
        let mut cues = cues?;
        let mut state = State { found_at: vec![0; self.pattern_count], ..State::default() };
        let limit = documents(index);
        let mut document = 0;
        while limit.contains(&document) {
            if !walk.is_everywhere() {
                match walk.next_document(document) {
                    Some(next) if limit.contains(&next) => document = next,
                    _ => break,
                }
            }
            walk.seek(document);
            let mut at = DocumentAt { index, document, sentences: &mut state.sentences };
            state.document.find(self, &mut walk, &mut at, options, &mut state.found_at)?;
            if !state.document.candidates.is_empty() {
                state.document.count(self, &mut at)?;
                for cues in &mut cues {
                    cues.flag(&mut at, &mut state.document.mentions)?;
                }
                visit(document, &state.document.mentions);
            }
            document += 1;
        }
        Ok(state.found_at)
    }
}

/// What is kept from document to document, so that none of it is allocated anew.
#[derive(Default)]
struct State {
    sentences: Sentences,
    document: DocumentState,
    found_at: Vec<u64>,
}

/// Scratch space for one document.
#[derive(Default)]
struct DocumentState {
    rules: Vec<u32>,
    places: Vec<Place>,
    /// Matches that no exclusion drops, by pattern.
    candidates: Vec<Candidate>,
    outside: Vec<Range<u32>>,
    /// Themes with a candidate of their own or below them.
    themes: Vec<u32>,
    kept: Vec<Candidate>,
    taken: TokenSet,
    scratch: Scratch,
    mentions: Vec<Mention>,
}

impl DocumentState {
    /// Finds the candidates of all patterns in one document.
    fn find<I: InvertedIndex + ?Sized>(
        &mut self,
        matcher: &Matcher,
        walk: &mut Walk<'_>,
        at: &mut DocumentAt<'_, I>,
        options: MatchOptions,
        found_at: &mut [u64],
    ) -> Result<()> {
        self.candidates.clear();
        walk.rules_in(at.document, &mut self.rules);
        if self.rules.is_empty() {
            return Ok(());
        }
        let language = at.index.language(at.document)?;
        self.outside.clear();
        if !options.everywhere {
            at.index.outside_text(at.document, &mut self.outside)?;
        }
        for &rule in &self.rules {
            let wanted = matcher.search.rules.get(rule as usize).and_then(|rule| rule.language);
            if wanted.is_some() && language.is_some() && wanted != language {
                continue;
            }
            if let Some(exclusion) = (rule as usize).checked_sub(matcher.pattern_count) {
                if self.candidates.is_empty() {
                    break;
                }
                walk.find(rule, at, &mut self.places)?;
                if let Some(range) = matcher.exclusions.get(exclusion) {
                    drop_overlapped(&mut self.candidates, range, &self.places, &mut self.taken);
                }
                continue;
            }
            if let Some(positions) = walk.single_word(rule, at.document) {
                let before = self.candidates.len();
                let places = positions.iter().map(|&start| Place { start, end: start + 1 });
                let inside = places.filter(|&place| is_inside(place, &self.outside));
                self.candidates.extend(inside.map(|place| Candidate { place, rule }));
                if let Some(found) = found_at.get_mut(rule as usize) {
                    *found += (self.candidates.len() - before) as u64;
                }
                continue;
            }
            walk.find(rule, at, &mut self.places)?;
            if !self.outside.is_empty() {
                drop_outside(&mut self.places, &self.outside);
            }
            if let Some(found) = found_at.get_mut(rule as usize) {
                *found += self.places.len() as u64;
            }
            self.candidates.extend(self.places.iter().map(|&place| Candidate { place, rule }));
        }
        Ok(())
    }

    /// Applies the counting rule for each theme, and writes the mentions.
    fn count<I: InvertedIndex + ?Sized>(
        &mut self,
        matcher: &Matcher,
        at: &mut DocumentAt<'_, I>,
    ) -> Result<()> {
        at.load()?;
        self.mentions.clear();
        self.list_themes(matcher);
        for place in 0..self.themes.len() {
            let Some(&number) = self.themes.get(place) else { continue };
            let Some(theme) = matcher.themes.get(number as usize) else { continue };
            if theme.own_end > theme.first {
                self.count_theme(number, false, theme.first..theme.own_end, at);
            }
            if theme.has_children {
                self.count_theme(number, true, theme.first..theme.end, at);
            }
        }
        Ok(())
    }

    /// The themes of the candidates, with all themes above them, in order.
    fn list_themes(&mut self, matcher: &Matcher) {
        self.themes.clear();
        let mut last_rule = u32::MAX;
        for candidate in &self.candidates {
            if candidate.rule == last_rule {
                continue;
            }
            last_rule = candidate.rule;
            let mut theme = matcher.theme_of(candidate.rule as usize);
            while let Some(index) = theme {
                self.themes.push(number(index));
                theme = matcher.themes.get(index).and_then(|theme| theme.parent);
            }
        }
        self.themes.sort_unstable();
        self.themes.dedup();
    }

    fn count_theme<I: InvertedIndex + ?Sized>(
        &mut self,
        theme: u32,
        union: bool,
        rules: Range<u32>,
        at: &DocumentAt<'_, I>,
    ) {
        let first = self.candidates.partition_point(|candidate| candidate.rule < rules.start);
        let end = self.candidates.partition_point(|candidate| candidate.rule < rules.end);
        self.kept.clear();
        self.kept.extend_from_slice(self.candidates.get(first..end).unwrap_or_default());
        keep_longest(&mut self.kept, &mut self.scratch);
        let (mut sentence, mut sentence_end) = (0, 0);
        self.mentions.extend(self.kept.iter().map(|candidate| {
            let Place { start, end } = candidate.place;
            if start >= sentence_end {
                (sentence, sentence_end) = at.sentences.sentence_from(sentence, start);
            }
            Mention {
                document: at.document,
                theme,
                union,
                first_token: start,
                end_token: end,
                sentence: number(sentence),
                pattern: candidate.rule,
                negated: false,
                hedged: false,
            }
        }));
    }
}

/// Drops the candidates of patterns in `range` that share a token with one of `places`.
fn drop_overlapped(
    candidates: &mut Vec<Candidate>,
    range: &Range<u32>,
    places: &[Place],
    taken: &mut TokenSet,
) {
    if places.is_empty() {
        return;
    }
    places.iter().for_each(|&place| taken.insert(place));
    candidates
        .retain(|candidate| !range.contains(&candidate.rule) || !taken.overlaps(candidate.place));
    taken.clear();
}

/// Drops the places that share a token with one of `ranges`, which ascend and do not overlap.
fn drop_outside(places: &mut Vec<Place>, ranges: &[Range<u32>]) {
    places.retain(|&place| is_inside(place, ranges));
}

/// Whether a place shares no token with `ranges`, which ascend and do not overlap.
fn is_inside(place: Place, ranges: &[Range<u32>]) -> bool {
    let next = ranges.partition_point(|range| range.end <= place.start);
    ranges.get(next).is_none_or(|range| place.end <= range.start)
}
