//! Ctrl-C: the first one asks the work to stop and keep what is done, the second ends at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::output::tell;

/// The exit code of a program that an interrupt has stopped, as shells give it: 128 and the number
/// of the signal.
pub(crate) const CODE: u8 = 130;

/// Whether the work that goes on can stop in order.
static STOPPABLE: AtomicBool = AtomicBool::new(false);

/// How often the user asked.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// Lets `work` stop in order when the user asks; before and after it an interrupt ends the program.
pub(crate) fn stoppable<T>(quiet: bool, work: impl FnOnce() -> T) -> T {
    STOPPABLE.store(true, Ordering::SeqCst);
    // A second handler cannot be set, and one is enough.
    let _ = ctrlc::set_handler(move || {
        let before = ASKED.fetch_add(1, Ordering::SeqCst);
        if before > 0 || !STOPPABLE.load(Ordering::SeqCst) {
            std::process::exit(CODE.into());
        }
        if !quiet {
            tell("stopping: what is begun is finished and kept; press Ctrl-C again to end at once");
        }
    });
    let done = work();
    STOPPABLE.store(false, Ordering::SeqCst);
    done
}

/// Whether the user asked to stop.
pub(crate) fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst) > 0
}

/// Lets a process that works for another one go on at the first interrupt, which the other heeds.
#[cfg(feature = "pdf")]
pub(crate) fn outlive_first() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.fetch_add(1, Ordering::SeqCst) > 0 {
            std::process::exit(CODE.into());
        }
    });
}
