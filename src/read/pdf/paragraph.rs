//! Paragraphs: lines that belong together, and what each paragraph is.
//!
//! Lines that follow each other at the paper's leading, in one size and weight, are a block. Inside
//! a block a paragraph begins with an indented line, or, where most lines are indented, with one
//! that is not (entries of a bibliography); with a bullet; or after a line that ends a sentence and
//! has room for the next word. What a paragraph is follows from its place, its size and its first
//! words.

use crate::model::SectionKind;
use crate::text::{heading_kind, is_caption};

use super::body::Measure;
use super::line::Line;

/// Most lines on a page whose columns are looked at.
const MOST_LINES: usize = 2000;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Running text.
    Text,
    /// The title of the paper.
    Title,
    /// A heading, by its size and weight.
    Heading,
    /// A caption.
    Caption,
    /// Rows of a table, or words in a figure.
    Figures,
    /// A footnote.
    Note,
}

impl Kind {
    /// Whether it stands beside the running text.
    pub(super) const fn is_apart(self) -> bool {
        matches!(self, Self::Caption | Self::Figures | Self::Note)
    }
}

/// A paragraph, or the part of one that stands in one column.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
    /// Whether its first line is set as one that goes on.
    pub(super) goes_on: bool,
    /// Whether it is of a block with hanging indents.
    pub(super) hanging: bool,
    /// Whether its first line is indented.
    pub(super) indented: bool,
    /// Right edge of its block.
    pub(super) right: f64,
    /// Whether its lines are no running text and stay apart, as those of a title page.
    pub(super) ragged: bool,
}

impl Paragraph {
    pub(super) fn size(&self) -> f64 {
        self.lines.first().map_or(0.0, |line| line.size)
    }

    fn is_bold(&self) -> bool {
        self.lines.iter().all(|line| line.bold)
    }

    /// All words, with a space for each line end.
    pub(super) fn words(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join(" ")
    }
}

/// The paragraphs of all pages, in order, each with its kind.
pub(super) fn paragraphs(pages: Vec<Vec<Line>>, measure: &Measure) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut sorter = Sorter { measure, in_references: false, hanging_list: false, table_on: None };
    for lines in pages {
        let ends: Vec<bool> = column_ends(&lines);
        let mut blocks: Vec<(Vec<Line>, bool)> = Vec::new();
        for (line, ends_column) in lines.into_iter().zip(ends) {
            match blocks.last_mut() {
                Some((block, at_end))
                    if block.last().is_some_and(|last| follows(last, &line, measure)) =>
                {
                    block.push(line);
                    *at_end = ends_column;
                }
                _ => blocks.push((vec![line], ends_column)),
            }
        }
        for (block, at_end) in blocks {
            sorter.sort(block, at_end, &mut found);
        }
    }
    name_title(&mut found, measure);
    found
}

/// For each line whether it is the last of its column: nothing is below it. Pages with more lines
/// than any paper has are not looked at.
fn column_ends(lines: &[Line]) -> Vec<bool> {
    if lines.len() > MOST_LINES {
        return vec![false; lines.len()];
    }
    let below = |line: &Line| {
        lines.iter().any(|other| other.y > line.y + 1.0 && other.x0 < line.x1 && other.x1 > line.x0)
    };
    lines.iter().map(|line| !below(line)).collect()
}

/// Whether a line goes on with the block that `last` ends.
fn follows(last: &Line, line: &Line, measure: &Measure) -> bool {
    let size = last.size.max(line.size);
    let distance = line.y - last.y;
    let leading = measure.leading.max(1.05) * 1.22;
    // Small type is often set at the leading of the body.
    let kept = (distance - measure.leading * measure.size).abs() <= 0.05 * measure.size;
    (last.size - line.size).abs() <= 0.06 * size
        && distance > 0.3 * size
        && (distance <= leading * size || kept)
        && last.bold == line.bold
        && line.x0 < last.x1
        && line.x1 > last.x0
        && last.text.contains('\t') == line.text.contains('\t')
}

/// Decides what blocks are, one after the other.
struct Sorter<'a> {
    measure: &'a Measure,
    in_references: bool,
    /// Whether the bibliography is set with hanging indents.
    hanging_list: bool,
    /// The page on which the caption of a table was the last thing seen.
    table_on: Option<usize>,
}

impl Sorter<'_> {
    fn sort(&mut self, block: Vec<Line>, at_end: bool, into: &mut Vec<Paragraph>) {
        let Some(first) = block.first() else { return };
        let page = first.page;
        let size = self.measure.size;
        let small = first.size < 0.95 * size;
        let prose = self.is_prose(&block);
        let tabbed = block.iter().filter(|line| line.text.contains('\t')).count();
        let table = tabbed >= 2 || tabbed == 1 && block.len() == 1 && self.table_on == Some(page);
        let opens_note = at_end && small && is_note_start(first) && !self.in_references;
        let caption = is_caption(&first.text)
            && (small || first.bold || is_caption_label(&first.text) || block.len() == 1);
        let kind = if table {
            Kind::Figures
        } else if caption {
            Kind::Caption
        } else if opens_note || at_end && page == 0 && small && !self.in_references {
            Kind::Note
        } else if !self.in_references
            && (small && self.table_on == Some(page) && !prose
                || first.size < 0.92 * size && !prose && page > 0)
        {
            Kind::Figures
        } else {
            Kind::Text
        };
        match kind {
            Kind::Caption => self.table_on = Some(page),
            Kind::Text if prose && !small => self.table_on = None,
            _ => {}
        }
        let whole = matches!(kind, Kind::Caption | Kind::Figures);
        let divided = if whole {
            vec![undivided(block)]
        } else {
            divide(block, self.measure, self.in_references && self.hanging_list)
        };
        self.hanging_list |= self.in_references && divided.iter().any(|one| one.hanging);
        for mut paragraph in divided {
            paragraph.kind = if kind == Kind::Text { self.kind_of(&paragraph) } else { kind };
            into.push(paragraph);
        }
    }

    /// Whether most lines of a block are as wide as running text, or it ends as a sentence does.
    fn is_prose(&self, block: &[Line]) -> bool {
        let wide = |line: &&Line| line.x1 - line.x0 > 0.6 * self.measure.width;
        let many = block.iter().filter(wide).count() * 2 > block.len();
        let ended = block.last().is_some_and(|line| ends_sentence(&line.text));
        many && (block.len() > 1 || ended)
    }

    /// Running text or a heading.
    fn kind_of(&mut self, paragraph: &Paragraph) -> Kind {
        let words = paragraph.words();
        let known = heading_kind(&words);
        if paragraph.lines.len() <= 2 && known.is_some() {
            self.in_references = known == Some(SectionKind::References);
        }
        let size = self.measure.size;
        let stands_out = paragraph.size() >= 1.08 * size
            || paragraph.is_bold() && paragraph.size() >= 0.94 * size;
        let letters = words.chars().filter(|character| character.is_alphabetic()).count();
        let short = paragraph.lines.len() <= 5 && words.len() <= 250;
        let sentence = words.ends_with('.') && words.split_whitespace().count() > 12;
        if stands_out && short && letters >= 3 && !sentence && !words.contains('\t') {
            if known.is_none() && self.in_references && paragraph.size() >= size {
                self.in_references = false;
            }
            return Kind::Heading;
        }
        Kind::Text
    }
}

/// Whether a line begins as a footnote does: with a raised sign, a star or a dagger, or a number.
fn is_note_start(line: &Line) -> bool {
    let digits = line.text.len() - line.text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line.text.get(digits..).unwrap_or_default();
    line.raised_start
        || line.text.starts_with(['*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
        || (1..=3).contains(&digits) && rest.starts_with([' ', '\t'])
}

/// Whether a caption's number ends with a mark, or is all there is: `Table 2.`, `Figure 3`.
fn is_caption_label(text: &str) -> bool {
    let mut words = text.split_whitespace().skip(1);
    let number = words.next().unwrap_or_default();
    number.ends_with(['.', ':', '|', '—', '–']) || words.next().is_none()
}

fn undivided(lines: Vec<Line>) -> Paragraph {
    let right = lines.iter().map(|line| line.x1).fold(0.0, f64::max);
    Paragraph {
        kind: Kind::Text,
        lines,
        goes_on: false,
        hanging: false,
        indented: false,
        right,
        ragged: false,
    }
}

/// Whether the first word of a line would have fitted at the end of the one before, up to `right`.
fn has_room(before: &Line, line: &Line, right: f64) -> bool {
    let word = line.text.split_whitespace().next().unwrap_or_default();
    // Half an em a letter is more than most take.
    before.x1 + line.size * (letters(word) * 0.5 + 0.25) < right
}

/// Whether indented lines go on with those before them, and those that are not begin: the reading
/// that fewer line ends speak against.
fn is_hanging(block: &[Line], is_in: &dyn Fn(&Line) -> bool, right: f64, em: f64) -> bool {
    let (mut against_hanging, mut against_first_lines) = (0, 0);
    for pair in block.windows(2) {
        let [before, line] = pair else { continue };
        let ended = ends_sentence(&before.text);
        let room = has_room(before, line, right + 0.3 * em);
        let flows = !ended && !room;
        let stops = ended && room;
        match (is_in(line), is_in(before)) {
            (true, true) => {}
            (true, false) => {
                against_hanging += usize::from(stops);
                against_first_lines += usize::from(!ended);
            }
            (false, _) => {
                against_hanging += usize::from(flows);
                against_first_lines += usize::from(stops);
            }
        }
    }
    block.iter().any(is_in) && against_hanging < against_first_lines
}

/// Divides a block into paragraphs; `listed` in a list of hanging entries.
fn divide(block: Vec<Line>, measure: &Measure, listed: bool) -> Vec<Paragraph> {
    let left = block.iter().map(|line| line.x0).fold(f64::INFINITY, f64::min);
    let right = block.iter().map(|line| line.x1).fold(0.0, f64::max);
    let em = block.first().map_or(measure.size, |line| line.size);
    let is_in = |line: &Line| line.x0 > left + 0.6 * em;
    let inner = block.iter().filter(|line| is_in(line)).count();
    let hanging = is_hanging(&block, &is_in, right, em);
    let labelled = block.first().is_some_and(|line| is_labelled(&line.text));
    // In a list of hanging entries, lines that none hangs from are entries, and a line that stands out
    // begins one, wherever sentences end.
    let stands_out = block.first().is_some_and(|line| !is_in(line));
    let entries = hanging || listed && (inner == 0 || stands_out);
    let ragged = is_centred(&block, em, measure.size);
    let mut found: Vec<Paragraph> = Vec::new();
    for line in block {
        let begins = match found.last().and_then(|last| last.lines.last()) {
            None => true,
            Some(_) if ragged => false,
            Some(_) if is_bullet(&line.text) => true,
            Some(_) if entries => !is_in(&line),
            Some(_) if labelled => is_labelled(&line.text),
            Some(before) => {
                let room = has_room(before, &line, right - 1.5 * em);
                is_in(&line) && !is_in(before) || ends_sentence(&before.text) && room
            }
        };
        match found.last_mut().filter(|_| !begins) {
            Some(last) => last.lines.push(line),
            None => {
                let indented = is_in(&line);
                let goes_on = hanging && indented;
                let hanging = entries;
                let lines = vec![line];
                found.push(Paragraph {
                    kind: Kind::Text,
                    lines,
                    goes_on,
                    hanging,
                    indented,
                    right,
                    ragged,
                });
            }
        }
    }
    found
}

/// Number of characters, as an amount.
fn letters(word: &str) -> f64 {
    f64::from(u32::try_from(word.chars().count()).unwrap_or(u32::MAX))
}

/// Whether several lines have one middle and different edges; in large type, which is seldom
/// justified, small differences tell.
fn is_centred(block: &[Line], em: f64, body: f64) -> bool {
    let (least, most) = if em >= 1.15 * body { (0.5, 0.3) } else { (1.5, 0.6) };
    let spread = |of: &dyn Fn(&Line) -> f64| {
        let least = block.iter().map(of).fold(f64::INFINITY, f64::min);
        block.iter().map(of).fold(f64::NEG_INFINITY, f64::max) - least
    };
    block.len() > 1
        && spread(&|line| f64::midpoint(line.x0, line.x1)) < most * em
        && spread(&|line| line.x0) > least * em
        && spread(&|line| line.x1) > least * em
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(['•', '▪', '■', '◦', '●', '‣', '►'])
}

/// Whether a line begins with the label of a numbered reference: `[12]`, `12.`, `(12)`.
fn is_labelled(text: &str) -> bool {
    let inner = text.trim_start_matches(['[', '(']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.len() - rest.len();
    let closed = match text.chars().next() {
        Some('[') => rest.starts_with(']'),
        Some('(') => rest.starts_with(')'),
        _ => rest.starts_with(". "),
    };
    (1..=3).contains(&digits) && closed
}

/// Whether a text ends as a sentence does; marks that close and raised numbers may follow.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | ',' | '–' | '¹' | '²' | '³')
            || ('⁰'..='⁹').contains(&c)
    })
    .ends_with(['.', '!', '?', ':', '…'])
        && !text.ends_with(',')
}

/// Names the title: what is set largest on the first page, above the first known heading.
fn name_title(found: &mut [Paragraph], measure: &Measure) {
    let first_page = |paragraph: &Paragraph| {
        paragraph.lines.first().is_some_and(|line| line.page == 0)
            && heading_kind(&paragraph.words()).is_none()
    };
    let count = found.iter().take_while(|paragraph| first_page(paragraph)).count();
    let heads = || found.iter().take(count).filter(|paragraph| paragraph.kind == Kind::Heading);
    let largest = heads().map(Paragraph::size).fold(0.0, f64::max);
    if largest < 1.15 * measure.size {
        return;
    }
    let is_large = |paragraph: &Paragraph| {
        paragraph.kind == Kind::Heading && paragraph.size() > 0.97 * largest
    };
    let Some(place) = found.iter().take(count).position(is_large) else { return };
    for (offset, paragraph) in found.iter_mut().take(count).enumerate() {
        if offset == place {
            paragraph.kind = Kind::Title;
        } else if paragraph.kind == Kind::Heading {
            // Authors, journals and the like.
            paragraph.kind = Kind::Text;
        }
    }
}
