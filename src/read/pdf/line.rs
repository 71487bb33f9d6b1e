//! Lines: glyphs of one baseline, with lost spaces put back and raised digits shown as such.

use smallvec::SmallVec;

use super::accent;
use super::glyph::{Glyph, PageGlyphs};

/// A gap of this many ems parts words (measured on papers; see ARCHITECTURE.md).
const WORD_GAP: f64 = 0.16;

/// The same before a raised digit, which stands off its word.
const RAISED_GAP: f64 = 0.3;

/// A gap of this many ems parts segments, which may belong to different columns or cells.
const SEGMENT_GAP: f64 = 1.0;

/// A gap of this many ems inside a line parts the cells of a table.
const CELL_GAP: f64 = 2.2;

/// The same in a line with such a gap.
const NEXT_CELL_GAP: f64 = 1.2;

/// How many lines back a stray segment may belong.
const LOOK_BACK: usize = 4;

/// Letters with their inked shares.
pub(super) type Letters = [(char, f64)];

/// A run of glyphs without a wide gap.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    glyphs: Vec<Spaced>,
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// Baseline of the larger glyphs.
    pub(super) y: f64,
    /// Size of the larger glyphs.
    pub(super) size: f64,
}

/// A glyph, and whether a space was written before it.
#[derive(Clone, Debug)]
struct Spaced {
    glyph: Glyph,
    space: bool,
}

/// One line of a page or of a column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Number of the page, from 0.
    pub(super) page: usize,
    /// The words; cells of a table are parted by tabs.
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    /// Size of most of its glyphs.
    pub(super) size: f64,
    /// Whether it is bolder than the body of the paper.
    pub(super) bold: bool,
    /// Whether it begins with a raised sign, as notes do.
    pub(super) raised_start: bool,
    /// Whether all words are equally far apart.
    pub(super) even: bool,
}

impl Segment {
    fn starting(glyph: Glyph) -> Self {
        let (x0, x1, y, size) = (glyph.x0, glyph.x1, glyph.y, glyph.size);
        Self { glyphs: vec![Spaced { glyph, space: false }], x0, x1, y, size }
    }

    /// Whether a glyph goes on in this segment.
    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let gap = glyph.x0 - self.x1;
        // Raised and lowered glyphs are smaller; others keep to the baseline.
        let reach = if near(glyph.size, self.size, 0.12) { 0.3 } else { 0.55 };
        (glyph.y - self.y).abs() <= reach * size && gap < SEGMENT_GAP * size && gap > -0.7 * size
    }

    fn push(&mut self, glyph: Glyph, space: bool) {
        if glyph.size > self.size * 1.15 {
            self.y = glyph.y;
            self.size = glyph.size;
        }
        self.x1 = self.x1.max(glyph.x1);
        self.glyphs.push(Spaced { glyph, space });
    }

    /// The characters without spaces.
    pub(super) fn bare(&self) -> String {
        self.glyphs.iter().flat_map(|spaced| spaced.glyph.characters.iter()).collect()
    }
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.max(b)
}

/// The segments of a page, in the order of its content.
pub(super) fn segments(page: &PageGlyphs) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut space = false;
    for glyph in &page.glyphs {
        if glyph.characters.iter().all(|character| character.is_whitespace()) {
            space = true;
            continue;
        }
        match segments.last_mut() {
            Some(last) if last.takes(glyph) => last.push(glyph.clone(), space),
            _ => segments.push(Segment::starting(glyph.clone())),
        }
        space = false;
    }
    segments
}

/// The middle of the white band that divides the page into two columns, where there is one.
pub(super) fn gutter(segments: &[Segment], width: f64) -> Option<f64> {
    let mut best: Option<(usize, f64, f64)> = None;
    let mut x = width * 0.35;
    while x < width * 0.65 {
        let count =
            |fits: &dyn Fn(&Segment) -> bool| segments.iter().filter(|one| fits(one)).count();
        let crossing = count(&|one| one.x0 < x - 1.0 && one.x1 > x + 1.0);
        let left = count(&|one| one.x1 <= x + 1.0 && one.x1 > x - width * 0.12);
        let right = count(&|one| one.x0 >= x - 1.0 && one.x0 < x + width * 0.06);
        if left >= 6 && right >= 6 && crossing * 4 <= left + right {
            match &mut best {
                Some((least, _, end)) if *least == crossing => *end = x,
                Some((least, ..)) if *least < crossing => {}
                _ => best = Some((crossing, x, x)),
            }
        }
        x += 1.0;
    }
    best.map(|(_, start, end)| f64::midpoint(start, end))
}

/// Joins the segments of each line; those on both sides of the gutter stay apart.
pub(super) fn lines(
    segments: Vec<Segment>,
    gutter: Option<f64>,
    page: usize,
    is_bold: &dyn Fn(&Letters) -> bool,
) -> Vec<Line> {
    let mut grouped: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        let from = grouped.len().saturating_sub(LOOK_BACK);
        let place = grouped.iter().skip(from).rposition(|line| belongs(line, &segment, gutter));
        match place.and_then(|place| grouped.get_mut(from + place)) {
            Some(line) => {
                let at = line.partition_point(|one| one.x0 <= segment.x0);
                line.insert(at, segment);
            }
            None => grouped.push(vec![segment]),
        }
    }
    grouped.iter().filter_map(|line| typeset(line, page, is_bold)).collect()
}

/// Whether a segment stands beside those of a line, with the same baseline.
fn belongs(line: &[Segment], segment: &Segment, gutter: Option<f64>) -> bool {
    let size = line.iter().map(|one| one.size).fold(segment.size, f64::max);
    let level = line.iter().any(|one| {
        let reach = if near(one.size, segment.size, 0.12) { 0.2 } else { 0.5 };
        (one.y - segment.y).abs() <= reach * size
    });
    let free = line
        .iter()
        .all(|one| segment.x0 >= one.x1 - 0.3 * size || segment.x1 <= one.x0 + 0.3 * size);
    let parted = gutter.is_some_and(|gutter| {
        line.iter().any(|one| {
            one.x1 <= gutter + 2.0 && segment.x0 >= gutter - 2.0
                || segment.x1 <= gutter + 2.0 && one.x0 >= gutter - 2.0
        })
    });
    level && free && !parted
}

/// Writes a line out.
fn typeset(segments: &[Segment], page: usize, is_bold: &dyn Fn(&Letters) -> bool) -> Option<Line> {
    let glyphs: Vec<&Spaced> = segments.iter().flat_map(|segment| &segment.glyphs).collect();
    let (size, y) = prevailing(&glyphs)?;
    let raised = |glyph: &Glyph| glyph.size <= 0.86 * size && y - glyph.y >= 0.15 * size;
    let inks: Vec<(char, f64)> = glyphs
        .iter()
        .filter(|spaced| !raised(&spaced.glyph))
        .filter_map(|spaced| match spaced.glyph.characters[..] {
            [letter] => Some((letter, spaced.glyph.ink)),
            _ => None,
        })
        .collect();
    let mut text = written(&glyphs, size, &raised);
    // A single wide gap is a stretched space, unless there are hardly any words beside it.
    if text.matches('\t').count() == 1 && text.split_whitespace().count() > 8 {
        text = text.replace('\t', " ");
    }
    let text = text.trim().to_owned();
    let raised_start = raised(&glyphs.first()?.glyph);
    let x0 = segments.first()?.x0;
    let x1 = segments.iter().map(|segment| segment.x1).fold(x0, f64::max);
    let (bold, even) = (is_bold(&inks), is_even(&glyphs, size));
    (!text.is_empty()).then_some(Line { page, text, x0, x1, y, size, bold, raised_start, even })
}

/// Whether the gaps between the words of a line are alike.
fn is_even(glyphs: &[&Spaced], size: f64) -> bool {
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for pair in glyphs.windows(2) {
        let [one, next] = pair else { continue };
        let gap = next.glyph.x0 - one.glyph.x1;
        if next.space || gap > WORD_GAP * size {
            least = least.min(gap);
            most = most.max(gap);
        }
    }
    most - least < 0.25 * size
}

/// Takes the tabs out of lines that are only stretched to the width of their column: all words are
/// equally far apart, and a line beside them without tabs ends where they do.
pub(super) fn close_stretched(lines: &mut [Line]) {
    let beside = |line: &Line, other: Option<&Line>| {
        other.is_some_and(|other| {
            !other.text.contains('\t')
                && (other.y - line.y).abs() < 1.8 * line.size
                && near(other.size, line.size, 0.06)
                && (other.x1 - line.x1).abs() < 0.15 * line.size
                && (other.x0 - line.x0).abs() < 4.0 * line.size
        })
    };
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).filter(|line| line.even && line.text.contains('\t')) else {
            continue;
        };
        let before = at.checked_sub(1).and_then(|at| lines.get(at));
        let closed = (beside(line, before) || beside(line, lines.get(at + 1)))
            .then(|| line.text.replace('\t', " "));
        if let (Some(text), Some(line)) = (closed, lines.get_mut(at)) {
            line.text = text;
        }
    }
}

/// The characters of a line of this size, with spaces and tabs where there are gaps.
fn written(glyphs: &[&Spaced], size: f64, raised: &dyn Fn(&Glyph) -> bool) -> String {
    let gaps = glyphs.windows(2).map(|pair| match pair {
        [one, next] => next.glyph.x0 - one.glyph.x1,
        _ => 0.0,
    });
    let wide = gaps.fold(0.0, f64::max) > CELL_GAP * size;
    let cell_gap = if wide { NEXT_CELL_GAP } else { CELL_GAP };
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    for spaced in glyphs {
        let glyph = &spaced.glyph;
        let lifted = raised(glyph);
        if let Some(previous) = before.replace(glyph) {
            let gap = glyph.x0 - previous.x1;
            let least = if lifted { RAISED_GAP } else { WORD_GAP };
            if gap > cell_gap * size {
                text.push('\t');
            } else if spaced.space && gap > -0.2 * size || gap > least * size {
                text.push(' ');
            } else if accent::compose(&mut text, previous, glyph) {
                continue;
            }
        }
        let shown = |&character: &char| if lifted { superscript(character) } else { character };
        text.extend(glyph.characters.iter().map(shown));
    }
    text
}

/// Size and baseline of most of the glyphs, wide ones weighing more.
fn prevailing(glyphs: &[&Spaced]) -> Option<(f64, f64)> {
    let mut kinds: SmallVec<[(f64, f64, f64); 4]> = SmallVec::new();
    for spaced in glyphs {
        let glyph = &spaced.glyph;
        let width = (glyph.x1 - glyph.x0).abs();
        let same = |kind: &&mut (f64, f64, f64)| {
            near(kind.0, glyph.size, 0.04) && (kind.1 - glyph.y).abs() < 0.1 * glyph.size
        };
        match kinds.iter_mut().find(same) {
            Some(kind) => kind.2 += width,
            None => kinds.push((glyph.size, glyph.y, width)),
        }
    }
    let most = kinds.iter().max_by(|a, b| a.2.total_cmp(&b.2))?;
    Some((most.0, most.1))
}

/// The raised form of a digit; anything else as it is.
fn superscript(character: char) -> char {
    match character {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A page with words at given places, each letter half an em wide.
    pub(in super::super) fn page(words: &[(&str, f64, f64, f64)]) -> PageGlyphs {
        let mut glyphs = Vec::new();
        for &(word, x, y, size) in words {
            let mut at = x;
            for character in word.chars() {
                let x1 = at + size / 2.0;
                let characters = [character].into_iter().collect();
                glyphs.push(Glyph { characters, x0: at, x1, y, size, ink: 0.1 });
                at = x1;
            }
        }
        PageGlyphs { width: 600.0, height: 800.0, glyphs, unmapped: 0, images: 0 }
    }

    /// A line of 10 points at the head of a page.
    pub(in super::super) fn line(text: &str, page: usize) -> Line {
        Line {
            page,
            text: text.to_owned(),
            x0: 50.0,
            x1: 500.0,
            y: 40.0,
            size: 10.0,
            bold: false,
            raised_start: false,
            even: false,
        }
    }

    #[test]
    fn stretched_lines_are_no_rows_of_tables() {
        let mut rows = [("R package", true), ("version\t0.9.\tWebsite", true), ("27\t32", false)]
            .map(|(text, even)| Line { even, ..line(text, 0) });
        close_stretched(&mut rows);
        assert_eq!(rows.map(|row| row.text), ["R package", "version 0.9. Website", "27\t32"]);
    }

    fn texts(words: &[(&str, f64, f64, f64)]) -> Vec<String> {
        let segments = segments(&page(words));
        let gutter = gutter(&segments, 600.0);
        lines(segments, gutter, 0, &|_| false).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lost_spaces_come_back() {
        let found = texts(&[("small", 50.0, 100.0, 10.0), ("firms", 77.5, 100.0, 10.0)]);
        assert_eq!(found, ["small firms"]);
        let found = texts(&[("sma", 50.0, 100.0, 10.0), ("ll", 65.5, 100.0, 10.0)]);
        assert_eq!(found, ["small"]);
    }

    #[test]
    fn raised_digits_are_shown_as_such_and_lowered_ones_are_not() {
        let found = texts(&[
            ("market", 50.0, 100.0, 10.0),
            ("3,4", 80.0, 96.0, 6.0),
            ("grew", 92.0, 100.0, 10.0),
        ]);
        assert_eq!(found, ["market³,⁴ grew"]);
        let found =
            texts(&[("H", 50.0, 100.0, 10.0), ("2", 55.0, 102.0, 6.0), ("O", 58.0, 100.0, 10.0)]);
        assert_eq!(found, ["H2O"]);
    }

    #[test]
    fn what_is_drawn_later_finds_its_line() {
        let found = texts(&[
            ("market", 50.0, 100.0, 10.0),
            ("grew", 92.0, 100.0, 10.0),
            ("again", 50.0, 112.0, 10.0),
            ("3", 80.0, 96.0, 6.0),
        ]);
        assert_eq!(found, ["market³ grew", "again"]);
    }

    #[test]
    fn columns_stay_apart_and_cells_are_parted() {
        let mut words = Vec::new();
        for row in 0..8 {
            let y = 100.0 + 12.0 * f64::from(row);
            words.push(("left column with some more word", 50.0, y, 14.0));
            words.push(("right column with some more wor", 310.0, y, 14.0));
        }
        let found = texts(&words);
        assert_eq!(found.len(), 16);
        let found = texts(&[("Firms", 50.0, 100.0, 10.0), ("27", 200.0, 100.0, 10.0)]);
        assert_eq!(found, ["Firms\t27"]);
    }
}
