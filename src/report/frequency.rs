//! Themes over all papers, over time, in sections, by paper, and together.

use super::data::Report;
use super::figures::{self, group_name, plural};
use super::page::{NARROW, Page, WIDE, sentences_link};
use super::table::{Head, HtmlCell, HtmlTable};
use crate::export::markup::escaped;
use crate::figure::{Matrix, MatrixCell, MatrixLabel, Measure};
use crate::model::table::thousands;
use crate::query::frequency::FrequencyTable;
use crate::query::group::{GroupBy, GroupKey};

/// Papers in the figure by paper; the table has all.
const PAPERS: usize = 40;
/// Themes in the figure of themes together.
const TOGETHER: usize = 30;
/// Pairs of themes in the table.
const PAIRS: usize = 200;

/// Adds the sections.
pub(super) fn draw(report: &Report<'_>, page: &mut Page) {
    themes(report, page);
    time(report, page);
    sections(report, page);
    documents(report, page);
    together(report, page);
}

/// Fields of a link to the sentences of a theme in a group.
fn link(report: &Report<'_>, table: &FrequencyTable, theme: usize, group: Option<usize>) -> String {
    let path = report.names.get(theme).map_or("", |name| name.path.as_str());
    let mut fields = vec![("theme", path)];
    let years;
    let group = group.and_then(|group| table.groups.get(group));
    match (table.options.by.first(), group.and_then(|group| group.keys.first())) {
        (_, Some(GroupKey::Section(kind))) => fields.push(("section", kind.name())),
        (Some(by), Some(GroupKey::Number(first))) => {
            let last = match by {
                GroupBy::Period(years) => first + i64::from(*years) - 1,
                _ => *first,
            };
            years = format!("{first}-{last}");
            fields.push(("years", &years));
        }
        (_, Some(GroupKey::Text(name))) => fields.push(("paper", name)),
        _ => {}
    }
    sentences_link(&fields)
}

fn themes(report: &Report<'_>, page: &mut Page) {
    page.open("themes", "Themes");
    page.paragraph(
        "How many papers raise each theme, and how often. Every bar leads to the sentences behind it.",
    );
    let table = &report.overall;
    let to = |theme: usize, group: Option<usize>| link(report, table, theme, group);
    let shares = figures::shares(table, &report.names, Some(&to));
    let rates = figures::rates(table, &report.names, Some(&to));
    page.out.push_str("<div class=\"variants\">\n");
    for (name, label, chart) in
        [("themes-papers", "Share of papers", shares), ("themes-rate", "Mentions per words", rates)]
    {
        page.out.push_str(&format!("<div class=\"variant\" data-label=\"{label}\">\n"));
        page.figure(name, &chart.draw(WIDE), Some(&chart.draw(NARROW)));
        page.out.push_str("</div>\n");
    }
    page.out.push_str("</div>\n");
    theme_table(report, table, None).behind(&mut page.out);
    page.close();
}

/// The numbers of all themes in the groups of a table.
fn theme_table(report: &Report<'_>, table: &FrequencyTable, by: Option<&str>) -> HtmlTable {
    let per = thousands(table.options.per);
    let mut columns = vec![Head::words("theme")];
    columns.extend(by.map(Head::words));
    columns.extend(
        [
            "mentions",
            "papers",
            "of papers",
            "share, %",
            "from",
            "to",
            "sentences",
            &format!("per {per}"),
        ]
        .map(Head::numbers),
    );
    let what = by.map_or_else(String::new, |by| format!(" by {by}"));
    let mut drawn = HtmlTable::new(
        format!("Themes{what}, with 95 % intervals of the share of papers"),
        columns,
    );
    for (theme, name) in report.names.iter().enumerate() {
        for (group, of) in table.groups.iter().enumerate() {
            let frequency = table.get(theme, group);
            let to = escaped(&link(report, table, theme, Some(group)));
            let label = escaped(&name.full);
            let indent = ["d0", "d1", "d2", "d3"].get(name.depth).copied().unwrap_or("d3");
            let named = format!("<a href=\"{to}\">{label}</a>");
            let mut row = vec![HtmlCell::html(named, &format!("{theme:05}")).classed(indent)];
            if by.is_some() {
                row.push(HtmlCell::text(&group_name(table, group).unwrap_or_default()));
            }
            row.extend([frequency.mentions, frequency.papers, of.papers].map(HtmlCell::count));
            match frequency.share(of) {
                Some(share) => row.extend(
                    [share.share, share.low, share.high]
                        .map(|part| HtmlCell::number(&format!("{:.0}", part * 100.0), part)),
                ),
                None => row.extend([HtmlCell::none(), HtmlCell::none(), HtmlCell::none()]),
            }
            row.push(HtmlCell::count(frequency.sentences));
            row.push(rate_cell(frequency.rate(of, table.options.per)));
            drawn.rows.push(row);
        }
    }
    drawn
}

fn rate_cell(rate: Option<f64>) -> HtmlCell {
    rate.map_or_else(HtmlCell::none, |rate| HtmlCell::number(&format!("{rate:.2}"), rate))
}

fn time(report: &Report<'_>, page: &mut Page) {
    page.open("time", "Over time");
    let table = &report.by_time;
    let dated = table
        .groups
        .iter()
        .filter(|group| matches!(group.keys.first(), Some(GroupKey::Number(_))))
        .count();
    if dated < 2 {
        page.paragraph("The papers are of one year, or their years are not known, so there is nothing to compare.");
        page.close();
        return;
    }
    let (joined, unit) = match table.options.by.first() {
        Some(GroupBy::Period(years)) => {
            (f64::from(*years), format!("periods of {years} years, since the papers are few"))
        }
        _ => (1.0, "years".to_owned()),
    };
    let unknown: u64 = table
        .groups
        .iter()
        .filter(|group| matches!(group.keys.first(), Some(GroupKey::Missing)))
        .map(|group| group.papers)
        .sum();
    let unknown = if unknown > 0 {
        format!(
            " {} without a year {} left out of the figure.",
            plural(unknown, "paper"),
            if unknown == 1 { "is" } else { "are" }
        )
    } else {
        String::new()
    };
    page.paragraph(&format!(
        "The share of papers that raise a theme, in {unit}. Where intervals are wide, a difference may be chance.{unknown}"
    ));
    let to = |theme: usize, group: Option<usize>| link(report, table, theme, group);
    let chart = figures::over_time(table, &report.names, joined, Some(&to));
    page.figure("themes-time", &chart.draw(WIDE), Some(&chart.draw(NARROW)));
    let by = table.options.by.first().map(GroupBy::name);
    theme_table(report, table, by).behind(&mut page.out);
    page.close();
}

fn sections(report: &Report<'_>, page: &mut Page) {
    page.open("sections", "In sections");
    let table = &report.by_section;
    page.paragraph(&format!(
        "Where in the papers a theme is raised: mentions per {} words of the text of each kind of section, \
         so that long sections do not weigh more.",
        thousands(table.options.per)
    ));
    let to = |theme: usize, group: Option<usize>| link(report, table, theme, group);
    page.figure(
        "themes-sections",
        &figures::by_group(table, &report.names, Some(&to)).draw(),
        None,
    );
    theme_table(report, table, Some("section")).behind(&mut page.out);
    page.close();
}

fn documents(report: &Report<'_>, page: &mut Page) {
    page.open("documents", "By paper");
    let table = &report.by_document;
    let tops: Vec<usize> = super::themes::leading(&report.names, 16);
    let mentions =
        |group: usize| -> u64 { tops.iter().map(|&theme| table.get(theme, group).mentions).sum() };
    let mut groups: Vec<usize> = (0..table.groups.len()).collect();
    let all = groups.len();
    if all > PAPERS {
        groups.sort_by_key(|&group| (std::cmp::Reverse(mentions(group)), group));
        groups.truncate(PAPERS);
    }
    let shown = if all > PAPERS {
        format!(
            " The figure shows the {PAPERS} of {all} papers with most mentions; the table has all."
        )
    } else {
        String::new()
    };
    page.paragraph(&format!(
        "Which paper speaks of what: mentions per {} words of each paper.{shown}",
        thousands(table.options.per)
    ));
    let rows: Vec<(usize, MatrixLabel)> = groups
        .into_iter()
        .map(|group| {
            let name = group_name(table, group).unwrap_or_default();
            let link = Some(sentences_link(&[("paper", &name)]));
            (group, MatrixLabel { text: paper_label(report, &name), depth: 0, link })
        })
        .collect();
    let to = |theme: usize, group: Option<usize>| link(report, table, theme, group);
    page.figure(
        "themes-papers-matrix",
        &figures::by_theme(table, &report.names, &rows, Some(&to)).draw(),
        None,
    );
    document_table(report, table, &tops).behind(&mut page.out);
    page.close();
}

/// How a paper is called in figures.
fn paper_label(report: &Report<'_>, name: &str) -> String {
    let paper = report.papers.iter().find(|paper| paper.name == name);
    paper.map_or_else(|| name.to_owned(), super::papers::short_name)
}

fn document_table(report: &Report<'_>, table: &FrequencyTable, themes: &[usize]) -> HtmlTable {
    let mut columns = vec![Head::words("paper"), Head::numbers("year"), Head::numbers("words")];
    columns.extend(themes.iter().map(|&theme| Head::numbers(report.full_name(theme))));
    let mut drawn = HtmlTable::new("Mentions of themes by paper", columns);
    drawn.find = Some("a paper");
    for (group, of) in table.groups.iter().enumerate() {
        let name = group_name(table, group).unwrap_or_default();
        let paper = report.papers.iter().find(|paper| paper.name == name);
        let label = paper_label(report, &name);
        let link = escaped(&sentences_link(&[("paper", &name)]));
        let mut row =
            vec![HtmlCell::html(format!("<a href=\"{link}\">{}</a>", escaped(&label)), &label)];
        row.push(super::papers::year(paper.and_then(|paper| paper.metadata.year)));
        row.push(HtmlCell::count(of.tokens));
        row.extend(themes.iter().map(|&theme| HtmlCell::count(table.get(theme, group).mentions)));
        drawn.rows.push(row);
    }
    drawn
}

fn together(report: &Report<'_>, page: &mut Page) {
    page.open("together", "Together");
    if report.together.is_empty() {
        page.paragraph("No sentence raises two themes.");
        page.close();
        return;
    }
    page.paragraph(
        "Which themes are raised in the same sentence, whatever the number of mentions. The figure has the themes \
         without sub-themes, the table all. A cell leads to the sentences that raise both.",
    );
    page.figure("themes-together", &together_figure(report).draw(), None);
    together_table(report).behind(&mut page.out);
    page.close();
}

fn pair_link(report: &Report<'_>, first: usize, second: usize) -> String {
    let path = |theme: usize| report.names.get(theme).map_or("", |name| name.path.as_str());
    sentences_link(&[("theme", path(first)), ("and", path(second))])
}

/// The themes in the figure of themes together, in the order of the codebook, and how many there are.
fn paired(report: &Report<'_>) -> (Vec<usize>, usize) {
    let is_paired = |theme: &usize| {
        let among = |&(first, second): &(u32, u32)| {
            (first as usize == *theme && !report.has_children(second as usize))
                || (second as usize == *theme && !report.has_children(first as usize))
        };
        !report.has_children(*theme) && report.together.keys().any(among)
    };
    let mut themes: Vec<usize> = (0..report.names.len()).filter(is_paired).collect();
    let all = themes.len();
    if all > TOGETHER {
        themes.sort_by_key(|&theme| {
            (std::cmp::Reverse(report.overall.get(theme, 0).sentences), theme)
        });
        themes.truncate(TOGETHER);
        themes.sort_unstable();
    }
    (themes, all)
}

/// The cell of two themes, the first before the second.
fn together_cell(report: &Report<'_>, first: usize, second: usize) -> Option<MatrixCell> {
    let pair = (u32::try_from(first).ok()?, u32::try_from(second).ok()?);
    let together = report.together.get(&pair)?;
    let sentences = plural(together.sentences, "sentence");
    let papers = plural(together.papers, "paper");
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    let value = together.sentences as f64;
    let (one, other) = (report.full_name(first), report.full_name(second));
    Some(MatrixCell {
        value,
        note: format!("{one} and {other}: {sentences} in {papers}"),
        link: Some(pair_link(report, first, second)),
    })
}

fn together_figure(report: &Report<'_>) -> Matrix {
    let (themes, all) = paired(report);
    let label = |&theme: &usize| MatrixLabel {
        text: report.full_name(theme).to_owned(),
        ..MatrixLabel::default()
    };
    let limited = if all > TOGETHER {
        format!(" The {TOGETHER} most frequent of {all} themes.")
    } else {
        String::new()
    };
    // The first row and the last column of the triangle would be empty.
    let rows = themes.get(1..).unwrap_or_default();
    let columns = themes.get(..themes.len().saturating_sub(1)).unwrap_or_default();
    let cells = |row: &usize| {
        let cell = |column: &usize| together_cell(report, *column, *row).filter(|_| column < row);
        columns.iter().map(cell).collect()
    };
    Matrix {
        title: "Sentences that raise two themes".to_owned(),
        description: format!(
            "Each cell is the number of sentences that raise both themes; the darker, the more.{limited}"
        ),
        measure: Measure::Count,
        rows: rows.iter().map(label).collect(),
        columns: columns.iter().map(label).collect(),
        cells: rows.iter().map(cells).collect(),
    }
}

fn together_table(report: &Report<'_>) -> HtmlTable {
    let mut pairs: Vec<_> = report.together.iter().collect();
    pairs.sort_by_key(|(pair, together)| {
        (std::cmp::Reverse((together.sentences, together.papers)), **pair)
    });
    let all = pairs.len();
    pairs.truncate(PAIRS);
    let caption = if all > PAIRS {
        format!("The {PAIRS} most frequent of {all} pairs of themes")
    } else {
        "Pairs of themes".to_owned()
    };
    let columns = vec![
        Head::words("theme"),
        Head::words("and"),
        Head::numbers("sentences"),
        Head::numbers("papers"),
        Head::numbers("Jaccard"),
    ];
    let mut drawn = HtmlTable::new(
        format!("{caption}; Jaccard: sentences with both among those with either"),
        columns,
    );
    for (&(first, second), together) in pairs {
        let (first, second) = (first as usize, second as usize);
        let link = escaped(&pair_link(report, first, second));
        let either =
            report.overall.get(first, 0).sentences + report.overall.get(second, 0).sentences;
        let either = either.saturating_sub(together.sentences).max(together.sentences);
        let jaccard = together.sentences as f64 / either as f64;
        let name = report.full_name(first);
        drawn.rows.push(vec![
            HtmlCell::html(format!("<a href=\"{link}\">{}</a>", escaped(name)), name),
            HtmlCell::text(report.full_name(second)),
            HtmlCell::count(together.sentences),
            HtmlCell::count(together.papers),
            HtmlCell::number(&format!("{jaccard:.2}"), jaccard),
        ]);
    }
    drawn
}
