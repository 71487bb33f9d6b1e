//! `leitmotif report`: all results in one HTML file.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use leitmotif::export::ExportFormat;
use leitmotif::report::{Report, ReportOptions, ReportSources};

use super::Outcome;
use super::args::{Format, Global, ThemeArgs, WorksArgs};
use super::output::{note, to_file};
use super::tables::PER;
use super::themes::{Coded, code_flagged, remarks};
use super::works::{self, Cited};

/// The file where none is named, and its name in the folder of `run`.
pub(super) const FILE: &str = "report.html";

/// One HTML file with everything.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The file to write; by default report.html.
    #[arg(value_name = "FILE", conflicts_with = "output")]
    file: Option<PathBuf>,
    /// Title of the report; by default that of the codebook.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Most sentences to quote of each theme; of more a random sample, always the same.
    #[arg(long, value_name = "N", default_value_t = ReportOptions::default().sentences)]
    sentences: usize,
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    works: WorksArgs,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &ReportArgs) -> Result<Outcome> {
    if !matches!(global.format, Format::Table(ExportFormat::Table(_))) {
        anyhow::bail!(
            "`report` writes HTML; leave --format out, or use `run --output DIR` for tables"
        );
    }
    let decisions = works::read_decisions(&args.works)?;
    let coded = code_flagged(global, &args.themes)?;
    let cited = works::cited(global, &coded.setting.study, decisions)?;
    let path = args.file.as_deref().or(global.output.as_deref()).unwrap_or(Path::new(FILE));
    let options = ReportOptions {
        title: args.title.clone(),
        sentences: args.sentences,
        ..ReportOptions::default()
    };
    let report = gather(&coded, &cited, &args.themes, options)?;
    to_file(path, |out| report.write(out))?;
    remarks(global, &coded.setting, &coded.coding.places, &args.themes);
    note(global, &format!("wrote the report to {}", path.display()));
    Ok(if report.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

/// The report on what was coded.
pub(super) fn gather<'a>(
    coded: &'a Coded,
    cited: &'a Cited,
    themes: &ThemeArgs,
    options: ReportOptions,
) -> Result<Report<'a>> {
    let setting = &coded.setting;
    let sources = ReportSources {
        corpus: setting.study.facts(),
        codebook: &setting.codebook,
        themes: &setting.themes,
        selection: &setting.selection,
        works: &cited.works,
        source: &setting.study,
    };
    let provenance = cited.provenance(setting.provenance("report", themes));
    let provenance = provenance.with("sentences", options.sentences).with("per", PER);
    let options =
        ReportOptions { per: PER, negation: setting.negation, hedging: setting.hedging, ..options };
    Ok(Report::gather(sources, &coded.selected(), options, provenance)?)
}
