//! Codebook files as trees of values that know their places.
//!
//! YAML, JSON (read as the YAML that it is) and TOML become the same [`Node`]s, with mappings as
//! lists of pairs, so that order and repeated keys are kept. Every node has its span in the file,
//! and a place inside a string can be followed to the file through quotes and escapes.

mod toml;
mod yaml;

use crate::error::MistakeKind;
use crate::model::Span;

/// The formats of codebook files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.yaml`, `.yml`.
    Yaml,
    /// `.json`.
    Json,
    /// `.toml`.
    Toml,
}

impl Format {
    /// The format that a file's name stands for; YAML where the ending says nothing.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "json" => Self::Json,
            "toml" => Self::Toml,
            _ => Self::Yaml,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Toml => "TOML",
        }
    }
}

/// A value in a file.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it stands, quotes included.
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Nothing: an empty place, `null` or `~`.
    Null,
    /// Text, a number, or a truth value, as text.
    Scalar(String),
    List(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// What the value is called in a message.
    pub(crate) const fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a single value",
            Value::List(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The place in the file of `part`, which is a place in the text of this scalar.
    ///
    /// Follows quotes and the usual escapes; where the file says the text in another way (a block,
    /// a folded line), the whole scalar is the place.
    pub(crate) fn locate(&self, file: &str, part: Span) -> Span {
        let Value::Scalar(text) = &self.value else { return self.span };
        let raw = self.span.of(file);
        let quote = raw.chars().next().filter(|first| matches!(first, '"' | '\''));
        let inside = match quote {
            Some(quote) => raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)),
            None => Some(raw),
        };
        let places = inside.and_then(|inside| written_places(text, inside, quote));
        let offset = self.span.start + usize::from(quote.is_some());
        match places {
            Some(places) => {
                let at = |byte: usize| places.get(byte).map_or(self.span.end, |at| offset + at);
                Span::new(at(part.start), at(part.end))
            }
            None => self.span,
        }
    }
}

/// For each byte of `text`, and for its end, the byte of `written` that it comes from; `None` where
/// the two cannot be laid side by side.
fn written_places(text: &str, written: &str, quote: Option<char>) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut rest = written.char_indices().peekable();
    for letter in text.chars() {
        let (at, mut sign) = rest.next()?;
        if quote == Some('\'') && sign == '\'' || quote == Some('"') && sign == '\\' {
            sign = rest.next()?.1;
        }
        if sign != letter {
            return None;
        }
        places.extend(std::iter::repeat_n(at, letter.len_utf8()));
    }
    places.push(rest.peek().map_or(written.len(), |&(at, _)| at));
    Some(places)
}

/// Why a file could not be read as its format, and where.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxMistake {
    pub(crate) span: Span,
    pub(crate) kind: MistakeKind,
    pub(crate) suggestion: Option<String>,
}

/// Deepest nesting of values.
const DEEPEST: usize = 100;

/// Most values in a file, repetitions by aliases included.
const MOST_NODES: usize = 1_000_000;

/// The tree in `file`; `None` for a file that holds nothing.
pub(crate) fn read(file: &str, format: Format) -> Result<Option<Node>, SyntaxMistake> {
    match format {
        Format::Yaml | Format::Json => yaml::read(file, format),
        Format::Toml => toml::read(file),
    }
}

/// What could be read of a file, beyond the mistakes of its form.
#[derive(Debug)]
pub(super) struct ReadThrough {
    /// The tree; `None` for a file that holds nothing, or cannot be read on.
    pub(super) root: Option<Node>,
    /// The text that the tree stands in: that of the file, mended at the mistakes, each sign in its place.
    pub(super) text: String,
    pub(super) mistakes: Vec<SyntaxMistake>,
}

/// Most mistakes of form that are read over.
const MOST_MENDED: usize = 100;

/// The tree in `file`, with what YAML takes amiss in patterns without quotes mended, so that the rest can
/// be read and its mistakes told in the same run.
pub(super) fn read_through(file: &str, format: Format) -> ReadThrough {
    let mut text = file.to_owned();
    let mut mistakes = Vec::new();
    loop {
        match read(&text, format) {
            Ok(root) => return ReadThrough { root, text, mistakes },
            Err(mistake) => {
                let mended = match format {
                    Format::Yaml => yaml::mended(&text, mistake.span.start),
                    Format::Json | Format::Toml => None,
                };
                mistakes.push(mistake);
                match mended.filter(|_| mistakes.len() < MOST_MENDED) {
                    Some(mended) => text = mended,
                    None => return ReadThrough { root: None, text, mistakes },
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
