//! Every code with its sentence: the disagreements, to be read, or all of them, to compute with.

use super::judge::Judged;
use super::locate::Unit;
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Codebook, Column, Provenance, Span, Table};
use crate::query::CorpusFacts;

/// How codebook and coders differ on a theme in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They do not.
    None,
    /// Coders have the theme, and the codebook does not.
    Missed,
    /// The codebook has the theme, and no coder does.
    FalseAlarm,
    /// Coders differ among themselves.
    Coders,
}

impl Difference {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "agreed",
            Self::Missed => "missed",
            Self::FalseAlarm => "false alarm",
            Self::Coders => "coders differ",
        }
    }

    fn of(found: bool, codes: &[Option<bool>]) -> Self {
        match (codes.contains(&Some(true)), codes.contains(&Some(false))) {
            (true, true) => Self::Coders,
            (true, false) if !found => Self::Missed,
            (false, true) if found => Self::FalseAlarm,
            _ => Self::None,
        }
    }
}

/// One row a theme and selected sentence that any coder coded: all of them, or only those on which codebook
/// and coders differ.
#[must_use]
pub fn table(
    judged: &Judged,
    all: bool,
    corpus: &CorpusFacts,
    codebook: &Codebook,
    notes: Vec<String>,
    provenance: Provenance,
) -> Table {
    let (name, title) = if all { ("codes", "Codes") } else { ("disagreements", "Disagreements") };
    let mut table = Table::new(name, title);
    table.notes = notes;
    table.provenance = provenance;
    table.columns = columns(judged);
    let patterns: Vec<&str> =
        codebook.patterns().map(|(_, pattern)| pattern.source.as_str()).collect();
    for (place, &theme) in judged.themes.iter().enumerate() {
        // A theme that only puts others together has their disagreements, which have rows of their own.
        if codebook.themes.get(theme).is_none_or(|theme| theme.include.is_empty()) {
            continue;
        }
        for (number, unit) in judged.units.iter().enumerate().filter(|(_, it)| it.selected) {
            let codes = judged.coders.iter().map(|coder| {
                coder.codes.get(place).and_then(|codes| codes.get(number)).copied().flatten()
            });
            let codes: Vec<Option<bool>> = codes.collect();
            let found = judged.codebook.get(place).and_then(|found| found.get(number));
            let found = found.copied().unwrap_or_default();
            let difference = Difference::of(found, &codes);
            if codes.iter().all(Option::is_none) || (!all && difference == Difference::None) {
                continue;
            }
            let row = Row { judged, unit, theme, difference, found, codes };
            table.push(row.cells(corpus, codebook, &patterns));
        }
    }
    if !all {
        table.title = format!("{} disagreements", table.rows().len());
    }
    table
}

fn columns(judged: &Judged) -> Vec<Column> {
    let code = |column: Column| column.shown(Display::Plain);
    let mut columns = vec![
        Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Tree),
        Column::text(
            "difference",
            "missed: coders have the theme, and the codebook does not; false alarm: \
             the codebook has it, and no coder does; coders differ; agreed",
        ),
        Column::text("document", "name of the paper").shown(Display::Brief),
        Column::ordinal("number", "number of the sentence in the paper, from 1").labelled("no."),
        Column::text("section", "kind of section").hidden(),
        Column::text("page", "page, where the source has pages").hidden(),
        Column::text("sentence", "the sentence, the words that the patterns match marked")
            .shown(Display::Wrapped),
    ];
    for coder in &judged.coders {
        let name = format!("code_{}", coder.name);
        let what = format!("1 where {} has the theme, 0 where not", coder.name);
        columns.push(code(Column::ordinal(name, what).labelled(coder.name.as_str())));
    }
    columns.extend([
        code(Column::ordinal("codebook", "1 where the codebook finds the theme, 0 where not")),
        Column::new(ColumnKind::Nested, "patterns", "patterns that match").hidden(),
        Column::ordinal("stratum", "number of the stratum").hidden(),
        Column::integer("stratum_size", "sentences of the stratum").hidden(),
        Column::integer("stratum_drawn", "sentences drawn from it").hidden(),
        Column::real("probability", 4, "probability of the sentence to be drawn").hidden(),
    ]);
    columns
}

/// What is said of a theme in a sentence.
struct Row<'a> {
    judged: &'a Judged,
    unit: &'a Unit,
    theme: usize,
    difference: Difference,
    found: bool,
    codes: Vec<Option<bool>>,
}

impl Row<'_> {
    fn cells(&self, corpus: &CorpusFacts, codebook: &Codebook, patterns: &[&str]) -> Vec<Cell> {
        let Unit { document, sentence, stratum, text, surroundings, mentions, .. } = self.unit;
        let theme = codebook.themes.get(self.theme);
        let end = theme.map_or(self.theme, |theme| theme.end);
        let own =
            mentions.iter().filter(|mention| (self.theme..end).contains(&(mention.theme as usize)));
        let (mut spans, mut matched): (Vec<Span>, Vec<&str>) = own
            .map(|mention| {
                let pattern = patterns.get(mention.pattern as usize).copied();
                (mention.span, pattern.unwrap_or_default())
            })
            .unzip();
        spans.sort_unstable();
        let mut marked_to = 0;
        spans.retain(|span| {
            span.start >= marked_to && {
                marked_to = span.end;
                true
            }
        });
        matched.sort_unstable();
        matched.dedup();
        let name = corpus.documents.get(*document as usize).map(|facts| facts.name.as_str());
        let mut cells: Vec<Cell> = vec![
            theme.map(|theme| theme.path.as_str()).into(),
            self.difference.name().into(),
            name.into(),
            (sentence + 1).into(),
            surroundings.0.into(),
            surroundings.1.as_deref().into(),
            Cell::Marked(text.clone(), spans),
        ];
        cells.extend(self.codes.iter().map(|code| Cell::from(code.map(i32::from))));
        cells.push(i32::from(self.found).into());
        cells.push(Cell::List(matched.into_iter().map(Cell::from).collect()));
        let of = self.judged.strata.get(stratum);
        cells.extend([
            (u32::from(*stratum) + 1).into(),
            of.map(|stratum| stratum.size).into(),
            of.map(|stratum| stratum.drawn).into(),
            of.map_or(Cell::Missing, |of| Cell::real(f64::from(of.drawn) / f64::from(of.size))),
        ]);
        cells
    }
}
