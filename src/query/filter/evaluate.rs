//! A [`Filter`] applied to the documents of a corpus.

use std::cmp::Ordering;

use super::field::Field;
use super::{Filter, FilterHooks, Operator};
use crate::error::Result;
use crate::query::facts::{CorpusFacts, DocumentFacts};
use crate::query::selection::{SectionSet, Selection};

impl Filter {
    /// The sections of documents for which the filter holds.
    ///
    /// # Errors
    /// Where one of the `hooks` fails.
    pub fn select(&self, corpus: &CorpusFacts, hooks: &dyn FilterHooks) -> Result<Selection> {
        self.sections(corpus, hooks).map(Selection::new)
    }

    fn sections(&self, corpus: &CorpusFacts, hooks: &dyn FilterHooks) -> Result<Vec<SectionSet>> {
        let documents = &corpus.documents;
        let whole = |holds: &dyn Fn(&DocumentFacts) -> bool| {
            documents.iter().map(|document| SectionSet::all_if(holds(document))).collect()
        };
        // A hook that answers for fewer documents finds nothing in the others.
        let hooked = |found: Vec<bool>| {
            let found = found.into_iter().chain(std::iter::repeat(false));
            documents.iter().zip(found).map(|(_, found)| SectionSet::all_if(found)).collect()
        };
        Ok(match self {
            Self::All(parts) => fold(parts, corpus, hooks, SectionSet::ALL, |a, b| a & b)?,
            Self::Any(parts) => fold(parts, corpus, hooks, SectionSet::NONE, |a, b| a | b)?,
            Self::Not(inner) => {
                inner.sections(corpus, hooks)?.into_iter().map(|set| !set).collect()
            }
            Self::Compare(field, operator, value) => {
                let wanted = value.to_lowercase();
                whole(&|document| compares(field, *operator, &wanted, document))
            }
            Self::In(field, values) => {
                let wanted: Vec<_> = values.iter().map(|value| value.to_lowercase()).collect();
                whole(&|document| {
                    wanted.iter().any(|one| compares(field, Operator::Equal, one, document))
                })
            }
            Self::Range(field, low, high) => whole(&|document| {
                field.values(document).iter().any(|value| in_range(value, *low, *high))
            }),
            Self::Has(field) => whole(&|document| !field.values(document).is_empty()),
            Self::Sections(kinds) => vec![kinds.iter().copied().collect(); documents.len()],
            Self::Cites(work) => hooked(hooks.cites(work)?),
            Self::Text(query) => hooked(hooks.text(query)?),
        })
    }
}

fn fold(
    parts: &[Filter],
    corpus: &CorpusFacts,
    hooks: &dyn FilterHooks,
    start: SectionSet,
    join: fn(SectionSet, SectionSet) -> SectionSet,
) -> Result<Vec<SectionSet>> {
    let mut sets = vec![start; corpus.documents.len()];
    for part in parts {
        for (set, other) in sets.iter_mut().zip(part.sections(corpus, hooks)?) {
            *set = join(*set, other);
        }
    }
    Ok(sets)
}

/// Whether one of the document's values fits; `wanted` is in lower case.
fn compares(field: &Field, operator: Operator, wanted: &str, document: &DocumentFacts) -> bool {
    let any = |fits: &dyn Fn(&str) -> bool| {
        let mut values = field.values(document);
        if *field == Field::Author {
            values.extend(document.metadata.authors.iter().map(|a| a.family.as_str().into()));
        }
        values.iter().any(|value| fits(&value.to_lowercase()))
    };
    match operator {
        Operator::Equal => any(&|value| order(value, wanted).is_eq()),
        Operator::Unequal => !any(&|value| order(value, wanted).is_eq()),
        Operator::Less => any(&|value| order(value, wanted).is_lt()),
        Operator::AtMost => any(&|value| order(value, wanted).is_le()),
        Operator::Greater => any(&|value| order(value, wanted).is_gt()),
        Operator::AtLeast => any(&|value| order(value, wanted).is_ge()),
        Operator::Contains => any(&|value| value.contains(wanted)),
        Operator::Lacks => !any(&|value| value.contains(wanted)),
    }
}

/// Numbers by size, other text by alphabet.
fn order(value: &str, wanted: &str) -> Ordering {
    match (value.trim().parse::<f64>(), wanted.trim().parse::<f64>()) {
        (Ok(value), Ok(wanted)) if !value.is_nan() && !wanted.is_nan() => value.total_cmp(&wanted),
        _ => value.cmp(wanted),
    }
}

fn in_range(value: &str, low: Option<i64>, high: Option<i64>) -> bool {
    #[expect(
        clippy::cast_precision_loss,
        reason = "an end of a range beyond 2^53 may be off by some"
    )]
    let as_real = |end: i64| end as f64;
    value.trim().parse::<f64>().is_ok_and(|value| {
        low.is_none_or(|low| as_real(low) <= value)
            && high.is_none_or(|high| value <= as_real(high))
    })
}
