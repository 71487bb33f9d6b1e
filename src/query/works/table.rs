//! The most cited works as a table.

use super::{Work, Works};
use crate::model::table::ColumnKind;
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::facts::CorpusFacts;
use crate::query::filter::field::full_name;
use crate::query::selection::{SectionSet, Selection};

/// Which works are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorksOptions {
    /// Works that so many papers cite at least.
    pub least_papers: u64,
    /// At most so many works.
    pub limit: Option<usize>,
}

impl Default for WorksOptions {
    /// Every cited work.
    fn default() -> Self {
        Self { least_papers: 1, limit: None }
    }
}

/// How often a work is cited in a selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkUse {
    /// Papers that cite it, or list it in their bibliography.
    pub papers: u64,
    /// Markers that point to it.
    pub citations: u64,
    /// Those of them whose authors are named in the sentence.
    pub narrative: u64,
    /// Year of the first citing paper.
    pub first_year: Option<i32>,
    /// Year of the last citing paper.
    pub last_year: Option<i32>,
}

impl WorkUse {
    fn add_paper(&mut self, document: u32, corpus: &CorpusFacts) {
        self.papers += 1;
        let facts = corpus.documents.get(document as usize);
        if let Some(year) = facts.and_then(|facts| facts.metadata.year) {
            self.first_year = Some(self.first_year.map_or(year, |first| first.min(year)));
            self.last_year = Some(self.last_year.map_or(year, |last| last.max(year)));
        }
    }
}

impl Works {
    /// How often each work is cited in the selected sections, in the order of [`Works::works`].
    ///
    /// A paper that lists a work without citing it counts where all of its running text is
    /// selected.
    #[must_use]
    pub fn uses(&self, corpus: &CorpusFacts, selection: &Selection) -> Vec<WorkUse> {
        let mut uses = vec![WorkUse::default(); self.works.len()];
        for cited in &self.cited {
            if selection.contains(cited.document, cited.section)
                && let Some(work) = uses.get_mut(cited.work as usize)
            {
                work.citations += 1;
                work.narrative += u64::from(cited.narrative);
            }
        }
        for (number, document) in self.papers_citing(selection) {
            if let Some(work) = uses.get_mut(number as usize) {
                work.add_paper(document, corpus);
            }
        }
        uses
    }

    /// Each work with each paper that cites it in the selected sections, both by place and in order.
    ///
    /// A paper that lists a work without citing it counts where all of its running text is selected.
    #[must_use]
    pub fn papers_citing(&self, selection: &Selection) -> Vec<(u32, u32)> {
        let selected =
            self.cited.iter().filter(|cited| selection.contains(cited.document, cited.section));
        let mut papers: Vec<(u32, u32)> =
            selected.map(|cited| (cited.work, cited.document)).collect();
        for (number, work) in (0_u32..).zip(&self.works) {
            let listed = work.listed_in.iter().filter(|&&document| {
                let sections = selection.sections(document as usize);
                sections & SectionSet::RUNNING_TEXT == SectionSet::RUNNING_TEXT
            });
            papers.extend(listed.map(|&document| (number, document)));
        }
        papers.sort_unstable();
        papers.dedup();
        papers
    }

    /// The places of the works that are shown, the most cited first (by papers, then by citations,
    /// then by id), with their use; and how many works there are before the limit.
    #[must_use]
    pub fn ranked(
        &self,
        corpus: &CorpusFacts,
        selection: &Selection,
        options: WorksOptions,
    ) -> (Vec<(usize, WorkUse)>, usize) {
        let uses = self.uses(corpus, selection).into_iter().enumerate();
        let mut ranked: Vec<(usize, WorkUse)> =
            uses.filter(|(_, count)| count.papers >= options.least_papers.max(1)).collect();
        ranked.sort_by(|(a, x), (b, y)| {
            let counts = |count: &WorkUse| (count.papers, count.citations);
            counts(y).cmp(&counts(x)).then(a.cmp(b))
        });
        let all = ranked.len();
        ranked.truncate(options.limit.unwrap_or(usize::MAX));
        (ranked, all)
    }

    /// One row a work, the most cited first: by papers, then by citations, then by id.
    ///
    /// Columns: `work`, `label`, `authors`, `year`, `title`, `container`, `type`, `doi`, `papers`,
    /// `citations`, `narrative`, `first_cited`, `last_cited`, `in_corpus`, `merged`.
    #[must_use]
    pub fn to_table(
        &self,
        corpus: &CorpusFacts,
        selection: &Selection,
        options: WorksOptions,
        provenance: Provenance,
    ) -> Table {
        let (ranked, all) = self.ranked(corpus, selection, options);
        let title = match (ranked.len(), all) {
            (_, 1) => "1 cited work".to_owned(),
            (shown, all) if shown == all => format!("{all} cited works"),
            (shown, all) => format!("The {shown} most cited of {all} works"),
        };
        let mut table = Table::new("works", title);
        table.columns = columns();
        for (place, count) in ranked {
            if let Some(work) = self.works.get(place) {
                table.push(row(work, &count, corpus));
            }
        }
        table.provenance = provenance;
        table
    }
}

fn row(work: &Work, count: &WorkUse, corpus: &CorpusFacts) -> Vec<Cell> {
    let authors = work.authors.iter().map(|author| full_name(author).into_owned().into());
    let paper = work.in_corpus.and_then(|number| corpus.documents.get(number as usize));
    vec![
        work.id.as_str().into(),
        work.label.as_str().into(),
        Cell::List(authors.collect()),
        work.year.into(),
        work.title.as_deref().into(),
        work.container.as_deref().into(),
        work.kind.name().into(),
        work.doi.as_deref().into(),
        count.papers.into(),
        count.citations.into(),
        count.narrative.into(),
        count.first_year.into(),
        count.last_year.into(),
        paper.map(|paper| paper.name.as_str()).into(),
        work.merge.to_string().into(),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("work", "id of the work").hidden(),
        Column::text("label", "as a text names it").labelled("work"),
        Column::new(ColumnKind::Nested, "authors", "authors in order").hidden(),
        Column::ordinal("year", "year of publication").hidden(),
        Column::text("title", "title"),
        Column::text("container", "journal or book").hidden(),
        Column::text("type", "kind of publication").hidden(),
        Column::text("doi", "digital object identifier").hidden(),
        Column::integer("papers", "papers that cite or list it").bar(),
        Column::integer("citations", "markers in the text that point to it"),
        Column::integer("narrative", "markers whose authors are named in the sentence").hidden(),
        Column::ordinal("first_cited", "year of the first citing paper").hidden(),
        Column::ordinal("last_cited", "year of the last citing paper").hidden(),
        Column::text("in_corpus", "the paper of the corpus that is this work").hidden(),
        Column::text("merged", "what joined its references").hidden(),
    ]
}
