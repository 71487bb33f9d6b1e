//! `leitmotif extract --stdin`: papers from a pipe in, what was found in them out, without an index.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use leitmotif::export::ExportFormat;
#[cfg(feature = "arrow")]
use leitmotif::export::streamed::arrow::ArrowWriter;
use leitmotif::export::streamed::json;
use leitmotif::extract::theme::{MatchOptions, Matcher};
use leitmotif::model::{Finding, StreamedPaper};
use leitmotif::pipeline::stream::{
    Delivery, Miner, StreamFormat, StreamOptions, StreamReport, StreamThemes, stream,
};
use leitmotif::read::{ReadOptions, RecordFields};

use super::args::{ExtractCommand, Format, Global, Treatment};
use super::ingest::{FieldArgs, counted};
use super::output::note;
use super::progress::Progress;
use super::{Outcome, interrupt, themes};

/// What to extract: a listing from the index, or all from a pipe.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    override_usage = "leitmotif extract <COMMAND> [OPTIONS]\n       leitmotif extract --stdin [OPTIONS] < PAPERS"
)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) stream: StreamArgs,
    #[command(subcommand)]
    pub(crate) command: Option<ExtractCommand>,
}

/// Papers from a pipe.
#[derive(Debug, Args)]
#[command(next_help_heading = "Papers from a pipe")]
pub(crate) struct StreamArgs {
    /// Mine the papers that come through standard input, and write a record for each, in their order,
    /// as JSON lines or with --format arrow; no index is read or made.
    #[arg(long)]
    pub(crate) stdin: bool,
    /// How the papers come.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Input::Jsonl, requires = "stdin")]
    pub(crate) input_format: Input,
    /// What to give of each paper, divided by commas; by default statistics, citations, references,
    /// and with --codebook mentions.
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',', requires = "stdin")]
    pub(crate) what: Vec<What>,
    /// Codebook with the themes of which mentions are sought; without it the built-in one.
    #[arg(long, short, value_name = "FILE", requires = "stdin")]
    pub(crate) codebook: Option<PathBuf>,
    /// What to do with negated mentions ("not proactive"), which are always flagged.
    #[arg(long, value_enum, default_value_t = Treatment::Count, requires = "stdin")]
    pub(crate) negation: Treatment,
    /// What to do with hedged mentions ("may be proactive"), which are always flagged.
    #[arg(long, value_enum, default_value_t = Treatment::Count, requires = "stdin")]
    pub(crate) hedging: Treatment,
    /// Seek mentions in the bibliography too.
    #[arg(long, requires = "stdin")]
    pub(crate) bibliography: bool,
    /// Papers in one batch of Arrow results.
    #[cfg(feature = "arrow")]
    #[arg(long, value_name = "N", default_value_t = 64, requires = "stdin",
          value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=65_536))]
    pub(crate) batch: usize,
    /// End with code 0 although papers failed, of which their records tell.
    #[arg(long, requires = "stdin")]
    pub(crate) accept_errors: bool,
    /// Largest record taken for one paper, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 32, requires = "stdin")]
    pub(crate) max_size: u64,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
}

/// How papers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Input {
    /// One JSON object a line.
    Jsonl,
    /// Batches of rows in the IPC stream format of Apache Arrow.
    #[cfg(feature = "arrow")]
    Arrow,
}

/// What to give of each paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Tokens, sentences, sections, and how much was found.
    Statistics,
    /// In-text citations with the references that they point to.
    Citations,
    /// Entries of the bibliography with their fields.
    References,
    /// Theme mentions.
    Mentions,
}

impl From<What> for Finding {
    fn from(what: What) -> Self {
        match what {
            What::Statistics => Self::Statistics,
            What::Citations => Self::Citations,
            What::References => Self::References,
            What::Mentions => Self::Mentions,
        }
    }
}

/// The listing that is asked for; `None` where papers come from a pipe.
pub(crate) fn command(args: &ExtractArgs) -> Result<Option<&ExtractCommand>> {
    match (&args.command, args.stream.stdin) {
        (Some(_), true) => bail!(
            "--stdin gives citations, references and mentions together; name them with --what instead of a command"
        ),
        (None, false) => bail!(
            "nothing to extract; name it, as in `leitmotif extract citations`, or mine papers from a pipe with --stdin"
        ),
        (Some(_), false) if args.stream.fields.fields() != RecordFields::default() => {
            bail!(
                "the fields of records are asked for when papers are read: by --stdin, or by `leitmotif ingest`"
            )
        }
        (command, _) => Ok(command.as_ref()),
    }
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &StreamArgs) -> Result<Outcome> {
    let wanted = wanted(args);
    if !wanted.contains(&Finding::Mentions) && asks_for_mentions(args) {
        bail!("--codebook and the options of mentions need mentions among what --what names");
    }
    let sought = wanted.contains(&Finding::Mentions).then(|| load_themes(global, args));
    let sought = sought.transpose()?;
    let fields = args.fields.fields();
    let read = ReadOptions::default().with_size_limit(args.max_size << 20).with_fields(fields);
    let miner = Miner::new(&wanted, sought.as_ref(), read.clone());
    let format = match args.input_format {
        Input::Jsonl => StreamFormat::JsonLines,
        #[cfg(feature = "arrow")]
        Input::Arrow => StreamFormat::Arrow,
    };
    let options = StreamOptions { jobs: global.jobs(), format, read };
    let progress = Progress::new(global.quiet || is_watched(global));
    let report = interrupt::stoppable(global.quiet, || match &global.output {
        Some(path) => {
            let cannot = || format!("cannot write {}", path.display());
            let file = File::create(path).with_context(cannot)?;
            to(global, args, file, &miner, &options, &progress).with_context(cannot)
        }
        None => to(global, args, io::stdout().lock(), &miner, &options, &progress),
    })?;
    note(global, &summary(report));
    Ok(match report {
        StreamReport { stopped: true, .. } => Outcome::Stopped,
        StreamReport { failed: 1.., .. } if !args.accept_errors => Outcome::Skipped,
        _ => Outcome::Done,
    })
}

/// Whether results and progress would share a terminal.
fn is_watched(global: &Global) -> bool {
    global.output.is_none() && io::stdout().is_terminal()
}

fn asks_for_mentions(args: &StreamArgs) -> bool {
    let counts = |treatment| treatment == Treatment::Count;
    args.codebook.is_some() || args.bibliography || !(counts(args.negation) && counts(args.hedging))
}

fn wanted(args: &StreamArgs) -> Vec<Finding> {
    if !args.what.is_empty() {
        return args.what.iter().copied().map(Finding::from).collect();
    }
    let all = Finding::ALL.into_iter();
    all.filter(|finding| *finding != Finding::Mentions || args.codebook.is_some()).collect()
}

fn load_themes(global: &Global, args: &StreamArgs) -> Result<StreamThemes> {
    let codebook = themes::load(global, args.codebook.as_deref())?;
    let matcher = Matcher::new(&codebook)?;
    let options = MatchOptions { negation: true, hedging: true, everywhere: args.bibliography };
    let without = |treatment| treatment == Treatment::Exclude;
    let (without_negated, without_hedged) = (without(args.negation), without(args.hedging));
    Ok(StreamThemes { codebook, matcher, options, without_negated, without_hedged })
}

/// Writes the results to `out` in the format that is asked for.
fn to(
    global: &Global,
    args: &StreamArgs,
    out: impl Write,
    miner: &Miner<'_>,
    options: &StreamOptions,
    progress: &Progress,
) -> Result<StreamReport> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match global.format {
        #[cfg(feature = "arrow")]
        Format::Arrow => {
            if is_watched(global) {
                bail!(
                    "--format arrow is not for terminals; send it to a program, or to a file with --output"
                );
            }
            let mut writer = ArrowWriter::new(miner.tables(), args.batch, out)?;
            let mut deliver = |delivery: Delivery<StreamedPaper>| match delivery {
                Delivery::Paper(paper) => writer.push(paper),
                // Batches end by count, so that the same papers give the same bytes.
                Delivery::Pause => Ok(()),
            };
            let report = stream(io::stdin(), miner, options, progress, Ok, &mut deliver)?;
            writer.finish()?;
            Ok(report)
        }
        Format::Table(ExportFormat::Table(_) | ExportFormat::Jsonl) => {
            let render = |paper: StreamedPaper| {
                let mut line = Vec::new();
                json::write(miner.tables(), &paper, &mut line)?;
                Ok(line)
            };
            let mut deliver = |delivery: Delivery<Vec<u8>>| match delivery {
                Delivery::Paper(line) => out.write_all(&line),
                Delivery::Pause => out.flush(),
            };
            let report = stream(io::stdin(), miner, options, progress, render, &mut deliver)?;
            out.flush()?;
            Ok(report)
        }
        _ => bail!("--stdin writes --format jsonl or arrow; other formats need all papers at once"),
    }
}

/// What went through, in a line.
fn summary(report: StreamReport) -> String {
    let mut told = format!("mined: {}", counted(report.mined, "paper"));
    if report.failed > 0 {
        told.push_str(&format!("; failed: {}, with the reason in its record", report.failed));
    }
    if report.stopped {
        told.push_str("; stopped before the end");
    }
    told
}
