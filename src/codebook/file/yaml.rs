//! YAML 1.2, and JSON as its subset, by the events of `saphyr-parser`.
//!
//! Aliases (`*name`) repeat the value of their anchor. Tags mean nothing here. Only the first
//! document of a file is read.
//!
//! Limit: a JSON string with a surrogate pair (`\ud83d\ude00`) is refused, as YAML has it.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{DEEPEST, Format, MOST_NODES, Node, SyntaxMistake, Value};
use crate::error::MistakeKind;
use crate::model::Span;

pub(super) fn read(file: &str, format: Format) -> Result<Option<Node>, SyntaxMistake> {
    let starts: Vec<usize> = file.char_indices().map(|(at, _)| at).collect();
    let byte = |character: usize| starts.get(character).copied().unwrap_or(file.len());
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(file);
    while let Some(event) = parser.next_event() {
        let (event, marks) = event
            .map_err(|error| syntax_mistake(file, byte(error.marker().index()), &error, format))?;
        if matches!(event, Event::DocumentEnd | Event::StreamEnd) {
            break;
        }
        let span = Span::new(byte(marks.start.index()), byte(marks.end.index()));
        builder.add(event, span)?;
    }
    Ok(builder.root)
}

/// Builds the tree from events, without recursion.
#[derive(Default)]
struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
}

/// A list or mapping whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<Node>,
}

impl Builder {
    fn add(&mut self, event: Event<'_>, span: Span) -> Result<(), SyntaxMistake> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let null = style == ScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if null { Value::Null } else { Value::Scalar(text.into_owned()) };
                self.finish(Node { span, value }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.begin(Value::List(Vec::new()), span, anchor),
            Event::MappingStart(anchor, _) => self.begin(Value::Mapping(Vec::new()), span, anchor),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { mut node, anchor, .. }) => {
                    node.span = Span::new(node.span.start, span.end);
                    self.finish(node, anchor)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => {
                    self.nodes += size(&node);
                    self.finish(node, 0)
                }
                None => self.finish(Node { span, value: Value::Null }, 0),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, value: Value, span: Span, anchor: usize) -> Result<(), SyntaxMistake> {
        if self.open.len() == DEEPEST {
            return Err(SyntaxMistake {
                span: Span::new(span.start, span.start + 1),
                kind: MistakeKind::TooDeep(DEEPEST),
                suggestion: None,
            });
        }
        self.open.push(Open { node: Node { span, value }, anchor, key: None });
        Ok(())
    }

    /// Puts a complete node where it belongs.
    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), SyntaxMistake> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(SyntaxMistake {
                span: node.span,
                kind: MistakeKind::Shape {
                    expected: "a codebook of at most 1,000,000 values",
                    found: "more",
                },
                suggestion: None,
            });
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open { node: Node { value: Value::List(items), .. }, .. }) => items.push(node),
            Some(Open { node: Node { value: Value::Mapping(pairs), .. }, key, .. }) => {
                match key.take() {
                    None => *key = Some(node),
                    Some(name) => pairs.push((name, node)),
                }
            }
            Some(_) => {}
        }
        Ok(())
    }
}

/// How many values a node holds, itself included; nesting is bounded by [`DEEPEST`].
fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::List(items) => items.iter().map(size).sum::<usize>(),
        Value::Mapping(pairs) => pairs.iter().map(|(key, value)| size(key) + size(value)).sum(),
        _ => 0,
    }
}

/// The parser's complaint, with advice for what codebooks are prone to: patterns whose first sign
/// means something in YAML.
fn syntax_mistake(file: &str, at: usize, error: &ScanError, format: Format) -> SyntaxMistake {
    let start = file.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    let line = file.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let suggestion = if line.trim_start_matches(' ').starts_with('\t') {
        Some("indent with spaces, not with tabs".to_owned())
    } else if format == Format::Yaml
        && let Some(begin) = unquoted(file, at)
    {
        let rest = line.get(begin - start..).unwrap_or_default();
        let inside = line.get(..begin - start).is_some_and(|before| before.contains(['[', '{']));
        let end = if inside { rest.find([',', ']', '}']) } else { None };
        let pattern = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let pattern = pattern.trim_end().replace('\'', "''");
        Some(format!("put the pattern in single quotes: `'{pattern}'`"))
    } else {
        None
    };
    let len = file.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    SyntaxMistake {
        span: Span::new(at, at + len),
        kind: MistakeKind::Syntax { format: format.name(), reason: error.info().to_owned() },
        suggestion,
    }
}

/// Where the value begins whose first sign means something in YAML, though it is meant as text: at the
/// place of the complaint, or at the opening of the quotation that ends before it.
fn unquoted(file: &str, at: usize) -> Option<usize> {
    match file.get(at..)?.chars().next()? {
        '*' | '&' | '@' | '%' | '`' | '!' | '|' | '>' => Some(at),
        _ => {
            let line = file.get(..at)?.rsplit('\n').next()?;
            let before = line.trim_end();
            let quote = before.chars().next_back().filter(|last| matches!(last, '"' | '\''))?;
            let open = before.get(..before.len() - 1)?.rfind(quote)?;
            Some(at - line.len() + open)
        }
    }
}

/// The file with the value that the parser complains of at `at` turned into plain text of the same
/// length; `None` where nothing is known to help.
pub(super) fn mended(file: &str, at: usize) -> Option<String> {
    const PLAIN: &str = "x";
    let mut text = file.to_owned();
    match file.get(at..)?.chars().next()? {
        '\t' => text.replace_range(at..=at, " "),
        ':' => text.replace_range(at..=at, PLAIN),
        _ => {
            let begin = unquoted(file, at)?;
            text.replace_range(begin..=begin, PLAIN);
            if begin < at {
                let close = file.get(..at)?.trim_end().len() - 1;
                text.replace_range(close..=close, PLAIN);
            }
        }
    }
    Some(text)
}
