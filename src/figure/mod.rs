//! Figures as SVG: bars with intervals, panels of points over years, matrices of shaded cells.
//!
//! A figure is drawn from plain labels and numbers, so that the report and `--plot` share it. Everything
//! that a reader needs stands in the presentation attributes of the elements, so a file looks the same in a
//! browser, a word processor and LaTeX; a page may restyle the classes `ink`, `soft`, `grid` and `whisker`
//! for dark screens. No font is named but the reader's own sans serif, and widths of text are estimated
//! ([`text`]), since no font is at hand. Numbers are printed beside the marks: colour never says alone
//! what a figure says.
//!
//! Every mark that has a link becomes an `a` element with its words for screen readers, which the keyboard
//! can reach; [`Figure::standalone`] leaves links out.

mod bars;
mod matrix;
mod palette;
mod panels;
#[cfg(feature = "png")]
mod png;
mod scale;
mod svg;
mod text;

#[cfg(test)]
mod tests;

pub use bars::{Bar, BarChart};
pub use matrix::{Matrix, MatrixCell, MatrixLabel};
pub use palette::{HUES, hue};
pub use panels::{Panel, PanelChart, Point};
#[cfg(feature = "png")]
pub use png::PngError;
pub use scale::Measure;

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::export::markup::escaped;
use svg::number;

/// A drawn figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it shows, in a line.
    pub title: String,
    /// What its marks mean.
    pub description: String,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    body: String,
}

impl Figure {
    /// The figure as part of a page, of this class; it shrinks with the page but never grows.
    #[must_use]
    pub fn inline(&self, class: &str) -> String {
        let (width, height) = (number(self.width), number(self.height));
        format!(
            "<svg class=\"{class}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"group\" aria-label=\"{}\" {FONT}>\n{}</svg>\n",
            escaped(&self.title),
            self.body
        )
    }

    /// Writes the figure as a file of its own, on white, without links.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn standalone(&self, out: &mut dyn Write) -> io::Result<()> {
        let (width, height) = (self.width + 2.0 * MARGIN, self.height + 2.0 * MARGIN);
        let (width, height, start) = (number(width), number(height), number(-MARGIN));
        let mut head = String::new();
        let _ = write!(
            head,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{start} {start} {width} {height}\" role=\"img\" {FONT}>\n<title>{}</title>\n<desc>{}</desc>\n\
             <rect x=\"{start}\" y=\"{start}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            escaped(&self.title),
            escaped(&self.description)
        );
        out.write_all(head.as_bytes())?;
        out.write_all(without_links(&self.body).as_bytes())?;
        out.write_all(b"</svg>\n")
    }
}

/// White space around a figure in a file of its own.
const MARGIN: f64 = 12.0;

/// The font of all figures.
const FONT: &str = "font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\"";

/// The body with plain groups in the place of links; nothing that is printed in a figure holds `<a `
/// or `</a>`, since it is escaped.
fn without_links(body: &str) -> String {
    let mut plain = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(start) = rest.find("<a ") {
        let (before, link) = rest.split_at(start);
        plain.push_str(before);
        plain.push_str("<g>");
        rest = link.find('>').and_then(|end| link.get(end + 1..)).unwrap_or_default();
    }
    plain.push_str(rest);
    plain.replace("</a>", "</g>")
}
