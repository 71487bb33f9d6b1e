//! The annotated text as one page for a browser, without scripts and without anything from outside.
//!
//! A marker links to the reference it points to, and a reference back to each of its markers. The
//! pointer or the keyboard on a marker shows the reference, the style of the citation and the
//! confidence. What colours say is said by lines, signs and words too. The page follows the
//! reader's choice of light or dark, and can be printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::field::{self, Field};
use super::{
    AnnotatedPaper, Block, BlockKind, Counts, Layout, Piece, PieceKind, counted, shortened, status,
    summary,
};
use crate::export::markup::escaped;
use crate::model::{Provenance, Reference, Resolution};

const STYLE: &str = include_str!("style.css");
/// Characters of a reference that a marker shows.
const SHOWN: usize = 240;

/// A paper, drawn.
#[derive(Clone, Debug)]
pub struct DrawnPaper {
    name: String,
    counts: Counts,
    body: String,
}

/// Draws a paper; `number` tells it from the others of a page.
#[must_use]
pub fn paper(paper: AnnotatedPaper<'_>, number: usize) -> DrawnPaper {
    let layout = Layout::of(paper);
    let mut view = View { paper, layout: &layout, number, out: String::new() };
    for block in &layout.blocks {
        view.block(block);
    }
    view.references_elsewhere();
    let name = shortened(&paper.document.name, usize::MAX);
    DrawnPaper { name, counts: layout.counts, body: view.out }
}

/// Writes a page of `papers`, with the numbers 0, 1, … that they were drawn with.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(
    papers: &[DrawnPaper],
    provenance: &Provenance,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = match papers {
        [paper] => format!("Citations of {}", paper.name),
        _ => format!("Citations of {}", counted(papers.len(), "paper")),
    };
    let title = escaped(&title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{}</h1>\n{}</header>\n",
        if papers.len() == 1 { "Citations" } else { &title },
        legend()
    )?;
    if papers.len() > 1 {
        writeln!(
            out,
            "<nav aria-label=\"Papers\">\n<table>\n{}</table>\n</nav>",
            contents(papers)
        )?;
    }
    writeln!(out, "<main>")?;
    for (number, paper) in papers.iter().enumerate() {
        let name = escaped(&paper.name);
        write!(
            out,
            "<article id=\"p{number}\" aria-label=\"{name}\">\n<div class=\"paper\">\n\
             <h2>{name}</h2>\n<p class=\"summary\">{}</p>\n</div>\n{}</article>\n",
            summary(paper.counts),
            paper.body
        )?;
    }
    let provenance = escaped(&provenance.to_string());
    writeln!(out, "</main>\n<footer>{provenance}</footer>\n</body>\n</html>")
}

/// What the signs and colours mean.
fn legend() -> String {
    let mut legend = String::from(
        "<dl class=\"legend\">\n<dt>Markers</dt>\n<dd>\
         <span class=\"marker resolved\">Lee 2010</span><sup>3</sup> points to reference 3</dd>\n<dd>\
         <span class=\"marker ambiguous\">Lee 2010</span><sup>3|7?</sup> one of these is meant</dd>\n<dd>\
         <span class=\"marker unresolved\">Lee 2010</span><sup>?</sup> no reference fits</dd>\n\
         <dt>Fields</dt>\n",
    );
    for field in Field::ALL {
        let name = field.name();
        let _ = writeln!(legend, "<dd><span class=\"field {name}\">{name}</span></dd>");
    }
    legend.push_str("</dl>\n");
    legend
}

/// One row a paper: its name, and what was found in it.
fn contents(papers: &[DrawnPaper]) -> String {
    let mut rows = String::from(
        "<thead><tr><th scope=\"col\">paper</th><th scope=\"col\">markers</th>\
         <th scope=\"col\">resolved</th><th scope=\"col\">ambiguous</th>\
         <th scope=\"col\">unresolved</th><th scope=\"col\">references</th>\
         <th scope=\"col\">never cited</th></tr></thead>\n<tbody>\n",
    );
    for (number, paper) in papers.iter().enumerate() {
        let name = escaped(&paper.name);
        let _ = write!(rows, "<tr><th scope=\"row\"><a href=\"#p{number}\">{name}</a></th>");
        let Counts { markers, resolved, ambiguous, unresolved, references, uncited } = paper.counts;
        for count in [markers, resolved, ambiguous, unresolved, references, uncited] {
            let _ = write!(rows, "<td>{count}</td>");
        }
        rows.push_str("</tr>\n");
    }
    rows.push_str("</tbody>\n");
    rows
}

struct View<'a> {
    paper: AnnotatedPaper<'a>,
    layout: &'a Layout<'a>,
    number: usize,
    out: String,
}

impl View<'_> {
    fn block(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Heading(level) => {
                let level = (level + 2).min(6);
                let _ = write!(self.out, "<h{level}>");
                self.pieces(&block.pieces);
                let _ = writeln!(self.out, "</h{level}>");
            }
            BlockKind::Paragraph => {
                self.out.push_str("<p>");
                self.pieces(&block.pieces);
                self.out.push_str("</p>\n");
            }
            BlockKind::Reference(place) => {
                let (paper, number) = (self.number, place + 1);
                let _ = write!(
                    self.out,
                    "<div class=\"reference\" id=\"p{paper}r{number}\">\n\
                     <p><b class=\"number\">{number}</b> "
                );
                self.pieces(&block.pieces);
                self.out.push_str("</p>\n");
                if let Some(reference) = self.paper.references.get(place) {
                    self.below(place, reference);
                }
                self.out.push_str("</div>\n");
            }
        }
    }

    /// The references that do not stand in the text.
    fn references_elsewhere(&mut self) {
        for (place, reference) in self.paper.references.iter().enumerate() {
            let Some(raw) = &reference.raw else { continue };
            let (paper, number) = (self.number, place + 1);
            let _ = writeln!(
                self.out,
                "<div class=\"reference\" id=\"p{paper}r{number}\">\n\
                 <p><b class=\"number\">{number}</b> {}</p>",
                escaped(raw)
            );
            self.below(place, reference);
            self.out.push_str("</div>\n");
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let words = escaped(piece.span.of(&self.paper.document.text));
            match piece.kind {
                PieceKind::Plain => self.out.push_str(&words),
                PieceKind::Callout => {
                    let _ = write!(self.out, "<span class=\"callout\">{words}</span>");
                }
                PieceKind::Field(field) => {
                    let name = field.name();
                    let _ = write!(
                        self.out,
                        "<span class=\"field {name}\" title=\"{name}\">{words}</span>"
                    );
                }
                PieceKind::Marker(number) => self.marker(number, &words),
            }
        }
    }

    /// A marker with the numbers of its references; the first of them is the marker's own link.
    fn marker(&mut self, number: usize, words: &str) {
        let Some(placed) = self.layout.markers.get(number) else { return };
        let resolution = &placed.marker.resolution;
        let references = resolution.references();
        let status = status(resolution);
        let tip = self.tip(number);
        let paper = self.number;
        let link = references.first().map_or_else(
            // Without a link the keyboard must still reach the words that explain it.
            || " tabindex=\"0\" role=\"note\"".to_owned(),
            |first| format!(" href=\"#p{paper}r{}\"", first + 1),
        );
        let _ = write!(
            self.out,
            "<a class=\"marker {status}\" id=\"p{paper}m{number}\"{link} aria-label=\"{words}: {tip}\" \
             data-tip=\"{tip}\">{words}</a><sup>"
        );
        let (separator, end) = match resolution {
            Resolution::Resolved(_) => (",", ""),
            Resolution::Ambiguous(_) => ("|", "?"),
            Resolution::Unresolved => ("", "?"),
        };
        for (count, place) in references.iter().enumerate() {
            let before = if count > 0 { separator } else { "" };
            let one = place + 1;
            let _ = write!(self.out, "{before}<a href=\"#p{paper}r{one}\">{one}</a>");
        }
        let _ = write!(self.out, "{end}</sup>");
    }

    /// What the pointer on a marker shows.
    fn tip(&self, number: usize) -> String {
        let Some(placed) = self.layout.markers.get(number) else { return String::new() };
        let text = &self.paper.document.text;
        let marker = placed.marker;
        let mut tip = format!(
            "{}, {}{}, confidence {:.2}",
            status(&marker.resolution),
            placed.citation.style.name(),
            if placed.citation.narrative { ", narrative" } else { "" },
            marker.confidence
        );
        for &place in marker.resolution.references().iter().take(3) {
            if let Some(reference) = self.paper.references.get(place) {
                let raw = shortened(reference.printed(text), SHOWN);
                let _ = write!(tip, "\n→ {}: {raw}", place + 1);
            }
        }
        escaped(&tip)
    }

    /// Below a reference: the markers that point to it, and its fields to be opened.
    fn below(&mut self, place: usize, reference: &Reference) {
        let text = &self.paper.document.text;
        let markers = self.layout.cited_by.get(place).map(Vec::as_slice).unwrap_or_default();
        let paper = self.number;
        let _ = match markers.len() {
            0 => writeln!(self.out, "<p class=\"cited\">never cited</p>"),
            1 => write!(self.out, "<p class=\"cited\">cited once: "),
            count => write!(self.out, "<p class=\"cited\">cited {count} times: "),
        };
        for (count, &number) in markers.iter().enumerate() {
            let Some(placed) = self.layout.markers.get(number) else { continue };
            let words = escaped(&shortened(placed.marker.span.of(text), 40));
            let doubt = matches!(placed.marker.resolution, Resolution::Ambiguous(_));
            let (before, after) = (if count > 0 { ", " } else { "" }, if doubt { "?" } else { "" });
            let _ = write!(self.out, "{before}<a href=\"#p{paper}m{number}\">↑ {words}{after}</a>");
        }
        self.out.push_str(if markers.is_empty() { "" } else { "</p>\n" });
        let fields = &reference.fields;
        let _ = write!(
            self.out,
            "<details><summary>{}, confidence {:.2}</summary>\n<table>\n",
            fields.kind.name(),
            fields.confidence
        );
        for (field, value) in field::values(fields) {
            let (name, value) = (field.name(), escaped(&value));
            let _ = writeln!(
                self.out,
                "<tr><th scope=\"row\">{name}</th><td><span class=\"field {name}\">{value}</span></td></tr>"
            );
        }
        self.out.push_str("</table>\n</details>\n");
    }
}
