//! `leitmotif completions` and `leitmotif man`: what a shell and a manual know of the commands.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use clap_complete::Shell;
use leitmotif::export::ExportFormat;

use super::Outcome;
use super::args::{Format, Global};
use super::examples::command_line;
use super::ingest::counted;
use super::output::{deliver, make_folder, note, to_file};

/// Completions for a shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Pages of the manual.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages, one a command, such as ~/.local/share/man/man1/.
    #[arg(value_name = "OUTDIR")]
    folder: PathBuf,
}

/// Writes the completions to standard output or `--output`.
pub(crate) fn completions(global: &Global, args: &CompletionsArgs) -> Result<Outcome> {
    expect_no_format(global)?;
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut shown(&command_line()), "leitmotif", &mut text);
    deliver(global, |out| out.write_all(&text))?;
    Ok(Outcome::Done)
}

/// The command line without what is hidden, which the completions of some shells would show.
fn shown(command: &clap::Command) -> clap::Command {
    let commands = command.get_subcommands().filter(|below| !below.is_hide_set());
    clap::Command::new("leitmotif")
        .version(env!("CARGO_PKG_VERSION"))
        .args(command.get_arguments().cloned())
        .subcommands(commands.cloned())
}

/// Writes the pages into a folder.
pub(crate) fn manual(global: &Global, args: &ManArgs) -> Result<Outcome> {
    expect_no_format(global)?;
    if global.output.is_some() {
        bail!("name the folder after `man`, without --output");
    }
    make_folder(&args.folder)?;
    let mut command = command_line();
    command.build();
    let mut pages = 0;
    write_pages(&command, args, &mut pages)?;
    note(global, &format!("wrote {} to {}", counted(pages, "page"), args.folder.display()));
    Ok(Outcome::Done)
}

/// The page of a command and those of the commands below it, each under its words joined by hyphens.
fn write_pages(command: &clap::Command, args: &ManArgs, pages: &mut usize) -> Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut text);
    rendered.with_context(|| format!("cannot write the page of {name}"))?;
    to_file(&args.folder.join(format!("{name}.1")), |out| out.write_all(&text))?;
    *pages += 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        if below.get_name() != "help" {
            write_pages(below, args, pages)?;
        }
    }
    Ok(())
}

fn expect_no_format(global: &Global) -> Result<()> {
    if !matches!(global.format, Format::Table(ExportFormat::Table(_))) {
        bail!("--format is for results; leave it out here");
    }
    Ok(())
}
