//! The format of a file of records, told from its content.

use std::fmt;

use super::sheet;

/// The formats of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RecordFormat {
    /// BibTeX or BibLaTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// EndNote's tags with a per-cent sign, `.enw`.
    EndNoteTags,
    /// CSL-JSON.
    CslJson,
    /// Zotero RDF.
    ZoteroRdf,
    /// EndNote XML.
    EndNoteXml,
    /// PubMed, `.nbib`.
    Nbib,
    /// Web of Science, tagged.
    WebOfScience,
    /// A table with a header.
    Sheet,
}

impl RecordFormat {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::Ris => "RIS",
            Self::EndNoteTags => "EndNote",
            Self::CslJson => "CSL-JSON",
            Self::ZoteroRdf => "Zotero RDF",
            Self::EndNoteXml => "EndNote XML",
            Self::Nbib => "PubMed nbib",
            Self::WebOfScience => "Web of Science",
            Self::Sheet => "table",
        }
    }
}

impl fmt::Display for RecordFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// How far into a file its format is looked for, in lines.
const LINES: usize = 400;

/// The format of the records in `text`; `None` where it holds none.
#[must_use]
pub fn detect(text: &str) -> Option<RecordFormat> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first()? {
        b'<' => return detect_xml(text),
        b'[' | b'{' => return text.contains("\"title\"").then_some(RecordFormat::CslJson),
        _ => {}
    }
    if text.starts_with("FN ") && text.lines().take(3).any(|line| line.starts_with("VR ")) {
        return Some(RecordFormat::WebOfScience);
    }
    for line in text.lines().take(LINES) {
        let line = line.trim_end();
        if line.starts_with("TY  - ") || line.starts_with("TY - ") {
            return Some(RecordFormat::Ris);
        } else if line.starts_with("PMID- ") {
            return Some(RecordFormat::Nbib);
        } else if line.starts_with("%0 ") {
            return Some(RecordFormat::EndNoteTags);
        } else if is_entry(line.trim_start()) {
            return Some(RecordFormat::Bibtex);
        }
    }
    let tagged = text.starts_with("PT ") && text.lines().any(|line| line.trim_end() == "ER");
    if tagged {
        return Some(RecordFormat::WebOfScience);
    }
    sheet::has_header(text).then_some(RecordFormat::Sheet)
}

fn detect_xml(text: &str) -> Option<RecordFormat> {
    let end = (0..=text.len().min(4096)).rev().find(|&at| text.is_char_boundary(at))?;
    let head = text.get(..end)?;
    if head.contains("<rdf:RDF") && text.contains("itemType") {
        Some(RecordFormat::ZoteroRdf)
    } else if head.contains("<record") && text.contains("<ref-type") {
        Some(RecordFormat::EndNoteXml)
    } else {
        None
    }
}

/// Whether a line begins an entry of BibTeX: `@article{`.
fn is_entry(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('@') else { return false };
    let kind = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_from_the_content() {
        for (text, format) in [
            ("% mine\n\n@Article {lee, title = {A}}", Some(RecordFormat::Bibtex)),
            ("\u{feff}\nTY  - JOUR\nER  - ", Some(RecordFormat::Ris)),
            ("PMID- 12\nTI  - A\n", Some(RecordFormat::Nbib)),
            ("%0 Journal Article\n%T A", Some(RecordFormat::EndNoteTags)),
            (
                "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n",
                Some(RecordFormat::WebOfScience),
            ),
            ("[{\"type\": \"book\", \"title\": \"A\"}]", Some(RecordFormat::CslJson)),
            ("{\"mcpServers\": {}}", None),
            (
                "<?xml version=\"1.0\"?><xml><records><record><ref-type name=\"Book\">6</ref-type>",
                Some(RecordFormat::EndNoteXml),
            ),
            ("<html><body>Hello</body></html>", None),
            ("Title,Author,Year\nA,B,2000\n", Some(RecordFormat::Sheet)),
            ("document,country\nlee.txt,Peru\n", Some(RecordFormat::Sheet)),
            ("country,year\nPeru,3\n", None),
            ("Write to lee@example.org (Lee).", None),
            ("", None),
        ] {
            assert_eq!(detect(text), format, "{text}");
        }
    }
}
