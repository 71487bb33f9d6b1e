//! What coders wrote into their sheets.
//!
//! | written | means |
//! |---|---|
//! | `1`, `x`, `yes`, `y`, `true`, `t`, `+`, `✓`, `✔` | the sentence raises the theme |
//! | `0`, `no`, `n`, `false`, `f`, `-`, `–` | it does not |
//! | nothing, `?`, `na`, `n/a` | not coded |
//!
//! Capitals and spaces do not matter. A yes under `none` says 0 of every theme whose cell is empty. Whether
//! other empty cells mean 0 is for the user to say ([`Blank`]). A column whose heading
//! is the path of a theme is a theme's; other columns are passed over and named. The name of the file
//! without its ending is the coder's name.
//!
//! Every mistake of a file is reported, with its cell.

use std::collections::BTreeMap;
use std::path::Path;

use super::key::{DrawStamp, RowKey};
use super::sample::{FIXED, THEME};
use super::sheet::{self, Sheet};
use crate::error::{CellMistake, CellMistakeKind, CodedFileError, Error, ErrorKind, Result};

const YES: [&str; 9] = ["1", "x", "yes", "y", "true", "t", "+", "✓", "✔"];
const NO: [&str; 7] = ["0", "no", "n", "false", "f", "-", "–"];
const UNCODED: [&str; 4] = ["", "?", "na", "n/a"];

/// What an empty cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blank {
    /// That the coder did not decide.
    #[default]
    Uncoded,
    /// That the sentence does not raise the theme, in a row in which anything is coded.
    ZeroInCodedRows,
    /// That the sentence does not raise the theme.
    Zero,
}

impl Blank {
    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uncoded => "uncoded",
            Self::ZeroInCodedRows => "zero-in-coded-rows",
            Self::Zero => "zero",
        }
    }
}

/// What one coder says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The coder's name.
    pub coder: String,
    /// Paths of the themes that were coded, in the order of the columns.
    pub themes: Vec<String>,
    /// The sentences.
    pub rows: Vec<CodedRow>,
    /// Headings of columns that are neither themes nor columns of a sample.
    pub passed_over: Vec<String>,
}

/// What one coder says of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedRow {
    /// Name of the paper.
    pub document: String,
    /// Number of the sentence, from 1.
    pub number: u32,
    /// What the row's key says.
    pub key: RowKey,
    /// Whether the sentence raises each of [`Codes::themes`]; `None` where it is not coded.
    pub codes: Vec<Option<bool>>,
}

impl Codes {
    /// Reads the file of one coder; `themes` are the paths of all themes that there are.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds mistakes: all of them, as [`ErrorKind::CodedFile`].
    pub fn read(path: &Path, themes: &[&str], blank: Blank) -> Result<Self> {
        let is_heading = |cells: &[String]| cells.iter().any(|cell| fixed(cell) == Some("key"));
        let sheet = sheet::read(path, is_heading)?;
        let coder = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        parse(&sheet, coder.unwrap_or_default(), themes, blank).map_err(|mistakes| {
            let name = path.display().to_string();
            Error::new(ErrorKind::CodedFile(CodedFileError { name, mistakes }))
        })
    }

    /// How many rows have no code at all.
    #[must_use]
    pub fn empty_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.codes.iter().all(Option::is_none)).count()
    }

    /// Whether the coder ever says that a sentence does not raise a theme.
    #[must_use]
    pub fn denies(&self) -> bool {
        self.rows.iter().any(|row| row.codes.contains(&Some(false)))
    }
}

/// The draw that all rows come from; `None` for no rows.
///
/// # Errors
/// Where rows come from several draws, since no row can be weighted by another sample.
pub fn common_draw(coders: &[Codes]) -> Result<Option<DrawStamp>> {
    let mut common: Option<(DrawStamp, &str)> = None;
    for codes in coders {
        for row in &codes.rows {
            match common {
                None => common = Some((row.key.draw, &codes.coder)),
                Some((draw, _)) if draw == row.key.draw => {}
                Some((_, first)) => {
                    let message = format!(
                        "the rows of `{}` and `{first}` come from different samples; give the files of one sample at a time",
                        codes.coder
                    );
                    return Err(Error::new(ErrorKind::Usage(message)));
                }
            }
        }
    }
    Ok(common.map(|(draw, _)| draw))
}

/// The column of a sample that a heading names.
fn fixed(heading: &str) -> Option<&'static str> {
    FIXED.into_iter().find(|name| heading.trim().eq_ignore_ascii_case(name))
}

/// Where the columns are.
struct Columns<'a> {
    /// What rows are called.
    unit: &'static str,
    document: usize,
    number: usize,
    key: usize,
    none: Option<usize>,
    /// Place and heading of each theme's column.
    themes: Vec<(usize, &'a str)>,
}

type Mistakes = Vec<CellMistake>;

fn mistake(
    unit: &'static str,
    row: usize,
    column: Option<&str>,
    kind: CellMistakeKind,
) -> CellMistake {
    CellMistake { unit, row, column: column.map(str::to_owned), kind }
}

fn parse(
    sheet: &Sheet,
    coder: String,
    themes: &[&str],
    blank: Blank,
) -> std::result::Result<Codes, Mistakes> {
    let unit = sheet.unit;
    let Some((_, heading)) = sheet.rows.first() else {
        return Err(vec![mistake(unit, 1, None, CellMistakeKind::NoRows)]);
    };
    let mut passed_over = Vec::new();
    let columns = columns(heading, unit, themes, &mut passed_over)?;
    let mut mistakes = Vec::new();
    let mut rows = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (place, cells) in sheet.rows.iter().skip(1) {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let written = cell(columns.key);
        let number = cell(columns.number).trim_end_matches(".0").parse().unwrap_or(0);
        let Some(key) = RowKey::read(written, cell(columns.document), number) else {
            mistakes.push(mistake(unit, *place, Some("key"), CellMistakeKind::Key));
            continue;
        };
        if let Some(&first) = seen.get(written) {
            let kind = CellMistakeKind::Twice { unit, first };
            mistakes.push(mistake(unit, *place, None, kind));
            continue;
        }
        seen.insert(written.to_owned(), *place);
        let codes = row_codes(&columns, *place, &cell, blank, &mut mistakes);
        rows.push(CodedRow { document: cell(columns.document).to_owned(), number, key, codes });
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push(mistake(unit, 1, None, CellMistakeKind::NoRows));
    }
    let themes = columns.themes.iter().map(|&(_, path)| path.to_owned()).collect();
    if mistakes.is_empty() { Ok(Codes { coder, themes, rows, passed_over }) } else { Err(mistakes) }
}

fn columns<'a>(
    heading: &'a [String],
    unit: &'static str,
    themes: &[&'a str],
    passed_over: &mut Vec<String>,
) -> std::result::Result<Columns<'a>, Mistakes> {
    let mut of_sample: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_themes: Vec<(usize, &str)> = Vec::new();
    let mut mistakes = Vec::new();
    for (place, written) in heading.iter().enumerate() {
        let name = written.trim();
        let path = name.strip_prefix(THEME).unwrap_or(name);
        if let Some(known) = fixed(name) {
            if of_sample.insert(known, place).is_some() {
                mistakes.push(mistake(unit, 1, Some(known), CellMistakeKind::TwoColumns));
            }
        } else if let Some(&theme) = themes.iter().find(|theme| theme.eq_ignore_ascii_case(path)) {
            if of_themes.iter().any(|&(_, other)| other == theme) {
                mistakes.push(mistake(unit, 1, Some(theme), CellMistakeKind::TwoColumns));
            }
            of_themes.push((place, theme));
        } else if !name.is_empty() {
            passed_over.push(name.to_owned());
        }
    }
    let mut required = |name: &'static str| {
        let place = of_sample.get(name).copied();
        if place.is_none() {
            mistakes.push(mistake(unit, 1, Some(name), CellMistakeKind::NoColumn));
        }
        place.unwrap_or(usize::MAX)
    };
    let [document, number, key] = ["document", "number", "key"].map(&mut required);
    let none = of_sample.get("none").copied();
    let columns = Columns { unit, document, number, key, none, themes: of_themes };
    if mistakes.is_empty() { Ok(columns) } else { Err(mistakes) }
}

/// The codes of one row.
fn row_codes<'a>(
    columns: &Columns<'_>,
    place: usize,
    cell: &impl Fn(usize) -> &'a str,
    blank: Blank,
    mistakes: &mut Mistakes,
) -> Vec<Option<bool>> {
    let mut read = |column: usize, name: &str| match code(cell(column)) {
        Some(code) => code,
        None => {
            let kind = CellMistakeKind::Code(cell(column).to_owned());
            mistakes.push(mistake(columns.unit, place, Some(name), kind));
            None
        }
    };
    let none = columns.none.and_then(|column| read(column, "none")) == Some(true);
    let mut codes: Vec<Option<bool>> =
        columns.themes.iter().map(|&(column, name)| read(column, name)).collect();
    if none && codes.contains(&Some(true)) {
        mistakes.push(mistake(columns.unit, place, Some("none"), CellMistakeKind::NoneAndOne));
    }
    let zeros = match blank {
        Blank::Uncoded => false,
        Blank::ZeroInCodedRows => codes.iter().any(Option::is_some),
        Blank::Zero => true,
    };
    if none || zeros {
        codes.iter_mut().for_each(|code| *code = Some(code.unwrap_or(false)));
    }
    codes
}

/// What a cell says; `None` where it is no code.
fn code(written: &str) -> Option<Option<bool>> {
    let folded = written.trim().to_lowercase();
    let folded = folded.strip_suffix(".0").unwrap_or(&folded);
    if UNCODED.contains(&folded) {
        Some(None)
    } else if YES.contains(&folded) {
        Some(Some(true))
    } else {
        NO.contains(&folded).then_some(Some(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Provenance;
    use crate::validation::key::text_hash;

    fn key(number: u32) -> String {
        let draw = DrawStamp::of(&Provenance::new("codebook sample"));
        let text = text_hash("Firms grow.");
        RowKey { text, draw, stratum: 0, size: 9, drawn: 3 }.write("a.txt", number)
    }

    fn sheet(heading: &str, rows: &[&str]) -> Sheet {
        let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
        let mut all = vec![(1, cells(heading))];
        all.extend((2..).zip(rows.iter().map(|row| cells(row))));
        Sheet { unit: "row", rows: all }
    }

    fn read(heading: &str, rows: &[&str], blank: Blank) -> std::result::Result<Codes, Mistakes> {
        parse(&sheet(heading, rows), "anna".to_owned(), &["motives.costs", "Row"], blank)
    }

    const HEADING: &str = "document|Number|motives.costs|theme:row|none|mood|KEY";

    #[test]
    fn whatever_coders_type_is_understood() {
        let rows = [
            format!("a.txt|1|X |0|||{}", key(1)),
            format!("a.txt|2.0|1.0|No|||{}", key(2)),
            format!("a.txt|3|||✓|sad|{}", key(3)),
            format!("a.txt|4|yes||||{}", key(4)),
            format!("a.txt|5| ? |n/a|||{}", key(5)),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let codes = read(HEADING, &rows, Blank::Uncoded).unwrap();
        assert_eq!(codes.themes, ["motives.costs", "Row"]);
        assert_eq!(codes.passed_over, ["mood"]);
        let of = |codes: &Codes| codes.rows.iter().map(|row| row.codes.clone()).collect::<Vec<_>>();
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(
            of(&codes),
            [vec![yes, no], vec![yes, no], vec![no, no], vec![yes, None], vec![None, None]]
        );
        let codes = read(HEADING, &rows, Blank::ZeroInCodedRows).unwrap();
        assert_eq!(of(&codes)[3..], [vec![yes, no], vec![None, None]]);
        let codes = read(HEADING, &rows, Blank::Zero).unwrap();
        assert_eq!(of(&codes)[3..], [vec![yes, no], vec![no, no]]);
    }

    #[test]
    fn every_mistake_is_told_with_its_cell() {
        let rows = [
            format!("a.txt|1|maybe|0|||{}", key(1)),
            format!("a.txt|3|1|0|||{}", key(2)),
            format!("a.txt|4|1||x||{}", key(4)),
            format!("a.txt|4|1||||{}", key(4)),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mistakes = read(HEADING, &rows, Blank::Uncoded).unwrap_err();
        let told: Vec<_> = mistakes
            .iter()
            .map(|mistake| (mistake.row, mistake.column.as_deref(), mistake.kind.clone()))
            .collect();
        assert_eq!(
            told,
            [
                (2, Some("motives.costs"), CellMistakeKind::Code("maybe".to_owned())),
                (3, Some("key"), CellMistakeKind::Key),
                (4, Some("none"), CellMistakeKind::NoneAndOne),
                (5, None, CellMistakeKind::Twice { unit: "row", first: 4 }),
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_sample_is_told_so() {
        let mistakes = read("document|number|number|x", &["a|1|1|1"], Blank::Uncoded).unwrap_err();
        let told: Vec<_> = mistakes.iter().map(|m| (m.column.as_deref(), &m.kind)).collect();
        assert_eq!(
            told,
            [
                (Some("number"), &CellMistakeKind::TwoColumns),
                (Some("key"), &CellMistakeKind::NoColumn),
            ]
        );
        assert_eq!(
            read(HEADING, &[], Blank::Uncoded).unwrap_err()[0].kind,
            CellMistakeKind::NoRows
        );
        let nothing = parse(&Sheet::default(), String::new(), &[], Blank::Uncoded);
        assert_eq!(nothing.unwrap_err()[0].kind, CellMistakeKind::NoRows);
    }
}
