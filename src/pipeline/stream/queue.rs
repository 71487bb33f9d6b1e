//! The papers between reading and handing out: a queue that holds the reader back.
//!
//! At most [`WINDOW`] papers a thread, and [`WINDOW_BYTES`] of them, are on their way; a single paper always
//! is, however large. A slow paper at the front keeps the window from moving on, so it is some times as wide
//! as there are threads.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::read::Found;

/// Papers on their way, for each thread.
const WINDOW: usize = 16;

/// Bytes of sources on their way, for each thread.
const WINDOW_BYTES: u64 = 8 << 20;

/// A paper to be mined.
#[derive(Debug)]
pub(super) struct Work {
    /// Its place in the stream, from 0.
    pub(super) number: usize,
    /// Bytes of its source.
    pub(super) bytes: u64,
    pub(super) found: Found,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Work>,
    next: usize,
    /// Papers read and not yet handed out, and their bytes.
    papers: usize,
    bytes: u64,
    /// No further paper comes.
    ended: bool,
    /// No further paper is wanted.
    stopped: bool,
    /// Those that wait are not wanted either.
    closed: bool,
}

/// A queue with a window.
#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    most_papers: usize,
    most_bytes: u64,
}

/// The end of the queue that papers come in by; the stream ends when it is dropped.
pub(super) struct Feeding<'a>(&'a Queue);

impl Queue {
    pub(super) fn new(jobs: usize) -> Self {
        let jobs = jobs.max(1);
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            most_papers: WINDOW * jobs,
            most_bytes: WINDOW_BYTES.saturating_mul(jobs as u64),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    /// The end for whoever reads the papers.
    pub(super) fn feeding(&self) -> Feeding<'_> {
        Feeding(self)
    }

    /// The next paper to be mined; `None` where there will be none.
    pub(super) fn take(&self) -> Option<Work> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(work) = state.waiting.pop_front() {
                return Some(work);
            }
            if state.ended || state.stopped {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// A paper of so many bytes has been handed out.
    pub(super) fn leave(&self, bytes: u64) {
        self.change(|state| {
            state.papers = state.papers.saturating_sub(1);
            state.bytes = state.bytes.saturating_sub(bytes);
        });
    }

    /// No paper is taken in any more; those that wait are mined.
    pub(super) fn stop(&self) {
        self.change(|state| state.stopped = true);
    }

    /// Nothing is wanted any more.
    pub(super) fn close(&self) {
        self.change(|state| {
            state.closed = true;
            state.stopped = true;
            state.waiting.clear();
        });
    }
}

impl Feeding<'_> {
    /// Puts a paper at the end, once there is room; whether more are wanted.
    pub(super) fn put(&self, found: Found) -> bool {
        let bytes = match &found {
            Found::Paper(part) => part.bytes.len() as u64,
            Found::Refused(..) | Found::PassedOver | Found::NoPapers(_) => 0,
        };
        let queue = self.0;
        let mut state = queue.state();
        let full = |state: &State| {
            state.papers >= queue.most_papers
                || state.papers > 0 && state.bytes.saturating_add(bytes) > queue.most_bytes
        };
        while !state.stopped && full(&state) {
            state = queue.wait(state);
        }
        if state.stopped {
            return false;
        }
        let number = state.next;
        state.next += 1;
        state.papers += 1;
        state.bytes += bytes;
        state.waiting.push_back(Work { number, bytes, found });
        drop(state);
        queue.changed.notify_all();
        true
    }
}

impl Drop for Feeding<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.ended = true);
    }
}
