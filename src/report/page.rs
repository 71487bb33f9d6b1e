//! The page: its frame, its policy, its sections in order.
//!
//! The policy (`Content-Security-Policy`) allows nothing but the one style and the one script that stand in
//! the page, by their SHA-256; so the page asks nothing of any network, and words of a paper that came to stand
//! in it as mark-up could do nothing.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::data::Report;
use super::{embedded, evidence, frequency, methods, overview, papers};
use crate::export::markup::escaped;
use crate::figure::Figure;

const STYLE: &str = include_str!("page/report.css");
const SCRIPT: &str = include_str!("page/report.js");

/// Width of figures on a desk.
pub(super) const WIDE: f64 = 760.0;
/// Width of figures on a phone.
pub(super) const NARROW: f64 = 350.0;

/// The sections: their anchor, and their name in the list of contents.
const SECTIONS: [(&str, &str); 12] = [
    ("overview", "Overview"),
    ("themes", "Themes"),
    ("time", "Over time"),
    ("sections", "In sections"),
    ("documents", "By paper"),
    ("together", "Together"),
    ("evidence", "Evidence"),
    ("works", "Cited works"),
    ("sentences", "Sentences"),
    ("papers", "Papers"),
    ("methods", "Methods"),
    ("codebook", "Codebook"),
];

/// A page that grows, and counts its figures.
#[derive(Default)]
pub(super) struct Page {
    pub(super) out: String,
    figures: usize,
}

impl Page {
    /// Opens a section with its heading.
    pub(super) fn open(&mut self, id: &str, title: &str) {
        let _ = writeln!(
            self.out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>",
            escaped(title)
        );
    }

    /// Closes a section.
    pub(super) fn close(&mut self) {
        self.out.push_str("</section>\n");
    }

    /// Adds a paragraph, whose mark-up is safe already.
    pub(super) fn paragraph(&mut self, html: &str) {
        let _ = writeln!(self.out, "<p>{html}</p>");
    }

    /// Adds a figure, for a desk and, where it is another one, for a phone. `name` is that of its file.
    pub(super) fn figure(&mut self, name: &str, wide: &Figure, narrow: Option<&Figure>) {
        self.figures += 1;
        let _ = write!(
            self.out,
            "<figure data-file=\"{name}\">\n<div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n",
            escaped(&format!("Figure {}: {}", self.figures, wide.title))
        );
        match narrow {
            Some(narrow) => {
                self.out.push_str(&wide.inline("wide"));
                self.out.push_str(&narrow.inline("narrow"));
            }
            None => self.out.push_str(&wide.inline("wide always")),
        }
        let _ = writeln!(
            self.out,
            "</div>\n<figcaption><b>Figure {}.</b> {}. {}</figcaption>\n</figure>",
            self.figures,
            escaped(&wide.title),
            escaped(&wide.description)
        );
    }
}

impl Report<'_> {
    /// Writes the page.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut page = Page::default();
        overview::draw(self, &mut page);
        frequency::draw(self, &mut page);
        evidence::draw(self, &mut page);
        papers::sentences(self, &mut page);
        papers::papers(self, &mut page);
        methods::draw(self, &mut page);
        methods::codebook(self, &mut page);
        let title = escaped(&self.title);
        let provenance = escaped(&self.provenance.to_string());
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; \
             style-src '{}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"leitmotif {}\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n\
             <header class=\"top\">\n<p class=\"kind\">Theme report</p>\n<h1>{title}</h1>\n{}</header>\n{}\
             <main id=\"main\" tabindex=\"-1\">\n",
            source_hash(SCRIPT),
            source_hash(STYLE),
            escaped(&self.provenance.version),
            overview::lede(self),
            contents(),
        )?;
        out.write_all(page.out.as_bytes())?;
        write!(
            out,
            "</main>\n<footer>\n<p>{provenance}</p>\n<p>Colours after M. Okabe and K. Ito (2008) and C. A. Brewer \
             (colorbrewer2.org). This page loads nothing and sends nothing.</p>\n</footer>\n\
             <div id=\"tip\" role=\"status\" hidden></div>\n<script type=\"application/json\" id=\"data\">"
        )?;
        embedded::write(self, out)?;
        write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

fn contents() -> String {
    let mut list = String::from("<nav aria-label=\"Contents\">\n<ul>\n");
    for (id, name) in SECTIONS {
        let _ = writeln!(list, "<li><a href=\"#{id}\">{name}</a></li>");
    }
    list.push_str("</ul>\n</nav>\n");
    list
}

/// The hash of a style or script as a policy names it: `sha256-` and its base 64.
fn source_hash(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut hash = String::from("sha256-");
    for chunk in digest.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let letter = (bits >> (18 - 6 * place)) & 63;
            hash.push(LETTERS.get(letter as usize).map_or('=', |&letter| char::from(letter)));
        }
        (chunk.len()..3).for_each(|_| hash.push('='));
    }
    hash
}

/// The link to the sentences that fit: names and values, each value kept as it is.
pub(super) fn sentences_link(fields: &[(&str, &str)]) -> String {
    let mut link = String::from("#sentences");
    for (number, (name, value)) in fields.iter().enumerate() {
        let _ = write!(link, "{}{name}=", if number == 0 { '?' } else { '&' });
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    link.push(char::from(byte))
                }
                _ => {
                    let _ = write!(link, "%{byte:02X}");
                }
            }
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // The digest of the empty string and of `abc` (FIPS 180-4, examples), in base 64.
        assert_eq!(source_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(source_hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn links_keep_every_value() {
        assert_eq!(
            sentences_link(&[("theme", "a.b"), ("paper", "x y&ü.txt")]),
            "#sentences?theme=a.b&paper=x%20y%26%C3%BC.txt"
        );
    }
}
