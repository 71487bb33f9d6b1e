//! What stands on pages beside the text: running heads and feet, page numbers, line numbers.
//!
//! Running heads and feet are lines at the top or bottom of pages that come again on another page
//! at the same height, digits aside. Page numbers are numbers there that rise with the pages; they
//! become the labels of the pages. Line numbers are columns of numbers in a margin that rise by one
//! step.

use std::collections::BTreeMap;

use super::line::{Line, Segment};

/// How many lines from the top and from the bottom of a page may be furniture.
const OUTERMOST: usize = 3;

/// Share of a page's height at its top and at its bottom where furniture stands.
const ZONE: f64 = 0.13;

/// Share of a page's height at its bottom where a number that stands alone may be that of the page.
const WIDE_ZONE: f64 = 0.25;

/// How far such a number is from the text above, in ems.
const APART: f64 = 1.8;

/// How far apart two heights may be to be the same, in points.
const SAME_HEIGHT: f64 = 4.0;

/// Fewest line numbers on a page.
const FEWEST_NUMBERS: usize = 8;

/// Takes running heads, running feet and page numbers out of `pages`, whose heights are given, and
/// returns the numbers that pages bear.
pub(super) fn take_out(pages: &mut [Vec<Line>], heights: &[f64]) -> Vec<Option<String>> {
    let outer: Vec<Vec<usize>> =
        pages.iter().zip(heights).map(|(lines, height)| outermost(lines, *height)).collect();
    let mut places: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (page, (lines, outer)) in pages.iter().zip(&outer).enumerate() {
        for line in outer.iter().filter_map(|&at| lines.get(at)) {
            for cell in line.text.split('\t') {
                places.entry(shape(cell)).or_default().push((page, line.y));
            }
        }
    }
    let offset = number_offset(pages, &outer);
    let mut labels = vec![None; pages.len()];
    for (page, ((lines, outer), height)) in pages.iter_mut().zip(&outer).zip(heights).enumerate() {
        let numbered = |line: &Line| {
            let numbers = edge_numbers(&line.text).into_iter().flatten();
            let mut fitting = numbers
                .filter(|number| offset.is_some_and(|offset| *number == offset + i64_of(page)));
            fitting.next().filter(|_| line.text.split_whitespace().count() <= 12)
        };
        // Both ends of a head are one line on some pages and two on others.
        let repeated = |line: &Line| {
            line.text.split('\t').all(|cell| {
                places.get(&shape(cell)).is_some_and(|found| {
                    let near = |y: f64| (y - line.y).abs() <= SAME_HEIGHT;
                    found.iter().any(|&(other, y)| other != page && near(y))
                })
            })
        };
        let mut gone = vec![false; lines.len()];
        for &at in outer {
            let Some(line) = lines.get(at) else { continue };
            let number = numbered(line);
            let alone = bare_number(&line.text).is_some();
            let extreme = number.is_some() && is_outermost(lines, line);
            let edge = |zone: f64| line.y < height * zone || line.y > height * (1.0 - zone);
            let unknown = offset.is_none() && edge(ZONE);
            if repeated(line) || extreme || alone && (number.is_some() || unknown) {
                if let Some(gone) = gone.get_mut(at) {
                    *gone = true;
                }
                if let Some(number) = number {
                    labels[page] = Some(number.to_string());
                }
            }
        }
        let mut gone = gone.into_iter();
        lines.retain(|_| !gone.next().unwrap_or_default());
    }
    labels
}

/// The lines nearest to the top and to the bottom of a page, within the zones of furniture.
fn outermost(lines: &[Line], height: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let y = |at: &usize| lines.get(*at).map_or(0.0, |line| line.y);
    order.sort_by(|a, b| y(a).total_cmp(&y(b)));
    let top = order.iter().take(OUTERMOST).filter(|at| y(at) < height * ZONE);
    let bottom = order.iter().rev().take(OUTERMOST).filter(|at| y(at) > height * (1.0 - ZONE));
    let mut found: Vec<usize> = top.chain(bottom).copied().collect();
    // Pages set for a smaller sheet have their numbers further in.
    if let [.., above, last] = order[..]
        && let (Some(above), Some(line)) = (lines.get(above), lines.get(last))
        && line.y > height * (1.0 - WIDE_ZONE)
        && line.y - above.y > APART * line.size
        && bare_number(&line.text).is_some()
    {
        found.push(last);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether nothing on the page is above the line, or nothing below it.
fn is_outermost(lines: &[Line], line: &Line) -> bool {
    lines.iter().all(|other| other.y >= line.y - 2.0)
        || lines.iter().all(|other| other.y <= line.y + 2.0)
}

/// The text with every run of digits as one sign, in lower case.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        if !character.is_ascii_digit() {
            shape.extend(character.to_lowercase());
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}

/// All numbers of at most five digits in a line.
fn numbers(text: &str) -> Vec<i64> {
    let digits = text.split(|character: char| !character.is_ascii_digit());
    digits.filter(|run| (1..=5).contains(&run.len())).filter_map(|run| run.parse().ok()).collect()
}

/// The numbers in the first and in the last word of a line.
fn edge_numbers(text: &str) -> [Option<i64>; 2] {
    let bare: Vec<&str> =
        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    [bare.first(), bare.last()].map(|word| word.filter(|word| word.len() <= 5)?.parse().ok())
}

/// The number of a line that holds nothing else: `12`, `– 12 –`, `Page 12 of 20`.
fn bare_number(text: &str) -> Option<i64> {
    let rest: String = text.chars().filter(|character| character.is_alphabetic()).collect();
    let bare =
        matches!(rest.to_lowercase().as_str(), "" | "p" | "page" | "pageof" | "of" | "halaman");
    bare.then(|| numbers(text).first().copied()).flatten()
}

/// What to add to a page's place to have its number, as most pages agree and at least two do.
fn number_offset(pages: &[Vec<Line>], outer: &[Vec<usize>]) -> Option<i64> {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for (page, (lines, outer)) in pages.iter().zip(outer).enumerate() {
        let mut offsets: Vec<i64> = outer
            .iter()
            .filter_map(|&at| lines.get(at))
            .flat_map(|line| edge_numbers(&line.text))
            .flatten()
            .map(|number| number - i64_of(page))
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            *votes.entry(offset).or_default() += 1;
        }
    }
    let (&offset, &count) = votes.iter().max_by_key(|&(offset, count)| (*count, -offset.abs()))?;
    (count >= 2 && count * 2 >= pages.len()).then_some(offset)
}

fn i64_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Takes line numbers in the margins out of the segments of a page.
pub(super) fn without_line_numbers(segments: Vec<Segment>) -> Vec<Segment> {
    let number = |segment: &Segment| {
        let digits = segment.bare();
        (digits.len() <= 4).then(|| digits.parse::<i64>().ok()).flatten()
    };
    let mut edges: Vec<f64> = segments
        .iter()
        .filter(|segment| number(segment).is_none())
        .map(|segment| segment.x0)
        .collect();
    edges.sort_by(f64::total_cmp);
    let Some(&left) = edges.get(edges.len() / 20) else { return segments };
    let right = segments.iter().map(|segment| segment.x1).fold(0.0, f64::max);
    let is_outside = |segment: &Segment| {
        number(segment).is_some() && (segment.x1 < left - 2.0 || segment.x1 > right - 1.0)
    };
    let mut column: Vec<(f64, i64)> = segments
        .iter()
        .filter(|segment| is_outside(segment))
        .filter_map(|segment| Some((segment.y, number(segment)?)))
        .collect();
    column.sort_by(|a, b| a.0.total_cmp(&b.0));
    let steps: Vec<i64> =
        column.windows(2).filter_map(|pair| Some(pair.get(1)?.1 - pair.first()?.1)).collect();
    let usual = steps.iter().filter(|&&step| step == 1 || step == 5).count();
    if column.len() < FEWEST_NUMBERS || usual * 10 < steps.len() * 9 {
        return segments;
    }
    segments.into_iter().filter(|segment| !is_outside(segment)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::line::tests::page;
    use super::super::line::{lines, segments};
    use super::*;

    fn line(text: &str, page: usize, y: f64) -> Line {
        Line { y, ..super::super::line::tests::line(text, page) }
    }

    #[test]
    fn heads_feet_and_page_numbers_go_and_label_the_pages() {
        let mut pages: Vec<Vec<Line>> = (0..4)
            .map(|page| {
                let head = if page % 2 == 0 {
                    format!("Small firms abroad {}", page + 211)
                } else {
                    format!("{} Lee and Park", page + 211)
                };
                vec![
                    line(&head, page, 40.0),
                    line(&format!("Text of page {page} about firms."), page, 180.0),
                    line("which export.", page, 600.0),
                    line("Journal of Examples", page, 780.0),
                ]
            })
            .collect();
        let labels = take_out(&mut pages, &[800.0; 4]);
        assert_eq!(labels[2].as_deref(), Some("213"));
        assert!(pages.iter().all(|lines| lines.len() == 2));
    }

    #[test]
    fn numbers_of_pages_set_for_a_smaller_sheet_go() {
        let text = |page, y| line("Words of the text.", page, y);
        let mut pages: Vec<Vec<Line>> = (0..3)
            .map(|page| vec![text(page, 600.0), line(&(page + 211).to_string(), page, 640.0)])
            .collect();
        let labels = take_out(&mut pages, &[800.0; 3]);
        assert!(pages.iter().all(|lines| lines.len() == 1));
        assert_eq!(labels[1].as_deref(), Some("212"));
    }

    #[test]
    fn a_head_of_two_ends_is_known_where_it_is_one_line() {
        let text = |page, y| line("Words of the text.", page, y);
        let mut pages = vec![
            vec![line("Journal of Examples", 0, 40.0), line("12 (2021)", 0, 40.0), text(0, 300.0)],
            vec![line("Journal of Examples\t12 (2021)", 1, 40.0), text(1, 320.0)],
        ];
        take_out(&mut pages, &[800.0; 2]);
        assert!(pages.iter().all(|lines| lines.len() == 1));
    }

    #[test]
    fn a_number_that_is_no_page_number_stays() {
        let mut pages = vec![vec![line("Table of 1999 firms", 0, 40.0), line("Text.", 0, 90.0)]];
        assert_eq!(take_out(&mut pages, &[800.0]), [None]);
        assert_eq!(pages[0].len(), 2);
    }

    #[test]
    fn line_numbers_in_the_margin_go() {
        let numbers: Vec<String> = (1..=9).map(|number| number.to_string()).collect();
        let mut words = Vec::new();
        for (row, number) in (0..).zip(&numbers) {
            let y = 100.0 + 20.0 * f64::from(row);
            words.push((number.as_str(), 40.0, y, 10.0));
            words.push(("words of a manuscript", 72.0, y, 10.0));
        }
        let found = lines(without_line_numbers(segments(&page(&words))), None, 0, &|_| false);
        assert!(found.iter().all(|line| line.text == "words of a manuscript"));
        assert_eq!(found.len(), 9);
    }
}
