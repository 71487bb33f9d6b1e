//! Where results go, and how messages look.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use leitmotif::export::bibliography::{self, BibliographyFormat};
use leitmotif::export::{ExportFormat, TerminalStyle, write, write_rows};
use leitmotif::model::table::RowSource;
use leitmotif::model::{Bibliography, Table};

use super::Outcome;
use super::args::{Format, Global};

/// Width of tables where standard output is no terminal.
const PLAIN_WIDTH: usize = 100;

/// Writes a result to where the user wants it; an empty one is told to be empty.
pub(crate) fn show(global: &Global, table: &Table) -> Result<Outcome> {
    show_as(global, table, global.format)
}

/// The same in a format of the command's own choice.
pub(crate) fn show_as(global: &Global, table: &Table, format: Format) -> Result<Outcome> {
    match &global.output {
        Some(path) => {
            let format = table_format(format, PLAIN_WIDTH, false)?;
            to_file(path, |out| write(table, format, out))?;
        }
        None => print_as(table, format)?,
    }
    Ok(if table.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

/// Writes a result that may be large: in pieces where the format allows, so that it is not held in
/// memory; else as a table with this `head`.
pub(crate) fn show_rows(global: &Global, head: Table, source: &dyn RowSource) -> Result<Outcome> {
    let Some(format) = table_format(global.format, PLAIN_WIDTH, false)?.by_rows() else {
        return show(global, &head.filled(source));
    };
    deliver(global, |out| write_rows(&head.columns, source, format, global.jobs(), out))?;
    Ok(if source.row_count() == 0 { Outcome::NothingFound } else { Outcome::Done })
}

/// Writes a bibliography to where the user wants it; an empty one is told to be empty.
pub(crate) fn show_bibliography(
    global: &Global,
    bibliography: &Bibliography,
    format: BibliographyFormat,
) -> Result<Outcome> {
    deliver(global, |out| bibliography::write(bibliography, format, out))?;
    let empty = bibliography.entries.is_empty();
    Ok(if empty { Outcome::NothingFound } else { Outcome::Done })
}

/// Writes a result that is no table to the file `--output`, or to standard output.
pub(crate) fn deliver(
    global: &Global,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let Some(path) = &global.output else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    };
    to_file(path, write)
}

/// Makes a folder with those above it, where it is not there.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Writes a result to a file.
pub(crate) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut file = BufWriter::new(file);
    write(&mut file)
        .and_then(|()| file.flush())
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a result to standard output; as a table where its format is for the files beside it.
pub(crate) fn print(global: &Global, table: &Table) -> Result<()> {
    match global.format {
        Format::Table(format) if format.is_binary() && global.output.is_some() => {
            print_as(table, Format::Table(ExportFormat::Table(TerminalStyle::default())))
        }
        format => print_as(table, format),
    }
}

fn print_as(table: &Table, format: Format) -> Result<()> {
    let stdout = io::stdout();
    let width =
        terminal_size::terminal_size_of(&stdout).map_or(PLAIN_WIDTH, |(width, _)| width.0.into());
    let colour = colour();
    let format = table_format(format, width, colour)?;
    let mut out = BufWriter::new(stdout.lock());
    write(table, format, &mut out)?;
    out.flush()?;
    Ok(())
}

/// Whether standard output is a terminal that may be given colours.
pub(crate) fn colour() -> bool {
    let stdout = io::stdout();
    stdout.is_terminal() && anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never
}

/// The format of tables, with the style of the place where they go.
fn table_format(format: Format, width: usize, colour: bool) -> Result<ExportFormat> {
    match format {
        Format::Table(ExportFormat::Table(_)) => {
            Ok(ExportFormat::Table(TerminalStyle { width, colour }))
        }
        Format::Table(other) => Ok(other),
        Format::Bibliography(format) => Err(anyhow!(
            "--format {format} writes bibliographies, and this result is none; use it with \
             `extract references` or `query works`, without `--explain`"
        )),
        Format::Network(format) => Err(anyhow!(
            "--format {format} writes networks, and this result is none; use it with `query network`"
        )),
        #[cfg(feature = "arrow")]
        Format::Arrow => Err(anyhow!(
            "--format arrow writes streams of papers, and this result is none; use it with \
             `extract --stdin`"
        )),
    }
}

/// Stops before any work is done where the result is a table that the format cannot hold.
pub(crate) fn expect_table(global: &Global) -> Result<()> {
    let format = table_format(global.format, PLAIN_WIDTH, false)?;
    if format.is_binary() && global.output.is_none() && io::stdout().is_terminal() {
        return Err(anyhow!(
            "--format {format} is not for a terminal; name a file with --output FILE.{format}, or pipe it on"
        ));
    }
    Ok(())
}

/// Tells the user something beside the results.
pub(crate) fn note(global: &Global, message: &str) {
    if !global.quiet {
        tell(message);
    }
}

/// Writes a message to standard error; one that nobody reads any more is lost.
pub(crate) fn tell(message: &str) {
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Tells the user why the command could not run, with the causes.
pub(crate) fn report_failure(error: &anyhow::Error) {
    let mut message = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !message.contains(&cause) {
            message.push_str(": ");
            message.push_str(&cause);
        }
    }
    tell(&format!("leitmotif: {message}"));
}
