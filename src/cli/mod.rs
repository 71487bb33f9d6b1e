//! The command line: what the user types, and what the user reads.
//!
//! Every command parses its options, calls the library, and hands a table to [`output`]. Results go
//! to standard output or to a file, everything else to standard error.

mod agree;
mod annotate;
mod args;
mod bibliography;
mod check;
mod codebook;
mod collocates;
mod compare;
mod context;
mod convert;
mod cooccurrence;
mod dispersion;
mod export;
mod extract;
mod folder;
mod format;
mod frequency;
mod grouping;
mod index;
mod ingest;
mod interrupt;
mod keyness;
mod keywords;
mod lexical;
mod merge;
mod network;
mod output;
#[cfg(feature = "pdf")]
mod pdf;
mod plot;
mod progress;
mod query;
mod records;
mod report;
mod run;
mod sample;
mod suggest;
mod tables;
mod text;
mod themes;
mod trend;
mod uncited;
mod watch;
mod works;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use self::args::{Arguments, Command, ExtractCommand, Global, QueryCommand};

/// How a command ended; each has its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// A query or an extraction found nothing.
    NothingFound,
    /// Done, but some papers were skipped.
    Skipped,
    /// The index that was checked is damaged.
    Damaged,
    /// Stopped by the user.
    Stopped,
}

impl Outcome {
    fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::NothingFound => 1,
            Self::Skipped => 3,
            Self::Damaged => 4,
            Self::Stopped => interrupt::CODE,
        })
    }
}

/// Exit code of a command that could not run.
const COULD_NOT_RUN: u8 = 2;

/// Parses the command line, runs the command, and reports a failure.
pub(crate) fn main() -> ExitCode {
    let Arguments { global, command } = Arguments::parse();
    match run(&global, &command) {
        Ok(outcome) => outcome.code(),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::report_failure(&error);
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run(global: &Global, command: &Command) -> anyhow::Result<Outcome> {
    let fits = match global.format {
        args::Format::Table(_) => false,
        args::Format::Bibliography(_) => gives_bibliography(command),
        args::Format::Network(_) => {
            matches!(command, Command::Query(QueryCommand::Network(_)))
        }
    };
    if !fits {
        output::expect_table(global)?;
    }
    match command {
        Command::Run(args) => run::run(global, args),
        Command::Ingest(args) => ingest::run(global, args),
        Command::Extract(command) => extract::run(global, command),
        Command::Query(command) => query::run(global, command),
        Command::Export(args) => export::run(global, args),
        Command::Report(args) => report::run(global, args),
        Command::Codebook(command) => codebook::run(global, command),
        Command::Index(command) => index::run(global, command),
        #[cfg(feature = "pdf")]
        Command::ReadPdf { memory } => pdf::run(*memory),
    }
}

/// Whether the result can be written as a bibliography.
const fn gives_bibliography(command: &Command) -> bool {
    matches!(
        command,
        Command::Extract(ExtractCommand::References { .. })
            | Command::Query(QueryCommand::Works { explain: false, .. })
    )
}

/// Whether the reader of the results went away, as `head` does, which is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
