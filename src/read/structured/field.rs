//! Fields of a record by name.

use serde_json::Value;

/// The value of a field that holds something: the field of this name, or `b` in `a` for `a.b`, or
/// the item of a list by its number from 0.
pub(super) fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let found = value.get(path).or_else(|| path.split('.').try_fold(value, step));
    found.filter(|value| !is_empty(value))
}

/// The field that was chosen, else the first of the usual ones that holds something.
pub(super) fn chosen_or<'v>(
    value: &'v Value,
    chosen: Option<&str>,
    usual: &[&str],
) -> Option<&'v Value> {
    match chosen {
        Some(chosen) => find(value, chosen),
        None => usual.iter().find_map(|name| find(value, name)),
    }
}

fn step<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => fields.get(name).or_else(|| {
            let mut fields = fields.iter();
            fields.find(|(field, _)| same_name(field, name)).map(|(_, value)| value)
        }),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether two names of fields differ in nothing but capitals, `_`, `-` and spaces.
pub(in crate::read) fn same_name(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        let name = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{feff}'));
        name.flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// A single value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The words of a value: a string, the first of a list, or what an object calls its name.
pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(words),
        Value::Object(_) => {
            const NAMES: [&str; 6] = ["display_name", "name", "title", "value", "text", "code"];
            NAMES.iter().find_map(|name| find(value, name)).and_then(words)
        }
        _ => scalar(value).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
    }
}
