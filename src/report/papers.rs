//! The sentences, which the page's script lists, and the papers.

use std::fmt::Write as _;

use super::data::{PaperEntry, Report};
use super::figures::plural;
use super::page::{Page, sentences_link};
use super::table::{Head, HtmlCell, HtmlTable};
use crate::export::markup::escaped;

/// How a paper is called in little space.
pub(super) fn short_name(paper: &PaperEntry) -> String {
    super::figures::short_name(&paper.name, &paper.metadata)
}

/// A year, or nothing.
pub(super) fn year(year: Option<i32>) -> HtmlCell {
    year.map_or_else(HtmlCell::none, |year| HtmlCell::number(&year.to_string(), f64::from(year)))
}

/// Adds the section of sentences: what the script needs to list them.
pub(super) fn sentences(report: &Report<'_>, page: &mut Page) {
    page.open("sentences", "Sentences");
    let quoted = report.quotations.quotations.len();
    let all = report.quotations.sentences;
    let how = if quoted < all {
        format!(
            "The page holds {} of the {}: all of the rarer themes, and of each more frequent one at least {}, \
             drawn at random.",
            quoted,
            plural(all as u64, "sentence that raises a theme"),
            report.options.sentences
        )
        .replace("sentence that raises a themes", "sentences that raise a theme")
    } else {
        "The page holds every sentence that raises a theme.".to_owned()
    };
    page.paragraph(&format!(
        "{how} Where a work is cited in the sentence beside, that one is shown too, in grey."
    ));
    page.out.push_str(
        "<form id=\"filters\" class=\"filters\" role=\"search\" aria-label=\"Sentences\" hidden>\n\
         <label class=\"find\">Words <input type=\"search\" name=\"words\" autocomplete=\"off\"></label>\n\
         <label>Theme <select name=\"theme\"></select></label>\n\
         <label>and <select name=\"and\"></select></label>\n\
         <label>Paper <select name=\"paper\"></select></label>\n\
         <label>Section <select name=\"section\"></select></label>\n\
         <label>Years <span class=\"pair\"><input type=\"number\" name=\"from\" aria-label=\"First year\"> – \
         <input type=\"number\" name=\"to\" aria-label=\"Last year\"></span></label>\n\
         <label>Citing <select name=\"work\"></select></label>\n\
         </form>\n<div class=\"found\"><p id=\"found\" role=\"status\"></p>\n\
         <button type=\"reset\" form=\"filters\" hidden>Show all</button></div>\n<ol id=\"list\"></ol>\n\
         <p><button id=\"more\" type=\"button\" hidden>Show more</button></p>\n\
         <noscript><p>Searching the sentences needs a script, which this viewer does not run; \
         <code>leitmotif query context</code> prints them.</p></noscript>\n",
    );
    page.close();
}

/// Adds the section of papers.
pub(super) fn papers(report: &Report<'_>, page: &mut Page) {
    page.open("papers", "Papers");
    let columns = vec![
        Head::words("paper"),
        Head::words("title"),
        Head::numbers("year"),
        Head::words("language"),
        Head::numbers("words"),
        Head::numbers("citations"),
        Head::numbers("references"),
        Head::numbers("theme sentences"),
    ];
    let mut drawn =
        HtmlTable::new(format!("The {}", plural(report.papers.len() as u64, "paper")), columns);
    drawn.find = Some("a paper");
    for paper in &report.papers {
        let place = u32::try_from(paper.place).unwrap_or(u32::MAX);
        let raised = report.sentences_of.get(&place).copied().unwrap_or_default();
        drawn.rows.push(paper_row(paper, raised));
    }
    drawn.draw(&mut page.out);
    page.close();
}

fn paper_row(paper: &PaperEntry, raised: u64) -> Vec<HtmlCell> {
    let short = short_name(paper);
    let mut name = String::new();
    let link = escaped(&sentences_link(&[("paper", &paper.name)]));
    let _ = write!(name, "<a href=\"{link}\">{}</a>", escaped(&short));
    if short != paper.name {
        let _ = write!(name, "<br><span class=\"soft file\">{}</span>", escaped(&paper.name));
    }
    let metadata = &paper.metadata;
    let title = escaped(metadata.title.as_deref().unwrap_or("·"));
    let mut title = match &metadata.doi {
        Some(doi) => {
            format!("<a href=\"https://doi.org/{}\" rel=\"noreferrer\">{title}</a>", escaped(doi))
        }
        None => title,
    };
    if let Some(container) = &metadata.container {
        let _ = write!(title, " <i class=\"soft\">{}</i>", escaped(container));
    }
    let language =
        metadata.language.map_or_else(|| "·".to_owned(), |language| language.to_string());
    vec![
        HtmlCell::html(name, &short),
        HtmlCell::html(title, metadata.title.as_deref().unwrap_or_default()).classed("title"),
        year(metadata.year),
        HtmlCell::text(&language),
        HtmlCell::count(paper.counts.tokens),
        HtmlCell::count(paper.counts.citations as u64),
        HtmlCell::count(paper.references as u64),
        HtmlCell::count(raised),
    ]
}
