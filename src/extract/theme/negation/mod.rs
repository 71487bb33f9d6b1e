//! Flags mentions in the scope of a negation, on postings alone.
//!
//! The rule, for the mentions of one sentence:
//!
//! 1. A **cue before** (`not`, `without`, `rather than`) negates the mentions that begin after it with
//!    at most five tokens between, up to the next **boundary** (`but`, `although`, `which`). A few cues
//!    reach less far: `non` in `non-tariff` the next token only.
//! 2. A **cue after** (`were not found`, German `nicht` right behind its object) negates the mentions
//!    that end before it with as many tokens between as the cue allows, back to the last boundary.
//! 3. What looks like a cue and is none (`not only`, `no doubt`, `No. 5`) negates nothing: a cue that
//!    shares a token with it is passed over. `no longer` and `not always` count as negations.
//! 4. A cue inside a mention, such as that of the pattern `lack of finance`, does not negate it.
//!
//! The idea, the limit of five tokens and the kinds of phrases are those of NegEx (W. Chapman,
//! W. Bridewell, P. Hanbury, G. Cooper, B. Buchanan, "A simple algorithm for identifying negated findings
//! and diseases in discharge summaries", Journal of Biomedical Informatics 34(5), 301-310, 2001); the
//! lists are our own, for scholarly prose in six languages. Each document has the cues of its own
//! language, one of unknown language those of English, and one of another language none.
//!
//! Limits: an index of words knows no commas, so a scope can reach over one; irony, rhetorical
//! questions and negated verbs further away are not seen.

mod cues;

use super::evaluate::{DocumentAt, Search, Walk, documents};
use super::places::{Place, Sentences};
use super::program::{Rule, WordTable};
use super::select::TokenSet;
use crate::codebook::pattern::{self, Reading};
use crate::error::{CodebookError, Result};
use crate::model::inverted::InvertedIndex;
use crate::model::{Folding, Language, Matching, Mention, Pattern};
use cues::{CUE_TABLES, CueTable};

/// What a pattern of a cue table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Negates what follows within so many tokens.
    Before(u32),
    /// Negates what precedes within so many tokens.
    After(u32),
    /// Is no negation, whatever it looks like.
    NoCue,
    /// Ends a scope.
    Boundary,
}

/// The cues of all languages, compiled.
#[derive(Debug)]
pub(super) struct NegationRules {
    languages: Vec<LanguageRules>,
}

#[derive(Debug)]
struct LanguageRules {
    language: Language,
    search: Search,
    /// For each pattern of the search.
    roles: Vec<Role>,
}

impl NegationRules {
    /// # Errors
    /// Where a pattern of the tables is wrong, which a test excludes.
    pub(super) fn new() -> Result<Self> {
        let languages = CUE_TABLES.iter().map(LanguageRules::new).collect::<Result<_>>()?;
        Ok(Self { languages })
    }
}

impl LanguageRules {
    fn new(table: &CueTable) -> Result<Self> {
        let mut roles = Vec::new();
        let mut words = WordTable::default();
        let mut rules: Vec<Rule> = Vec::new();
        let before = table.before.iter().map(|&(cue, scope)| (cue, Role::Before(scope)));
        let after = table.after.iter().map(|&(cue, scope)| (cue, Role::After(scope)));
        let no_cues = table.no_cues.iter().map(|&cue| (cue, Role::NoCue));
        let boundaries = table.boundaries.iter().map(|&cue| (cue, Role::Boundary));
        for (source, role) in before.chain(after).chain(no_cues).chain(boundaries) {
            let (language, folding) = (table.language, Folding::default());
            let reading = Reading { matching: Matching::Word, language, folding };
            let expression = pattern::parse_alone(source, reading)
                .map_err(|_| CodebookError::new(source, Vec::new()))?;
            rules.push(words.rule(&Pattern::new(source, expression)));
            roles.push(role);
        }
        let search = Search::new(&words.words, rules)?;
        Ok(Self { language: table.language, search, roles })
    }
}

/// The cues on their way through the documents of one index.
pub(super) struct NegationWalk<'a> {
    /// One for each language of the tables that documents are in.
    walks: Vec<(&'a LanguageRules, Walk<'a>)>,
    rules: Vec<u32>,
    places: Vec<Place>,
    found: Found,
    scopes: Scopes,
}

/// The cues of one document.
#[derive(Default)]
struct Found {
    before: Vec<(Place, u32)>,
    after: Vec<(Place, u32)>,
    no_cues: TokenSet,
    boundaries: Vec<Place>,
}

/// Where negated mentions begin, and where others end.
#[derive(Default)]
struct Scopes {
    begins: TokenSet,
    ends: TokenSet,
}

impl<'a> NegationWalk<'a> {
    /// Reads the postings of the cues of those languages that documents are in.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn new<I: InvertedIndex + ?Sized>(
        rules: &'a NegationRules,
        index: &I,
    ) -> Result<Self> {
        let mut languages = Vec::new();
        for document in documents(index) {
            let language = index.language(document)?.unwrap_or(Language::ENGLISH);
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let mut walks = Vec::new();
        for rules in rules.languages.iter().filter(|rules| languages.contains(&rules.language)) {
            walks.push((rules, Walk::new(&rules.search, index)?));
        }
        Ok(Self {
            walks,
            rules: Vec::new(),
            places: Vec::new(),
            found: Found::default(),
            scopes: Scopes::default(),
        })
    }

    /// Flags the mentions of one document; documents come in order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn flag<I: InvertedIndex + ?Sized>(
        &mut self,
        at: &mut DocumentAt<'_, I>,
        mentions: &mut [Mention],
    ) -> Result<()> {
        let language = at.index.language(at.document)?.unwrap_or(Language::ENGLISH);
        let Some((rules, walk)) =
            self.walks.iter_mut().find(|(rules, _)| rules.language == language)
        else {
            return Ok(());
        };
        walk.seek(at.document);
        walk.rules_in(at.document, &mut self.rules);
        self.found.clear();
        for &rule in &self.rules {
            walk.find(rule, at, &mut self.places)?;
            if let Some(&role) = rules.roles.get(rule as usize) {
                self.found.add(role, &self.places);
            }
        }
        at.load()?;
        self.scopes.set(&mut self.found, at.sentences);
        for mention in mentions {
            let begin = Place { start: mention.first_token, end: mention.first_token + 1 };
            let end = Place { start: mention.end_token, end: mention.end_token + 1 };
            mention.negated = self.scopes.begins.overlaps(begin) || self.scopes.ends.overlaps(end);
        }
        Ok(())
    }
}

impl Found {
    fn clear(&mut self) {
        self.before.clear();
        self.after.clear();
        self.no_cues.clear();
        self.boundaries.clear();
    }

    fn add(&mut self, role: Role, places: &[Place]) {
        match role {
            Role::Before(scope) => self.before.extend(places.iter().map(|&place| (place, scope))),
            Role::After(scope) => self.after.extend(places.iter().map(|&place| (place, scope))),
            Role::NoCue => places.iter().for_each(|&place| self.no_cues.insert(place)),
            Role::Boundary => self.boundaries.extend_from_slice(places),
        }
    }
}

impl Scopes {
    fn set(&mut self, found: &mut Found, sentences: &Sentences) {
        self.begins.clear();
        self.ends.clear();
        found.boundaries.sort_unstable();
        for &(cue, scope) in &found.before {
            if found.no_cues.overlaps(cue) {
                continue;
            }
            let next = found.boundaries.partition_point(|place| place.start < cue.end);
            let boundary = found.boundaries.get(next).map_or(u32::MAX, |place| place.start);
            let end = (cue.end + scope + 1).min(boundary).min(sentences.end_after(cue.start));
            if end > cue.end {
                self.begins.insert(Place { start: cue.end, end });
            }
        }
        for &(cue, scope) in &found.after {
            if found.no_cues.overlaps(cue) {
                continue;
            }
            let next = found.boundaries.partition_point(|place| place.start < cue.start);
            let boundary = next.checked_sub(1).and_then(|before| found.boundaries.get(before));
            let limit =
                boundary.map_or(0, |place| place.end).max(sentences.start_before(cue.start));
            // A mention has a token at least, so it ends after `limit`.
            let start = cue.start.saturating_sub(scope).max(limit + 1);
            if start <= cue.start {
                self.ends.insert(Place { start, end: cue.start + 1 });
            }
        }
    }
}

#[cfg(test)]
mod tests;
