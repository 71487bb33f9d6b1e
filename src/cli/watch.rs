//! `leitmotif query themes --watch`: counts again whenever the codebook is saved.
//!
//! The file is read several times a second and compared with what it held, which works on every file
//! system and with every way in which editors save.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};
use leitmotif::pipeline::study::Study;
use leitmotif::query::change::ThemeCounts;
use leitmotif::query::frequency::FrequencyTable;

use super::args::{Global, ThemeArgs};
use super::output::{note, print, report_failure};
use super::themes::{Setting, load, prepare_in, remarks};
use super::{Outcome, interrupt};

/// Time between two looks at the file; a file that has not changed between two is taken as saved.
const PAUSE: Duration = Duration::from_millis(150);

/// Counts the themes of a setting, and shows the count where it is the first; with the places of each
/// pattern.
type Count<'a> = dyn Fn(&Setting, bool) -> Result<(FrequencyTable, Vec<u64>)> + 'a;

/// Runs the command until it is interrupted.
pub(crate) fn run(global: &Global, args: &ThemeArgs, count: &Count<'_>) -> Result<Outcome> {
    let Some(path) = &args.codebook else { bail!("--watch needs a codebook: --codebook FILE") };
    if global.output.is_some() {
        bail!("--watch shows each count on standard output; leave --output away");
    }
    let mut study = Some(Study::open(&global.index, global.jobs())?);
    let mut last: Option<ThemeCounts> = None;
    // An interrupt ends the wait, and there is nothing to be told about it.
    interrupt::stoppable(true, || {
        let mut seen = None;
        while let Some(saved) = next(path, seen.as_deref(), global) {
            seen = Some(saved);
            match counted(global, args, &mut study, last.as_ref(), count) {
                Ok(counts) => last = Some(counts),
                Err(error) if super::is_closed_pipe(&error) => return Err(error),
                Err(error) => report_failure(&error),
            }
            note(global, &format!("watching {}; Ctrl-C ends", path.display()));
        }
        Ok(Outcome::Done)
    })
}

/// Counts the codebook as it is now, and shows the count or what has changed.
fn counted(
    global: &Global,
    args: &ThemeArgs,
    study: &mut Option<Study>,
    last: Option<&ThemeCounts>,
    count: &Count<'_>,
) -> Result<ThemeCounts> {
    let codebook = load(global, args.codebook.as_deref())?;
    let open = match study.take() {
        Some(open) => open,
        None => Study::open(&global.index, global.jobs())?,
    };
    let setting = prepare_in(open, args, codebook, false)?;
    let result = count(&setting, last.is_none()).and_then(|(table, places)| {
        let counts = ThemeCounts::of(&setting.codebook, &table, &places);
        if let Some(last) = last {
            let provenance = setting.provenance("query themes --watch", args);
            let changes = counts.changes(last, provenance);
            if changes.is_empty() {
                note(global, "counted again: nothing has changed");
            } else {
                print(global, &changes)?;
            }
        }
        remarks(global, &setting, &places, args);
        Ok(counts)
    });
    *study = Some(setting.study);
    result
}

/// Waits until the file holds something else than `seen`, twice in a row; `None` once interrupted.
fn next(path: &Path, seen: Option<&[u8]>, global: &Global) -> Option<Vec<u8>> {
    let mut before: Option<Vec<u8>> = None;
    let mut missing = 0;
    loop {
        if interrupt::is_asked() {
            return None;
        }
        match fs::read(path) {
            Ok(bytes) => {
                missing = 0;
                if seen != Some(&bytes) {
                    if before.as_ref() == Some(&bytes) {
                        return Some(bytes);
                    }
                    before = Some(bytes);
                }
            }
            Err(error) => {
                missing += 1;
                // Editors that save by renaming leave no file for a moment.
                if missing == 10 {
                    note(
                        global,
                        &format!("cannot read {}: {error}; waiting for it", path.display()),
                    );
                }
            }
        }
        sleep(PAUSE);
    }
}
