//! What a conversion could not carry over, or had to say in another way.

use std::collections::BTreeMap;
use std::fmt;

/// Something that is not in the result as it was in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub kind: NoticeKind,
    /// Path of the theme; empty where the whole codebook is concerned.
    pub theme: String,
    /// The pattern, term or value as it was written; empty where the theme itself is concerned.
    pub what: String,
    /// Line of the file that was read, from 1.
    pub line: Option<usize>,
    /// What stands in the result instead.
    pub instead: Option<String>,
}

/// Why something was not carried over as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum NoticeKind {
    /// Read: a term without a word, or with a single letter among signs.
    #[error("left out, since they are made of signs and no word")]
    NoWord,
    /// Read: signs beside the words of a term.
    #[error("sought by their words alone, since their signs are no part of words")]
    Signs,
    /// Read: a wildcard where the program that the format belongs to knows none.
    #[error("a `*` that is not at the end, read as any letters")]
    InnerStar,
    /// Read: a number of a category that the legend does not have.
    #[error("numbers of categories that the legend does not have; these assignments are left out")]
    UnknownId,
    /// Read: a term that belongs to no category.
    #[error("left out, since no category is given")]
    NoCategory,
    /// Read: a term that stands in its category before.
    #[error("written twice in one category; kept once")]
    Repeated,
    /// Read: a category of the same name under the same parent.
    #[error("categories of the same name, put together")]
    Merged,
    /// Read: a name that no theme can have.
    #[error("names that no theme can have; kept as labels")]
    Renamed,
    /// Read: terms that stand outside all categories.
    #[error("outside all categories, and put into a theme of their own")]
    Uncategorised,
    /// Read: a rule that the language of patterns cannot say.
    #[error("rules that patterns cannot say; left out")]
    Rule,
    /// Read: a regular expression of another dialect.
    #[error("regular expressions that are none here; left out")]
    ForeignRegex,
    /// Read: a theme that finds nothing.
    #[error("themes without patterns, which count nothing until they are given some")]
    NoPatterns,
    /// Read: a weight of 0 that says that the word is not in the category.
    #[error("0 read as `not in this category`, since all numbers of the file are 0 or 1")]
    ZeroWeight,
    /// Read: parts of the file that say nothing about themes.
    #[error("not read")]
    NotRead,
    /// Written: a word that is found by its stem.
    #[error("found by their stems, which the format does not know; written as whole words")]
    Stem,
    /// Written: spellings or diacritics that are passed over.
    #[error("found in other spellings or with other diacritics too; written in one")]
    Folding,
    /// Written: capitals that matter.
    #[error("found in these capitals only; written for all")]
    Capitals,
    /// Written: an operator.
    #[error("operators that the format does not know; not written")]
    Operator,
    /// Written: a regular expression.
    #[error("regular expressions, which the format does not know; not written")]
    Regex,
    /// Written: a wildcard.
    #[error("wildcards that the format does not know; not written")]
    Wildcard,
    /// Written: a sign that means something in the format.
    #[error("words with a sign that means something else in the format; not written")]
    Sign,
    /// Written: a pattern with very many alternatives.
    #[error("too many alternatives to write them out; not written")]
    TooMany,
    /// Written: places that are no mentions.
    #[error("`exclude`, which the format does not know; not written")]
    Exclude,
    /// Written: the language of the papers that count.
    #[error("for papers of one language, which the format does not know; written for all")]
    Language,
    /// Written: a weight.
    #[error("weights, which the format does not know; not written")]
    Weight,
    /// Written: a term that a theme has with two weights.
    #[error("words that a theme has with two weights; written with the first")]
    TwoWeights,
    /// Written: a name for reports.
    #[error("labels, which the format does not know; not written")]
    Label,
    /// Written: what a theme means.
    #[error("definitions, which the format does not know; not written")]
    Definition,
    /// Written: sentences that raise the theme.
    #[error("examples, which the format does not know; not written")]
    Examples,
    /// Written: a colour.
    #[error("colours, which the format does not know; not written")]
    Color,
    /// Written: the title of the codebook.
    #[error("the title, which the format does not know; not written")]
    Title,
    /// Written: word lists.
    #[error("word lists, which are written out where a pattern refers to them")]
    Lists,
    /// Written: a theme that has no pattern of its own which the format can hold.
    #[error("themes without patterns, which the format does not know; not written")]
    Empty,
    /// Written: a name with signs that mean something in the format.
    #[error("names with signs that mean something else in the format; written in another way")]
    Name,
}

/// Several notices as one message: those of a kind together, theme by theme.
#[derive(Clone, Copy, Debug)]
pub struct Notices<'a>(pub &'a [Notice]);

/// Width of the message.
const WIDTH: usize = 100;

/// Most characters that are shown of a definition or an example.
const LONGEST_PROSE: usize = 60;

impl fmt::Display for Notices<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups: BTreeMap<NoticeKind, Vec<&Notice>> = BTreeMap::new();
        for notice in self.0 {
            groups.entry(notice.kind).or_default().push(notice);
        }
        for (number, (kind, notices)) in groups.iter().enumerate() {
            if number > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "  {kind}:")?;
            let mut rest = notices.as_slice();
            while let Some(first) = rest.first() {
                let same = rest.iter().take_while(|notice| notice.theme == first.theme).count();
                let (together, after) = rest.split_at(same);
                write_theme(&first.theme, together, formatter)?;
                rest = after;
            }
        }
        Ok(())
    }
}

/// Writes the notices on one theme, in lines of at most [`WIDTH`] where words allow.
fn write_theme(
    theme: &str,
    notices: &[&Notice],
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let items: Vec<String> = notices.iter().filter_map(|notice| item(notice)).collect();
    let colon = if theme.is_empty() || items.is_empty() { "" } else { ":" };
    let mut line = format!("    {theme}{colon}");
    for (number, item) in items.iter().enumerate() {
        let end = if number + 1 < items.len() { ";" } else { "" };
        if line.chars().count() + item.chars().count() + 2 > WIDTH && line.trim().len() > 1 {
            write!(formatter, "\n{line}")?;
            line = "     ".to_owned();
        }
        let space = if line.trim().is_empty() { "" } else { " " };
        line.push_str(&format!("{space}{item}{end}"));
    }
    write!(formatter, "\n{line}")
}

/// What was written, where, and what stands there instead.
fn item(notice: &Notice) -> Option<String> {
    let words: Vec<&str> = notice.what.split_whitespace().collect();
    let mut item = words.join(" ");
    let prose = matches!(notice.kind, NoticeKind::Definition | NoticeKind::Examples);
    if prose && item.chars().count() > LONGEST_PROSE {
        item = item.chars().take(LONGEST_PROSE).chain(['…']).collect();
    }
    if let Some(line) = notice.line {
        let space = if item.is_empty() { "" } else { " " };
        item.push_str(&format!("{space}(line {line})"));
    }
    if let Some(instead) = &notice.instead {
        item.push_str(&format!(" → {instead}"));
    }
    (!item.is_empty()).then_some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_of_a_kind_stand_together() {
        let notice = |kind, theme: &str, what: &str, line, instead: Option<&str>| Notice {
            kind,
            theme: theme.to_owned(),
            what: what.to_owned(),
            line,
            instead: instead.map(str::to_owned),
        };
        let notices = [
            notice(NoticeKind::Capitals, "a.b", "=WTO", None, Some("wto")),
            notice(NoticeKind::NoWord, "faces", ":)", Some(3), None),
            notice(NoticeKind::NoWord, "faces", ":(", Some(4), None),
            notice(NoticeKind::Empty, "none", "", None, None),
        ];
        let expected = "  left out, since they are made of signs and no word:\n    \
                        faces: :) (line 3); :( (line 4)\n  \
                        found in these capitals only; written for all:\n    \
                        a.b: =WTO → wto\n  \
                        themes without patterns, which the format does not know; not written:\n    \
                        none";
        assert_eq!(Notices(&notices).to_string(), expected);
    }
}
