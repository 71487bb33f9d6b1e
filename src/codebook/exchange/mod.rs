//! Dictionaries of other programs, read as codebooks and written from them.
//!
//! A reader makes an outline of categories and terms that know their places in the file; the outline
//! becomes the tree of values that a codebook file of ours would be, and goes the way of those. So a
//! dictionary has the same mistakes, warnings and lines as a codebook, and writing it as YAML of ours
//! loses nothing. Words are compared whole (`match: word`), as all these programs do.
//!
//! Writers for other formats go through the codebook as it counts: alternatives are written out, and
//! what the format cannot hold becomes a [`Notice`]. What each format can hold stands in
//! `docs/codebook.md`.

mod emit;
mod format;
mod lexicoder;
mod liwc;
mod notice;
mod outline;
mod qdc;
mod quanteda;
mod rule;
mod table;
mod term;
mod vbpro;
mod wording;
mod wordstat;
mod write;
mod xml;
mod yoshikoder;

use std::path::Path;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

pub use format::CodebookFormat;
use format::is_own;
pub use notice::{Notice, NoticeKind, Notices};

use super::file::{self, Node, ReadThrough};
use super::place::Collector;
use super::{Format, tree};
use crate::error::{CodebookError, Error, ErrorKind, MistakeKind, Position, Result};
use crate::model::{Codebook, Span};
use crate::refi::code::Code;
use outline::{Outline, Report};

/// How a codebook file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadOptions {
    /// The format; without it the file's text and name tell.
    pub format: Option<CodebookFormat>,
    /// The encoding of the text by its name on the web (`windows-1252`, `shift_jis`); without it UTF-8
    /// is recognised, UTF-16 by its mark, and an older encoding guessed where a guess is safe.
    pub encoding: Option<String>,
}

/// A codebook with the file that it was read from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The codebook.
    pub codebook: Codebook,
    /// The format that the file was read as.
    pub format: CodebookFormat,
    /// The text that the places in the codebook are places of.
    pub text: String,
    /// What of the file is not in the codebook as it was.
    pub notices: Vec<Notice>,
    /// The codebook as the file of ours says it.
    root: Node,
}

/// Reads the codebook in the file at `path`, in whatever format.
///
/// # Errors
/// Where the file cannot be read or decoded, or holds mistakes: all of them, as
/// [`ErrorKind::Codebook`].
pub fn load(path: &Path, options: &LoadOptions) -> Result<Loaded> {
    let bytes = std::fs::read(path).map_err(|error| Error::reading(path, error))?;
    let name = path.display().to_string();
    let text = decode(&name, bytes, options).map_err(|error| error.at_path(path))?;
    Ok(parse_any(&name, text, options.format)?)
}

/// The built-in codebook, with its file.
///
/// # Errors
/// Never in a released program: a test parses it.
pub fn load_built_in() -> Result<Loaded> {
    Ok(parse_own(super::BUILT_IN_NAME, super::built_in_text(), Format::Yaml)?)
}

/// The text of a file. A codebook of ours is UTF-8; dictionaries have been written in many encodings.
fn decode(name: &str, bytes: Vec<u8>, options: &LoadOptions) -> Result<String> {
    let named = match &options.encoding {
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let advice = "write a name such as windows-1252, macintosh, utf-16le or shift_jis";
            Error::new(ErrorKind::Usage(format!("no encoding is called `{label}`; {advice}")))
        })?),
        None => declared(&bytes),
    };
    if let Some(encoding) = named {
        let (text, _, broken) = encoding.decode(&bytes);
        return if broken {
            let name = encoding.name();
            let advice =
                "name another, as in `leitmotif codebook convert FILE --encoding windows-1252`";
            Err(Error::new(ErrorKind::Usage(format!("not in the encoding {name}; {advice}"))))
        } else {
            Ok(text.into_owned())
        };
    }
    let format = options.format.or_else(|| CodebookFormat::of_file(name));
    if format.is_none_or(CodebookFormat::is_own) {
        return String::from_utf8(bytes).map_err(|error| {
            let byte = Position::Byte(error.utf8_error().valid_up_to());
            Error::new(ErrorKind::NotUtf8).at_position(byte)
        });
    }
    if let Some(text) = of_old_macintosh(&bytes) {
        return Ok(text);
    }
    crate::read::decode(&bytes).map_err(|error| match error.kind() {
        ErrorKind::Encoding => Error::new(ErrorKind::UnknownEncoding),
        _ => error,
    })
}

/// The text of a file whose lines end as on a Macintosh before 2001, where its letters beyond ASCII make
/// more sense in the encoding of those than in windows-1252.
fn of_old_macintosh(bytes: &[u8]) -> Option<String> {
    const USUAL: &str = "áàâäãåéèêëíìîïóòôöõúùûüçñßœæøÁÀÂÄÉÈÊÍÓÖÚÜÇÑØ’";
    let unusual = bytes.contains(&b'\n') || !bytes.contains(&b'\r') || bytes.contains(&0);
    if unusual || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let (text, ..) = MACINTOSH.decode_with_bom_removal(bytes);
    let (western, ..) = WINDOWS_1252.decode_with_bom_removal(bytes);
    let usual = |text: &str| text.chars().filter(|letter| USUAL.contains(*letter)).count();
    (usual(&text) > usual(&western)).then(|| text.into_owned())
}

/// The encoding that an XML file declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, after) = declaration.split_once("encoding=")?;
    let label = after.get(1..)?.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// Parses a codebook in whatever format; `name` is what messages call it, and its ending tells the
/// format where neither `format` nor the text do.
///
/// ```
/// use leitmotif::codebook::{CodebookFormat, parse_any};
/// let loaded = parse_any("m.lc3", "+reactive\nthreat*\n".to_owned(), None)?;
/// assert_eq!(loaded.format, CodebookFormat::Lexicoder);
/// assert_eq!(loaded.codebook.themes[0].include[0].source, "threat*");
/// # Ok::<(), leitmotif::error::CodebookError>(())
/// ```
///
/// # Errors
/// With every mistake in the text.
pub fn parse_any(
    name: &str,
    text: String,
    format: Option<CodebookFormat>,
) -> std::result::Result<Loaded, CodebookError> {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let told = format.unwrap_or_else(|| CodebookFormat::of_text(name, &text));
    match told {
        // A YAML file may turn out to be a dictionary of quanteda.
        CodebookFormat::Own(own) => {
            let through = file::read_through(&text, own);
            if format.is_none() && own == Format::Yaml && !is_own(through.root.as_ref()) {
                return parse_foreign(name, text, CodebookFormat::Quanteda);
            }
            own_of(name, &text, own, through)
        }
        foreign => parse_foreign(name, text, foreign),
    }
}

/// Parses a codebook of ours.
pub(super) fn parse_own(
    name: &str,
    text: &str,
    own: Format,
) -> std::result::Result<Loaded, CodebookError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    own_of(name, text, own, file::read_through(text, own))
}

/// The codebook of ours that was read as `through`.
fn own_of(
    name: &str,
    text: &str,
    own: Format,
    through: ReadThrough,
) -> std::result::Result<Loaded, CodebookError> {
    let ReadThrough { root, text: mended, mistakes: of_form } = through;
    let mut mistakes = Collector::new(text);
    let well_formed = of_form.is_empty();
    for mistake in of_form {
        mistakes.add(mistake.span, mistake.kind, mistake.suggestion);
    }
    let codebook = match &root {
        Some(root) => tree::read(&mended, root, &mut mistakes),
        None => {
            if well_formed {
                let advice = "begin with `themes:` and name your themes below it";
                mistakes.add(Span::new(0, 0), MistakeKind::Empty, Some(advice.to_owned()));
            }
            None
        }
    };
    match (codebook, root, mistakes.into_mistakes()) {
        (Some(codebook), Some(root), mistakes) if mistakes.is_empty() => {
            let format = CodebookFormat::Own(own);
            Ok(Loaded { codebook, format, text: text.to_owned(), notices: Vec::new(), root })
        }
        (_, _, mistakes) => Err(CodebookError::new(name, mistakes)),
    }
}

/// Parses a dictionary of another program.
fn parse_foreign(
    name: &str,
    text: String,
    format: CodebookFormat,
) -> std::result::Result<Loaded, CodebookError> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let places = Collector::new(&text);
    let mut report = Report { text: &text, stem, places, notices: Vec::new() };
    let outline = match format {
        CodebookFormat::Own(_) | CodebookFormat::Quanteda => quanteda::read(&mut report),
        CodebookFormat::Liwc => liwc::read(&mut report),
        CodebookFormat::LiwcTable => table::read_liwc(&mut report),
        CodebookFormat::WordStat => wordstat::read(&mut report),
        CodebookFormat::Yoshikoder => yoshikoder::read(&mut report),
        CodebookFormat::Lexicoder => lexicoder::read(&mut report),
        CodebookFormat::VbPro => vbpro::read(&mut report),
        CodebookFormat::Tidytext => table::read_tidytext(&mut report),
        CodebookFormat::RefiQda => qdc::read(&mut report),
    };
    let node = node_of(outline, format, &mut report);
    let Report { mut places, notices, .. } = report;
    let codebook = node.as_ref().and_then(|root| tree::read(&text, root, &mut places));
    match (codebook, node, places.into_mistakes()) {
        (Some(codebook), Some(root), mistakes) if mistakes.is_empty() => {
            Ok(Loaded { codebook, format, text, notices, root })
        }
        (_, _, mistakes) => Err(CodebookError::new(name, mistakes)),
    }
}

/// The outline as a codebook of ours; `None` where there is no category, which is reported.
fn node_of(
    outline: Option<Outline>,
    format: CodebookFormat,
    report: &mut Report<'_>,
) -> Option<Node> {
    let outline = outline.and_then(|outline| {
        let branches = outline::tidy(outline.branches, "", report);
        (!branches.is_empty()).then_some(Outline { branches, ..outline })
    });
    if outline.is_none() && report.places.is_empty() {
        let advice = "check the format, or name it with `--from`";
        let kind = MistakeKind::NoCategories(format.described());
        report.mistake(Span::new(0, 0), kind, advice);
    }
    Some(outline?.into_node(format != CodebookFormat::RefiQda))
}

impl Loaded {
    /// The themes as codes of REFI-QDA, in their order.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        qdc::codes(&self.root, &self.codebook)
    }

    /// The codebook in another format, with what that cannot hold.
    #[must_use]
    pub fn write(&self, to: CodebookFormat) -> (String, Vec<Notice>) {
        let codebook = &self.codebook;
        match to {
            CodebookFormat::Own(own) => (emit::own(&self.root, own), Vec::new()),
            CodebookFormat::Quanteda => quanteda::write(codebook),
            CodebookFormat::Liwc => liwc::write(codebook),
            CodebookFormat::LiwcTable => table::write_liwc(codebook),
            CodebookFormat::WordStat => wordstat::write(codebook),
            CodebookFormat::Yoshikoder => yoshikoder::write(codebook),
            CodebookFormat::Lexicoder => lexicoder::write(codebook),
            CodebookFormat::VbPro => vbpro::write(codebook),
            CodebookFormat::Tidytext => table::write_tidytext(codebook),
            CodebookFormat::RefiQda => qdc::write(&self.root, codebook),
        }
    }
}

#[cfg(test)]
mod tests;
