//! Evidence as tables: one row a sentence, or one row for each theme and work.

use super::{Evidence, EvidenceRow, EvidenceScope};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::facts::{CorpusFacts, ThemeFacts};
use crate::query::works::{Work, Works};

/// What rows refer to by number.
#[derive(Clone, Copy)]
struct Names<'a> {
    corpus: &'a CorpusFacts,
    themes: &'a [ThemeFacts],
    works: &'a Works,
}

impl<'a> Names<'a> {
    fn theme(&self, theme: u32) -> Cell {
        self.themes.get(theme as usize).map(|theme| theme.path.as_str()).into()
    }

    fn work(&self, work: u32) -> Option<&'a Work> {
        self.works.works.get(work as usize)
    }
}

impl Evidence {
    /// One row a sentence: `theme`, `work` (its label), `work_id`, `document`, `year`, `section`,
    /// `page`, `sentence` (from 1), `distance`, `narrative`, `text`.
    #[must_use]
    pub fn to_table(
        &self,
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        works: &Works,
        provenance: Provenance,
    ) -> Table {
        let names = Names { corpus, themes, works };
        let title = format!("Works cited {}, one row a sentence", self.near());
        let mut table = Table::new("evidence", title);
        table.columns = vec![
            Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Brief),
            Column::text("work", "cited work, as a text names it").shown(Display::Brief),
            Column::text("work_id", "id of the work").hidden(),
            Column::text("document", "name of the citing paper").shown(Display::Brief),
            Column::ordinal("year", "year of the citing paper").hidden(),
            Column::text("section", "kind of section").hidden(),
            Column::text("page", "page of the sentence").hidden(),
            Column::ordinal("sentence", "number of the sentence in the paper, from 1").hidden(),
            Column::ordinal("distance", "sentences from the mention to the citation").hidden(),
            Column::new(ColumnKind::Flag, "narrative", "whether the sentence names the authors")
                .hidden(),
            Column::text("text", "passage from the mention to the nearest citation")
                .shown(Display::Wrapped),
        ];
        for row in &self.rows {
            table.push(cells(row, names));
        }
        table.provenance = provenance;
        table
    }

    /// One row for each theme and work: `theme`, `work`, `work_id`, `papers`, `sentences`,
    /// `narrative`.
    #[must_use]
    pub fn to_summary_table(
        &self,
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        works: &Works,
        provenance: Provenance,
    ) -> Table {
        let names = Names { corpus, themes, works };
        let mut table = Table::new("evidence_summary", format!("Works cited {}", self.near()));
        table.columns = vec![
            Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Tree),
            Column::text("work", "cited work, as a text names it"),
            Column::text("work_id", "id of the work").hidden(),
            Column::integer("papers", "papers with such a sentence").bar(),
            Column::integer("sentences", "sentences that raise the theme near the citation"),
            Column::integer("narrative", "those of them that name the authors"),
        ];
        for (theme, work, count) in self.summary() {
            let work = names.work(work);
            table.push(vec![
                names.theme(theme),
                work.map(|work| work.label.as_str()).into(),
                work.map(|work| work.id.as_str()).into(),
                count.papers.into(),
                count.sentences.into(),
                count.narrative.into(),
            ]);
        }
        table.provenance = provenance;
        table
    }

    const fn near(&self) -> &'static str {
        match self.scope {
            EvidenceScope::Sentence => "in sentences that raise a theme",
            EvidenceScope::Sentences(_) => "in or near sentences that raise a theme",
            EvidenceScope::Paragraph => "in paragraphs that raise a theme",
        }
    }
}

fn cells(row: &EvidenceRow, names: Names) -> Vec<Cell> {
    let document = names.corpus.documents.get(row.document as usize);
    let work = names.work(row.work);
    vec![
        names.theme(row.theme),
        work.map(|work| work.label.as_str()).into(),
        work.map(|work| work.id.as_str()).into(),
        document.map(|document| document.name.as_str()).into(),
        document.and_then(|document| document.metadata.year).into(),
        row.section.name().into(),
        row.page.clone().into(),
        row.sentence.saturating_add(1).into(),
        Cell::Integer(row.distance),
        row.narrative.into(),
        Cell::Marked(row.text.clone(), row.marks.clone()),
    ]
}
