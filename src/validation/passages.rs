//! Codings of passages, as programs for qualitative analysis have them, turned into codes of sentences.
//!
//! A coder who worked through whole papers in such a program marked passages and gave each a theme; what is
//! not marked is denied. So every sentence of a paper that was coded whole has a code for every theme: yes
//! where a passage of the theme shares a character with it. Such a paper is a stratum of its own, of which
//! every sentence was drawn: nothing in it is uncertain, and it stands for no other paper.

use super::SentenceSource;
use super::coded::{CodedRow, Codes};
use super::key::{DrawStamp, RowKey, text_hash};
use crate::error::Result;
use crate::model::Coding;
use crate::query::passage::squeezed;
use crate::query::{CorpusFacts, DocumentText, TextSource};

/// Papers that were coded whole. For coders who are compared, they have to be the same.
pub struct WholeTexts<'a> {
    /// Names of the papers; those that are not in the corpus have no codes.
    pub documents: &'a [&'a str],
    /// Papers and codebook at the time of coding.
    pub draw: DrawStamp,
    /// The corpus.
    pub corpus: &'a CorpusFacts,
    /// Its sentences.
    pub sentences: &'a dyn SentenceSource,
    /// Its texts.
    pub source: &'a dyn TextSource,
}

impl WholeTexts<'_> {
    /// What `coder`, who looked for `themes` and marked the passages of `codings`, says of every sentence.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn codes(&self, coder: &str, themes: &[&str], codings: &[Coding]) -> Result<Codes> {
        let mut rows = Vec::new();
        for (stratum, &name) in (0_u16..).zip(self.documents) {
            let facts = &self.corpus.documents;
            let place = facts.binary_search_by(|facts| facts.name.as_str().cmp(name));
            if let Some(document) = place.ok().and_then(|place| u32::try_from(place).ok()) {
                let own: Vec<&Coding> = codings.iter().filter(|it| it.document == name).collect();
                self.add(&mut rows, (document, name, stratum), themes, &own)?;
            }
        }
        let themes = themes.iter().map(|&theme| theme.to_owned()).collect();
        Ok(Codes { coder: coder.to_owned(), themes, rows, passed_over: Vec::new() })
    }

    fn add(
        &self,
        rows: &mut Vec<CodedRow>,
        (document, name, stratum): (u32, &str, u16),
        themes: &[&str],
        codings: &[&Coding],
    ) -> Result<()> {
        let DocumentText { text, layers, .. } = self.source.read(document)?;
        let numbers = self.sentences.sentences(document)?;
        let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        for number in numbers {
            let Some(span) = layers.sentences.get(number as usize) else { continue };
            let raises = |theme: &&str| {
                let mut of_theme = codings.iter().filter(|coding| coding.theme == **theme);
                let shares = |it: &&&Coding| it.span.start < span.end && span.start < it.span.end;
                Some(of_theme.any(|coding| shares(&coding)))
            };
            let hash = text_hash(&squeezed(span.of(&text)));
            rows.push(CodedRow {
                document: name.to_owned(),
                number: number + 1,
                key: RowKey { text: hash, draw: self.draw, stratum, size: count, drawn: count },
                codes: themes.iter().map(raises).collect(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Format, parse};
    use crate::model::{Layers, Provenance, Section, SectionKind, Span};
    use crate::query::{DocumentFacts, SectionSet, Selection};
    use crate::stats::bootstrap::Bootstrap;
    use crate::validation::accuracy::accuracy;
    use crate::validation::judge::{Judged, Truth};
    use crate::validation::locate::Located;

    const TEXT: &str = "Größe zählt. Löhne sind niedrig. Firmen wandern. Ende.";

    /// One paper whose sentences end at stops.
    struct Paper;

    impl Paper {
        fn sentences() -> Vec<Span> {
            let ends = TEXT.match_indices('.').map(|(at, _)| at + 1);
            let mut start = 0;
            ends.map(|end| Span::new(std::mem::replace(&mut start, end + 1), end)).collect()
        }
    }

    impl SentenceSource for Paper {
        fn sentences(&self, _: u32) -> Result<Vec<u32>> {
            Ok(vec![0, 1, 2])
        }
    }

    impl TextSource for Paper {
        fn read(&self, _: u32) -> Result<DocumentText> {
            let kind = SectionKind::Other;
            let section = Section { span: Span::new(0, TEXT.len()), title: None, kind, level: 0 };
            let layers = Layers {
                sections: vec![section],
                sentences: Self::sentences(),
                ..Layers::default()
            };
            Ok(DocumentText { text: TEXT.to_owned(), layers, ..DocumentText::default() })
        }

        fn tokens(&self, _: &str) -> Vec<Span> {
            Vec::new()
        }
    }

    #[test]
    fn sentences_that_share_a_character_with_a_passage_have_its_theme() {
        let facts = DocumentFacts { name: "a.txt".to_owned(), ..DocumentFacts::default() };
        let corpus = CorpusFacts { documents: vec![facts] };
        let texts = WholeTexts {
            documents: &["a.txt", "gone.txt"],
            draw: DrawStamp::of(&Provenance::default()),
            corpus: &corpus,
            sentences: &Paper,
            source: &Paper,
        };
        // "Löhne sind niedrig. F": bytes 16 to 38.
        let coding = |start, end| Coding {
            document: "a.txt".to_owned(),
            span: Span::new(start, end),
            theme: "wages".to_owned(),
            coder: "anna".to_owned(),
        };
        let says = |coding| {
            let codes = texts.codes("anna", &["wages"], &[coding]).unwrap();
            codes.rows.iter().map(|row| row.codes[0] == Some(true)).collect::<Vec<_>>()
        };
        assert_eq!(says(coding(16, 38)), [false, true, true]);
        assert_eq!(says(coding(16, 37)), [false, true, false]);
        assert_eq!(says(coding(0, 15)), [true, false, false]);
        // The way on: nothing of a paper that was coded whole is uncertain.
        let codes = [texts.codes("anna", &["wages"], &[coding(16, 37)]).unwrap()];
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let located = Located::find(&codes, &corpus, &selection, &[], &Paper).unwrap();
        assert_eq!((located.units.len(), located.lost.len()), (3, 0));
        let codebook = parse("c.yaml", "themes: {wages: [lohn]}", Format::Yaml).unwrap();
        let judged = Judged::new(&codes, located, &codebook);
        let bootstrap = Bootstrap { resamples: 10, seed: 1, level: 0.95 };
        let row = accuracy(&judged, Truth::Each, bootstrap).remove(0);
        let prevalence = row.corpus.prevalence.unwrap();
        assert_eq!((prevalence.low, prevalence.high), (1.0 / 3.0, 1.0 / 3.0));
        assert_eq!(row.corpus.recall.map(|recall| recall.share), Some(0.0));
    }
}
