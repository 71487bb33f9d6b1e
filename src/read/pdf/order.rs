//! The order in which a page is read.
//!
//! Most programs write a page in the order in which it is read, column after column, with what
//! floats in between; that order is kept. Only where the content jumps from column to column along
//! each row, or up the page again and again, are the lines put in order by their places: what
//! stretches over both columns divides the page, and between two of these the left column comes
//! before the right one.

use super::line::Line;

/// Most lines of notes that are looked for before the text of their page.
const MOST_NOTE_LINES: usize = 12;

/// Lines in the order of reading; `gutter` parts two columns.
pub(super) fn reading_order(mut lines: Vec<Line>, gutter: Option<f64>) -> Vec<Line> {
    let first = notes_first(&lines);
    lines.rotate_left(first);
    if !is_jumbled(&lines, gutter) {
        return notes_in_column(lines, gutter);
    }
    let mut sorted = lines;
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let Some(gutter) = gutter else { return sorted };
    let mut ordered = Vec::with_capacity(sorted.len());
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in sorted {
        match side(&line, gutter) {
            Side::Left => left.push(line),
            Side::Right => right.push(line),
            Side::Both => {
                ordered.append(&mut left);
                ordered.append(&mut right);
                ordered.push(line);
            }
        }
    }
    ordered.append(&mut left);
    ordered.append(&mut right);
    ordered
}

/// How many lines of the page's foot are written before all else: notes that a program draws with
/// the frame of the page.
fn notes_first(lines: &[Line]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let top = lines.iter().map(|line| line.y).fold(f64::INFINITY, f64::min);
    let bottom = lines.iter().map(|line| line.y).fold(0.0, f64::max);
    let foot = bottom - 0.25 * (bottom - top);
    if first.y < foot {
        return 0;
    }
    let count = lines.iter().take_while(|line| line.y >= foot).count();
    let above = lines.iter().skip(count).filter(|line| line.y < foot).count();
    if count <= MOST_NOTE_LINES && above > count { count } else { 0 }
}

/// Puts lines at the foot of the left column that are written after the right column after the left
/// one.
fn notes_in_column(mut lines: Vec<Line>, gutter: Option<f64>) -> Vec<Line> {
    let Some(gutter) = gutter else { return lines };
    let is_left = |line: &Line| side(line, gutter) == Side::Left;
    let notes = lines.iter().rev().take_while(|line| is_left(line)).count();
    let body = lines.len() - notes;
    let right = lines.iter().take(body).rev().take_while(|line| side(line, gutter) == Side::Right);
    let right = right.count();
    let lowest = |lines: &[Line]| {
        lines.iter().filter(|line| is_left(line)).map(|line| line.y).fold(0.0, f64::max)
    };
    let above = lowest(lines.get(..body).unwrap_or_default());
    let below = lines.get(body).is_some_and(|first| first.y > above);
    if (1..=MOST_NOTE_LINES).contains(&notes) && right > 0 && below {
        let start = body - right;
        if let Some(rest) = lines.get_mut(start..) {
            rest.rotate_left(right);
        }
    }
    lines
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
}

fn side(line: &Line, gutter: f64) -> Side {
    if line.x1 <= gutter + 4.0 {
        Side::Left
    } else if line.x0 >= gutter - 4.0 {
        Side::Right
    } else {
        Side::Both
    }
}

/// Whether a third of the steps from line to line lead along a row into the other column, or up in
/// the same one.
fn is_jumbled(lines: &[Line], gutter: Option<f64>) -> bool {
    let jump = |pair: &&[Line]| {
        let [before, after] = pair else { return false };
        let row = (after.y - before.y).abs() < 0.5 * before.size;
        match gutter {
            Some(gutter) => {
                let (from, to) = (side(before, gutter), side(after, gutter));
                from == Side::Left && to == Side::Right && row
                    || from == to && after.y < before.y - before.size
            }
            None => after.y < before.y - before.size,
        }
    };
    let jumps = lines.windows(2).filter(jump).count();
    lines.len() >= 6 && jumps * 3 > lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f64, x1: f64, y: f64) -> Line {
        Line { x0, x1, y, ..super::super::line::tests::line(text, 0) }
    }

    #[test]
    fn rows_over_two_columns_are_read_column_by_column() {
        let mut lines = vec![line("title", 50.0, 550.0, 80.0)];
        for row in 0..6 {
            let y = 100.0 + 12.0 * f64::from(row);
            lines.push(line(&format!("l{row}"), 50.0, 290.0, y));
            lines.push(line(&format!("r{row}"), 310.0, 550.0, y));
        }
        let ordered = reading_order(lines, Some(300.0));
        let words: Vec<&str> = ordered.iter().map(|line| line.text.as_str()).collect();
        let expected = "title l0 l1 l2 l3 l4 l5 r0 r1 r2 r3 r4 r5";
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn notes_come_after_their_column_whenever_they_are_written() {
        let left = (0..6).map(|row| line("left", 50.0, 290.0, 100.0 + 12.0 * f64::from(row)));
        let right = (0..6).map(|row| line("right", 310.0, 550.0, 100.0 + 12.0 * f64::from(row)));
        let note = line("note", 50.0, 290.0, 400.0);
        let last: Vec<Line> = left.clone().chain(right.clone()).chain([note.clone()]).collect();
        let first: Vec<Line> = [note].into_iter().chain(left).chain(right).collect();
        for lines in [first, last] {
            let ordered = reading_order(lines, Some(300.0));
            assert_eq!(ordered.iter().position(|line| line.text == "note"), Some(6));
        }
    }

    #[test]
    fn the_order_of_the_content_is_kept_where_it_makes_sense() {
        let lines: Vec<Line> = (0..8)
            .map(|row| {
                let x = if row < 4 { 50.0 } else { 310.0 };
                line(&row.to_string(), x, x + 240.0, 100.0 + 12.0 * f64::from(row % 4))
            })
            .collect();
        let ordered = reading_order(lines, Some(300.0));
        assert!(ordered.windows(2).all(|pair| pair[0].text < pair[1].text));
    }
}
