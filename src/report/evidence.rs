//! Who is cited where a theme is raised, and the most cited works.

use super::data::Report;
use super::figures::{self, plural};
use super::page::{NARROW, Page, WIDE, sentences_link};
use super::table::{Head, HtmlCell, HtmlTable};
use crate::export::markup::escaped;
use crate::query::works::{Work, WorkUse};

/// Works that are shown for each theme.
const FOR_THEME: usize = 10;
/// Works in the figure of the most cited ones.
const DRAWN: usize = 20;

/// Adds the sections.
pub(super) fn draw(report: &Report<'_>, page: &mut Page) {
    page.open("evidence", "Evidence");
    page.paragraph(
        "Which works are cited in the sentence that raises a theme, or in the one before or after it. Whether a work \
         is cited in support of the theme is for the reader of the sentences to judge.",
    );
    let table = evidence_table(report);
    if table.rows.is_empty() {
        page.paragraph("No work is cited near a theme.");
    } else {
        table.draw(&mut page.out);
    }
    page.close();
    page.open("works", "Most cited works");
    works(report, page);
    page.close();
}

/// The works most often cited for each theme.
fn evidence_table(report: &Report<'_>) -> HtmlTable {
    let columns = vec![
        Head::words("work"),
        Head::words("theme"),
        Head::numbers("papers"),
        Head::numbers("sentences"),
        Head::numbers("naming the authors"),
    ];
    let caption = format!("Works cited near each theme, at most {FOR_THEME} of each");
    let mut drawn = HtmlTable::new(caption, columns);
    drawn.find = Some("a work");
    let (mut last, mut count) = (None, 0);
    for (theme, work, evidence) in report.evidence.summary() {
        if last.replace(theme) != Some(theme) {
            count = 0;
        }
        count += 1;
        let Some(cited) = report.works.works.get(work as usize).filter(|_| count <= FOR_THEME)
        else {
            continue;
        };
        let name = report.full_name(theme as usize);
        let path = report.names.get(theme as usize).map_or("", |name| name.path.as_str());
        let link = escaped(&sentences_link(&[("theme", path), ("work", &cited.id)]));
        let title = cited.title.as_deref().map_or_else(String::new, |title| {
            format!(" <span class=\"soft\">{}</span>", escaped(title))
        });
        drawn.rows.push(vec![
            HtmlCell::html(
                format!("<a href=\"{link}\">{}</a>{title}", escaped(&cited.label)),
                &cited.label,
            ),
            HtmlCell::html(escaped(name), &format!("{theme:05}")),
            HtmlCell::count(evidence.papers),
            HtmlCell::count(evidence.sentences),
            HtmlCell::count(evidence.narrative),
        ]);
        drawn.groups.push(name.to_owned());
    }
    drawn
}

fn works(report: &Report<'_>, page: &mut Page) {
    let (ranked, all) = &report.most_cited;
    let cited: Vec<(&Work, WorkUse)> = ranked
        .iter()
        .filter_map(|(place, count)| Some((report.works.works.get(*place)?, *count)))
        .collect();
    if cited.is_empty() {
        page.paragraph("No cited work was found.");
        return;
    }
    page.paragraph(&format!(
        "References of all papers that mean the same publication are one work: {} in all. Works named in bold type \
         are papers of the corpus themselves.",
        plural(*all as u64, "work")
    ));
    let link = |work: &Work| sentences_link(&[("work", &work.id)]);
    let first = cited.get(..DRAWN.min(cited.len())).unwrap_or_default();
    let mut chart = figures::cited_works(first, Some(&link));
    chart.title = format!("The {} most cited works", first.len());
    page.figure("works", &chart.draw(WIDE), Some(&chart.draw(NARROW)));
    let columns = vec![
        Head::words("work"),
        Head::words("title"),
        Head::words("in"),
        Head::numbers("papers"),
        Head::numbers("citations"),
        Head::numbers("first cited"),
        Head::numbers("last cited"),
    ];
    let caption = if cited.len() < *all {
        format!("The {} most cited works", cited.len())
    } else {
        "Cited works".to_owned()
    };
    let mut drawn = HtmlTable::new(caption, columns);
    drawn.find = Some("a work");
    drawn.rows = cited.iter().map(|(work, count)| work_row(work, count)).collect();
    drawn.behind(&mut page.out);
}

fn work_row(work: &Work, count: &WorkUse) -> Vec<HtmlCell> {
    let label = escaped(&work.label);
    let label = if work.in_corpus.is_some() { format!("<b>{label}</b>") } else { label };
    let link = escaped(&sentences_link(&[("work", &work.id)]));
    let title = escaped(work.title.as_deref().unwrap_or("·"));
    let title = match &work.doi {
        Some(doi) => {
            format!("<a href=\"https://doi.org/{}\" rel=\"noreferrer\">{title}</a>", escaped(doi))
        }
        None => title,
    };
    let order = work.title.as_deref().unwrap_or_default();
    vec![
        HtmlCell::html(format!("<a href=\"{link}\">{label}</a>"), &work.label),
        HtmlCell::html(title, order).classed("title"),
        HtmlCell::text(work.container.as_deref().unwrap_or("·")),
        HtmlCell::count(count.papers),
        HtmlCell::count(count.citations),
        super::papers::year(count.first_year),
        super::papers::year(count.last_year),
    ]
}
