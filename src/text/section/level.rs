//! The outline so far: levels, numbers and kinds of the sections that are open.

use crate::model::SectionKind;

use super::form::Numbering;
use super::name::Name;

/// Longest structured abstract, in bytes.
const LONGEST_ABSTRACT: usize = 8000;

/// What has been found before the line at hand.
#[derive(Default)]
pub(super) struct Outline {
    /// The sections around the line, from the outside in: level and kind.
    open: Vec<(u8, SectionKind)>,
    /// Number of the last numbered heading.
    numbers: Vec<u32>,
    roman: u32,
    letter: u32,
    /// Kinds seen in a structured abstract, and where that began.
    structured: Option<(Vec<SectionKind>, usize)>,
    /// Level and place of an abstract's heading.
    abstract_at: Option<(u8, usize)>,
    body: bool,
}

impl Outline {
    /// Whether any heading was found.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the bibliography is open.
    pub(super) fn in_references(&self) -> bool {
        self.kind() == Some(SectionKind::References)
    }

    /// Whether nothing but abstracts and front matter came before.
    pub(super) fn before_the_body(&self) -> bool {
        !self.body
    }

    fn kind(&self) -> Option<SectionKind> {
        self.open.last().map(|&(_, kind)| kind)
    }

    /// The outermost kind that says something.
    fn main_kind(&self) -> Option<SectionKind> {
        self.open.iter().map(|&(_, kind)| kind).find(|&kind| kind != SectionKind::Other)
    }

    /// Level of a heading with a known name.
    pub(super) fn level_of_known(&mut self, name: Name, numbering: Option<&Numbering>) -> u8 {
        if let Some(numbering) = numbering {
            let level = self.level_of_number(numbering, false);
            self.take(numbering);
            if let Some(level) = level {
                return level;
            }
            if let Numbering::Arabic(numbers) = numbering {
                return depth(numbers.len());
            }
        }
        let inside = self.main_kind().is_some_and(|kind| kind != SectionKind::Abstract);
        if name.main || !inside { 1 } else { 2 }
    }

    /// Level of an unmarked heading without a known name: below a section that is usually divided,
    /// beside an introduction or a section of unknown kind.
    pub(super) fn level_of_unmarked(&self) -> u8 {
        match self.main_kind() {
            None | Some(SectionKind::Introduction) => self.beside(),
            Some(_) => 2,
        }
    }

    fn beside(&self) -> u8 {
        if self.numbers.is_empty() { 1 } else { depth(self.numbers.len() + 1) }
    }

    /// Level of a number that follows from the last one, which it then replaces; `None` where it
    /// does not follow. `loosely` lets a number follow that is only greater, in the same or the
    /// next section of the first level.
    pub(super) fn level_of_number(&mut self, numbering: &Numbering, loosely: bool) -> Option<u8> {
        let level = match numbering {
            Numbering::Arabic(numbers) => {
                let follows = follows(&self.numbers, numbers)
                    || loosely && comes_after(&self.numbers, numbers);
                follows.then(|| depth(numbers.len()))?
            }
            &Numbering::Roman(value, letter) => {
                if (1..=2).contains(&value.saturating_sub(self.roman)) {
                    1
                } else if letter.is_some_and(|letter| letter == self.letter + 1) {
                    self.letter_level()
                } else {
                    return None;
                }
            }
            &Numbering::Letter(letter) => {
                if letter == self.letter + 1 || letter == 1 {
                    self.letter_level()
                } else {
                    return None;
                }
            }
        };
        self.take(numbering);
        Some(level)
    }

    fn letter_level(&self) -> u8 {
        if self.roman > 0 || !self.numbers.is_empty() { 2 } else { 1 }
    }

    fn take(&mut self, numbering: &Numbering) {
        match numbering {
            Numbering::Arabic(numbers) => {
                self.numbers.clone_from(numbers);
                self.letter = 0;
            }
            &Numbering::Roman(value, letter) => {
                if letter.is_some_and(|letter| letter == self.letter + 1 && letter > 1) {
                    self.letter += 1;
                } else {
                    self.roman = value;
                    self.letter = 0;
                }
            }
            &Numbering::Letter(letter) => self.letter = letter,
        }
    }

    /// Opens a section and gives its level and kind. `follows` says that no text is between it and
    /// the heading before; `at` is its place in the text.
    pub(super) fn open(
        &mut self,
        level: u8,
        name: Option<Name>,
        follows: bool,
        at: usize,
    ) -> (u8, SectionKind) {
        if let Some(inner) = self.in_structured_abstract(name, follows, at) {
            self.open.retain(|&(outer, _)| outer < inner);
            self.open.push((inner, SectionKind::Abstract));
            return (inner, SectionKind::Abstract);
        }
        self.open_at(level, name, at)
    }

    /// Opens a section of this very level and gives level and kind.
    pub(super) fn open_at(
        &mut self,
        level: u8,
        name: Option<Name>,
        at: usize,
    ) -> (u8, SectionKind) {
        self.open.retain(|&(outer, _)| outer < level);
        let parent = self.kind().unwrap_or(SectionKind::Other);
        let kind = match name {
            Some(name) if may_differ(parent, name) => name.kind,
            _ => parent,
        };
        self.open.push((level, kind));
        if kind == SectionKind::Abstract && name.is_some_and(|name| name.main) {
            self.abstract_at = Some((level, at));
        } else if kind != SectionKind::Abstract && (kind != SectionKind::Other || self.body) {
            self.body = true;
            self.abstract_at = None;
        }
        (level, kind)
    }

    /// Level of a heading that belongs to a structured abstract.
    fn in_structured_abstract(
        &mut self,
        name: Option<Name>,
        follows: bool,
        at: usize,
    ) -> Option<u8> {
        let (level, start) = self.abstract_at?;
        let kind = name.filter(|name| name.exact)?.kind;
        if at > start + LONGEST_ABSTRACT {
            self.structured = None;
            return None;
        }
        let fresh = match &mut self.structured {
            None if follows => {
                self.structured = Some((vec![kind], start));
                !matches!(
                    kind,
                    SectionKind::Abstract | SectionKind::References | SectionKind::Other
                )
            }
            Some((seen, began)) if *began == start => {
                let over = seen.contains(&SectionKind::Conclusion)
                    || seen.contains(&kind)
                    || matches!(kind, SectionKind::References | SectionKind::Other);
                seen.push(kind);
                !over || kind == SectionKind::Abstract && !name.is_some_and(|name| name.main)
            }
            _ => false,
        };
        if !fresh {
            self.structured = None;
            if name.is_some_and(|name| name.kind != SectionKind::Abstract) {
                self.abstract_at = None;
            }
            return None;
        }
        Some(level + 1)
    }
}

/// Whether a section below one of kind `parent` may have the kind that its own name says.
fn may_differ(parent: SectionKind, name: Name) -> bool {
    match parent {
        SectionKind::Other | SectionKind::Introduction => true,
        SectionKind::Abstract | SectionKind::References | SectionKind::Appendix => false,
        _ => {
            let kept = matches!(
                name.kind,
                SectionKind::Introduction | SectionKind::Background | SectionKind::Abstract
            );
            name.main && !kept && (name.exact || name.kind != SectionKind::Methods)
        }
    }
}

/// Whether a number comes after another in an outline; a gap of one is allowed.
fn follows(last: &[u32], next: &[u32]) -> bool {
    let Some((&number, outer)) = next.split_last() else { return false };
    if last.is_empty() {
        return number <= 1 && outer.iter().all(|&number| number <= 1) && next.len() <= 2;
    }
    if next.len() > last.len() {
        return next.len() == last.len() + 1 && last == outer && number <= 1;
    }
    let (Some(same), Some(&before)) = (last.get(..outer.len()), last.get(outer.len())) else {
        return false;
    };
    same == outer && (1..=2).contains(&number.saturating_sub(before))
}

/// Whether a number is greater than another of an outline, in the same or the next section.
fn comes_after(last: &[u32], next: &[u32]) -> bool {
    match (last.first(), next.first()) {
        (Some(&before), Some(&after)) => next > last && after <= before + 1,
        _ => next.first() == Some(&1),
    }
}

fn depth(parts: usize) -> u8 {
    u8::try_from(parts).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_in_an_outline() {
        for (last, next) in [
            (&[][..], &[1][..]),
            (&[1], &[2]),
            (&[1], &[1, 1]),
            (&[1, 1], &[1, 2]),
            (&[1, 2], &[2]),
            (&[2, 1, 3], &[2, 2]),
            (&[2, 1, 3], &[4]),
        ] {
            assert!(follows(last, next), "{last:?} {next:?}");
        }
        for (last, next) in
            [(&[2][..], &[1][..]), (&[1], &[1]), (&[1], &[2, 1]), (&[1], &[5]), (&[1, 2], &[1, 2])]
        {
            assert!(!follows(last, next), "{last:?} {next:?}");
        }
    }
}
