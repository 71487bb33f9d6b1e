//! `leitmotif codebook convert`: codebooks and dictionaries from one format to another.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use leitmotif::codebook::{self, CodebookFormat, Format, LoadOptions, Loaded, Notices};
use leitmotif::export::ExportFormat;

use super::Outcome;
use super::args::{Format as TableFormat, Global};
use super::ingest::counted;
use super::output::{deliver, note};

/// A codebook from one format to another.
#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    /// The codebook, or a dictionary of quanteda, LIWC, WordStat, Yoshikoder, Lexicoder, VBPro or
    /// tidytext, or a REFI-QDA codebook.
    pub(crate) file: PathBuf,
    /// Format of the file; by default what its text and its ending say.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<CodebookFormat>,
    /// Format to write: yaml, json, toml, quanteda, liwc, liwc22, wordstat, yoshikoder, lexicoder,
    /// vbpro, tidytext, refi-qda, or the ending of its files; by default what the ending of the output
    /// says, else yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<CodebookFormat>,
    /// Encoding of the file, such as windows-1252, macintosh or shift_jis.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &ConvertArgs) -> Result<Outcome> {
    if !matches!(global.format, TableFormat::Table(ExportFormat::Table(_))) {
        bail!("`--format` is for tables; name the format of the codebook with `--to`");
    }
    let to = target(global, args)?;
    let mut options = LoadOptions::default();
    options.format = args.from;
    options.encoding.clone_from(&args.encoding);
    let loaded = codebook::load(&args.file, &options)?;
    tell_read(global, &args.file, &loaded);
    let (text, notices) = loaded.write(to);
    deliver(global, |out| out.write_all(text.as_bytes()))?;
    if !notices.is_empty() {
        let format = to.described();
        note(global, &format!("not as they were in {format}:\n{}", Notices(&notices)));
    }
    let place = match &global.output {
        Some(path) => path.display().to_string(),
        None => "written".to_owned(),
    };
    let lost = match notices.len() {
        0 => "nothing is lost".to_owned(),
        count => counted(count, "remark"),
    };
    note(global, &format!("{place}: {} from {}; {lost}", to.described(), size(&loaded)));
    Ok(Outcome::Done)
}

/// The format to write: as asked, or as the ending of the output says.
fn target(global: &Global, args: &ConvertArgs) -> Result<CodebookFormat> {
    if let Some(to) = args.to {
        return Ok(to);
    }
    let Some(path) = &global.output else { return Ok(CodebookFormat::Own(Format::Yaml)) };
    let name = path.display().to_string();
    match CodebookFormat::of_name(&name) {
        Some(format) => Ok(format),
        None => bail!("the ending of {name} is that of no format; name one with `--to`"),
    }
}

/// How many themes and patterns a codebook has.
fn size(loaded: &Loaded) -> String {
    let themes = counted(loaded.codebook.themes.len(), "theme");
    let patterns = counted(loaded.codebook.patterns().count(), "pattern");
    format!("{themes}, {patterns}")
}

/// Tells what a dictionary of another program was read as, and what of it could not be taken over.
pub(crate) fn tell_read(global: &Global, file: &Path, loaded: &Loaded) {
    if loaded.format.is_own() {
        return;
    }
    let name = file.display();
    let format = loaded.format.described();
    let size = size(loaded);
    note(global, &format!("{name}: read as {format}: {size}"));
    if !loaded.notices.is_empty() {
        note(global, &format!("not taken over as they stand:\n{}", Notices(&loaded.notices)));
    }
}
