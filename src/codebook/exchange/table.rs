//! Tables of terms: LIWC-22 dictionaries (`.dicx`), with a column for each category, and tables as
//! tidytext has them, with a row for each pair of a word and a category.
//!
//! The separator is the one of `,`, `;` and tab that the header has most of. In a `.dicx` a cell is `X`
//! where the term belongs to the category, empty where not, or a number: the weight. Where all cells of
//! a table are `0` or `1`, 0 is no weight but says that the term is not in the category. Names of categories
//! with stops (`motives.proactive`) are read as paths.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Writer};

use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report, unfold};
use super::term::Signs;
use super::write::{Capabilities, Flat, Wildcards, collect};
use crate::error::MistakeKind;
use crate::model::{Codebook, Span};

/// Names of columns with words.
const WORDS: [&str; 8] =
    ["word", "term", "token", "pattern", "ngram", "phrase", "dicterm", "entry"];

/// Names of columns with categories.
const CATEGORIES: [&str; 8] =
    ["sentiment", "category", "theme", "code", "topic", "emotion", "class", "label"];

/// Names of columns with weights.
const WEIGHTS: [&str; 5] = ["value", "score", "weight", "valence", "association"];

/// The rows of a table after its header, each with its place.
struct Rows {
    header: StringRecord,
    rows: Vec<(usize, StringRecord)>,
}

fn rows(report: &mut Report<'_>) -> Option<Rows> {
    let first = report.text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|&byte| byte == sign).count();
    let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&sign| count(sign))?;
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(report.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let at = record.position().map_or(0, csv::Position::byte);
                rows.push((usize::try_from(at).unwrap_or(usize::MAX), record));
            }
            Err(error) => {
                let kind = MistakeKind::Syntax { format: "CSV", reason: error.to_string() };
                report.places.add(Span::new(0, 1), kind, None);
                return None;
            }
        }
    }
    let mut rows =
        rows.into_iter().skip_while(|(_, row)| row.iter().all(|cell| cell.trim().is_empty()));
    let (_, header) = rows.next()?;
    Some(Rows { header, rows: rows.collect() })
}

/// Where a cell stands in a row that begins at `at`.
fn place(text: &str, at: usize, row: &StringRecord, column: usize) -> Span {
    let mut from = at;
    for (number, cell) in row.iter().enumerate() {
        let rest = text.get(from..).unwrap_or_default();
        let found = if cell.is_empty() { Some(0) } else { rest.find(cell) };
        let start = from + found.unwrap_or(0);
        let end = (start + cell.len()).min(text.len());
        if number == column {
            return Span::new(start.min(end), end);
        }
        from = end + usize::from(end < text.len());
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    Span::new(at, at)
}

fn number(cell: &str) -> Option<f64> {
    cell.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Whether numbers say only which words belong to a category: all of them are written `0` or `1`.
fn is_membership<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let mut zero = false;
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        if cell != "0" && cell != "1" {
            return false;
        }
        zero |= cell == "0";
    }
    zero
}

/// A weight as a cell; 0 in a way that says that it is a weight.
fn cell_of(weight: f64) -> String {
    if weight == 0.0 { "0.0".to_owned() } else { weight.to_string() }
}

pub(super) fn read_liwc(report: &mut Report<'_>) -> Option<Outline> {
    let Rows { header, rows } = rows(report)?;
    let mut branches: Vec<(String, Branch)> = Vec::new();
    for (column, name) in header.iter().enumerate().skip(1) {
        let span = place(report.text, 0, &header, column);
        branches.push((name.trim().to_owned(), Branch::named(name.trim(), span, report)));
    }
    if branches.is_empty() {
        let advice = "begin with a line `DicTerm,category,category`";
        report.mistake(Span::new(0, 1), MistakeKind::NoColumn("a category"), advice);
        return None;
    }
    let cells = rows.iter().flat_map(|(_, row)| row.iter().skip(1));
    let membership = is_membership(cells);
    for (at, row) in &rows {
        let term = row.get(0).unwrap_or_default();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let span = place(report.text, *at, row, 0);
        let Some(pattern) = report.sought("", term, span, Signs::STAR) else { continue };
        let mut anywhere = false;
        for (column, cell) in
            row.iter().enumerate().skip(1).filter(|(_, cell)| !cell.trim().is_empty())
        {
            let Some((name, branch)) = branches.get_mut(column - 1) else { continue };
            let weight = match number(cell) {
                _ if cell.trim().eq_ignore_ascii_case("x") => 1.0,
                Some(0.0) if membership => continue,
                Some(number) => number,
                None => {
                    let span = place(report.text, *at, row, column);
                    let (cell, column) = (cell.trim().to_owned(), name.clone());
                    let kind = MistakeKind::Cell { cell, column };
                    report.mistake(span, kind, "write `X`, a weight such as `0.5`, or nothing");
                    continue;
                }
            };
            anywhere = true;
            branch.put(&pattern, span, weight);
        }
        if !anywhere {
            report.notice(NoticeKind::NoCategory, "", span, term, None);
        }
    }
    if membership {
        report.notice(NoticeKind::ZeroWeight, "", Span::new(0, 0), "", None);
    }
    Some(Outline { branches: unfold(branches), ..Outline::default() })
}

/// The columns of a table of words and categories.
struct Columns {
    words: usize,
    category: Option<usize>,
    weight: Option<usize>,
}

fn columns(header: &StringRecord, report: &mut Report<'_>) -> Option<Columns> {
    let column = |names: &[&str]| {
        let is_named = |cell: &str| names.contains(&cell.trim().to_lowercase().as_str());
        header.iter().position(is_named)
    };
    let (words, category, weight) = (column(&WORDS), column(&CATEGORIES), column(&WEIGHTS));
    let start = Span::new(0, report.text.lines().next().map_or(0, str::len));
    let Some(words) = words else {
        let advice = "begin with a line `word,sentiment`, or one with a column `value` too";
        report.mistake(start, MistakeKind::NoColumn("the words (`word`)"), advice);
        return None;
    };
    if category.is_none() && weight.is_none() {
        let advice = "name the column with the categories `sentiment`, `category` or `theme`";
        report.mistake(start, MistakeKind::NoColumn("the categories (`sentiment`)"), advice);
        return None;
    }
    for (number, name) in header.iter().enumerate() {
        if ![Some(words), category, weight].contains(&Some(number)) {
            report.notice(NoticeKind::NotRead, "", start, &format!("the column {name}"), None);
        }
    }
    Some(Columns { words, category, weight })
}

pub(super) fn read_tidytext(report: &mut Report<'_>) -> Option<Outline> {
    let Rows { header, rows } = rows(report)?;
    let Columns { words, category, weight } = columns(&header, report)?;
    let cells = weight.map(|at| rows.iter().filter_map(move |(_, row)| row.get(at)));
    let membership = cells.is_some_and(is_membership);
    let mut branches: Vec<(String, Branch)> = Vec::new();
    let mut places = BTreeMap::new();
    for (at, row) in &rows {
        let term = row.get(words).unwrap_or_default();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let span = place(report.text, *at, row, words);
        let name = match category {
            Some(category) => row.get(category).unwrap_or_default().trim().to_owned(),
            None => report.stem.to_owned(),
        };
        if name.is_empty() {
            report.notice(NoticeKind::NoCategory, "", span, term, None);
            continue;
        }
        let cell =
            weight.and_then(|at| row.get(at)).filter(|cell| !matches!(cell.trim(), "" | "NA"));
        let number = cell.map(number);
        if number == Some(None) {
            let cell = cell.unwrap_or_default().to_owned();
            report.mistake(span, MistakeKind::Weight(cell), "write a number, such as `1.5`");
            continue;
        }
        let number = number.flatten().unwrap_or(1.0);
        if membership && number == 0.0 {
            continue;
        }
        let Some(pattern) = report.sought(&name, term, span, Signs::GLOB) else { continue };
        let at = *places.entry(name.clone()).or_insert(branches.len());
        if at == branches.len() {
            let branch = Branch::named(&name, span, report);
            branches.push((name, branch));
        }
        if let Some((_, branch)) = branches.get_mut(at) {
            branch.put(&pattern, span, number);
        }
    }
    if membership {
        report.notice(NoticeKind::ZeroWeight, "", Span::new(0, 0), "", None);
    }
    Some(Outline { branches: unfold(branches), ..Outline::default() })
}

const LIWC: Capabilities = Capabilities { weights: true, ..Capabilities::PLAIN };

/// The terms of all themes, in the order of their first places.
fn terms(flat: &Flat) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = flat.themes.iter().flat_map(|theme| &theme.terms);
    all.map(|term| term.text.as_str()).filter(|text| seen.insert(*text)).collect()
}

pub(super) fn write_liwc(codebook: &Codebook) -> (String, Vec<Notice>) {
    let flat = collect(codebook, LIWC);
    let columns: Vec<_> =
        flat.themes.iter().filter(|theme| !theme.terms.is_empty() || !theme.is_parent).collect();
    let mut of_term = BTreeMap::new();
    for (column, theme) in columns.iter().enumerate() {
        for term in &theme.terms {
            let cell = match (flat.weighted, term.weight) {
                (false, _) => "X".to_owned(),
                (true, weight) => cell_of(weight),
            };
            of_term.entry(term.text.as_str()).or_insert_with(Vec::new).push((column, cell));
        }
    }
    let header = columns.iter().map(|theme| theme.path.clone());
    let mut lines = vec![std::iter::once("DicTerm".to_owned()).chain(header).collect::<Vec<_>>()];
    for term in terms(&flat) {
        let mut cells = vec![String::new(); columns.len() + 1];
        if let Some(cell) = cells.first_mut() {
            term.clone_into(cell);
        }
        for (column, written) in of_term.remove(term).unwrap_or_default() {
            if let Some(cell) = cells.get_mut(column + 1) {
                *cell = written;
            }
        }
        lines.push(cells);
    }
    (csv_of(&lines), flat.notices)
}

const TIDYTEXT: Capabilities =
    Capabilities { wildcards: Wildcards::Glob, weights: true, empty: false, ..Capabilities::PLAIN };

pub(super) fn write_tidytext(codebook: &Codebook) -> (String, Vec<Notice>) {
    let flat = collect(codebook, TIDYTEXT);
    let mut lines = Vec::new();
    let cells = |word: &str, category: &str, value: String| {
        let mut cells = vec![word.to_owned(), category.to_owned()];
        if flat.weighted {
            cells.push(value);
        }
        cells
    };
    lines.push(cells("word", "sentiment", "value".to_owned()));
    for theme in &flat.themes {
        for term in &theme.terms {
            lines.push(cells(&term.text, &theme.path, cell_of(term.weight)));
        }
    }
    (csv_of(&lines), flat.notices)
}

fn csv_of(lines: &[Vec<String>]) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    for line in lines {
        // Writing to memory does not fail.
        let _ = writer.write_record(line);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
