//! Flags mentions in the scope of a cue, on postings alone: of a negation, or of a hedge.
//!
//! The rule, for the mentions of one sentence:
//!
//! 1. A **cue before** (`not`, `without`; `may`, `suggests`) has in its scope the mentions that begin after
//!    it with at most so many tokens between as the cue allows, up to the next **boundary** (`but`,
//!    `although`, `which`).
//! 2. A **cue after** (`were not found`; `is likely`) has in its scope the mentions that end before it with
//!    as many tokens between as the cue allows, back to the last boundary.
//! 3. What looks like a cue and is none (`not only`, `No. 5`; `May 2010`) does nothing: a cue that shares a
//!    token with it is passed over.
//! 4. A cue inside a mention, such as that of the pattern `lack of finance`, does not flag it.
//!
//! What the cues are, how far they reach, and where that comes from is told where they are listed: in
//! `negation` and `hedging`. Each document has the cues of its own language, one of unknown language
//! those of English, and one of another language none.
//!
//! Limits: an index of words knows no commas, so a scope can reach over one; irony and rhetorical questions
//! are not seen.

mod hedging;
mod negation;

use std::sync::LazyLock;

use super::evaluate::{DocumentAt, Search, Walk, documents};
use super::places::{Place, Sentences};
use super::program::{Rule, WordTable};
use super::select::TokenSet;
use crate::codebook::pattern::{self, Reading};
use crate::error::{CodebookError, Result};
use crate::model::inverted::InvertedIndex;
use crate::model::{Folding, Language, Matching, Mention, Pattern};

/// The phrases of one language, in the language of patterns, words compared whole.
pub(super) struct CueTable {
    pub(super) language: Language,
    /// Cues with the most tokens between them and what they have in their scope after them.
    pub(super) before: &'static [(&'static str, u32)],
    /// Cues with the most tokens between them and what they have in their scope before them.
    pub(super) after: &'static [(&'static str, u32)],
    /// Phrases that hold a cue and are none.
    pub(super) no_cues: &'static [&'static str],
    /// Words that end a scope.
    pub(super) boundaries: &'static [&'static str],
}

/// What cues tell of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueKind {
    Negation,
    Hedge,
}

/// Compiled when first asked for: most counting asks for none of them.
type Compiled = LazyLock<std::result::Result<CueRules, CodebookError>>;
static NEGATIONS: Compiled = LazyLock::new(|| CueRules::new(&negation::CUE_TABLES));
static HEDGES: Compiled = LazyLock::new(|| CueRules::new(&hedging::CUE_TABLES));

/// What a pattern of a cue table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Has what follows within so many tokens in its scope.
    Before(u32),
    /// Has what precedes within so many tokens in its scope.
    After(u32),
    /// Is no cue, whatever it looks like.
    NoCue,
    /// Ends a scope.
    Boundary,
}

/// The cues of all languages, compiled.
#[derive(Debug)]
struct CueRules {
    languages: Vec<LanguageRules>,
}

#[derive(Debug)]
struct LanguageRules {
    language: Language,
    search: Search,
    /// For each pattern of the search.
    roles: Vec<Role>,
}

impl CueRules {
    fn new(tables: &[CueTable]) -> std::result::Result<Self, CodebookError> {
        let languages =
            tables.iter().map(LanguageRules::new).collect::<std::result::Result<_, _>>()?;
        Ok(Self { languages })
    }

    /// # Errors
    /// Where a pattern of the tables is wrong, which a test excludes.
    fn of(kind: CueKind) -> Result<&'static Self> {
        let compiled = match kind {
            CueKind::Negation => &*NEGATIONS,
            CueKind::Hedge => &*HEDGES,
        };
        compiled.as_ref().map_err(|error| error.clone().into())
    }
}

impl LanguageRules {
    fn new(table: &CueTable) -> std::result::Result<Self, CodebookError> {
        let mistaken = |source: &str| CodebookError::new(source, Vec::new());
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
            let expression = pattern::parse_alone(source, reading).map_err(|_| mistaken(source))?;
            rules.push(words.rule(&Pattern::new(source, expression)));
            roles.push(role);
        }
        let search = Search::new(&words.words, rules).map_err(|_| mistaken("cues"))?;
        Ok(Self { language: table.language, search, roles })
    }
}

/// The cues on their way through the documents of one index.
pub(super) struct CueWalk {
    kind: CueKind,
    /// One for each language of the tables that documents are in.
    walks: Vec<(&'static LanguageRules, Walk<'static>)>,
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

/// Where mentions in a scope begin, and where others end.
#[derive(Default)]
struct Scopes {
    begins: TokenSet,
    ends: TokenSet,
}

impl CueWalk {
    /// Reads the postings of the cues of those languages that documents are in.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn new<I: InvertedIndex + ?Sized>(kind: CueKind, index: &I) -> Result<Self> {
        let rules = CueRules::of(kind)?;
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
            kind,
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
            let flagged = self.scopes.begins.overlaps(begin) || self.scopes.ends.overlaps(end);
            match self.kind {
                CueKind::Negation => mention.negated = flagged,
                CueKind::Hedge => mention.hedged = flagged,
            }
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
