//! Where results go, and how messages look.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::{Context, Result};
use leitmotif::export::{ExportFormat, TerminalStyle, write};
use leitmotif::model::Table;

use super::Outcome;
use super::args::Global;

/// Width of tables where standard output is no terminal.
const PLAIN_WIDTH: usize = 100;

/// Writes a result to where the user wants it; an empty one is told to be empty.
pub(crate) fn show(global: &Global, table: &Table) -> Result<Outcome> {
    match &global.output {
        Some(path) => {
            let format = styled(global.format, PLAIN_WIDTH, false);
            let file =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut file = BufWriter::new(file);
            write(table, format, &mut file)
                .and_then(|()| file.flush())
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => print(global, table)?,
    }
    Ok(if table.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

/// Writes a result to standard output.
pub(crate) fn print(global: &Global, table: &Table) -> Result<()> {
    let stdout = io::stdout();
    let colour = stdout.is_terminal()
        && anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    let width =
        terminal_size::terminal_size_of(&stdout).map_or(PLAIN_WIDTH, |(width, _)| width.0.into());
    let mut out = BufWriter::new(stdout.lock());
    write(table, styled(global.format, width, colour), &mut out)?;
    out.flush()?;
    Ok(())
}

/// The format with the style of the place where it goes.
fn styled(format: ExportFormat, width: usize, colour: bool) -> ExportFormat {
    match format {
        ExportFormat::Table(_) => ExportFormat::Table(TerminalStyle { width, colour }),
        other => other,
    }
}

/// Tells the user something beside the results.
pub(crate) fn note(global: &Global, message: &str) {
    if !global.quiet {
        tell(message);
    }
}

/// Writes a message to standard error; one that nobody reads any more is lost.
fn tell(message: &str) {
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
