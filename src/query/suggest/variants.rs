//! Other spellings and forms of the words of patterns, sought among the types of an index.
//!
//! The word is replaced where it stands in its pattern, so that what is suggested for
//! `low tariff NEAR/3 market` is the same pattern with another word. Words of regular expressions, wildcards,
//! references, printed forms and what stands behind `EXCEPT` are left alone.
//!
//! - Spellings: equal once [`fold_spelling`] and [`fold_diacritics`] have folded both; one word for two
//!   neighbours of a phrase, or two for one; a misspelling: the same first three letters and one edit
//!   (insertion, deletion, exchange, or swapping neighbours) in seven letters or more, and at least five
//!   times rarer than the pattern.
//! - Forms: a word of the same stem, where the pattern does not compare stems; or a derived one: both
//!   begin alike, in four letters at least and in more than half of the shorter word, and end in suffixes
//!   of English, or in three letters at most in other languages. A derived form must be associated with
//!   the theme, in its sentences or in its papers, since `importance` begins like `imports`.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::theme::SuggestingTheme;
use super::{Candidate, SuggestionKind};
use crate::model::{Codebook, Expression, Language, Matching, Pattern, Span, Word};
use crate::text::{Stemmer, fold_diacritics, fold_spelling, normalize, tokens};

/// Letters that a type and a word must share at their beginning.
const SAME_LETTERS: usize = 3;

/// Fewest letters of a word whose other forms are sought.
const SHORTEST: usize = 4;

/// Fewest letters of a word whose misspellings are sought.
const SHORTEST_MISSPELT: usize = 7;

/// Most letters after the common beginning of derived words in languages without a list.
const LOOSE_ENDING: usize = 3;

/// Endings of English words derived from one another.
const ENDINGS: [&str; 56] = [
    "", "s", "es", "e", "ed", "d", "ing", "ings", "er", "ers", "or", "ors", "ion", "ions", "ation",
    "ations", "al", "als", "ally", "ial", "ical", "ic", "ist", "ists", "ism", "ment", "ments",
    "ness", "ity", "ities", "ive", "ively", "ives", "able", "ability", "ful", "less", "ly", "y",
    "ies", "ied", "ize", "ise", "ized", "ised", "izing", "ising", "ization", "isation", "ance",
    "ence", "ant", "ent", "ary", "ship", "hood",
];

/// A word of a pattern, where it stands.
#[derive(Clone, Debug)]
struct WordForm {
    /// The theme of the pattern.
    theme: u32,
    /// The pattern by its number.
    pattern: u32,
    /// Place in the list of sources.
    source: usize,
    span: Span,
    norm: String,
    folded: String,
    stem: Option<String>,
    /// Whether the pattern compares the word by its stem.
    stemmed: bool,
    language: Language,
}

/// Seeks other spellings and forms while it is shown the types of an index.
#[derive(Debug, Default)]
pub struct VariantFinder {
    sources: Vec<String>,
    forms: Vec<WordForm>,
    /// Words by their first letters.
    by_start: FxHashMap<String, Vec<usize>>,
    stemmers: Vec<Stemmer>,
    /// Two neighbours written as one.
    joined: FxHashMap<String, Vec<(usize, usize)>>,
    /// Parts of words that may be written as two.
    parts: FxHashSet<String>,
    known_parts: FxHashSet<String>,
    /// Stems that stand for a word already, with the word's place: one type of each is enough.
    stems: FxHashSet<(usize, String)>,
    found: BTreeSet<Found>,
}

/// A pattern with another word in it: theme, pattern as written, number of the pattern it comes from,
/// kind, edits, and what must be shown of it.
type Found = (u32, String, u32, SuggestionKind, u32, Proof);

/// What the figures of a candidate must show before it is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// That it occurs.
    Occurs,
    /// That it is far rarer than the pattern that it comes from.
    Rare,
    /// That it is associated with the theme.
    Associated,
}

impl VariantFinder {
    /// The words of all patterns of these themes.
    #[must_use]
    pub fn new(codebook: &Codebook, themes: &[SuggestingTheme]) -> Self {
        let mut finder = Self::default();
        for (number, (theme, pattern)) in (0..).zip(codebook.patterns()) {
            let of = themes.iter().find(|known| known.theme as usize == theme);
            if let Some(of) = of {
                finder.add(of, number, pattern);
            }
        }
        finder
    }

    fn add(&mut self, theme: &SuggestingTheme, pattern: u32, of: &Pattern) {
        let stems = stemmed_norms(&of.expression);
        let source = self.sources.len();
        self.sources.push(of.source.clone());
        let mut last: Option<(usize, usize)> = None;
        for span in plain_words(&of.source) {
            let mut norm = String::new();
            normalize(span.of(&of.source), &mut norm);
            let stemmed = theme.matching == Matching::Stem && stems.contains(&norm);
            let language = theme.stemming;
            let stem = self.stemmer(language).map(|stemmer| stemmer.stem(&norm).into_owned());
            let folded = fold_spelling(&fold_diacritics(&norm));
            let form = self.forms.len();
            if let Some((before, end)) = last
                && of.source.get(end..span.start) == Some(" ")
                && let Some(first) = self.forms.get(before)
            {
                let joined = format!("{}{norm}", first.norm);
                self.joined.entry(joined).or_default().push((before, form));
            }
            for (at, _) in norm.char_indices().skip(SAME_LETTERS) {
                let (left, right) = norm.split_at(at);
                if right.chars().count() >= SAME_LETTERS {
                    self.parts.extend([left.to_owned(), right.to_owned()]);
                }
            }
            if norm.chars().count() >= SHORTEST {
                let start: String = norm.chars().take(SAME_LETTERS).collect();
                self.by_start.entry(start).or_default().push(form);
            }
            last = Some((form, span.end));
            let theme = theme.theme;
            self.forms.push(WordForm {
                theme,
                pattern,
                source,
                span,
                norm,
                folded,
                stem,
                stemmed,
                language,
            });
        }
    }

    fn stemmer(&mut self, language: Language) -> Option<&Stemmer> {
        if !self.stemmers.iter().any(|stemmer| stemmer.language() == language) {
            self.stemmers.extend(Stemmer::new(language));
        }
        self.stemmers.iter().find(|stemmer| stemmer.language() == language)
    }

    /// Takes note of one type.
    pub fn visit(&mut self, norm: &str) {
        if norm.chars().any(|letter| !letter.is_alphabetic()) {
            return;
        }
        if self.parts.contains(norm) {
            self.known_parts.insert(norm.to_owned());
        }
        for &(first, second) in self.joined.get(norm).map_or(&[][..], Vec::as_slice) {
            if let (Some(first), Some(second)) = (self.forms.get(first), self.forms.get(second)) {
                let span = Span::new(first.span.start, second.span.end);
                let pattern = self.replaced(first.source, span, norm);
                let kind = SuggestionKind::Variant;
                self.found.insert((first.theme, pattern, first.pattern, kind, 1, Proof::Occurs));
            }
        }
        let start = norm.char_indices().nth(SAME_LETTERS).map_or(norm.len(), |(at, _)| at);
        let Some(forms) = self.by_start.get(norm.get(..start).unwrap_or_default()) else { return };
        let mut folded: Option<String> = None;
        let mut new = Vec::new();
        let mut stems = Vec::new();
        for &number in forms {
            let Some(form) = self.forms.get(number) else { continue };
            if form.norm == norm || self.stands_in(form.pattern, norm) {
                continue;
            }
            let stemmer = self.stemmers.iter().find(|known| known.language() == form.language);
            let stem = stemmer.map(|stemmer| stemmer.stem(norm));
            let same_stem = stem.is_some() && form.stem.as_deref() == stem.as_deref();
            let of_stem = stem.filter(|_| form.stemmed).map(|stem| (number, stem.into_owned()));
            if of_stem.as_ref().is_some_and(|key| same_stem || self.stems.contains(key)) {
                continue;
            }
            let folded =
                folded.get_or_insert_with(|| fold_spelling(&fold_diacritics(norm))).as_str();
            if let Some((kind, distance, proof)) = relation(form, norm, folded, same_stem) {
                let pattern = self.replaced(form.source, form.span, norm);
                new.push((form.theme, pattern, form.pattern, kind, distance, proof));
                stems.extend(of_stem);
            }
        }
        self.found.extend(new);
        self.stems.extend(stems);
    }

    /// Whether a pattern has this word, so that it cannot lack it.
    fn stands_in(&self, pattern: u32, norm: &str) -> bool {
        let first = self.forms.partition_point(|form| form.pattern < pattern);
        let rest = self.forms.get(first..).unwrap_or_default().iter();
        let mut words = rest.take_while(|form| form.pattern == pattern);
        words.any(|form| form.norm == norm)
    }

    fn replaced(&self, source: usize, span: Span, by: &str) -> String {
        let mut pattern = self.sources.get(source).cloned().unwrap_or_default();
        pattern.replace_range(span.start..span.end, by);
        pattern
    }

    /// The patterns with other words that the types allow.
    #[must_use]
    pub fn candidates(mut self) -> Vec<(Candidate, Proof)> {
        for form in &self.forms {
            for (at, _) in form.norm.char_indices().skip(SAME_LETTERS) {
                let (left, right) = form.norm.split_at(at);
                let known = |part: &str| self.known_parts.contains(part);
                if right.chars().count() >= SAME_LETTERS && known(left) && known(right) {
                    let pattern = self.replaced(form.source, form.span, &format!("{left} {right}"));
                    let kind = SuggestionKind::Variant;
                    self.found.insert((form.theme, pattern, form.pattern, kind, 1, Proof::Occurs));
                }
            }
        }
        let candidates = self.found.into_iter().map(|found| {
            let (theme, pattern, of, kind, distance, proof) = found;
            let (of, distance) = (Some(of), Some(distance));
            (Candidate { theme, pattern, kind, c_value: None, of, distance }, proof)
        });
        candidates.collect()
    }
}

/// What a type is to the word of a pattern: kind, edits, and what has to be shown.
fn relation(
    form: &WordForm,
    norm: &str,
    folded: &str,
    same_stem: bool,
) -> Option<(SuggestionKind, u32, Proof)> {
    let edits = || strsim::osa_distance(&form.norm, norm);
    let small = |edits: usize| u32::try_from(edits).unwrap_or(u32::MAX);
    if folded == form.folded {
        return Some((SuggestionKind::Variant, small(edits()), Proof::Occurs));
    }
    if same_stem {
        return Some((SuggestionKind::Inflection, small(edits()), Proof::Occurs));
    }
    if is_derived(&form.norm, norm, form.language) {
        return Some((SuggestionKind::Inflection, small(edits()), Proof::Associated));
    }
    let (one, other) = (form.norm.chars().count(), norm.chars().count());
    let long = one.min(other) >= SHORTEST_MISSPELT;
    let misspelt = long && one.abs_diff(other) <= 1 && edits() == 1;
    misspelt.then_some((SuggestionKind::Variant, 1, Proof::Rare))
}

/// Whether both words may come from one, by how they begin and end.
fn is_derived(one: &str, other: &str, language: Language) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    if common < SHORTEST || common * 5 < shorter * 3 {
        return false;
    }
    let rest = |word: &str, kept: usize| word.chars().skip(kept).collect::<String>();
    if language != Language::ENGLISH {
        let ending = |word: &str| word.chars().count() - common;
        return ending(one) <= LOOSE_ENDING && ending(other) <= LOOSE_ENDING;
    }
    // The common letters may hold the beginning of an ending: `profitable` and `profitability`.
    let listed = |word: &str, kept: usize| ENDINGS.contains(&rest(word, kept).as_str());
    (common.saturating_sub(2).max(SHORTEST)..=common)
        .any(|kept| listed(one, kept) && listed(other, kept))
}

/// The norms that a pattern compares by their stems.
fn stemmed_norms(expression: &Expression) -> BTreeSet<String> {
    fn gather(expression: &Expression, into: &mut BTreeSet<String>) {
        if let Expression::Word(word) = expression {
            let word = match word {
                Word::Loose { word, .. } => word,
                word => word,
            };
            if let Word::Stem { norm, .. } = word {
                into.insert(norm.clone());
            }
        }
        expression.parts().for_each(|part| gather(part, into));
    }
    let mut norms = BTreeSet::new();
    gather(expression, &mut norms);
    norms
}

/// The places of words in a pattern that another word can stand for.
fn plain_words(source: &str) -> Vec<Span> {
    if source.contains('@') || source.contains("=\"") {
        return Vec::new();
    }
    let end = source.find("EXCEPT").unwrap_or(source.len());
    let regexes = regex_spans(source);
    let before = |span: &Span| source.get(..span.start).and_then(|text| text.chars().next_back());
    let after = |span: &Span| source.get(span.end..).and_then(|text| text.chars().next());
    let plain = tokens(source).filter(|span| {
        let word = span.of(source);
        let free = !matches!(before(span), Some('=' | '*' | '?'))
            && !matches!(after(span), Some('*' | '?'));
        let outside = !regexes.iter().any(|regex| regex.contains(span.start));
        let operator = matches!(word, "NEAR" | "BEFORE");
        free && outside && !operator && span.end <= end && word.chars().all(char::is_alphabetic)
    });
    plain.collect()
}

/// The regular expressions in a pattern: from a `/` that begins a part to the next one.
fn regex_spans(source: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = source.get(from..).and_then(|rest| rest.find('/')).map(|at| from + at) {
        let before = source.get(..start).and_then(|text| text.chars().next_back());
        from = start + 1;
        if before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '(' | '|')) {
            let length = source.get(from..).and_then(|rest| rest.find('/'));
            let end = length.map_or(source.len(), |length| from + length + 1);
            spans.push(Span::new(start, end));
            from = end;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        plain_words(source).iter().map(|span| span.of(source)).collect()
    }

    #[test]
    fn words_are_replaced_where_they_stand_for_themselves() {
        assert_eq!(words("low tariff|duty"), ["low", "tariff", "duty"]);
        assert_eq!(words("threat* NEAR/6 \"domestic market\""), ["domestic", "market"]);
        assert_eq!(words("/labou?r/ cost /x y/"), ["cost"]);
        assert_eq!(words("=AEC trade EXCEPT trade union"), ["trade"]);
        assert!(words("@motives BEFORE/3 growth").is_empty());
        assert_eq!(words("threat .../3 market"), ["threat", "market"]);
    }

    #[test]
    fn derived_words_begin_and_end_alike() {
        for (one, other, derived) in [
            ("franchise", "franchisee", true),
            ("protection", "protectionism", true),
            ("profitable", "profitability", true),
            ("competition", "competitors", true),
            ("import", "importance", true),
            ("tariff", "tarragon", false),
            ("cost", "coast", false),
        ] {
            assert_eq!(is_derived(one, other, Language::ENGLISH), derived, "{one} {other}");
        }
    }
}
