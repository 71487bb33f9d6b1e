//! Papers through a pipe to results, without an index.
//!
//! One thread reads the papers, [`StreamOptions::jobs`] threads mine them, and the calling thread puts the
//! results back in the order of the papers and hands them out. As many papers as fit the [`queue`]'s window
//! are between reading and handing out, so memory does not grow with the stream; nothing is remembered of a
//! paper once it is out. In consequence two papers of one name, or with one text, are two papers, where an
//! ingest would refuse or leave out the second.
//!
//! What is found in a paper is what an ingest and queries find in it: the same functions make it, and a test
//! compares them row by row. A paper that cannot be read gives a result that says why; a stream that cannot
//! be read ends the run, since what is missing is not known.

mod miner;
mod queue;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use self::queue::{Queue, Work};
use crate::error::{ContainerFailure, Error, ErrorKind, Result};
use crate::model::StreamedPaper;
use crate::observe::{Observer, Stage};
use crate::read::{self, Found, ReadOptions};

pub use self::miner::{Miner, StreamThemes};

/// What results call the stream: its papers are `stdin#W123`, as an ingest from a pipe calls them.
const NAME: &str = "stdin";

/// What messages call it.
const SHOWN: &str = "standard input";

/// How papers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamFormat {
    /// One JSON object a line.
    JsonLines,
    /// Batches of rows, in the IPC stream format of Apache Arrow.
    #[cfg(feature = "arrow")]
    Arrow,
}

/// How to go through a stream.
#[derive(Clone, Debug)]
pub struct StreamOptions {
    /// Threads that mine papers.
    pub jobs: usize,
    /// How papers come.
    pub format: StreamFormat,
    /// How records are read.
    pub read: ReadOptions,
}

/// What a stream hands out.
#[derive(Debug)]
pub enum Delivery<R> {
    /// The result of the next paper.
    Paper(R),
    /// No further result is ready: what was held back should go on to whoever waits for it.
    Pause,
}

/// What went through a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamReport {
    /// Papers that were mined.
    pub mined: usize,
    /// Papers that could not be read.
    pub failed: usize,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// The result of one paper on its way back into order.
struct Done<R> {
    number: usize,
    /// Bytes of its source.
    bytes: u64,
    failed: bool,
    result: Result<R>,
}

/// Mines the papers that `input` gives. Each result is given to `render` by the thread that made it, and what
/// that makes of it to `deliver`, in the order of the papers.
///
/// Where `deliver` fails, nothing more is read, though a read that waits for input is left waiting.
///
/// # Errors
/// Where the input is broken, after all results of what came before; where `deliver` fails, with
/// [`ErrorKind::Write`].
pub fn stream<R: Send>(
    input: impl Read + Send + 'static,
    miner: &Miner<'_>,
    options: &StreamOptions,
    observer: &dyn Observer,
    render: impl Fn(StreamedPaper) -> io::Result<R> + Sync,
    deliver: &mut dyn FnMut(Delivery<R>) -> io::Result<()>,
) -> Result<StreamReport> {
    let queue = Arc::new(Queue::new(options.jobs));
    observer.begin(Stage::Mining, 0);
    // The reader is left behind where the results are not wanted any more: it may wait for input forever.
    let (fed, for_reader) = (Arc::clone(&queue), options.clone());
    std::thread::spawn(move || feed(input, &for_reader, &fed));
    let (sender, receiver) = channel();
    let outcome = std::thread::scope(|scope| {
        for _ in 0..options.jobs.max(1) {
            let (sender, queue, render) = (sender.clone(), &queue, &render);
            scope.spawn(move || work(queue, miner, render, &sender));
        }
        drop(sender);
        let outcome = put_in_order(&receiver, &queue, observer, deliver);
        queue.close();
        outcome
    });
    observer.end();
    outcome
}

/// Reads the papers into the queue, until nobody wants them any more.
fn feed(input: impl Read, options: &StreamOptions, queue: &Queue) {
    // However it ends, those who wait for papers must know.
    let queue = queue.feeding();
    let mut each = |found| match queue.put(found) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    let _ = match options.format {
        StreamFormat::JsonLines => read::visit_lines(input, &options.read, &mut each),
        #[cfg(feature = "arrow")]
        StreamFormat::Arrow => read::visit_arrow(input, &options.read, &mut each),
    };
}

/// Mines papers from the queue.
fn work<R>(
    queue: &Queue,
    miner: &Miner<'_>,
    render: &(impl Fn(StreamedPaper) -> io::Result<R> + Sync),
    done: &Sender<Done<R>>,
) {
    while let Some(Work { number, bytes, found }) = queue.take() {
        let paper = match found {
            Found::Paper(part) => Ok(miner.mine(&part)),
            Found::Refused(_, place, error) => match broken(&error) {
                None => Ok(miner::refused(&place, &error)),
                Some(broken) => Err(broken),
            },
            Found::NoPapers(_) | Found::PassedOver => continue,
        };
        let failed = paper.as_ref().is_ok_and(|paper| paper.outcome.is_err());
        let result = paper.and_then(|paper| render(paper).map_err(not_written));
        if done.send(Done { number, bytes, failed, result }).is_err() {
            return;
        }
    }
}

/// Why nothing can follow in the stream; `None` where only one record cannot be read.
fn broken(error: &Error) -> Option<Error> {
    let kind = error.kind().clone();
    match kind {
        ErrorKind::Container(ContainerFailure::Damaged(why)) => {
            Some(Error::reading(SHOWN, io::Error::other(why)))
        }
        ErrorKind::Container(ContainerFailure::ArrowStream(_)) => {
            Some(Error::new(kind).at_path(SHOWN))
        }
        _ => None,
    }
}

fn not_written(error: io::Error) -> Error {
    Error::new(ErrorKind::Write).at_path("the results").caused_by(error)
}

/// Hands out the results in the order of the papers.
fn put_in_order<R>(
    done: &Receiver<Done<R>>,
    queue: &Queue,
    observer: &dyn Observer,
    deliver: &mut dyn FnMut(Delivery<R>) -> io::Result<()>,
) -> Result<StreamReport> {
    let mut report = StreamReport::default();
    let mut early: BTreeMap<usize, Done<R>> = BTreeMap::new();
    let mut next = 0;
    loop {
        let came = match done.try_recv() {
            Ok(came) => came,
            Err(_) => {
                deliver(Delivery::Pause).map_err(not_written)?;
                match done.recv() {
                    Ok(came) => came,
                    Err(_) => return Ok(report),
                }
            }
        };
        early.insert(came.number, came);
        while let Some(Done { bytes, failed, result, .. }) = early.remove(&next) {
            deliver(Delivery::Paper(result?)).map_err(not_written)?;
            next += 1;
            report.failed += usize::from(failed);
            report.mined += usize::from(!failed);
            queue.leave(bytes);
            observer.advance(bytes);
        }
        if observer.stop_requested() && !report.stopped {
            report.stopped = true;
            queue.stop();
        }
    }
}

#[cfg(test)]
mod tests;
