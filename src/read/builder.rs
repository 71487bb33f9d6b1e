//! Parts of a paper in the making, while its elements open and close.

use super::compose::{Composer, raised};
use super::part::Part;

/// The words of a paragraph as they come, raised ones apart until they are complete.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    raised: String,
}

impl Words {
    /// Adds text; white space in it is space, and soft hyphens are left out.
    pub(super) fn push(&mut self, words: &str, is_raised: bool) {
        if !is_raised && !self.raised.is_empty() {
            self.settle();
        }
        let into = if is_raised { &mut self.raised } else { &mut self.text };
        into.extend(words.chars().filter(|&c| c != '\u{ad}').map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => ' ',
            c => c,
        }));
    }

    /// Ends the line.
    pub(super) fn end_line(&mut self) {
        self.settle();
        self.text.push('\n');
    }

    /// Says that the next page begins here.
    pub(super) fn turn_page(&mut self) {
        self.settle();
        self.text.push(Composer::TURN);
    }

    /// Whether nothing is written yet but space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.raised.trim().is_empty()
    }

    fn settle(&mut self) {
        let words = std::mem::take(&mut self.raised);
        self.text.push_str(&raised(&words));
    }

    /// The words.
    pub(super) fn finish(mut self) -> String {
        self.settle();
        self.text
    }
}

/// What is open.
#[derive(Debug)]
enum Open {
    /// A stretch of parts: the whole, a cell, a box beside the text.
    Parts(Vec<Part>),
    /// A paragraph, and what stands in it but is no part of it.
    Paragraph(Words, Vec<Part>),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Part>>>),
}

/// Parts in the making. What is opened must be closed in order; a slip loses no words.
#[derive(Debug)]
pub(super) struct Builder {
    open: Vec<Open>,
    /// Notes that wait for the end of the paragraph or table that calls them.
    notes: Vec<Part>,
    /// Notes so far.
    called: usize,
    /// Words of a paragraph whose end was deleted.
    kept: String,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            open: vec![Open::Parts(Vec::new())],
            notes: Vec::new(),
            called: 0,
            kept: String::new(),
        }
    }
}

impl Builder {
    pub(super) fn open_paragraph(&mut self) {
        let words = Words { text: std::mem::take(&mut self.kept), raised: String::new() };
        self.open.push(Open::Paragraph(words, Vec::new()));
    }

    /// Takes the words out of the open paragraph, for the next one to begin with.
    pub(super) fn keep_words(&mut self) {
        if let Some(words) = self.words() {
            let kept = std::mem::take(words).finish();
            self.kept = kept;
        }
    }

    /// The words of the open paragraph.
    pub(super) fn words(&mut self) -> Option<&mut Words> {
        match self.open.last_mut() {
            Some(Open::Paragraph(words, _)) => Some(words),
            _ => None,
        }
    }

    /// Ends the paragraph, which is the part that `make` makes of its words.
    pub(super) fn close_paragraph(&mut self, make: impl FnOnce(String) -> Part) {
        if !matches!(self.open.last(), Some(Open::Paragraph(..))) {
            return;
        }
        if let Some(Open::Paragraph(words, beside)) = self.open.pop() {
            self.receive(std::iter::once(make(words.finish())).chain(beside));
        }
    }

    pub(super) fn open_table(&mut self) {
        self.open.push(Open::Table(Vec::new()));
    }

    pub(super) fn open_row(&mut self) {
        if let Some(Open::Table(rows)) = self.open.last_mut() {
            rows.push(Vec::new());
        }
    }

    pub(super) fn close_table(&mut self) {
        if !matches!(self.open.last(), Some(Open::Table(_))) {
            return;
        }
        let Some(Open::Table(rows)) = self.open.pop() else { return };
        if rows.iter().all(|row| row.len() <= 1) {
            self.receive(rows.into_iter().flatten().flatten());
            return;
        }
        let lines = rows.iter().map(|row| {
            let cells = row.iter().map(|cell| {
                let mut words = String::new();
                cell.iter().for_each(|part| part.add_to(&mut words));
                words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
            });
            cells.collect::<Vec<_>>().join("\t")
        });
        let part = Part::Apart(lines.collect());
        self.receive([part]);
    }

    /// Begins a stretch of parts of its own: a cell, a text box, a note.
    pub(super) fn open_parts(&mut self) {
        self.open.push(Open::Parts(Vec::new()));
    }

    /// Ends a cell, or a box, which stands after the paragraph that it is in.
    pub(super) fn close_parts(&mut self) {
        let parts = self.take_parts();
        if let Some(Open::Table(rows)) = self.open.last_mut() {
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push(parts);
            }
        } else {
            self.receive(parts);
        }
    }

    /// Ends a stretch of parts that are wanted elsewhere.
    pub(super) fn take_parts(&mut self) -> Vec<Part> {
        match self.open.pop() {
            Some(Open::Parts(parts)) if !self.open.is_empty() => parts,
            Some(other) => {
                self.open.push(other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Calls a note at this place in the paragraph: its number here, its parts further down.
    pub(super) fn note(&mut self, mut parts: Vec<Part>) {
        self.called += 1;
        let number = raised(&self.called.to_string());
        if let Some(words) = self.words() {
            words.settle();
            words.text.push_str(&number);
        }
        if let Some(Part::Paragraph(words)) = parts.first_mut() {
            *words = format!("{number} {}", words.trim_start());
        }
        self.notes.append(&mut parts);
    }

    /// Adds a note that has a mark of its own.
    pub(super) fn marked_note(&mut self, mut parts: Vec<Part>) {
        self.notes.append(&mut parts);
    }

    /// Adds parts where they belong to: after the open paragraph, in the open stretch.
    pub(super) fn receive(&mut self, parts: impl IntoIterator<Item = Part>) {
        let is_outermost = self.open.len() == 1;
        match self.open.last_mut() {
            Some(Open::Parts(into)) => {
                into.extend(parts);
                if is_outermost {
                    into.append(&mut self.notes);
                }
            }
            Some(Open::Paragraph(_, beside)) => beside.extend(parts),
            Some(Open::Table(rows)) => rows.push(vec![parts.into_iter().collect()]),
            None => {}
        }
    }

    /// All parts, what is still open included.
    pub(super) fn finish(mut self) -> Vec<Part> {
        while self.open.len() > 1 {
            match self.open.last() {
                Some(Open::Paragraph(..)) => self.close_paragraph(Part::Paragraph),
                Some(Open::Table(_)) => self.close_table(),
                _ => self.close_parts(),
            }
        }
        let kept = std::mem::take(&mut self.kept);
        self.receive([Part::Paragraph(kept)]);
        let parts = self.take_last();
        parts.into_iter().filter(|part| !part.is_blank()).collect()
    }

    fn take_last(&mut self) -> Vec<Part> {
        match self.open.pop() {
            Some(Open::Parts(parts)) => parts,
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;
    use crate::read::part::compose;

    fn text(parts: Vec<Part>) -> String {
        compose(parts, Composer::default(), None, Metadata::default()).text
    }

    fn paragraph(words: &str) -> Part {
        Part::Paragraph(words.to_owned())
    }

    #[test]
    fn notes_follow_the_table_that_calls_them() {
        let mut builder = Builder::default();
        builder.open_table();
        for cells in [["Port", "t"], ["Kiel", "4"]] {
            builder.open_row();
            for cell in cells {
                builder.open_parts();
                builder.open_paragraph();
                builder.words().unwrap().push(cell, false);
                if cell == "t" {
                    builder.note(vec![paragraph("Tonnes.")]);
                }
                builder.close_paragraph(Part::Paragraph);
                builder.close_parts();
            }
        }
        builder.close_table();
        assert_eq!(text(builder.finish()), "Port\tt¹\nKiel\t4\n\n¹ Tonnes.");
    }

    #[test]
    fn a_table_of_one_column_is_layout() {
        let mut builder = Builder::default();
        builder.open_table();
        builder.open_row();
        builder.open_parts();
        builder.receive([paragraph("One."), paragraph("Two.")]);
        builder.close_parts();
        builder.close_table();
        assert_eq!(builder.finish(), [paragraph("One."), paragraph("Two.")]);
    }

    #[test]
    fn what_is_left_open_is_kept() {
        let mut builder = Builder::default();
        builder.open_table();
        builder.open_row();
        builder.open_parts();
        builder.open_paragraph();
        builder.words().unwrap().push("words", true);
        assert_eq!(builder.finish(), [paragraph("words")]);
    }
}
