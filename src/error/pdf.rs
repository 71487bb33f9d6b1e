//! Why a PDF cannot be read.

use serde::{Deserialize, Serialize};

/// Why the text of a PDF cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PdfFailure {
    /// Bytes of something else.
    #[error("not a PDF, whatever its name says; check how it was downloaded")]
    NotPdf,
    /// Opens with a password only.
    #[error("protected by a password; save a copy without one")]
    Password,
    /// Encrypted in an unknown or broken way.
    #[error("encrypted in a way that leitmotif cannot undo; save a copy without encryption")]
    Encryption,
    /// No page can be found.
    #[error("a damaged PDF in which no page can be found; download it again, or repair it")]
    Damaged,
    /// Pages with neither text nor images.
    #[error("no text in its pages")]
    Empty,
    /// Pages that are images.
    #[error(
        "no text layer: the pages ({pages}) are images; recognise their text first, with a program for OCR"
    )]
    NoTextLayer {
        /// Number of pages.
        pages: usize,
    },
    /// Fonts that do not name their characters.
    #[error(
        "its fonts do not say which characters they show; convert it to plain text with a program for OCR"
    )]
    Unmapped,
    /// More pages than a paper has.
    #[error("too many pages for one paper: {pages}, and the limit is {limit}; split it")]
    TooManyPages {
        /// Pages of the file.
        pages: usize,
        /// Most pages that are read.
        limit: usize,
    },
    /// Reading was stopped after the time limit.
    #[error(
        "not read within {seconds} s; it is damaged or overly complex: print it to a new PDF, or convert it to plain text"
    )]
    OutOfTime {
        /// The limit.
        seconds: u64,
    },
    /// Reading needed more memory than the limit.
    #[error(
        "not read within {megabytes} MiB of memory; it is damaged or overly complex: print it to a new PDF, or convert it to plain text"
    )]
    OutOfMemory {
        /// The limit in MiB.
        megabytes: u64,
    },
    /// The process that read it ended without an answer.
    #[error(
        "reading it failed; it is damaged, or leitmotif has a defect: print it to a new PDF, or convert it to plain text"
    )]
    Stopped,
    /// The process that shall read it could not be started.
    #[error("the process that reads PDF could not be started")]
    NotStarted,
}
