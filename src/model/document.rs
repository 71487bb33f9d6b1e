//! One research text: its immutable text, its metadata, and the layers that divide it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::reference::Person;
use super::span::span_at;
use super::{GivenCitations, Language, Span};

/// One research text as it was read.
///
/// The text never changes after reading; everything found later points into it by [`Span`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The name that results carry: the path below the ingested folder with `/` between its parts,
    /// or the file's name where a file was named. Unique in an index.
    pub name: String,
    /// Hash of the source bytes, in lower-case hexadecimal digits.
    pub hash: String,
    /// How the source was read.
    pub format: SourceFormat,
    /// The whole text; equal to the source bytes where those are plain UTF-8 text, else what was
    /// extracted from them.
    pub text: String,
    /// What is known about the paper.
    pub metadata: Metadata,
    /// Pages, sections, paragraphs, sentences.
    pub layers: Layers,
    /// Citations and references that the source marks as such.
    pub given: GivenCitations,
}

/// How a source file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SourceFormat {
    /// Plain text, `.txt`.
    Text,
    /// Markdown, `.md`, read as text with its mark-up.
    Markdown,
    /// PDF, `.pdf`, of which the extracted text is read.
    Pdf,
    /// XML of an article, `.xml` or `.nxml`: JATS, or TEI as GROBID writes it.
    Xml,
    /// LaTeX, `.tex`, with the files that it names.
    Latex,
    /// Word, `.docx`, of which the extracted text is read, as of the three that follow.
    Docx,
    /// OpenDocument text, `.odt`.
    Odt,
    /// A web page, `.html`, `.htm` or `.xhtml`.
    Html,
    /// An electronic book, `.epub`.
    Epub,
    /// A bibliographic record with its abstract, without a file of its own.
    Record,
    /// A record of a structured corpus (JSON, CSV, Parquet), of which the fields with text are read.
    Structured,
}

impl SourceFormat {
    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Pdf => "PDF",
            Self::Xml => "XML",
            Self::Latex => "LaTeX",
            Self::Docx => "Word",
            Self::Odt => "OpenDocument",
            Self::Html => "HTML",
            Self::Epub => "EPUB",
            Self::Record | Self::Structured => "record",
        }
    }

    /// Whether the text of a document is that of its source, so that all it says of itself can be
    /// read from it again.
    #[must_use]
    pub const fn is_own_text(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Record)
    }
}

/// What is known about a paper, from its text, its file name or a bibliography file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Title, in the text's own capitals.
    pub title: Option<String>,
    /// Authors in order.
    pub authors: Vec<Person>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Journal or book that the paper appeared in.
    pub container: Option<String>,
    /// Digital object identifier without a resolver's address, in lower case.
    pub doi: Option<String>,
    /// Main language of the text.
    pub language: Option<Language>,
    /// Key words as the paper gives them.
    pub keywords: Vec<String>,
    /// Any further field, by name.
    pub extra: BTreeMap<String, String>,
}

/// The spans that divide a text. Each list is sorted and its spans do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// Pages; empty where the format has none. A page is divided where its notes stand after a
    /// paragraph that goes on overleaf.
    pub pages: Vec<Page>,
    /// Sections, which cover the text without gaps: each runs from its heading to the next one.
    pub sections: Vec<Section>,
    /// Paragraphs; a heading is a paragraph of its own.
    pub paragraphs: Vec<Span>,
    /// Sentences, without the white space between them; none crosses a paragraph.
    pub sentences: Vec<Span>,
}

impl Layers {
    /// The section that holds the byte at `offset`.
    #[must_use]
    pub fn section_at(&self, offset: usize) -> Option<&Section> {
        let after = self.sections.partition_point(|section| section.span.start <= offset);
        self.sections.get(after.checked_sub(1)?)
    }

    /// The number of the sentence that holds the byte at `offset`, from 0.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        span_at(&self.sentences, offset)
    }

    /// The number of the paragraph that holds the byte at `offset`, from 0.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        span_at(&self.paragraphs, offset)
    }

    /// The page that holds the byte at `offset`.
    #[must_use]
    pub fn page_at(&self, offset: usize) -> Option<&Page> {
        let after = self.pages.partition_point(|page| page.span.start <= offset);
        self.pages.get(after.checked_sub(1)?)
    }
}

/// One page of a paged source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The text on the page.
    pub span: Span,
    /// The printed page number, or the page's place in the file, from 1.
    pub label: String,
}

/// A section of a paper, from its heading to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading and text.
    pub span: Span,
    /// The heading's words, without number and mark-up; `None` before the first heading.
    pub title: Option<Span>,
    /// What the section is for; a section without a kind of its own takes that of its parent.
    pub kind: SectionKind,
    /// Depth of the heading, from 1; 0 before the first heading.
    pub level: u8,
}

/// What a section is for, whatever its heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// Abstract or summary.
    Abstract,
    /// Introduction.
    Introduction,
    /// Literature review, theory, hypotheses.
    Background,
    /// Methods, data, materials.
    Methods,
    /// Results or findings.
    Results,
    /// Discussion.
    Discussion,
    /// Conclusion, implications, limits.
    Conclusion,
    /// Acknowledgements, funding, declarations.
    Acknowledgements,
    /// The bibliography.
    References,
    /// Appendix or supplement.
    Appendix,
    /// Anything else, and what stands before the first heading.
    Other,
}

impl SectionKind {
    /// Every kind, in the order of a paper.
    pub const ALL: [Self; 11] = [
        Self::Abstract,
        Self::Introduction,
        Self::Background,
        Self::Methods,
        Self::Results,
        Self::Discussion,
        Self::Conclusion,
        Self::Acknowledgements,
        Self::References,
        Self::Appendix,
        Self::Other,
    ];

    /// The name that results carry, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Abstract => "abstract",
            Self::Introduction => "introduction",
            Self::Background => "background",
            Self::Methods => "methods",
            Self::Results => "results",
            Self::Discussion => "discussion",
            Self::Conclusion => "conclusion",
            Self::Acknowledgements => "acknowledgements",
            Self::References => "references",
            Self::Appendix => "appendix",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for SectionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A text that names no kind of section.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of section")]
pub struct NotASectionKind(pub String);

impl FromStr for SectionKind {
    type Err = NotASectionKind;

    fn from_str(name: &str) -> Result<Self, NotASectionKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| NotASectionKind(name.to_owned()))
    }
}
