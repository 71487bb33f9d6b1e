//! `leitmotif export`: all that was found, for other programs.

mod package;
mod project;

pub(super) use package::copied;

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use leitmotif::codebook::CodebookFormat;
use leitmotif::export::ExportFormat;

use super::Outcome;
use super::args::{Format, Global, ThemeArgs, WorksArgs};
use super::ingest::counted;
use super::output::{make_folder, note, to_file};
use super::themes::load_with_file;

/// Everything for other programs.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Folder for the data package: every table as CSV, or with --format parquet, described in
    /// datapackage.json, and the references as BibTeX, CSL-JSON and RIS. With `--as` the file to write.
    #[arg(value_name = "OUTDIR")]
    out: Option<PathBuf>,
    /// Write one file instead, for programs of qualitative data analysis.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,
    /// Also a table of all sentences with their text.
    #[arg(long, conflicts_with = "form")]
    sentences: bool,
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    works: WorksArgs,
}

/// The single files that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// REFI-QDA codebook: the themes as codes.
    Qdc,
    /// REFI-QDA project for NVivo, MAXQDA, ATLAS.ti, QualCoder: papers, codes, and every mention.
    Qdpx,
}

impl Form {
    /// The name of the file in a folder that was named instead of a file.
    const fn file_name(self) -> &'static str {
        match self {
            Self::Qdc => "codebook.qdc",
            Self::Qdpx => "project.qdpx",
        }
    }
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &ExportArgs) -> Result<Outcome> {
    let out = match (&args.out, &global.output) {
        (Some(out), None) | (None, Some(out)) => out,
        (None, None) => bail!("where to? name a folder, or with --as a file, after `export`"),
        (Some(_), Some(_)) => bail!("name the place once, after `export` or with --output"),
    };
    match args.form {
        None => {
            let format = match global.format {
                Format::Table(ExportFormat::Table(_) | ExportFormat::Csv) => ExportFormat::Csv,
                #[cfg(feature = "parquet")]
                Format::Table(ExportFormat::Parquet) => ExportFormat::Parquet,
                _ => {
                    return Err(anyhow!(
                        "`export` writes tables as CSV or Parquet; for another --format use `run --output \
                         DIR`, or the command of a single table"
                    ));
                }
            };
            package::write(global, args, (out, format))
        }
        Some(form) => {
            let file = file(out, form)?;
            match form {
                Form::Qdc => codebook(global, args, &file),
                Form::Qdpx => project::write(global, args, &file),
            }
        }
    }
}

/// The file to write: the one that is named, or one in the folder that is named.
fn file(out: &Path, form: Form) -> Result<PathBuf> {
    let named_as_folder = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    if !out.is_dir() && !named_as_folder {
        return Ok(out.to_owned());
    }
    make_folder(out)?;
    Ok(out.join(form.file_name()))
}

/// Writes the codebook alone, for which no index is needed.
fn codebook(global: &Global, args: &ExportArgs, file: &Path) -> Result<Outcome> {
    let loaded = load_with_file(global, args.themes.codebook.as_deref())?;
    let (text, _) = loaded.write(CodebookFormat::RefiQda);
    to_file(file, |out| out.write_all(text.as_bytes()))?;
    let codes = counted(loaded.codebook.themes.len(), "code");
    note(global, &format!("wrote {codes} to {}", file.display()));
    Ok(Outcome::Done)
}
