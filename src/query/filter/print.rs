//! A [`Filter`] as text that reads back as the same filter.

use std::fmt::{self, Display, Formatter};

use super::Filter;
use super::lexer::RESERVED;

impl Display for Filter {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => join(parts, " and ", formatter),
            Self::Any(parts) => join(parts, " or ", formatter),
            Self::Not(inner) => {
                formatter.write_str("not ")?;
                part(inner, formatter)
            }
            Self::Compare(field, operator, value) => {
                let symbol = operator.symbol();
                write!(formatter, "{} {symbol} {}", word(field.name()), word(value))
            }
            Self::In(field, values) => {
                let values: Vec<_> = values.iter().map(|value| word(value)).collect();
                write!(formatter, "{} in ({})", word(field.name()), values.join(", "))
            }
            Self::Range(field, low, high) => {
                let end = |end: &Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
                write!(formatter, "{} {}..{}", word(field.name()), end(low), end(high))
            }
            Self::Has(field) => write!(formatter, "has {}", word(field.name())),
            Self::Sections(kinds) => match kinds.as_slice() {
                [kind] => write!(formatter, "section = {kind}"),
                kinds => {
                    let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
                    write!(formatter, "section in ({})", names.join(", "))
                }
            },
            Self::Cites(work) => write!(formatter, "cites:{}", word(work)),
            Self::Text(query) => write!(formatter, "text:{}", word(query)),
        }
    }
}

fn join(parts: &[Filter], connective: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
    for (index, filter) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_str(connective)?;
        }
        part(filter, formatter)?;
    }
    Ok(())
}

/// A part of a larger expression: in parentheses where it is itself made of parts.
fn part(filter: &Filter, formatter: &mut Formatter<'_>) -> fmt::Result {
    match filter {
        Filter::All(_) | Filter::Any(_) => write!(formatter, "({filter})"),
        _ => write!(formatter, "{filter}"),
    }
}

/// A value as a word, or quoted where it would not read back as one.
fn word(text: &str) -> String {
    let keyword = ["and", "or", "not", "in"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let plain = !text.is_empty()
        && !keyword
        && !text.starts_with('\'')
        && !text.contains("..")
        && !text.chars().any(|c| c.is_whitespace() || RESERVED.contains(&c));
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
