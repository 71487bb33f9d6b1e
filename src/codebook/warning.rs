//! What can be said against a codebook without looking at a text, and where in the file findings stand.

use std::collections::BTreeMap;

use super::place::Collector;
use crate::error::{CodebookWarnings, WarningKind};
use crate::model::{Codebook, Pattern, Span};

/// A finding on one pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Place of the pattern in the file.
    pub span: Span,
    /// What is found.
    pub kind: WarningKind,
    /// What to do.
    pub suggestion: String,
}

impl Finding {
    /// A finding on `pattern`.
    #[must_use]
    pub fn new(pattern: &Pattern, kind: WarningKind, suggestion: impl Into<String>) -> Self {
        Self { span: pattern.span, kind, suggestion: suggestion.into() }
    }
}

/// The warnings for `findings` on the codebook in `text`; `name` is what messages call it.
#[must_use]
pub fn warnings(name: &str, text: &str, findings: Vec<Finding>) -> CodebookWarnings {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let places = Collector::new(text);
    let mut warnings: Vec<_> = findings
        .into_iter()
        .map(|found| places.locate(found.span, found.kind, Some(found.suggestion)))
        .collect();
    warnings.sort_by_key(|warning| (warning.line, warning.column));
    CodebookWarnings { name: name.to_owned(), warnings }
}

/// What a codebook says of itself that may not be meant: themes without patterns, and patterns that ask
/// for the same as one before, in their own theme or another.
///
/// Patterns for papers of different languages do not meet, and are left alone.
#[must_use]
pub fn repetitions(codebook: &Codebook) -> Vec<Finding> {
    let empty = codebook.themes.iter().enumerate().filter(|(index, theme)| {
        theme.include.is_empty() && theme.exclude.is_empty() && theme.end == index + 1
    });
    let mut found: Vec<Finding> = empty
        .map(|(_, theme)| Finding {
            span: theme.span,
            kind: WarningKind::NoPatterns(theme.path.clone()),
            suggestion: "write patterns under `include`, or remove the theme".to_owned(),
        })
        .collect();
    // The patterns before, by what they ask for.
    let mut before: BTreeMap<Vec<u8>, Vec<(usize, &Pattern)>> = BTreeMap::new();
    for (theme, pattern) in codebook.patterns() {
        let meets = |other: &Pattern| {
            other.language == pattern.language
                || other.language.is_none()
                || pattern.language.is_none()
        };
        let asked = postcard::to_stdvec(&pattern.expression).unwrap_or_default();
        let same = before.entry(asked).or_default();
        let first = same.iter().find(|(_, other)| meets(other)).copied();
        same.push((theme, pattern));
        let Some((other, first)) = first else { continue };
        let (written, line) = (pattern.source.clone(), first.line);
        found.push(if other == theme {
            let kind = WarningKind::Repeated { pattern: written, line };
            Finding::new(pattern, kind, "remove one of them")
        } else {
            let path = codebook.themes.get(other).map(|theme| theme.path.clone());
            let theme = path.unwrap_or_default();
            let kind = WarningKind::TwoThemes { pattern: written, theme, line };
            let advice =
                "its places count for both themes; keep it where it belongs, if that is not meant";
            Finding::new(pattern, kind, advice)
        });
    }
    found
}
