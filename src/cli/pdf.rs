//! `leitmotif read-pdf`: reads one PDF for another leitmotif, so that no file can harm an ingest.

use std::io;

use anyhow::{Context, Result};
use leitmotif::read::isolated::{Isolation, answer};

use super::{Outcome, interrupt};

/// This very program as the one that reads PDF, within these seconds and MiB.
pub(super) fn isolation(seconds: u64, megabytes: u64) -> Result<Isolation> {
    let program = std::env::current_exe().context("cannot find the program that reads PDF")?;
    let arguments = ["read-pdf".into(), "--memory".into(), megabytes.to_string().into()];
    Ok(Isolation { program, arguments: arguments.into(), seconds, megabytes })
}

/// Runs the command.
pub(super) fn run(megabytes: u64) -> Result<Outcome> {
    interrupt::outlive_first();
    limit_memory(megabytes << 20)?;
    answer(io::stdin().lock(), io::stdout().lock())?;
    Ok(Outcome::Done)
}

/// Limits the address space of this process; a file that needs more ends it. Where the system has
/// no such limit, the time limit stops what grows without end.
#[cfg(target_os = "linux")]
fn limit_memory(bytes: u64) -> Result<()> {
    let (_, most) = rlimit::Resource::AS.get()?;
    let bytes = bytes.min(most);
    rlimit::Resource::AS.set(bytes, bytes).context("cannot limit the memory")
}

#[cfg(not(target_os = "linux"))]
fn limit_memory(_: u64) -> Result<()> {
    Ok(())
}
