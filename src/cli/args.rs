//! The command line as it is typed, and its translation into the library's options.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use leitmotif::index::Shard;

use super::agree::AgreeArgs;
use super::collocates::CollocatesArgs;
use super::compare::CompareArgs;
use super::context::ContextArgs;
use super::convert::ConvertArgs;
use super::cooccurrence::CooccurrenceArgs;
use super::dispersion::DispersionArgs;
use super::export::ExportArgs;
pub(crate) use super::format::Format;
use super::format::parse_format;
use super::frequency::FrequencyArgs;
use super::index::IndexCommand;
use super::ingest::{FieldArgs, IngestCommand};
use super::keyness::KeynessArgs;
use super::keywords::KeywordsArgs;
use super::network::NetworkArgs;
use super::plot::PlotArgs;
use super::records::RecordArgs;
use super::report::ReportArgs;
use super::sample::SampleArgs;
use super::suggest::SuggestArgs;
use super::trend::TrendArgs;
use super::uncited::UncitedArgs;

const EXAMPLES: &str = "\
Examples:
  leitmotif run papers/                         read a folder and report its themes
  leitmotif ingest papers/ --prune              take up what is new, changed or gone
  leitmotif query themes --by year              theme frequencies year by year
  leitmotif query context 'cheap labour|labor'  the sentences behind a pattern
  leitmotif query evidence --theme motives.proactive
  leitmotif extract citations --format jsonl --output citations.jsonl
  leitmotif query works --format bibtex --output cited.bib
  leitmotif export results/                     every table, described, and the references
  leitmotif export themes.qdpx --as qdpx        the coded papers for NVivo, MAXQDA, QualCoder

Exit codes: 0 done, 1 nothing found, 2 could not run, 3 done but some papers were skipped,
4 the index is damaged, 130 stopped by Ctrl-C.";

/// Finds the works that research papers cite and the themes they speak of, and counts.
#[derive(Debug, Parser)]
#[command(name = "leitmotif", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder of the index.
    #[arg(long, global = true, value_name = "DIR", default_value = "index")]
    pub(crate) index: PathBuf,
    /// Form of the results: table, csv, tsv, json, jsonl, markdown, xlsx (with --output); of
    /// references and works also bibtex, csl-json, ris; of networks graphml, gexf.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table", value_parser = parse_format)]
    pub(crate) format: Format,
    /// Where the results go instead of standard output; for `run` a folder for all tables,
    /// the report and a manifest.
    #[arg(long, short, global = true, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// Say nothing but results and errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Threads to work with; by default as many as there are processors.
    #[arg(long, short, global = true, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

impl Global {
    /// Number of threads to work with.
    pub(crate) fn jobs(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.jobs.map_or_else(processors, NonZeroUsize::get)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Do everything: ingest papers, find citations and themes, report theme frequencies.
    Run(RunArgs),
    /// Index new and changed papers.
    Ingest(IngestCommand),
    /// List what was found in the papers, one row an item, with its place in the text.
    #[command(subcommand)]
    Extract(ExtractCommand),
    /// Ask the index: frequencies, sentences, evidence, cited works.
    #[command(subcommand)]
    Query(QueryCommand),
    /// Write everything for other programs: a data package, or a project for NVivo and its like.
    Export(ExportArgs),
    /// Write one self-contained HTML file: figures, tables, sentences, methods, codebook.
    Report(ReportArgs),
    /// Check and show codebooks, and validate them with a sample coded by hand.
    #[command(subcommand)]
    Codebook(CodebookCommand),
    /// Say what the index holds, check it, and merge indexes.
    #[command(subcommand)]
    Index(IndexCommand),
    /// Read the PDF on standard input for another leitmotif, within limits.
    #[cfg(feature = "pdf")]
    #[command(hide = true)]
    ReadPdf {
        /// Memory to stay within, in MiB.
        #[arg(long, value_name = "MIB")]
        memory: u64,
    },
}

/// Which papers to read, and how.
#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// Files, folders or patterns such as 'papers/*.txt'; - reads file names from standard input, or
    /// with --format jsonl papers as JSON lines.
    #[arg(required = true, value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    /// Also remove papers from the index whose files below PATHS are gone.
    #[arg(long)]
    pub(crate) prune: bool,
    /// Take only the papers of one of n shards, by their names: 1/n to n/n, each into an index of its
    /// own, for `index merge`.
    #[arg(long, value_name = "i/n")]
    pub(crate) shard: Option<Shard>,
    #[command(flatten)]
    pub(crate) records: RecordArgs,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
    /// Largest file or record taken for one paper, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 32)]
    pub(crate) max_size: u64,
    /// Most seconds to spend on one PDF.
    #[cfg(feature = "pdf")]
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) pdf_time: u64,
    /// Most memory to spend on one PDF, in MiB.
    #[cfg(feature = "pdf")]
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub(crate) pdf_memory: u64,
    /// Memory for indexing, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    pub(crate) memory: usize,
}

/// Everything at once.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) ingest: IngestArgs,
    #[command(flatten)]
    pub(crate) themes: ThemeArgs,
    #[command(flatten)]
    pub(crate) works: WorksArgs,
}

/// Which references are the same work.
#[derive(Debug, Args)]
pub(crate) struct WorksArgs {
    /// Decisions made by hand: lists of references that are the `same` work, and of such as are
    /// `different`, by DOI, by words, or by paper and number.
    #[arg(long = "works", value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
}

/// Which themes to count, and where.
#[derive(Debug, Args)]
pub(crate) struct ThemeArgs {
    /// Codebook with themes and patterns; by default the built-in one on internationalisation.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// What to do with negated mentions ("not proactive").
    #[arg(long, value_enum, default_value_t = Treatment::Count)]
    pub(crate) negation: Treatment,
    /// What to do with hedged mentions ("may be proactive").
    #[arg(long, value_enum, default_value_t = Treatment::Count)]
    pub(crate) hedging: Treatment,
    /// Count in the bibliography too.
    #[arg(long)]
    pub(crate) bibliography: bool,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

/// Which papers and sections to look at.
#[derive(Debug, Args)]
pub(crate) struct FilterArgs {
    /// Only papers or sections that fit, such as 'year >= 2015 and section in (results, discussion)'.
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,
}

/// What to do with negated, or with hedged, mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Treatment {
    /// Count them like all others.
    Count,
    /// Count them, and show their number in a column of its own.
    Flag,
    /// Leave them out.
    Exclude,
}

/// What to list.
#[derive(Debug, Subcommand)]
pub(crate) enum ExtractCommand {
    /// In-text citations: one row a marker, with the references it points to.
    Citations {
        /// Show the papers' texts with markers and references marked, to be checked by eye.
        #[arg(long, value_enum, value_name = "FORM", conflicts_with = "format")]
        annotate: Option<Annotate>,
        /// Only the paper of this name.
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
        /// Only markers that are unresolved or ambiguous, with the references that come nearest
        /// and what differs in each.
        #[arg(long, conflicts_with = "annotate")]
        unresolved: bool,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Entries of the bibliographies, with their fields.
    References {
        /// Parse the references in this file, one a line, instead of those in the index.
        #[arg(long, value_name = "FILE")]
        strings: Option<PathBuf>,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// The text of a paper as it was read, to which all offsets refer; of a PDF the extracted text.
    Text {
        /// Name of the paper.
        #[arg(long, value_name = "NAME")]
        document: String,
    },
    /// Title, authors, year and all other fields of the papers, and which record they come from.
    Metadata(FilterArgs),
    /// Theme mentions: one row a mention.
    Themes(ThemeArgs),
    /// Theme keywords: the words by which each paper raises each theme, with their number.
    Keywords(ThemeArgs),
    /// Mine the stored texts again, after an update of leitmotif, without reading the sources.
    Refresh,
}

/// The form of annotated texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Annotate {
    /// One page for a browser, which links markers and references both ways.
    Html,
    /// Plain text, in colours on a terminal.
    Text,
}

/// What to ask.
#[derive(Debug, Subcommand)]
pub(crate) enum QueryCommand {
    /// How often each theme is raised.
    Themes(FrequencyArgs),
    /// In which themes groups of papers differ, how much, and whether that may be chance.
    Compare(CompareArgs),
    /// How themes rise and fall over the years.
    Trend(TrendArgs),
    /// How evenly themes, or words, are spread over the papers.
    Dispersion(DispersionArgs),
    /// The words around a pattern or a theme (concordance).
    Context(ContextArgs),
    /// Words that stand near a pattern or a theme more often than by chance, by any measure.
    Collocates(CollocatesArgs),
    /// Words, n-grams or themes that one group of texts has more often than another, or than the rest.
    Keyness(KeynessArgs),
    /// Themes that are raised in the same sentence, paragraph, section or paper.
    Cooccurrence(CooccurrenceArgs),
    /// Words, n-grams and multi-word terms by frequency, papers and evenness.
    Keywords(KeywordsArgs),
    /// Who is cited where a theme is raised.
    Evidence {
        #[command(flatten)]
        themes: ThemeArgs,
        /// Only this theme and those below it.
        #[arg(long, value_name = "THEME")]
        theme: Option<String>,
        /// How near theme and citation must stand.
        #[arg(long, value_enum, default_value_t = Scope::Neighbours)]
        scope: Scope,
        /// One row a theme and work, without the sentences.
        #[arg(long)]
        summary: bool,
        #[command(flatten)]
        works: WorksArgs,
    },
    /// The most cited works over all papers.
    Works {
        /// At most this many works.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// One row a reference instead, for the works put together from several, with why it was
        /// joined.
        #[arg(long)]
        explain: bool,
        #[command(flatten)]
        plot: PlotArgs,
        #[command(flatten)]
        works: WorksArgs,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// References never cited and citations without a reference, by paper, with what may be meant.
    Uncited(UncitedArgs),
    /// Works, papers or themes as a network: edges as a table, or with --format graphml, gexf.
    Network(NetworkArgs),
    /// Papers that fit a full-text search, best first.
    Search {
        /// Words, "phrases", +must, -not, title:word.
        query: String,
        /// At most this many papers.
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
    },
}

/// How near theme and citation must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// In the same sentence.
    Sentence,
    /// In the same sentence, or the one before or after it in the paragraph.
    Neighbours,
    /// In the same paragraph.
    Paragraph,
}

/// What to do with codebooks.
#[derive(Debug, Subcommand)]
pub(crate) enum CodebookCommand {
    /// Report every mistake in a codebook, with its place and what may be meant; where there is an
    /// index, also which patterns match nothing there, never count, or match too much.
    Check {
        /// The codebook.
        file: PathBuf,
    },
    /// Show the themes of a codebook with their patterns.
    Show {
        /// The codebook; by default the built-in one.
        file: Option<PathBuf>,
    },
    /// Patterns that themes may lack, found in the papers: other spellings and forms of their words,
    /// terms, collocates and keywords of their sentences, with figures and an example each.
    Suggest(SuggestArgs),
    /// Read a codebook or a dictionary of another program, and write it in another format; what that
    /// cannot hold is told.
    Convert(ConvertArgs),
    /// Draw sentences to be coded by hand, blind, as a spreadsheet (--output FILE.xlsx) or CSV.
    Sample(SampleArgs),
    /// Precision, recall, F1, kappa and alpha of the codebook, from coded samples.
    Agree(AgreeArgs),
}
