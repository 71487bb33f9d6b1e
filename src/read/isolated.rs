//! Reading PDF where it can do no harm: in a process of its own, with limits on time and memory.
//!
//! A PDF is a program in all but name, and a broken or hostile one may ask for more time and memory
//! than there is. [`read`] starts a program with the file's bytes on its standard input; that
//! program calls [`answer`], which writes the text, or the reason why there is none, to its standard
//! output. A program that does not end in time is stopped. Starting one takes some milliseconds.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::{Extracted, pdf};
use crate::error::PdfFailure;

/// Stack of the thread that reads, in bytes: objects may lie deep in each other.
const STACK: usize = 64 << 20;

/// Longest answer that is taken, in bytes.
const LONGEST_ANSWER: u64 = 256 << 20;

/// The program that reads PDF, and how far it may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolation {
    /// The program.
    pub program: PathBuf,
    /// Its arguments, which make it limit its memory and call [`answer`].
    pub arguments: Vec<OsString>,
    /// Most seconds that it may take for one file.
    pub seconds: u64,
    /// The memory that it is limited to, in MiB.
    pub megabytes: u64,
}

/// What the program answers.
type Answer = Result<Extracted, PdfFailure>;

/// Reads a PDF, in a process of its own where `isolation` names a program for it, else in a thread.
pub(super) fn read(bytes: &[u8], isolation: Option<&Isolation>) -> Answer {
    let Some(isolation) = isolation else { return read_in_thread(bytes.to_vec()) };
    let mut child = Command::new(&isolation.program)
        .args(&isolation.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| PdfFailure::NotStarted)?;
    let outcome = converse(&mut child, bytes, isolation);
    // It may have ended; if not, nothing more is wanted of it.
    let _ = child.kill();
    let status = child.wait().ok();
    outcome.unwrap_or_else(|end| Err(end.failure(status, isolation)))
}

/// How a process ended that gave no answer.
enum End {
    OutOfTime,
    /// With these words on its standard error.
    Silent(String),
}

impl End {
    fn failure(self, status: Option<ExitStatus>, isolation: &Isolation) -> PdfFailure {
        match self {
            Self::OutOfTime => PdfFailure::OutOfTime { seconds: isolation.seconds },
            Self::Silent(words) if words.contains("memory allocation") => {
                PdfFailure::OutOfMemory { megabytes: isolation.megabytes }
            }
            Self::Silent(_) if status.is_none() => PdfFailure::NotStarted,
            Self::Silent(_) => PdfFailure::Stopped,
        }
    }
}

/// Hands the file to the process and takes its answer.
fn converse(child: &mut Child, bytes: &[u8], isolation: &Isolation) -> Result<Answer, End> {
    let limit = Duration::from_secs(isolation.seconds);
    let answers = listen(child.stdout.take());
    let complaints = listen(child.stderr.take());
    let input = child.stdin.take();
    let answer = std::thread::scope(|scope| {
        scope.spawn(move || {
            // The process may end without reading all.
            input.map(|mut input| input.write_all(bytes))
        });
        let answer = answers.recv_timeout(limit);
        // The thread that writes ends with the process.
        let _ = child.kill();
        answer
    });
    let silent = || End::Silent(words(&complaints));
    match answer {
        Err(RecvTimeoutError::Timeout) => Err(End::OutOfTime),
        Err(RecvTimeoutError::Disconnected) => Err(silent()),
        Ok(answer) => postcard::from_bytes::<Answer>(&answer).map_err(|_| silent()),
    }
}

/// What a process said on its standard error, which has ended.
fn words(complaints: &Receiver<Vec<u8>>) -> String {
    let bytes = complaints.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a stream to its end in a thread of its own.
fn listen(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    if let Some(stream) = stream {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if stream.take(LONGEST_ANSWER).read_to_end(&mut bytes).is_ok() {
                // Nobody listens any more once the time is up.
                let _ = sender.send(bytes);
            }
        });
    }
    receiver
}

/// Reads a PDF in a thread with room for what lies deep; a panic is a failure to read it.
fn read_in_thread(bytes: Vec<u8>) -> Answer {
    let reader = std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK)
        .spawn(move || pdf::extract(bytes))
        .map_err(|_| PdfFailure::NotStarted)?;
    reader.join().unwrap_or(Err(PdfFailure::Stopped))
}

/// Reads a PDF from `input` and writes its text, or the reason why there is none, to `output`.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written.
pub fn answer(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer: Answer = read_in_thread(bytes);
    let encoded = postcard::to_stdvec(&answer).map_err(io::Error::other)?;
    output.write_all(&encoded)?;
    output.flush()
}
