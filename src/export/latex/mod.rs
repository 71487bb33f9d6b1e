//! A table for LaTeX in the style of `booktabs`, with caption, label and notes: it needs that package, and
//! `longtable` where there are more rows than a page holds.
//!
//! What stands in the cells is what a terminal shows (numbers rounded, thousands grouped, intervals in
//! brackets, themes indented), without bars: rows of small bars are left out. Numbers are flush right. Columns
//! of long text get a share of the line and are broken over lines. Provenance stands above as a comment.
//!
//! Every character that means something to LaTeX is escaped, also where only a place gives it a meaning (a `[`
//! at the start of a row, two hyphens in a row, `"` for babel). Greek letters and common mathematical
//! signs become mathematics, so that pdfLaTeX with T1 fonts takes all European languages in Latin script; where
//! there is anything else, a comment says that XeLaTeX or LuaLaTeX is needed.

mod escape;
mod form;

use std::fmt::Write as _;
use std::io::{self, Write};

use escape::{breakable, escaped, is_known};
use form::Form;

use super::terminal::{PrintedColumn, printed_columns};
use crate::model::Table;

/// Lines that surely fit on a page; a table with more is a `longtable`.
const LINES_OF_A_PAGE: usize = 40;

/// Writes the table, ready to be included.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let columns = printed_columns(table);
    let form = Form::of(&columns);
    let caption = escaped(&table.title, false);
    let label = label(&table.name);
    let heading = line(columns.iter().map(|column| column.heading.as_str()), &columns, &form);
    let rows = (0..table.rows().len()).map(|row| {
        let cells = columns.iter().map(|column| column.cells.get(row).map_or("", String::as_str));
        line(cells, &columns, &form)
    });
    let rows: String = rows.collect();
    let notes: Vec<String> = table.notes.iter().map(|note| escaped(note, false)).collect();
    let is_long = form.lines(&columns, table.rows().len()) > LINES_OF_A_PAGE;
    let body = if is_long {
        let start = format!("{}\\begin{{longtable}}{{{}}}\n", form.size, form.specification);
        format!(
            "\\begingroup\n{start}\\caption{{{caption}}}\\label{{{label}}}\\\\\n\
             \\toprule\n{heading}\\midrule\n\\endfirsthead\n\\toprule\n{heading}\\midrule\n\\endhead\n\
             \\bottomrule\n\\endfoot\n{rows}\\end{{longtable}}\n\\endgroup\n{}",
            under(&notes, "\\noindent")
        )
    } else {
        format!(
            "\\begin{{table}}[htbp]\n\\centering\n\\caption{{{caption}}}\n\\label{{{label}}}\n{}\
             \\begin{{tabular}}{{{}}}\n\\toprule\n{heading}\\midrule\n{rows}\\bottomrule\n\\end{{tabular}}\n{}\
             \\end{{table}}\n",
            form.size,
            form.specification,
            under(&notes, "\\par\\smallskip\n")
        )
    };
    out.write_all(head(table, &body, is_long).as_bytes())?;
    out.write_all(body.as_bytes())
}

/// What the table was made from, and what it needs, as comments.
fn head(table: &Table, body: &str, is_long: bool) -> String {
    let made: String =
        table.provenance.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut head = format!("% {made}\n% Needs \\usepackage{{booktabs}}");
    if is_long {
        head.push_str(" and \\usepackage{longtable}");
    }
    head.push_str(".\n");
    if body.chars().any(|letter| !letter.is_ascii() && !is_known(letter)) {
        head.push_str("% Holds letters that need XeLaTeX or LuaLaTeX, and a font that has them.\n");
    } else if !body.is_ascii() {
        head.push_str("% With pdfLaTeX also \\usepackage[T1]{fontenc}.\n");
    }
    head
}

/// The notes below a table.
fn under(notes: &[String], before: &str) -> String {
    if notes.is_empty() {
        return String::new();
    }
    format!(
        "{before}\\begin{{minipage}}{{\\linewidth}}\\footnotesize\\raggedright\n{}\n\\end{{minipage}}\n",
        notes.join("\n\n")
    )
}

/// One row.
fn line<'a>(
    cells: impl Iterator<Item = &'a str>,
    columns: &[PrintedColumn],
    form: &Form,
) -> String {
    let mut line = String::new();
    for (place, (cell, column)) in cells.zip(columns).enumerate() {
        if place > 0 {
            line.push_str(" & ");
        }
        let words = cell.trim_start_matches(' ');
        let indent = "\\quad ".repeat((cell.len() - words.len()) / 2);
        if form.broken.get(place).is_some_and(Option::is_some) {
            let words = words.split(' ').map(|word| breakable(&escaped(word, false)));
            let _ = write!(line, "\\raggedright {indent}{}", words.collect::<Vec<_>>().join(" "));
        } else {
            line.push_str(&indent);
            line.push_str(&escaped(words, column.flush_right));
        }
    }
    // Not `\\`, which is the end of a line of text in a column that is broken over lines.
    line.push_str(" \\tabularnewline\n");
    line
}

/// A name for `\ref`: letters, digits and hyphens.
fn label(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    format!("tab:{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{ColumnKind, Display};
    use crate::model::{Cell, Column};

    fn written(table: &Table) -> String {
        let mut bytes = Vec::new();
        write(table, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_table_has_rules_caption_label_and_notes() {
        let mut table = Table::new("themes_by_year", "Themes & years: 50 %");
        table.columns = vec![
            Column::new(ColumnKind::Path, "theme", "path").shown(Display::Tree),
            Column::integer("mentions", "places").bar(),
            Column::share("share", "share").shown(Display::Interval),
            Column::share("low", "low"),
            Column::share("high", "high"),
            Column::text("hidden", "").hidden(),
        ];
        table.push(vec![
            "a".into(),
            1200_u64.into(),
            0.5.into_cell(),
            0.2.into_cell(),
            0.8.into_cell(),
        ]);
        table.push(vec!["a.low_cost".into(), Cell::Missing]);
        table.notes.push("Counted twice_over.".into());
        insta::assert_snapshot!(written(&table));
    }

    trait IntoCell {
        fn into_cell(self) -> Cell;
    }

    impl IntoCell for f64 {
        fn into_cell(self) -> Cell {
            Cell::real(self)
        }
    }

    #[test]
    fn long_tables_repeat_their_heading_and_long_texts_are_broken() {
        let mut table = Table::new("works", "Works");
        table.columns = vec![Column::text("work", ""), Column::text("title", "")];
        for _ in 0..41 {
            table.push(vec!["[Lee]".into(), "A long title. ".repeat(9).into()]);
        }
        let text = written(&table);
        assert!(text.contains("\\begin{longtable}{lp{.90\\linewidth}}"), "{text}");
        assert!(
            text.contains("\\endfirsthead") && text.contains("\\usepackage{longtable}"),
            "{text}"
        );
        assert!(text.contains("\n{[}Lee] & \\raggedright A long title."), "{text}");
    }

    #[test]
    fn a_table_of_long_passages_may_go_on_overleaf() {
        let mut table = Table::new("evidence", "Evidence");
        table.columns = vec![Column::text("passage", "").shown(Display::Wrapped)];
        (0..8).for_each(|_| table.push(vec!["six words of a long passage ".repeat(20).into()]));
        assert!(written(&table).contains("\\begin{longtable}"));
    }

    #[test]
    fn letters_beyond_latin_are_told() {
        let mut table = Table::new("t", "漢字");
        table.columns = vec![Column::text("a", "")];
        assert!(written(&table).contains("XeLaTeX"));
        table.title = "Größe – “ž”".into();
        assert!(written(&table).contains("[T1]{fontenc}") && !written(&table).contains("XeLaTeX"));
    }
}
