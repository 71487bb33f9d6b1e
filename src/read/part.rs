//! The parts of a marked-up paper, from the moment its elements are met to the text.
//!
//! A reader opens and closes paragraphs, tables and what stands beside the text on a [`Builder`](super::builder::Builder),
//! and [`compose`] writes the parts. Rules that all formats share are here:
//!
//! - two line breaks in a row end a paragraph, one is a space;
//! - a table of one column is layout: its cells are paragraphs;
//! - notes follow the paragraph or table that calls them, after their raised number;
//! - the title is what is marked as one, else the one heading that stands above all others and
//!   names no section.

use crate::model::Metadata;
use crate::text::heading_kind;

use super::Extracted;
use super::compose::Composer;

/// Longest heading, in bytes; what is longer is a paragraph in the style of one.
const LONGEST_HEADING: usize = 300;

/// A longer caption holds sentences, in bytes.
pub(super) const LONG_CAPTION: usize = 160;

/// How many parts may stand before the title.
const BEFORE_TITLE: usize = 12;

/// One part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The title of the paper.
    Title(String),
    /// A heading of this level, from 1.
    Heading(u8, String),
    /// Running text, a note, an item of a list.
    Paragraph(String),
    /// Lines that are no running text: a caption, code, the rows of a table.
    Apart(Vec<String>),
}

impl Part {
    /// Whether it has no words and turns no page.
    pub(super) fn is_blank(&self) -> bool {
        let blank =
            |words: &String| words.chars().all(|c| c.is_whitespace() && c != Composer::TURN);
        match self {
            Self::Title(words) | Self::Heading(_, words) | Self::Paragraph(words) => blank(words),
            Self::Apart(lines) => lines.iter().all(blank),
        }
    }

    /// Adds the words on one line.
    pub(super) fn add_to(&self, line: &mut String) {
        let words: &[String] = match self {
            Self::Title(words) | Self::Heading(_, words) | Self::Paragraph(words) => {
                std::slice::from_ref(words)
            }
            Self::Apart(lines) => lines,
        };
        for words in words {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(words.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
        }
    }
}

/// Writes the parts. `said` is the title that the file's properties give; it only counts where the
/// text opens with the same words, for many a property is that of a template.
pub(super) fn compose(
    mut parts: Vec<Part>,
    mut composer: Composer,
    said: Option<&str>,
    declared: Metadata,
) -> Extracted {
    mark_title(&mut parts, said);
    for part in parts {
        match part {
            Part::Title(words) => composer.title(&words),
            Part::Heading(level, words) if words.len() <= LONGEST_HEADING => {
                composer.heading(level, &words);
            }
            Part::Heading(_, words) | Part::Paragraph(words) => {
                for paragraph in divided(&words) {
                    composer.paragraph(&paragraph);
                }
            }
            Part::Apart(lines) => composer.apart(lines.iter().map(String::as_str)),
        }
    }
    composer.finish(declared)
}

/// Paragraphs between which the words have two line breaks or more.
fn divided(words: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for (number, line) in words.split('\n').enumerate() {
        if line.trim().is_empty() && number > 0 {
            paragraphs.push(String::new());
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push(' ');
            last.push_str(line);
        }
    }
    paragraphs
}

/// Finds the title among the first parts, where none is marked.
fn mark_title(parts: &mut [Part], said: Option<&str>) {
    if parts.iter().any(|part| matches!(part, Part::Title(_))) {
        return;
    }
    let levels = parts.iter().filter_map(|part| match part {
        Part::Heading(level, words) if !words.trim().is_empty() => Some(*level),
        _ => None,
    });
    let levels: Vec<u8> = levels.collect();
    let top = levels
        .first()
        .filter(|first| levels.len() > 1 && levels.iter().skip(1).all(|level| level > first));
    let bare = |words: &str| -> String {
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let said = said.map(bare).filter(|said| said.chars().count() >= 10);
    for part in parts.iter_mut().take(BEFORE_TITLE) {
        let (words, above_all) = match &*part {
            Part::Heading(level, words) => (words, top == Some(level)),
            Part::Paragraph(words) => (words, false),
            _ => continue,
        };
        if above_all && heading_kind(words.trim()).is_none()
            || said.as_deref().is_some_and(|said| said == bare(words))
        {
            *part = Part::Title(words.clone());
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: Vec<Part>) -> String {
        compose(parts, Composer::default(), None, Metadata::default()).text
    }

    fn paragraph(words: &str) -> Part {
        Part::Paragraph(words.to_owned())
    }

    #[test]
    fn two_breaks_end_a_paragraph() {
        assert_eq!(text(vec![paragraph("a\nb\n\nc\n \n\nd")]), "a b\n\nc\n\nd");
    }

    #[test]
    fn the_heading_above_all_others_is_the_title() {
        let heading = |level, words: &str| Part::Heading(level, words.to_owned());
        let title = |parts: Vec<Part>, said| {
            let done = compose(parts, Composer::default(), said, Metadata::default());
            done.title.map(|span| span.of(&done.text).to_owned())
        };
        let rest = || heading(2, "Ships");
        assert_eq!(title(vec![heading(1, "On ports"), rest()], None).unwrap(), "On ports");
        assert_eq!(title(vec![heading(1, "Introduction"), rest()], None), None);
        assert_eq!(title(vec![heading(2, "On ports"), rest()], None), None);
        let said = Some("On ports, and ships");
        assert_eq!(title(vec![paragraph("On ports and ships")], said).unwrap().len(), 18);
        assert_eq!(title(vec![paragraph("On ports")], said), None);
    }
}
