//! Sentences that raise themes, each once, with all that it raises and the works cited near it.
//!
//! A concordance has a line for each mention, so a sentence with three themes stands there three times.
//! Where many sentences are shown together, as in the report, each is quoted once, and of a theme with very
//! many sentences a sample is drawn before any text is read, in which each is as likely as any other
//! ([`crate::stats::random`]); a seed always draws the same ones.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::Evidence;
use super::facts::MentionFacts;
use super::passage::{Sentences, TextSource, squeezed, squeezed_with_marks};
use super::selection::Selection;
use crate::error::Result;
use crate::model::{SectionKind, Span};
use crate::stats::random::Generator;

/// A sentence, by document and its number there from 0.
pub type SentencePlace = (u32, u32);

/// One sentence that raises themes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Place of the document in the corpus.
    pub document: u32,
    /// The sentence, from 0 in the document.
    pub sentence: u32,
    /// Kind of section.
    pub section: SectionKind,
    /// Page of its beginning.
    pub page: Option<String>,
    /// The sentence, its white space as single spaces.
    pub text: String,
    /// The mentions in it, by place and theme.
    pub mentions: Vec<QuotedMention>,
    /// Works cited in it or beside it, with how many sentences later the nearest citation stands.
    pub works: Vec<(u32, i64)>,
    /// The sentence before, where a work is cited there and not here.
    pub before: Option<String>,
    /// The sentence after, where a work is cited there and not here.
    pub after: Option<String>,
}

/// A mention in a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuotedMention {
    /// Its words in [`Quotation::text`].
    pub span: Span,
    /// Place of the theme in the codebook's order.
    pub theme: u32,
    /// Whether the sentence denies it.
    pub negated: bool,
    /// Whether the sentence holds it less than certain.
    pub hedged: bool,
}

/// Quoted sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotations {
    /// In the order of documents and sentences.
    pub quotations: Vec<Quotation>,
    /// All sentences that raise a theme by its own patterns, before the sample.
    pub sentences: usize,
}

impl Quotations {
    /// Quotes at most `most` sentences of each theme among `mentions` that are selected, and all sentences
    /// that are drawn for some theme with all their mentions. `evidence` tells the works cited near.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn collect(
        mentions: &[MentionFacts],
        selection: &Selection,
        evidence: &Evidence,
        most: usize,
        source: &dyn TextSource,
    ) -> Result<Self> {
        let counted = |m: &&MentionFacts| !m.union && selection.contains(m.document, m.section);
        let mut places: BTreeMap<SentencePlace, Vec<&MentionFacts>> = BTreeMap::new();
        for mention in mentions.iter().filter(counted) {
            places.entry((mention.document, mention.sentence)).or_default().push(mention);
        }
        let drawn = drawn(&places, most);
        let cited = cited_near(evidence);
        let mut quotations = Vec::with_capacity(drawn.len());
        let drawn: Vec<SentencePlace> = drawn.into_iter().collect();
        for of_document in drawn.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(document, _)) = of_document.first() else { continue };
            let text = source.read(document)?;
            let mut sentences = Sentences::new(source, &text);
            for place in of_document {
                let mentions = places.get(place).map(Vec::as_slice).unwrap_or_default();
                let works = cited.get(place).cloned().unwrap_or_default();
                quotations.extend(quotation(*place, mentions, works, &mut sentences));
            }
        }
        Ok(Self { quotations, sentences: places.len() })
    }
}

/// The sentences of each theme, at most so many of each, together.
fn drawn(
    places: &BTreeMap<SentencePlace, Vec<&MentionFacts>>,
    most: usize,
) -> BTreeSet<SentencePlace> {
    let mut by_theme: BTreeMap<u32, BTreeSet<SentencePlace>> = BTreeMap::new();
    for (place, mentions) in places {
        for mention in mentions {
            by_theme.entry(mention.theme).or_default().insert(*place);
        }
    }
    let mut drawn = BTreeSet::new();
    for (theme, sentences) in by_theme {
        if sentences.len() <= most {
            drawn.extend(sentences);
        } else {
            drawn.extend(
                Generator::new(theme.into())
                    .sample(sentences.into_iter().collect::<Vec<_>>().into_iter(), most),
            );
        }
    }
    drawn
}

/// For each sentence the works cited near it, in their order, with the nearest distance.
fn cited_near(evidence: &Evidence) -> BTreeMap<SentencePlace, Vec<(u32, i64)>> {
    let mut cited: BTreeMap<SentencePlace, Vec<(u32, i64)>> = BTreeMap::new();
    for row in &evidence.rows {
        cited.entry((row.document, row.sentence)).or_default().push((row.work, row.distance));
    }
    for works in cited.values_mut() {
        works.sort_unstable_by_key(|&(work, distance)| (work, distance.abs(), distance));
        works.dedup_by_key(|&mut (work, _)| work);
    }
    cited
}

fn quotation(
    (document, sentence): SentencePlace,
    mentions: &[&MentionFacts],
    works: Vec<(u32, i64)>,
    sentences: &mut Sentences,
) -> Option<Quotation> {
    let number = sentence as usize;
    let own = sentences.span(number);
    let mut located: Vec<(Span, &MentionFacts)> =
        mentions.iter().filter_map(|m| Some((sentences.locate(m)?, *m))).collect();
    located.sort_by_key(|(span, mention)| (*span, mention.theme));
    let text = &sentences.document.text;
    // Marks are moved one by one, since those of different themes may overlap.
    let moved = |span: Span| {
        let within =
            Span::new(span.start.saturating_sub(own.start), span.end.saturating_sub(own.start));
        squeezed_with_marks(own.of(text), &[within]).1.first().copied()
    };
    let quoted = located.iter().filter_map(|(span, mention)| {
        let MentionFacts { theme, negated, hedged, .. } = **mention;
        Some(QuotedMention { span: moved(*span)?, theme, negated, hedged })
    });
    let mentions_in_text: Vec<QuotedMention> = quoted.collect();
    let beside = |wanted: fn(i64) -> bool, at: Option<usize>| {
        let any = works.iter().any(|&(_, distance)| wanted(distance));
        let span = at.filter(|_| any).and_then(|at| sentences.document.layers.sentences.get(at))?;
        Some(squeezed(span.of(text)))
    };
    let before = beside(|distance| distance == -1, number.checked_sub(1));
    let after = beside(|distance| distance == 1, number.checked_add(1));
    Some(Quotation {
        document,
        sentence,
        section: located.first()?.1.section,
        page: sentences.document.layers.page_at(own.start).map(|page| page.label.clone()),
        text: squeezed(own.of(text)),
        mentions: mentions_in_text,
        before,
        after,
        works,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::evidence::EvidenceScope;
    use crate::query::facts::CorpusFacts;
    use crate::query::passage::tests::Memory;
    use crate::query::selection::SectionSet;

    const TEXT: &str =
        "Firms  want cheap labour. They fear low\ntariffs and cheap labour. Nothing here.";

    fn collect(most: usize) -> Quotations {
        let memory = Memory(vec![Memory::document(TEXT, SectionKind::Results)]);
        let corpus = CorpusFacts { documents: vec![Default::default()] };
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let labour = memory.mention(0, 0, "cheap labour");
        let tariffs = memory.mention(0, 1, "tariffs");
        let late = MentionFacts { first_token: 8, end_token: 10, sentence: 1, ..labour };
        let union = MentionFacts { theme: 2, union: true, ..tariffs };
        let evidence = Evidence { rows: Vec::new(), scope: EvidenceScope::default() };
        Quotations::collect(&[labour, late, tariffs, union], &selection, &evidence, most, &memory)
            .unwrap()
    }

    #[test]
    fn a_sentence_is_quoted_once_with_all_its_mentions() {
        let found = collect(10);
        assert_eq!((found.quotations.len(), found.sentences), (2, 2));
        let second = &found.quotations[1];
        assert_eq!(second.text, "They fear low tariffs and cheap labour.");
        let words: Vec<_> =
            second.mentions.iter().map(|m| (m.theme, m.span.of(&second.text))).collect();
        assert_eq!(words, [(1, "tariffs"), (0, "and cheap")]);
        assert_eq!(found.quotations[0].text, "Firms want cheap labour.");
    }

    #[test]
    fn of_a_frequent_theme_a_sample_is_drawn() {
        let found = collect(1);
        // The sentence of the rarer theme is quoted, whatever is drawn for the other one.
        assert!(found.quotations.iter().any(|quotation| quotation.sentence == 1));
        assert_eq!(found.sentences, 2);
        assert_eq!(found, collect(1));
    }
}
