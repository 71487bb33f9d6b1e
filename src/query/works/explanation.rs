//! What each work was put together from, as a table: one row a reference, with why it is there.

use std::collections::BTreeMap;

use super::{Member, Reason, Work, Works, WorksOptions};
use crate::error::Result;
use crate::model::table::Display;
use crate::model::{Cell, Column, Provenance, Span, Table};
use crate::query::facts::CorpusFacts;
use crate::query::passage::{TextSource, squeezed};
use crate::query::selection::Selection;

impl Works {
    /// One row for each reference of the works that were put together from several, works as in
    /// [`Works::to_table`]; each row comes after that of the reference that it was joined to, and
    /// says why it was.
    ///
    /// Columns: `work`, `work_id`, `entry` (its name in a file of decisions: paper and number),
    /// `document`, `reference`, `start`, `end`, `joined_to`, `reason`, `similarity`, `printed`.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn to_explanation(
        &self,
        corpus: &CorpusFacts,
        selection: &Selection,
        options: WorksOptions,
        source: &dyn TextSource,
        provenance: Provenance,
    ) -> Result<Table> {
        let (ranked, _) = self.ranked(corpus, selection, options);
        let members = |place: usize| self.members.get(place).map(Vec::as_slice).unwrap_or_default();
        let joined: Vec<(&Work, &[Member])> = ranked
            .into_iter()
            .filter_map(|(place, _)| Some((self.works.get(place)?, members(place))))
            .filter(|(_, members)| members.len() > 1)
            .collect();
        let printed = printed(joined.iter().flat_map(|(_, members)| members.iter()), source)?;
        let references: usize = joined.iter().map(|(_, members)| members.len()).sum();
        let title = match joined.len() {
            1 => format!("1 work, put together from {references} references"),
            works => format!("{works} works, put together from {references} references"),
        };
        let mut table = Table::new("works_explained", title);
        table.columns = columns();
        for (work, members) in joined {
            for member in members {
                let text = printed.get(&(member.document, member.span.start)).map(String::as_str);
                table.push(row(work, member, members, text, corpus));
            }
        }
        table.provenance = provenance;
        Ok(table)
    }
}

/// What stands at the places of members, by paper and first byte; each paper is read once.
fn printed<'a>(
    members: impl Iterator<Item = &'a Member>,
    source: &dyn TextSource,
) -> Result<BTreeMap<(u32, usize), String>> {
    let mut places: Vec<(u32, Span)> =
        members.map(|member| (member.document, member.span)).collect();
    places.sort_unstable_by_key(|(document, span)| (*document, span.start, span.end));
    let mut printed = BTreeMap::new();
    for paper in places.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(document, _)) = paper.first() else { continue };
        let text = source.read(document)?.text;
        let cut = paper.iter().map(|(_, span)| ((document, span.start), squeezed(span.of(&text))));
        printed.extend(cut);
    }
    Ok(printed)
}

fn row(
    work: &Work,
    member: &Member,
    members: &[Member],
    printed: Option<&str>,
    corpus: &CorpusFacts,
) -> Vec<Cell> {
    let name = |document: u32| corpus.documents.get(document as usize).map(|facts| &*facts.name);
    let entry = |member: &Member| {
        let document = name(member.document).unwrap_or_default();
        match member.reference {
            Some(reference) => format!("{document}#{}", reference + 1),
            None => format!("{document}, in its text"),
        }
    };
    let other = member.joined.and_then(|joined| members.get(joined.to));
    let reason = member.joined.map(|joined| joined.reason);
    let similarity = match reason {
        Some(Reason::Title(similarity)) => Cell::real(similarity),
        _ => Cell::Missing,
    };
    vec![
        work.label.as_str().into(),
        work.id.as_str().into(),
        entry(member).into(),
        name(member.document).into(),
        member.reference.map(|reference| reference + 1).into(),
        member.span.start.into(),
        member.span.end.into(),
        other.map(entry).into(),
        reason.map_or_else(|| "(first)".to_owned(), |reason| reason.to_string()).into(),
        similarity,
        printed.into(),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("work", "cited work, as a text names it").shown(Display::Brief),
        Column::text("work_id", "id of the work").hidden(),
        Column::text("entry", "the reference: paper, and number in its bibliography").hidden(),
        Column::text("document", "name of the paper").shown(Display::Brief),
        Column::ordinal("reference", "number in the paper's bibliography, from 1").labelled("#"),
        Column::ordinal("start", "first byte of the reference in the text").hidden(),
        Column::ordinal("end", "one past the last byte").hidden(),
        Column::text("joined_to", "the reference before it that it was joined to").hidden(),
        Column::text("reason", "what agrees with that one").labelled("agrees in"),
        Column::real("similarity", 2, "similarity of the titles, where they were the reason")
            .hidden(),
        Column::text("printed", "the reference as printed").shown(Display::Brief),
    ]
}
