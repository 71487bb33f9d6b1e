//! Elements of SVG.

use std::fmt::Write as _;

use crate::export::markup::escaped;

/// Ink of words and numbers.
pub(super) const INK: &str = "#22211f";
/// Ink of what is less important.
pub(super) const SOFT: &str = "#5f5c55";
/// Ink of grid lines.
pub(super) const GRID: &str = "#dcd8cd";
/// Size of most text.
pub(super) const SIZE: f64 = 12.5;
/// Size of numbers at axes.
pub(super) const SMALL: f64 = 11.0;

/// A coordinate with one decimal at most.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // No `-0`.
    format!("{}", if tenths == 0.0 { 0.0 } else { tenths })
}

/// Where text stands in relation to its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn attribute(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Middle => " text-anchor=\"middle\"",
            Self::End => " text-anchor=\"end\"",
        }
    }
}

/// Text in one of the inks.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) at: (f64, f64),
    pub(super) anchor: Anchor,
    pub(super) size: f64,
    pub(super) soft: bool,
    pub(super) bold: bool,
}

impl<'a> Words<'a> {
    /// Text of the usual size and ink that starts here.
    pub(super) const fn new(text: &'a str, x: f64, y: f64) -> Self {
        Self { text, at: (x, y), anchor: Anchor::Start, size: SIZE, soft: false, bold: false }
    }

    pub(super) const fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    pub(super) const fn small(mut self) -> Self {
        self.size = SMALL;
        self.soft = true;
        self
    }

    pub(super) const fn bold(mut self, bold: bool) -> Self {
        self.bold = bold;
        self
    }

    pub(super) fn draw(&self, out: &mut String) {
        let (class, fill) = if self.soft { ("soft", SOFT) } else { ("ink", INK) };
        let weight = if self.bold { " font-weight=\"600\"" } else { "" };
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{} font-size=\"{}\"{weight} fill=\"{fill}\">{}</text>",
            number(self.at.0),
            number(self.at.1),
            self.anchor.attribute(),
            self.size,
            escaped(self.text)
        );
    }
}

/// A straight line of the grid.
pub(super) fn grid(out: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
    let _ = writeln!(
        out,
        "<line class=\"grid\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{GRID}\"/>"
    );
}

/// An interval: a line with short ends, along the axis named by `horizontal`.
pub(super) fn whisker(out: &mut String, from: f64, to: f64, across: f64, horizontal: bool) {
    let end = 3.0;
    let path = if horizontal {
        let [from, to, low, high, middle] =
            [from, to, across - end, across + end, across].map(number);
        format!("M{from} {low}V{high}M{from} {middle}H{to}M{to} {low}V{high}")
    } else {
        let [from, to, low, high, middle] =
            [from, to, across - end, across + end, across].map(number);
        format!("M{low} {from}H{high}M{middle} {from}V{to}M{low} {to}H{high}")
    };
    // A light edge, so that the line is seen on its bar.
    let _ = writeln!(
        out,
        "<path class=\"edge\" d=\"{path}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-opacity=\"0.6\"/>\n\
         <path class=\"whisker\" d=\"{path}\" fill=\"none\" stroke=\"{INK}\"/>"
    );
}

/// Opens a mark: a link where it leads somewhere, else a group. The words are its name for screen readers, so
/// they begin with what is printed on it (WCAG 2.2, 2.5.3), and what the pointer shows.
pub(super) fn open_mark(out: &mut String, link: Option<&str>, note: &str) {
    let note = escaped(note);
    let _ = match link {
        Some(link) => writeln!(out, "<a href=\"{}\"><title>{note}</title>", escaped(link)),
        None => writeln!(out, "<g><title>{note}</title>"),
    };
}

/// Closes what [`open_mark`] opened.
pub(super) fn close_mark(out: &mut String, link: Option<&str>) {
    out.push_str(if link.is_some() { "</a>\n" } else { "</g>\n" });
}

/// A box that shows nothing, so that the pointer meets the whole mark.
pub(super) fn target(out: &mut String, x: f64, y: f64, width: f64, height: f64) {
    let [x, y, width, height] = [x, y, width, height].map(number);
    let _ = writeln!(
        out,
        "<rect class=\"target\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" pointer-events=\"all\"/>"
    );
}
