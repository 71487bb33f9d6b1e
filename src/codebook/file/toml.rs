//! TOML by `toml_edit`, which keeps order and places.

use toml_edit::{Array, Document, Item, Key, TableLike};

use super::{Format, Node, SyntaxMistake, Value};
use crate::error::MistakeKind;
use crate::model::Span;

pub(super) fn read(file: &str) -> Result<Option<Node>, SyntaxMistake> {
    let document = Document::parse(file).map_err(|error| {
        let range = error.span().unwrap_or_default();
        SyntaxMistake {
            span: Span::new(range.start, range.end),
            kind: MistakeKind::Syntax {
                format: Format::Toml.name(),
                reason: error.message().lines().collect::<Vec<_>>().join("; "),
            },
            suggestion: None,
        }
    })?;
    let root = mapping(document.as_table(), Span::new(0, file.len()));
    Ok(Some(root).filter(|root| !matches!(&root.value, Value::Mapping(pairs) if pairs.is_empty())))
}

/// A table; recursion is bounded by the parser's own limit on nesting.
fn mapping(table: &dyn TableLike, span: Span) -> Node {
    let pairs = table.iter().map(|(name, item)| {
        let key = table.key(name).and_then(Key::span);
        let place = key.map_or(span, |range| Span::new(range.start, range.end));
        let key = Node { span: place, value: Value::Scalar(name.to_owned()) };
        (key, node(item, place))
    });
    Node { span, value: Value::Mapping(pairs.collect()) }
}

/// A value; `around` is its place where the file names it only by a heading.
fn node(item: &Item, around: Span) -> Node {
    let span = item.span().map_or(around, |range| Span::new(range.start, range.end));
    if let Some(table) = item.as_table_like() {
        return mapping(table, span);
    }
    match item {
        Item::Value(value) => value_node(value, span),
        Item::ArrayOfTables(tables) => {
            let items = tables.iter().map(|table| mapping(table, span)).collect();
            Node { span, value: Value::List(items) }
        }
        _ => Node { span, value: Value::Null },
    }
}

fn value_node(value: &toml_edit::Value, span: Span) -> Node {
    let value = match value {
        toml_edit::Value::Array(array) => Value::List(list(array, span)),
        toml_edit::Value::InlineTable(table) => return mapping(table, span),
        toml_edit::Value::String(text) => Value::Scalar(text.value().clone()),
        toml_edit::Value::Integer(number) => Value::Scalar(number.value().to_string()),
        toml_edit::Value::Float(number) => Value::Scalar(number.value().to_string()),
        toml_edit::Value::Boolean(truth) => Value::Scalar(truth.value().to_string()),
        toml_edit::Value::Datetime(moment) => Value::Scalar(moment.value().to_string()),
    };
    Node { span, value }
}

fn list(array: &Array, around: Span) -> Vec<Node> {
    let place = |value: &toml_edit::Value| {
        value.span().map_or(around, |range| Span::new(range.start, range.end))
    };
    array.iter().map(|value| value_node(value, place(value))).collect()
}
