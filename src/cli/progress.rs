//! Progress on standard error, drawn only on a terminal.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use leitmotif::error::Skipped;
use leitmotif::observe::{Observer, Stage};

use super::interrupt;

const COUNTED: &str = "{msg:>10} {bar:30} {pos}/{len} papers  {prefix} {eta:>4} left";
const OPEN_ENDED: &str = "{msg:>10} {spinner} {elapsed}  {prefix}";

/// Draws one bar a stage.
pub(crate) struct Progress {
    visible: bool,
    state: Mutex<State>,
}

struct State {
    bar: ProgressBar,
    bytes: u64,
}

impl Progress {
    /// A progress display; hidden where `quiet`, or where standard error is no terminal.
    pub(crate) fn new(quiet: bool) -> Self {
        let visible = !quiet && std::io::stderr().is_terminal();
        Self { visible, state: Mutex::new(State { bar: ProgressBar::hidden(), bytes: 0 }) }
    }

    fn with(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Observer for Progress {
    fn begin(&self, stage: Stage, total: usize) {
        if !self.visible {
            return;
        }
        let template = if total == 0 { OPEN_ENDED } else { COUNTED };
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(name_of(stage));
        bar.enable_steady_tick(Duration::from_millis(200));
        self.with(|state| *state = State { bar, bytes: 0 });
    }

    fn advance(&self, bytes: u64) {
        if self.visible {
            self.with(|state| {
                state.bytes += bytes;
                state.bar.set_prefix(indicatif::HumanBytes(state.bytes).to_string());
                state.bar.inc(1);
            });
        }
    }

    fn skipped(&self, _skipped: &Skipped) {}

    fn end(&self) {
        self.with(|state| state.bar.finish_and_clear());
    }

    fn stop_requested(&self) -> bool {
        interrupt::is_asked()
    }
}

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Comparing => "comparing",
        Stage::Ingesting | Stage::Previewing => "reading",
        Stage::Merging => "writing",
        Stage::Copying => "copying",
        Stage::Checking => "checking",
        Stage::Refreshing => "refreshing",
        Stage::Counting => "counting",
        _ => "working",
    }
}
