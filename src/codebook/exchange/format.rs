//! The formats of codebooks and dictionaries: their names, endings, and how a file tells which it is.

use std::fmt;
use std::str::FromStr;

use crate::codebook::Format;
use crate::codebook::file::{Node, Value};
use crate::codebook::tree::{SETTING_KEYS, is_theme_key};

/// A format that codebooks are read from and written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodebookFormat {
    /// Our own, in YAML, JSON or TOML.
    Own(Format),
    /// YAML dictionaries of quanteda.
    Quanteda,
    /// LIWC dictionaries, `.dic`.
    Liwc,
    /// LIWC-22 dictionaries, `.dicx`: a table of terms by categories.
    LiwcTable,
    /// WordStat dictionaries, `.cat`.
    WordStat,
    /// Yoshikoder dictionaries, `.ykd`, and those of early Lexicoder, `.lcd`.
    Yoshikoder,
    /// Lexicoder dictionaries, `.lc3`.
    Lexicoder,
    /// VBPro dictionaries.
    VbPro,
    /// A table with a column of words and one of their categories, as tidytext has them.
    Tidytext,
    /// REFI-QDA codebooks, `.qdc`.
    RefiQda,
}

impl CodebookFormat {
    /// Every format with its name, the endings of its files, and what messages call it.
    pub const ALL: [(Self, &'static str, &'static [&'static str], &'static str); 12] = [
        (Self::Own(Format::Yaml), "yaml", &["yaml", "yml"], "YAML"),
        (Self::Own(Format::Json), "json", &["json"], "JSON"),
        (Self::Own(Format::Toml), "toml", &["toml"], "TOML"),
        (Self::Quanteda, "quanteda", &[], "a quanteda dictionary"),
        (Self::Liwc, "liwc", &["dic"], "a LIWC dictionary"),
        (Self::LiwcTable, "liwc22", &["dicx"], "a LIWC-22 dictionary"),
        (Self::WordStat, "wordstat", &["cat"], "a WordStat dictionary"),
        (Self::Yoshikoder, "yoshikoder", &["ykd", "lcd"], "a Yoshikoder dictionary"),
        (Self::Lexicoder, "lexicoder", &["lc3"], "a Lexicoder dictionary"),
        (Self::VbPro, "vbpro", &["vbpro", "vbp"], "a VBPro dictionary"),
        (Self::Tidytext, "tidytext", &["csv"], "a table of words and categories"),
        (Self::RefiQda, "refi-qda", &["qdc"], "a REFI-QDA codebook"),
    ];

    /// The format of files with the ending of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        Self::ALL.iter().find(|row| row.2.contains(&ending.as_str())).map(|row| row.0)
    }

    /// The format that a file of this name is read as: tables with tabs too.
    pub(super) fn of_file(name: &str) -> Option<Self> {
        let tabs = || name.to_ascii_lowercase().ends_with(".tsv").then_some(Self::Tidytext);
        Self::of_name(name).or_else(tabs)
    }

    /// What messages call a file of the format.
    #[must_use]
    pub fn described(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.3)
    }

    /// Whether it is ours, which holds everything.
    #[must_use]
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// The format of the file `name` that holds `text`: what the text says of itself, else the ending.
    pub(super) fn of_text(name: &str, text: &str) -> Self {
        let by_name = Self::of_file(name);
        let start = text.trim_start();
        if start.starts_with('<') {
            return if first_element(start) == "CodeBook" || first_element(start) == "Project" {
                Self::RefiQda
            } else {
                Self::Yoshikoder
            };
        }
        let line = start.lines().next().unwrap_or_default();
        let header = line.split([',', ';', '\t']).next().unwrap_or_default();
        let first = header.trim_matches([' ', '"']).to_ascii_lowercase();
        match by_name {
            Some(known @ (Self::Own(_) | Self::Quanteda | Self::RefiQda)) => known,
            _ if first == "dicterm" => Self::LiwcTable,
            _ if line.trim() == "%" => Self::Liwc,
            _ if is_vbpro_heading(line) => Self::VbPro,
            Some(Self::Yoshikoder) | None if line.starts_with('+') => Self::Lexicoder,
            other => other.unwrap_or(Self::Own(Format::Yaml)),
        }
    }
}

/// Whether a line is `>>Category<<`.
pub(super) fn is_vbpro_heading(line: &str) -> bool {
    let line = line.trim();
    line.len() > 4 && line.starts_with(">>") && line.ends_with("<<")
}

/// The local name of the first element of an XML text.
fn first_element(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if rest.starts_with(|letter: char| letter.is_alphabetic()) {
            let end = rest.find([' ', '>', '/', '\n', '\t']).unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or_default();
            return name.rsplit(':').next().unwrap_or_default();
        }
    }
    ""
}

/// Whether a YAML file is a codebook of ours and not a dictionary of quanteda, which has categories at
/// the top and no settings. What is neither is taken for ours, so that its mistakes are told.
pub(super) fn is_own(root: Option<&Node>) -> bool {
    let Some(Node { value: Value::Mapping(pairs), .. }) = root else { return true };
    let scalar = |value: &Node| matches!(value.value, Value::Scalar(_));
    let mapping = |value: &Node| matches!(value.value, Value::Mapping(_));
    pairs.is_empty()
        || pairs.iter().any(|(key, value)| match &key.value {
            Value::Scalar(name) => match name.trim() {
                "codebook" => scalar(value),
                "themes" | "lists" => mapping(value),
                name if SETTING_KEYS.contains(&name) => scalar(value),
                name => is_theme_key(name) && mapping(value),
            },
            _ => true,
        })
}

impl fmt::Display for CodebookFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = Self::ALL.iter().find(|row| row.0 == *self);
        formatter.write_str(row.map_or("", |row| row.1))
    }
}

impl FromStr for CodebookFormat {
    type Err = String;

    /// The format of this name, or with this ending.
    fn from_str(name: &str) -> Result<Self, String> {
        let name = name.trim_start_matches('.').to_ascii_lowercase();
        let row = Self::ALL.iter().find(|row| row.1 == name || row.2.contains(&name.as_str()));
        row.map(|row| row.0).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|row| row.1).collect();
            format!("no format is called `{name}`; the formats are {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_format_by_its_text_and_else_by_its_ending() {
        let xml = "<?xml version=\"1.0\"?>\n<!-- x -->\n<dictionary style=\"1\">";
        let cases = [
            ("a.cat", "A\n\tB (1)\n", CodebookFormat::WordStat),
            ("a.cat", xml, CodebookFormat::Yoshikoder),
            ("a.lcd", "+negative\nbad\n", CodebookFormat::Lexicoder),
            ("a.dic", "%\n1\tA\n%\n", CodebookFormat::Liwc),
            ("a.dic", ">>A<<\nb\n", CodebookFormat::VbPro),
            ("a.csv", "DicTerm,A\nb,X\n", CodebookFormat::LiwcTable),
            ("a.csv", "word,sentiment\n", CodebookFormat::Tidytext),
            ("a.tsv", "word\tsentiment\n", CodebookFormat::Tidytext),
            ("a.txt", "+a\nb\n", CodebookFormat::Lexicoder),
            ("a.xml", "<x:CodeBook xmlns:x=\"u\">", CodebookFormat::RefiQda),
            ("a", "themes:\n", CodebookFormat::Own(Format::Yaml)),
        ];
        for (name, text, format) in cases {
            assert_eq!(CodebookFormat::of_text(name, text), format, "{name} {text}");
        }
        assert_eq!("LC3".parse(), Ok(CodebookFormat::Lexicoder));
        assert_eq!("refi-qda".parse(), Ok(CodebookFormat::RefiQda));
        assert!("docx".parse::<CodebookFormat>().is_err());
    }
}
