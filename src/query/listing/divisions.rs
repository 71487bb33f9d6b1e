//! Sections and sentences, one row each, with their places in the text.

use super::{place, place_columns, surroundings};
use crate::model::{Cell, Column, Document, SectionKind, Span};
use crate::query::passage::squeezed;

/// The columns of [`section_rows`].
#[must_use]
pub fn section_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend([
        Column::ordinal("number", "number of the section in the paper, from 1"),
        Column::text("title", "words of its heading; empty before the first heading"),
        Column::text("section", "kind of section"),
        Column::ordinal("level", "depth of its heading, from 1; 0 before the first heading"),
        Column::integer("sentences", "sentences, the heading included"),
        Column::integer("tokens", "tokens, those of the heading included"),
    ]);
    columns
}

/// One row for each section of a kind that is selected; `tokens` are all tokens of the document.
#[must_use]
pub fn section_rows(
    document: &Document,
    tokens: &[Span],
    is_selected: impl Fn(SectionKind) -> bool,
) -> Vec<Vec<Cell>> {
    let layers = &document.layers;
    let sections = (1_usize..).zip(&layers.sections);
    let selected = sections.filter(|(_, section)| is_selected(section.kind));
    let rows = selected.map(|(number, section)| {
        let mut cells = place(document, section.span);
        cells.extend([
            number.into(),
            section.title.map(|title| squeezed(title.of(&document.text))).into(),
            section.kind.name().into(),
            u32::from(section.level).into(),
            starting_in(&layers.sentences, section.span).into(),
            starting_in(tokens, section.span).into(),
        ]);
        cells
    });
    rows.collect()
}

/// The columns of [`sentence_rows`].
#[must_use]
pub fn sentence_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend(super::surroundings_columns());
    columns.extend([
        Column::integer("tokens", "tokens of the sentence"),
        Column::text("text", "the sentence, its white space as single spaces"),
    ]);
    columns
}

/// One row for each sentence in a section of a kind that is selected; `tokens` are all tokens of the document.
#[must_use]
pub fn sentence_rows(
    document: &Document,
    tokens: &[Span],
    is_selected: impl Fn(SectionKind) -> bool,
) -> Vec<Vec<Cell>> {
    let layers = &document.layers;
    let in_selected = |sentence: &&Span| {
        layers.section_at(sentence.start).is_some_and(|section| is_selected(section.kind))
    };
    let rows = layers.sentences.iter().filter(in_selected).map(|&sentence| {
        let mut cells = place(document, sentence);
        cells.extend(surroundings(document, sentence.start));
        cells.extend([
            starting_in(tokens, sentence).into(),
            squeezed(sentence.of(&document.text)).into(),
        ]);
        cells
    });
    rows.collect()
}

/// How many of these ascending spans start in another.
fn starting_in(spans: &[Span], within: Span) -> usize {
    let before = |offset: usize| spans.partition_point(|span| span.start < offset);
    before(within.end) - before(within.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Layers, Metadata, Section, SourceFormat};

    #[test]
    fn sections_and_sentences_know_their_sizes_and_places() {
        let text = "Title\n\n1 Methods\n\nWe  asked.\nThey told.";
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let section = |span, title, kind, level| Section { span, title, kind, level };
        let layers = Layers {
            sections: vec![
                section(Span::new(0, 7), None, SectionKind::Other, 0),
                section(Span::new(7, text.len()), Some(span("Methods")), SectionKind::Methods, 1),
            ],
            sentences: ["Title", "1 Methods", "We  asked.", "They told."].map(span).to_vec(),
            ..Layers::default()
        };
        let document = Document {
            name: "lee.txt".to_owned(),
            hash: String::new(),
            format: SourceFormat::Text,
            text: text.to_owned(),
            metadata: Metadata::default(),
            layers,
            given: crate::model::GivenCitations::default(),
        };
        let tokens: Vec<Span> =
            ["Title", "1", "Methods", "We", "asked", "They", "told"].map(span).to_vec();
        let rows = section_rows(&document, &tokens, |_| true);
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[1][3..],
            [
                2_u64.into(),
                "Methods".into(),
                "methods".into(),
                1_u64.into(),
                3_u64.into(),
                6_u64.into(),
            ]
        );
        let rows = sentence_rows(&document, &tokens, |kind| kind == SectionKind::Methods);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1][3], 3_u64.into());
        assert_eq!(rows[1][6..], [2_u64.into(), "We asked.".into()]);
        assert_eq!(section_columns().len(), 9);
        assert_eq!(sentence_columns().len(), rows[0].len());
    }
}
