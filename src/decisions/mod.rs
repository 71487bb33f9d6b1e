//! Files of decisions made by hand on which references mean the same work.
//!
//! ```yaml
//! same:        # each list: references that are one work, whatever their DOIs and letters say
//!   - [10.1016/j.lrp.2009.07.003, Teece 2010 business models]
//!   - [Buckley Casson 1976, "Buckley Casson 1991 multinational enterprise"]
//! different:   # each list: references that are not one work, each from each
//!   - [Lee 2018 barriers, Lee 2018 motives]
//!   - ["chen-2017.txt#12", "wu-2019.txt#3"]
//! ```
//!
//! A reference is named in one of three ways, all of which stay the same when papers are ingested
//! again:
//!
//! - a DOI, with or without `https://doi.org/`: all references with it;
//! - words, two at least: all references whose year (`2018` or `2018a`), authors' family names and
//!   title have all of them, in any order, capitals and accents aside; the id of a work, as
//!   `query works` gives it, is such a name;
//! - `PAPER#NUMBER`: one entry of a paper's bibliography, by its number in the order of the text.
//!
//! What is different holds against all else, and by way of others too: if A and B are different, no
//! C is put together with both. TOML and JSON say the same with their own signs. Every mistake in a
//! file is reported with its place; names that no reference has are no mistakes of the file, and
//! are told by the query.

use std::path::Path;

use crate::codebook::file::{self, Node, Value};
use crate::codebook::place::Collector;
use crate::codebook::suggest::nearest;
use crate::codebook::{Format, read_text};
use crate::error::{DecisionsError, Error, ErrorKind, MistakeKind, Result};
use crate::model::{Decision, Decisions, NameMeans, ReferenceName, Span};

/// Keys at the top of a file.
const KEYS: [&str; 2] = ["same", "different"];

/// Reads the decisions in the file at `path`.
///
/// # Errors
/// Where the file cannot be read, is no UTF-8 text, or holds mistakes: all of them, as
/// [`ErrorKind::Decisions`].
pub fn read(path: &Path) -> Result<Decisions> {
    let text = read_text(path)?;
    let name = path.display().to_string();
    parse(&name, &text, Format::of_name(&name))
        .map_err(|error| Error::new(ErrorKind::Decisions(error)))
}

/// Parses the decisions in `text`; `name` is what messages call the file.
///
/// ```
/// use leitmotif::codebook::Format;
/// use leitmotif::decisions::parse;
/// use leitmotif::model::NameMeans;
/// let text = "same:\n  - [10.1/A, Porter 1990]\n";
/// let decisions = parse("works.yaml", text, Format::Yaml)?;
/// assert_eq!(decisions.same[0].names[0].means, NameMeans::Doi("10.1/a".into()));
///
/// let error = parse("works.yaml", "sam: []\n", Format::Yaml).unwrap_err();
/// assert_eq!(error.mistakes[0].suggestion.as_deref(), Some("did you mean `same`?"));
/// # Ok::<(), leitmotif::error::DecisionsError>(())
/// ```
///
/// # Errors
/// With every mistake in the text.
pub fn parse(
    name: &str,
    text: &str,
    format: Format,
) -> std::result::Result<Decisions, DecisionsError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { mistakes: Collector::new(text) };
    let mut decisions = Decisions { file: name.to_owned(), ..Decisions::default() };
    match file::read(text, format) {
        Ok(Some(root)) => reader.top(&root, &mut decisions),
        Ok(None) => reader.nothing(Span::new(0, 0)),
        Err(mistake) => reader.mistakes.add(mistake.span, mistake.kind, mistake.suggestion),
    }
    let mistakes = reader.mistakes.into_mistakes();
    if mistakes.is_empty() {
        decisions.fingerprint = fingerprint(&decisions);
        Ok(decisions)
    } else {
        Err(DecisionsError::new(name, mistakes))
    }
}

/// BLAKE3 over all names as they are understood, in order.
fn fingerprint(decisions: &Decisions) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |kind: &[u8], decisions: &[Decision]| {
        for decision in decisions {
            hasher.update(kind);
            for name in &decision.names {
                hasher.update(name.written.as_bytes());
                hasher.update(&[0]);
            }
        }
    };
    add(b"=", &decisions.same);
    add(b"/", &decisions.different);
    hasher.finalize().to_hex().chars().take(16).collect()
}

struct Reader<'a> {
    mistakes: Collector<'a>,
}

impl Reader<'_> {
    fn add(&mut self, span: Span, kind: MistakeKind, suggestion: &str) {
        self.mistakes.add(span, kind, Some(suggestion.to_owned()));
    }

    fn wrong_shape(&mut self, node: &Node, expected: &'static str, suggestion: &str) {
        let kind = MistakeKind::Shape { expected, found: node.kind() };
        self.add(node.span, kind, suggestion);
    }

    fn nothing(&mut self, span: Span) {
        let help = "write `same:` with lists of references that are one work, or `different:` with lists of such as are not";
        self.add(span, MistakeKind::NoDecisions, help);
    }

    fn top(&mut self, root: &Node, decisions: &mut Decisions) {
        let Value::Mapping(pairs) = &root.value else {
            let help = "begin with `same:` or `different:`";
            return self.wrong_shape(root, "a mapping with `same` or `different`", help);
        };
        if pairs.is_empty() {
            self.nothing(root.span);
        }
        let mut first_lines: Vec<(&str, usize)> = Vec::new();
        for (key, value) in pairs {
            let Value::Scalar(name) = &key.value else {
                self.wrong_shape(key, "a name", "the keys here are `same` and `different`");
                continue;
            };
            let name = name.trim();
            if let Some(&(_, first)) = first_lines.iter().find(|(known, _)| *known == name) {
                let kind = MistakeKind::Duplicate { key: name.to_owned(), first };
                self.add(key.span, kind, "put both together");
            }
            first_lines.push((name, self.mistakes.line_of(key.span.start)));
            match name {
                "same" => decisions.same = self.lists(value),
                "different" => decisions.different = self.lists(value),
                unknown => {
                    let known = nearest(unknown, &KEYS);
                    let help = known.map_or_else(
                        || "the keys here are `same` and `different`".to_owned(),
                        |known| format!("did you mean `{known}`?"),
                    );
                    self.add(key.span, MistakeKind::DecisionKey(unknown.to_owned()), &help);
                }
            }
        }
    }

    /// The lists under one of the keys.
    fn lists(&mut self, node: &Node) -> Vec<Decision> {
        const SHAPE: &str = "lists of references";
        const HELP: &str =
            "put the references of each work in a list of their own: `- [Lee 2003, Lee 2004]`";
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.decision(item, HELP)).collect()
            }
            Value::Null => {
                self.wrong_shape(node, SHAPE, "write a list, or remove the key");
                Vec::new()
            }
            _ => {
                self.wrong_shape(node, SHAPE, HELP);
                Vec::new()
            }
        }
    }

    fn decision(&mut self, node: &Node, help: &str) -> Option<Decision> {
        let Value::List(items) = &node.value else {
            self.wrong_shape(node, "a list of references", help);
            return None;
        };
        if items.len() < 2 {
            let help = "name two references or more";
            self.add(node.span, MistakeKind::FewReferences(items.len()), help);
        }
        let names = items.iter().filter_map(|item| self.name(item)).collect();
        Some(Decision { line: self.mistakes.line_of(node.span.start), names })
    }

    fn name(&mut self, node: &Node) -> Option<ReferenceName> {
        const HELP: &str = "a reference is a DOI, words such as `Porter 1990 competitive advantage`, or `PAPER#NUMBER`";
        let Value::Scalar(text) = &node.value else {
            let help = match node.value {
                Value::Null => {
                    "in YAML, a name that begins with `#` or has ` #` in it needs quotes"
                }
                _ => HELP,
            };
            self.wrong_shape(node, "the name of a reference", help);
            return None;
        };
        let written = text.trim();
        let means = match meaning(written) {
            Ok(means) => means,
            Err(kind) => {
                let help = match &kind {
                    MistakeKind::EntryNumber(_) => {
                        "after `#` stands the number of the entry in the paper's bibliography, from 1"
                    }
                    _ => HELP,
                };
                self.add(node.span, kind, help);
                return None;
            }
        };
        let (line, column) = self.mistakes.place_of(node.span.start);
        Some(ReferenceName { written: written.to_owned(), line, column, means })
    }
}

/// What a name says.
fn meaning(written: &str) -> std::result::Result<NameMeans, MistakeKind> {
    let lower = written.to_lowercase();
    let resolvers = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"];
    let bare = resolvers.iter().find_map(|resolver| lower.strip_prefix(resolver));
    let doi = bare.unwrap_or(&lower).trim();
    if doi.starts_with("10.") && doi.contains('/') && !doi.contains(char::is_whitespace) {
        return Ok(NameMeans::Doi(doi.to_owned()));
    }
    if let Some((document, number)) = written.rsplit_once('#') {
        return match number.trim().parse() {
            Ok(number) if number > 0 && !document.trim().is_empty() => {
                Ok(NameMeans::Entry { document: document.trim().to_owned(), number })
            }
            _ => Err(MistakeKind::EntryNumber(written.to_owned())),
        };
    }
    let words = written.split(|sign: char| !sign.is_alphanumeric());
    if words.filter(|word| !word.is_empty()).count() < 2 {
        return Err(MistakeKind::ReferenceName(written.to_owned()));
    }
    Ok(NameMeans::Words(written.to_owned()))
}

#[cfg(test)]
mod tests;
