//! What `@name` in a pattern stands for, and in which order patterns that refer to others are read.
//!
//! A name is the dotted path of a theme or word list, or the end of one (`growth` for
//! `outcomes.growth`) where no other path has that end; a whole path comes before ends. It stands for
//! all patterns of that theme and of those below it, without what these exclude and what is excluded
//! above them: the places where the theme would be mentioned.

use super::pattern::{LARGEST_PATTERN, Unresolved};
use super::suggest::nearest;
use crate::error::MistakeKind;
use crate::model::{Expression, Pattern, Theme, Word};

/// A regular expression that no word matches.
const NOTHING: &str = r"[^\s\S]";

/// A theme or word list, as far as names go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) is_list: bool,
    pub(super) index: usize,
}

/// The themes and word lists that names are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) themes: &'a [Theme],
    pub(super) lists: &'a [Theme],
}

impl<'a> Names<'a> {
    /// The forest that a target stands in.
    pub(super) fn forest(self, target: Target) -> &'a [Theme] {
        if target.is_list { self.lists } else { self.themes }
    }

    /// The path of a target.
    pub(super) fn path(self, target: Target) -> &'a str {
        self.forest(target).get(target.index).map_or("", |theme| theme.path.as_str())
    }

    /// All themes and lists with their paths.
    fn all(self) -> impl Iterator<Item = (Target, &'a str)> {
        let of = |is_list, forest: &'a [Theme]| {
            let numbered = forest.iter().enumerate();
            numbered.map(move |(index, theme)| (Target { is_list, index }, theme.path.as_str()))
        };
        of(true, self.lists).chain(of(false, self.themes))
    }

    /// The theme or list that `name` means.
    pub(super) fn find(self, name: &str) -> Result<Target, Unresolved> {
        let whole: Vec<_> = self.all().filter(|(_, path)| *path == name).collect();
        let ends = |path: &str| {
            path.strip_suffix(name).is_some_and(|before| before.ends_with('.')) && !name.is_empty()
        };
        let found = if whole.is_empty() {
            self.all().filter(|(_, path)| ends(path)).collect()
        } else {
            whole
        };
        match found.as_slice() {
            [] => Err(self.unknown(name)),
            [(target, _)] => Ok(*target),
            several => {
                let paths: Vec<_> = several.iter().map(|(_, path)| format!("`@{path}`")).collect();
                let count = several.len();
                Err(Unresolved {
                    kind: MistakeKind::AmbiguousReference { name: name.to_owned(), count },
                    suggestion: format!("write one of {}", paths.join(", ")),
                })
            }
        }
    }

    /// What `@name` stands for.
    pub(super) fn resolve(self, name: &str) -> Result<Expression, Unresolved> {
        if name.trim().is_empty() {
            return Err(Unresolved {
                kind: MistakeKind::UnknownReference(String::new()),
                suggestion: "put the name of a theme or word list right behind the sign: `@growth`"
                    .to_owned(),
            });
        }
        self.expression(self.find(name)?)
    }

    fn unknown(self, name: &str) -> Unresolved {
        let names: Vec<&str> = self
            .all()
            .flat_map(|(_, path)| [path, path.rsplit('.').next().unwrap_or_default()])
            .collect();
        let suggestion = match nearest(name, &names) {
            Some(known) => format!("did you mean `@{known}`?"),
            None => {
                "name a theme by its path, such as `@motives.proactive`, or a list below `lists:`"
                    .to_owned()
            }
        };
        Unresolved { kind: MistakeKind::UnknownReference(name.to_owned()), suggestion }
    }

    /// What a reference to `target` stands for.
    pub(super) fn expression(self, target: Target) -> Result<Expression, Unresolved> {
        let forest = self.forest(target);
        let end = forest.get(target.index).map_or(0, |theme| theme.end);
        let mut all = Vec::new();
        let mut size = 0;
        for index in target.index..end {
            let Some(theme) = forest.get(index) else { continue };
            let Some(of) = either(theme.include.iter().collect()) else { continue };
            let excluded = above(forest, index).flat_map(|theme| &theme.exclude).collect();
            let one = match either(excluded) {
                Some(without) => {
                    Expression::Except { of: Box::new(of), without: Box::new(without) }
                }
                None => of,
            };
            size += one.size();
            if has_paragraph(&one) {
                return Err(self.unusable(target, MistakeKind::ParagraphReference));
            }
            if size > LARGEST_PATTERN {
                return Err(self.unusable(target, |_| MistakeKind::TooLarge(LARGEST_PATTERN)));
            }
            all.push(one);
        }
        Ok(match all.pop() {
            // A theme without patterns, or with mistakes in all, which are told already.
            None => Expression::Word(Word::Regex(NOTHING.to_owned())),
            Some(only) if all.is_empty() => only,
            Some(last) => {
                all.push(last);
                Expression::Either(all)
            }
        })
    }

    fn unusable(self, target: Target, kind: impl Fn(String) -> MistakeKind) -> Unresolved {
        Unresolved {
            kind: kind(self.path(target).to_owned()),
            suggestion: "refer to a theme or list with fewer and simpler patterns".to_owned(),
        }
    }
}

/// A theme and all above it.
pub(super) fn above(forest: &[Theme], index: usize) -> impl Iterator<Item = &Theme> {
    let parent = |theme: &&Theme| theme.parent.and_then(|parent| forest.get(parent));
    std::iter::successors(forest.get(index), parent)
}

/// Any of `patterns`; `None` where there is none.
fn either(patterns: Vec<&Pattern>) -> Option<Expression> {
    let mut all: Vec<Expression> =
        patterns.into_iter().map(|pattern| pattern.expression.clone()).collect();
    if all.len() > 1 { Some(Expression::Either(all)) } else { all.pop() }
}

fn has_paragraph(expression: &Expression) -> bool {
    matches!(expression, Expression::Paragraph(_)) || expression.parts().any(has_paragraph)
}
