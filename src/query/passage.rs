//! The texts behind numbers: where mentions stand, and passages fit to be shown.
//!
//! Texts are read one document at a time, when a query shows them. Passages come with their white
//! space as single spaces, since lines of hard-wrapped sources end anywhere.

use super::facts::MentionFacts;
use crate::error::Result;
use crate::model::{Citation, Layers, Reference, Span};

/// The text of one document with what was found in it.
#[derive(Clone, Debug, Default)]
pub struct DocumentText {
    /// The whole text.
    pub text: String,
    /// Pages, sections, paragraphs, sentences.
    pub layers: Layers,
    /// Number of the first token of each sentence, as many as [`Layers::sentences`].
    pub sentence_tokens: Vec<u32>,
    /// Citations in the order of the text.
    pub citations: Vec<Citation>,
    /// Entries of the bibliography.
    pub references: Vec<Reference>,
}

/// Gives texts on demand, to several threads at once.
pub trait TextSource: Sync {
    /// The text of a document, by its place in the corpus.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn read(&self, document: u32) -> Result<DocumentText>;

    /// The tokens of a passage, by the analyzer of the index.
    fn tokens(&self, passage: &str) -> Vec<Span>;

    /// How many threads may read texts at once.
    fn jobs(&self) -> usize {
        1
    }
}

/// The sentences of one document with their tokens, found one by one as they are asked for.
pub(crate) struct Sentences<'a> {
    source: &'a dyn TextSource,
    pub(super) document: &'a DocumentText,
    last: Option<(usize, Vec<Span>)>,
}

impl<'a> Sentences<'a> {
    pub(crate) const fn new(source: &'a dyn TextSource, document: &'a DocumentText) -> Self {
        Self { source, document, last: None }
    }

    /// The span of a sentence in the text; empty where there is no such sentence.
    pub(crate) fn span(&self, sentence: usize) -> Span {
        self.document.layers.sentences.get(sentence).copied().unwrap_or_default()
    }

    /// The tokens of a sentence, as spans of the text.
    pub(super) fn tokens(&mut self, sentence: usize) -> &[Span] {
        if self.last.as_ref().is_none_or(|(known, _)| *known != sentence) {
            let span = self.span(sentence);
            let mut tokens = self.source.tokens(span.of(&self.document.text));
            for token in &mut tokens {
                *token = token.shifted(span.start);
            }
            self.last = Some((sentence, tokens));
        }
        self.last.as_ref().map_or(&[], |(_, tokens)| tokens.as_slice())
    }

    /// Where a mention stands in the text; `None` where it fits no sentence of the document.
    pub(crate) fn locate(&mut self, mention: &MentionFacts) -> Option<Span> {
        let sentence = mention.sentence as usize;
        let before = *self.document.sentence_tokens.get(sentence)?;
        let first = mention.first_token.checked_sub(before)? as usize;
        let last = mention.end_token.checked_sub(before)?.checked_sub(1)? as usize;
        let tokens = self.tokens(sentence);
        let start = tokens.get(first)?.start;
        let end = tokens.get(last).or(tokens.last())?.end;
        Some(Span::new(start, end))
    }
}

/// The mentions of each document that has any, in order, with the document's place.
pub(super) fn by_document<'a>(
    mentions: &'a [&'a MentionFacts],
) -> impl Iterator<Item = (u32, &'a [&'a MentionFacts])> {
    mentions
        .chunk_by(|a, b| a.document == b.document)
        .filter_map(|chunk| chunk.first().map(|first| (first.document, chunk)))
}

/// `text` with white space as single spaces and none at its ends.
pub(crate) fn squeezed(text: &str) -> String {
    squeezed_with_marks(text, &[]).0
}

/// `text` with white space as single spaces and none at its ends, and `marks` (sorted spans of
/// `text`) moved along.
pub(crate) fn squeezed_with_marks(text: &str, marks: &[Span]) -> (String, Vec<Span>) {
    let mut squeezed = String::with_capacity(text.len());
    let mut places: Vec<usize> = Vec::with_capacity(2 * marks.len());
    let mut ends: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    ends.sort_unstable();
    let mut ends = ends.into_iter().peekable();
    let mut gap = false;
    let (mut offset, mut rest) = (0, text);
    while let Some(first) = rest.chars().next() {
        // Printed ASCII is taken by the run, anything else by the character.
        let run = rest.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(rest.len());
        while ends.next_if(|&end| end <= offset).is_some() {
            places.push(squeezed.len() + usize::from(gap && !first.is_whitespace()));
        }
        let length = if run > 0 { run } else { first.len_utf8() };
        let (piece, after) = rest.split_at(length);
        if first.is_whitespace() {
            gap = !squeezed.is_empty();
        } else {
            if std::mem::take(&mut gap) {
                squeezed.push(' ');
            }
            while let Some(end) = ends.next_if(|&end| end < offset + run) {
                places.push(squeezed.len() + end - offset);
            }
            squeezed.push_str(piece);
        }
        offset += length;
        rest = after;
    }
    places.extend(ends.map(|_| squeezed.len()));
    let marks = places.chunks_exact(2).filter_map(|pair| match pair {
        [start, end] => Some(Span::new(*start, *end)),
        _ => None,
    });
    let marks = marks.filter(|mark| !mark.is_empty()).collect();
    (squeezed, marks)
}

/// Spans sorted, those that overlap or touch joined.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::{Section, SectionKind};
    use proptest::prelude::*;

    /// Documents in memory: sentences end at stops, tokens are words between spaces and stops.
    pub(crate) struct Memory(pub(crate) Vec<DocumentText>);

    impl TextSource for Memory {
        fn read(&self, document: u32) -> Result<DocumentText> {
            Ok(self.0[document as usize].clone())
        }

        fn tokens(&self, passage: &str) -> Vec<Span> {
            let mut tokens = Vec::new();
            let mut start = None;
            for (offset, character) in passage.char_indices() {
                match (character.is_alphanumeric(), start) {
                    (true, None) => start = Some(offset),
                    (false, Some(from)) => {
                        tokens.push(Span::new(from, offset));
                        start = None;
                    }
                    _ => {}
                }
            }
            tokens.extend(start.map(|from| Span::new(from, passage.len())));
            tokens
        }
    }

    impl Memory {
        /// One paper of one section, its paragraphs divided by empty lines.
        pub(crate) fn document(text: &str, kind: SectionKind) -> DocumentText {
            let mut layers = Layers::default();
            let mut sentence_tokens = Vec::new();
            let (mut offset, mut tokens) = (0, 0);
            for paragraph in text.split_inclusive("\n\n") {
                layers.paragraphs.push(Span::new(offset, offset + paragraph.trim_end().len()));
                for sentence in paragraph.split_inclusive(". ") {
                    let span = Span::new(offset, offset + sentence.len()).trimmed(text);
                    layers.sentences.push(span);
                    sentence_tokens.push(tokens);
                    tokens += u32::try_from(Self(Vec::new()).tokens(sentence).len()).unwrap();
                    offset += sentence.len();
                }
            }
            let span = Span::new(0, text.len());
            layers.sections.push(Section { span, title: None, kind, level: 0 });
            DocumentText {
                text: text.to_owned(),
                layers,
                sentence_tokens,
                ..DocumentText::default()
            }
        }

        /// The mention of `words` (adjacent tokens) that starts the earliest.
        pub(crate) fn mention(&self, document: u32, theme: u32, words: &str) -> MentionFacts {
            let text = &self.0[document as usize];
            let start = text.text.find(words).unwrap();
            let before = self.tokens(&text.text[..start]).len();
            let length = self.tokens(words).len();
            MentionFacts {
                document,
                theme,
                pattern: theme,
                first_token: u32::try_from(before).unwrap(),
                end_token: u32::try_from(before + length).unwrap(),
                sentence: u32::try_from(text.layers.sentence_at(start).unwrap()).unwrap(),
                section: text.layers.section_at(start).unwrap().kind,
                negated: false,
                hedged: false,
                union: false,
            }
        }
    }

    #[test]
    fn marks_move_with_squeezed_text() {
        let text = "  low \n tariffs and\t\tlabour ";
        let (squeezed, marks) = squeezed_with_marks(text, &[Span::new(2, 15), Span::new(21, 27)]);
        assert_eq!(squeezed, "low tariffs and labour");
        let marked: Vec<_> = marks.iter().map(|mark| mark.of(&squeezed)).collect();
        assert_eq!(marked, ["low tariffs", "labour"]);
    }

    #[test]
    fn a_mention_is_located_in_its_sentence() {
        let memory = Memory(vec![Memory::document(
            "Firms grow. They want cheap labour. Why?",
            SectionKind::Other,
        )]);
        let mention = memory.mention(0, 0, "cheap labour");
        let document = memory.read(0).unwrap();
        let mut sentences = Sentences::new(&memory, &document);
        assert_eq!(sentences.locate(&mention).unwrap().of(&document.text), "cheap labour");
        assert_eq!(sentences.locate(&MentionFacts { sentence: 9, ..mention }), None);
        assert_eq!(sentences.locate(&MentionFacts { first_token: 0, ..mention }), None);
    }

    /// As the text is squeezed character by character.
    fn squeezed_slowly(text: &str, marks: &[Span]) -> (String, Vec<Span>) {
        let moved = |end: usize| {
            let end = (end..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
            let (before, after) = text.split_at(end);
            let words: Vec<&str> = before.split_whitespace().collect();
            let next = after.chars().next();
            let gap = before.ends_with(char::is_whitespace) && !words.is_empty();
            let gap = gap && next.is_some_and(|next| !next.is_whitespace());
            words.join(" ").len() + usize::from(gap)
        };
        let marks = marks.iter().map(|mark| Span::new(moved(mark.start), moved(mark.end)));
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (squeezed, marks.filter(|mark| !mark.is_empty()).collect())
    }

    proptest! {
        #[test]
        fn runs_are_squeezed_as_characters_are(
            text in "[a-c é\n\t漢\u{a0}\u{7}]{0,30}",
            ends in proptest::collection::vec(0_usize..50, 0..6),
        ) {
            let mut ends: Vec<_> = ends.into_iter().map(|end| end.min(text.len())).collect();
            ends.sort_unstable();
            let marks: Vec<_> = ends.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            prop_assert_eq!(squeezed_with_marks(&text, &marks), squeezed_slowly(&text, &marks));
        }

        #[test]
        fn squeezed_marks_lie_in_the_text(text in "[a é\n\t漢]{0,30}", ends in proptest::collection::vec(0_usize..40, 0..6)) {
            let mut ends: Vec<_> = ends.into_iter().map(|end| end.min(text.len())).collect();
            ends.sort_unstable();
            let marks: Vec<_> = ends.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let (squeezed, marks) = squeezed_with_marks(&text, &marks);
            prop_assert_eq!(&squeezed, &text.split_whitespace().collect::<Vec<_>>().join(" "));
            for mark in marks {
                prop_assert!(squeezed.get(mark.start..mark.end).is_some());
            }
        }
    }
}
