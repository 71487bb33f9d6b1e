//! `leitmotif run`.
use super::Outcome;
use super::args::{Global, RunArgs};
use anyhow::Result;
pub(crate) fn run(global: &Global, args: &RunArgs) -> Result<Outcome> {
    let _ = super::ingest::take_in(global, &args.ingest)?;
    let coded = super::themes::code(global, &args.themes)?;
    let t = super::query::frequencies(&coded, &args.themes, None, 1000)?;
    super::output::print(global, &t)?;
    Ok(Outcome::Done)
}
