//! Figures of single results: themes over all text, by time, by section or any other group, and works.

use super::themes::{ThemeName, leading};
use crate::figure::{
    Bar, BarChart, Matrix, MatrixCell, MatrixLabel, Measure, Panel, PanelChart, Point, hue,
};
use crate::model::Metadata;
use crate::model::table::thousands;
use crate::query::frequency::{FrequencyTable, Group};
use crate::query::group::GroupKey;
use crate::query::works::{Work, WorkUse};

/// Most panels of a chart over time.
const PANELS: usize = 12;

/// The link from a mark to its sentences; `None` draws figures without links.
pub type Linked<'a> = Option<&'a dyn Fn(usize, Option<usize>) -> String>;

/// The share of papers that raise each theme, with its interval.
#[must_use]
pub fn shares(table: &FrequencyTable, names: &[ThemeName], link: Linked) -> BarChart {
    let description =
        "Each bar is the share of papers that raise a theme; the line across its end is its \
        95 % Wilson interval. Themes are indented under the themes they belong to."
            .to_owned();
    let axis = "share of papers that raise the theme, with 95 % interval".to_owned();
    let bars = bars(table, names, link, |frequency, group| {
        let share = frequency.share(group);
        (share.map(|share| share.share), share.map(|share| (share.low, share.high)))
    });
    let papers = plural(table.total.papers, "paper");
    BarChart {
        title: format!("Share of {papers} by theme"),
        description,
        axis,
        measure: Measure::Share,
        bars,
    }
}

/// Mentions of each theme per so many tokens.
#[must_use]
pub fn rates(table: &FrequencyTable, names: &[ThemeName], link: Linked) -> BarChart {
    let per = thousands(table.options.per);
    let bars = bars(table, names, link, |frequency, group| {
        (frequency.rate(group, table.options.per), None)
    });
    BarChart {
        title: format!("Mentions per {per} words by theme"),
        description: format!(
            "Each bar is the number of mentions of a theme in {per} words of running text. A theme with \
             themes below it counts theirs together with its own."
        ),
        axis: format!("mentions per {per} words"),
        measure: Measure::Rate,
        bars,
    }
}

fn bars(
    table: &FrequencyTable,
    names: &[ThemeName],
    link: Linked,
    number: impl Fn(&crate::query::frequency::Frequency, &Group) -> (Option<f64>, Option<(f64, f64)>),
) -> Vec<Bar> {
    let Some(group) = table.groups.first() else { return Vec::new() };
    let bar = |(theme, name): (usize, &ThemeName)| {
        let frequency = table.get(theme, 0);
        let (value, interval) = number(&frequency, group);
        Bar {
            label: name.label.clone(),
            depth: name.depth,
            value,
            interval,
            color: name.color.clone(),
            note: note(table, name, theme, 0),
            link: link.map(|link| link(theme, None)),
        }
    };
    names.iter().enumerate().map(bar).collect()
}

/// All that is counted of a theme in a group, in words.
fn note(table: &FrequencyTable, name: &ThemeName, theme: usize, group: usize) -> String {
    let frequency = table.get(theme, group);
    let Some(of) = table.groups.get(group) else { return name.full.clone() };
    // A bar has its label already.
    let what = group_name(table, group)
        .map(|group| format!("{}, {group}: ", name.full))
        .unwrap_or_default();
    let share = frequency.share(of).map_or_else(String::new, |share| {
        format!(
            " ({:.0} %, interval {:.0}–{:.0} %)",
            share.share * 100.0,
            share.low * 100.0,
            share.high * 100.0
        )
    });
    let rate = frequency.rate(of, table.options.per);
    let rate = rate.map_or_else(String::new, |rate| {
        format!(", {rate:.2} per {} words", thousands(table.options.per))
    });
    let mentions = plural(frequency.mentions, "mention");
    let sentences = plural(frequency.sentences, "sentence");
    format!(
        "{what}{} of {}{share}; {mentions} in {sentences}{rate}",
        frequency.papers,
        plural(of.papers, "paper")
    )
}

/// How a group is called; `None` for the group of all text.
#[must_use]
pub fn group_name(table: &FrequencyTable, group: usize) -> Option<String> {
    let keys = &table.groups.get(group)?.keys;
    if keys.is_empty() {
        return None;
    }
    let names = table.options.by.iter().zip(keys).map(|(by, key)| match by.cell(key) {
        crate::model::Cell::Integer(year) => year.to_string(),
        cell => cell.as_text().unwrap_or("not known").to_owned(),
    });
    Some(names.collect::<Vec<_>>().join(", "))
}

/// The share of papers that raise the leading themes, over years or periods.
#[must_use]
pub fn over_time(
    table: &FrequencyTable,
    names: &[ThemeName],
    joined: f64,
    link: Linked,
) -> PanelChart {
    let steps: Vec<(usize, f64)> = table
        .groups
        .iter()
        .enumerate()
        .filter_map(|(group, of)| match of.keys.first() {
            #[expect(clippy::cast_precision_loss, reason = "a year")]
            Some(GroupKey::Number(year)) => Some((group, *year as f64)),
            _ => None,
        })
        .collect();
    let panel = |theme: usize| {
        let name = names.get(theme)?;
        let points = steps.iter().map(|&(group, _)| {
            let share = table.groups.get(group).and_then(|of| table.get(theme, group).share(of));
            Point {
                value: share.map(|share| share.share),
                interval: share.map(|share| (share.low, share.high)),
                note: note(table, name, theme, group),
                link: link.map(|link| link(theme, Some(group))),
            }
        });
        Some(Panel {
            title: name.full.clone(),
            color: name.color.clone(),
            points: points.collect(),
        })
    };
    let by = table.options.by.first().map_or("year", |by| by.name()).to_owned();
    PanelChart {
        title: format!("Share of papers by theme and {by}"),
        description: format!(
            "Each point is the share of the papers of a {by} that raise the theme, with its 95 % Wilson interval."
        ),
        measure: Measure::Share,
        axis: None,
        steps: steps
            .iter()
            .map(|&(group, year)| (year, group_name(table, group).unwrap_or_default()))
            .collect(),
        joined,
        panels: leading(names, PANELS).into_iter().filter_map(panel).collect(),
    }
}

/// Mentions per so many tokens of every theme in every group: themes as rows.
#[must_use]
pub fn by_group(table: &FrequencyTable, names: &[ThemeName], link: Linked) -> Matrix {
    let by = table.options.by.iter().map(|by| by.name()).collect::<Vec<_>>().join(" and ");
    let groups = 0..table.groups.len();
    let label = |group: usize| MatrixLabel {
        text: group_name(table, group).unwrap_or_default(),
        ..MatrixLabel::default()
    };
    let cells = names.iter().enumerate().map(|(theme, name)| {
        groups.clone().map(|group| cell(table, name, (theme, group), link)).collect()
    });
    Matrix {
        title: format!("Mentions per {} words by theme and {by}", thousands(table.options.per)),
        description: shaded(table, &by),
        measure: Measure::Rate,
        rows: names
            .iter()
            .enumerate()
            .map(|(theme, name)| row(name, link.map(|link| link(theme, None))))
            .collect(),
        columns: groups.clone().map(label).collect(),
        cells: cells.collect(),
    }
}

/// Mentions per so many tokens of the leading themes in the groups at these places: groups as rows.
#[must_use]
pub fn by_theme(
    table: &FrequencyTable,
    names: &[ThemeName],
    groups: &[(usize, MatrixLabel)],
    link: Linked,
) -> Matrix {
    let by = table.options.by.first().map_or("group", |by| by.name());
    let by = if by == "document" { "paper" } else { by };
    let themes = leading(names, 16);
    let cells = groups.iter().map(|(group, _)| {
        let of_theme = |&theme: &usize| cell(table, names.get(theme)?, (theme, *group), link);
        themes.iter().map(of_theme).collect()
    });
    let column = |&theme: &usize| MatrixLabel {
        text: names.get(theme).map(|name| name.full.clone()).unwrap_or_default(),
        ..MatrixLabel::default()
    };
    Matrix {
        title: format!("Mentions per {} words by {by} and theme", thousands(table.options.per)),
        description: shaded(table, by),
        measure: Measure::Rate,
        rows: groups.iter().map(|(_, label)| label.clone()).collect(),
        columns: themes.iter().map(column).collect(),
        cells: cells.collect(),
    }
}

fn shaded(table: &FrequencyTable, by: &str) -> String {
    let per = thousands(table.options.per);
    format!(
        "Each cell is the number of mentions of a theme in {per} words of the text of a {by}; the darker, \
         the more. Empty cells have no mention."
    )
}

fn row(name: &ThemeName, link: Option<String>) -> MatrixLabel {
    MatrixLabel { text: name.label.clone(), depth: name.depth, link }
}

fn cell(
    table: &FrequencyTable,
    name: &ThemeName,
    (theme, group): (usize, usize),
    link: Linked,
) -> Option<MatrixCell> {
    let of = table.groups.get(group)?;
    Some(MatrixCell {
        value: table.get(theme, group).rate(of, table.options.per)?,
        note: note(table, name, theme, group),
        link: link.map(|link| link(theme, Some(group))),
    })
}

/// The papers that cite each of these works.
#[must_use]
pub fn cited_works(works: &[(&Work, WorkUse)], link: Option<&dyn Fn(&Work) -> String>) -> BarChart {
    #[expect(clippy::cast_precision_loss, reason = "papers")]
    let bar = |(work, count): &(&Work, WorkUse)| Bar {
        label: work.label.clone(),
        depth: 0,
        value: Some(count.papers as f64),
        interval: None,
        color: hue(0).to_owned(),
        note: format!(
            "{}; {}{}",
            plural(count.papers, "citing paper"),
            plural(count.citations, "citation"),
            work.title.as_ref().map_or_else(String::new, |title| format!("; {title}"))
        ),
        link: link.map(|link| link(work)),
    };
    let bars = works.iter().map(bar).collect();
    BarChart {
        title: "Most cited works".to_owned(),
        description:
            "Each bar is the number of papers that cite a work or list it in their bibliography."
                .to_owned(),
        axis: "citing papers".to_owned(),
        measure: Measure::Count,
        bars,
    }
}

/// How a paper is called in little space: authors and year, else its name without its ending.
#[must_use]
pub fn short_name(name: &str, metadata: &Metadata) -> String {
    let families: Vec<&str> = metadata.authors.iter().map(|author| author.family.trim()).collect();
    match (families.as_slice(), metadata.year) {
        ([first, ..], Some(year)) if !first.is_empty() => {
            let others = match families.as_slice() {
                [_] => String::new(),
                [_, second] => format!(" & {second}"),
                _ => " et al.".to_owned(),
            };
            format!("{first}{others} ({year})")
        }
        _ => name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned(),
    }
}

/// `1 paper`, `1,200 papers`.
pub(super) fn plural(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(count))
}
