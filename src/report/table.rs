//! Tables of the page: with captions and scopes, in a frame that scrolls where they are wide.

use std::fmt::Write as _;

use crate::export::markup::escaped;

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    name: String,
    numeric: bool,
}

impl Head {
    /// A column of words.
    pub(super) fn words(name: impl Into<String>) -> Self {
        Self { name: name.into(), numeric: false }
    }

    /// A column of numbers.
    pub(super) fn numbers(name: impl Into<String>) -> Self {
        Self { name: name.into(), numeric: true }
    }
}

/// A cell: what it shows, and what it is sorted by where that differs.
#[derive(Clone, Debug)]
pub(super) struct HtmlCell {
    html: String,
    sort: Option<String>,
    class: Option<&'static str>,
}

impl HtmlCell {
    /// Words.
    pub(super) fn text(text: &str) -> Self {
        Self { html: escaped(text), sort: None, class: None }
    }

    /// Mark-up that is safe already, sorted by `sort`.
    pub(super) fn html(html: String, sort: &str) -> Self {
        Self { html, sort: Some(sort.to_owned()), class: None }
    }

    /// A number as printed, sorted by its value.
    pub(super) fn number(shown: &str, value: f64) -> Self {
        Self { html: escaped(shown), sort: Some(format!("{value}")), class: None }
    }

    /// A count.
    pub(super) fn count(count: u64) -> Self {
        let html = crate::model::table::thousands(count);
        Self { html, sort: Some(count.to_string()), class: None }
    }

    /// Nothing.
    pub(super) fn none() -> Self {
        Self { html: "·".to_owned(), sort: Some(String::new()), class: None }
    }

    /// The cell with this class.
    pub(super) fn classed(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct HtmlTable {
    pub(super) caption: String,
    pub(super) columns: Vec<Head>,
    /// As many cells as columns; the first one names the row.
    pub(super) rows: Vec<Vec<HtmlCell>>,
    /// What a field above the table finds rows by; none for no field.
    pub(super) find: Option<&'static str>,
    /// A word for each row that a choice above the table goes by.
    pub(super) groups: Vec<String>,
}

impl HtmlTable {
    /// A table without rows.
    pub(super) fn new(caption: impl Into<String>, columns: Vec<Head>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new(), find: None, groups: Vec::new() }
    }

    /// Adds the table to a page.
    pub(super) fn draw(&self, out: &mut String) {
        let caption = escaped(&self.caption);
        let find =
            self.find.map_or_else(String::new, |find| format!(" data-find=\"{}\"", escaped(find)));
        let _ = write!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n\
             <table class=\"data\"{find}>\n<caption>{caption}</caption>\n<thead><tr>"
        );
        for head in &self.columns {
            let class = if head.numeric { " class=\"n\"" } else { "" };
            let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(&head.name));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for (number, row) in self.rows.iter().enumerate() {
            let group =
                self.groups.get(number).map(|group| format!(" data-group=\"{}\"", escaped(group)));
            let _ = write!(out, "<tr{}>", group.unwrap_or_default());
            for (place, (cell, head)) in row.iter().zip(&self.columns).enumerate() {
                let element = if place == 0 { "th scope=\"row\"" } else { "td" };
                let mut classes: Vec<&str> = cell.class.into_iter().collect();
                if head.numeric {
                    classes.push("n");
                }
                let class = if classes.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"{}\"", classes.join(" "))
                };
                let sort = cell
                    .sort
                    .as_ref()
                    .map_or_else(String::new, |sort| format!(" data-v=\"{}\"", escaped(sort)));
                let close = if place == 0 { "th" } else { "td" };
                let _ = write!(out, "<{element}{class}{sort}>{}</{close}>", cell.html);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }

    /// Adds the table to a page, to be opened by a line that names it.
    pub(super) fn behind(&self, out: &mut String) {
        let rows = super::figures::plural(self.rows.len() as u64, "row");
        let _ = writeln!(
            out,
            "<details class=\"behind\"><summary>The numbers as a table ({rows})</summary>"
        );
        self.draw(out);
        out.push_str("</details>\n");
    }
}
