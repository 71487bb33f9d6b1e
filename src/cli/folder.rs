//! The folder of `leitmotif run --output`: every table, the report, what they were made with, and a manifest.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;
use leitmotif::export::manifest::{FileHash, Hashing, Manifest, Paper, VERSION};
use leitmotif::export::{ExportFormat, TerminalStyle, write};
use leitmotif::report::ReportOptions;

use super::args::{Format, RunArgs, Treatment};
use super::output::{make_folder, to_file};
use super::themes::Coded;
use super::works::Cited;
use super::{report, tables};

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";
/// The name of the copy of the decisions, without its ending.
const DECISIONS: &str = "decisions";

/// A folder that is filled, with a hash of each file.
struct Folder<'a> {
    path: &'a Path,
    files: Vec<FileHash>,
}

impl Folder<'_> {
    /// Writes a file, and notes its hash.
    fn add(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let mut hash = None;
        to_file(&self.path.join(name), |out| {
            let mut out = Hashing::new(out);
            write(&mut out)?;
            hash = Some(out.finish(name));
            Ok(())
        })?;
        self.files.extend(hash);
        Ok(())
    }
}

/// Writes each table into a file of its own, the report, copies of the codebook (ending and text) and of the
/// decisions, and the manifest; returns how many tables there are. Tables for people are written as CSV, which
/// people and programs read.
pub(super) fn write_all(
    path: &Path,
    format: Format,
    coded: &Coded,
    cited: &Cited,
    codebook: &(String, String),
    args: &RunArgs,
) -> Result<usize> {
    let format = match format {
        Format::Table(ExportFormat::Table(TerminalStyle { .. })) => ExportFormat::Csv,
        Format::Table(other) => other,
        _ => ExportFormat::Csv,
    };
    make_folder(path)?;
    let mut folder = Folder { path, files: Vec::new() };
    tables::each(coded, cited, &args.themes, &mut |table| {
        folder.add(&format!("{}.{}", table.name, format.extension()), |out| {
            write(&table, format, out)
        })
    })?;
    let tables = folder.files.len();
    let report = report::gather(coded, cited, &args.themes, ReportOptions::default())?;
    folder.add(report::FILE, |out| report.write(out))?;
    let (ending, text) = codebook;
    let codebook = format!("codebook.{ending}");
    folder.add(&codebook, |out| out.write_all(text.as_bytes()))?;
    let mut arguments = ["run", "PAPERS", "--codebook", &codebook].map(str::to_owned).to_vec();
    arguments.extend(settings(args));
    if let Some(path) = &args.works.decisions {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or("yaml");
        let name = format!("{DECISIONS}.{ending}");
        let text =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        folder.add(&name, |out| out.write_all(&text))?;
        arguments.extend(["--works".to_owned(), name]);
    }
    arguments.extend(["--format", format.name(), "--output", "DIR"].map(str::to_owned));
    let papers = coded.setting.study.papers().iter();
    let manifest = Manifest {
        manifest: VERSION,
        provenance: cited.provenance(coded.setting.provenance("run", &args.themes)),
        arguments,
        papers: papers
            .map(|paper| Paper { name: paper.facts.name.clone(), blake3: paper.facts.hash.clone() })
            .collect(),
        files: folder.files,
    };
    to_file(&path.join(MANIFEST), |out| manifest.write(out))?;
    Ok(tables)
}

/// Every setting that changes a result, as it is typed.
fn settings(args: &RunArgs) -> Vec<String> {
    let name = |treatment: Treatment| {
        let value = treatment.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    };
    let themes = &args.themes;
    let mut settings = vec![
        "--negation".to_owned(),
        name(themes.negation),
        "--hedging".to_owned(),
        name(themes.hedging),
    ];
    if themes.bibliography {
        settings.push("--bibliography".to_owned());
    }
    if let Some(filter) = &themes.filter.filter {
        settings.extend(["--where".to_owned(), filter.clone()]);
    }
    settings
}
