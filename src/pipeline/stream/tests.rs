//! Order, failures, and the bounds of what is read ahead.

use std::sync::Mutex;

use super::*;
use crate::model::Finding;
use crate::observe::Silent;

/// Many short papers and some that take longer.
fn papers(count: usize) -> String {
    let text = |number: usize| match number % 7 {
        0 => "Lee (2003) and Wu (2010) write of ports. ".repeat(60),
        _ => format!("Paper {number} says that ports grow (Lee, 2003)."),
    };
    let line =
        |number| serde_json::json!({ "id": number, "text": text(number) }).to_string() + "\n";
    (0..count).map(line).collect()
}

fn options(jobs: usize) -> StreamOptions {
    StreamOptions { jobs, format: StreamFormat::JsonLines, read: ReadOptions::default() }
}

fn run(
    input: impl Read + Send + 'static,
    jobs: usize,
) -> (Vec<StreamedPaper>, Result<StreamReport>) {
    let options = options(jobs);
    let miner = Miner::new(&[Finding::Statistics], None, options.read.clone());
    let mut papers = Vec::new();
    let report = stream(input, &miner, &options, &Silent, Ok, &mut |delivery| {
        if let Delivery::Paper(paper) = delivery {
            papers.push(paper);
        }
        Ok(())
    });
    (papers, report)
}

#[test]
fn results_come_in_the_order_of_the_papers_whatever_the_threads() {
    let (first, report) = run(io::Cursor::new(papers(40)), 1);
    assert_eq!(report.unwrap(), StreamReport { mined: 40, failed: 0, stopped: false });
    let ids: Vec<_> = first.iter().map(|paper| paper.id.clone().unwrap()).collect();
    assert_eq!(ids, (0..40).map(|id: i32| id.to_string()).collect::<Vec<_>>());
    for jobs in [2, 5] {
        assert_eq!(run(io::Cursor::new(papers(40)), jobs).0, first, "{jobs} threads");
    }
}

#[test]
fn a_paper_that_cannot_be_read_is_a_result_with_its_place() {
    let input = "{\"id\": 1, \"text\": \"A.\"}\nnonsense\n\n{\"id\": \"x\", \"note\": 1}\n";
    let (papers, report) = run(io::Cursor::new(input), 2);
    assert_eq!(report.unwrap(), StreamReport { mined: 1, failed: 2, stopped: false });
    let failures: Vec<_> = papers.iter().map(|paper| paper.outcome.as_ref().err()).collect();
    assert!(failures[0].is_none());
    let told = |number: usize| {
        let failure = failures[number].unwrap();
        (failure.kind, failure.place.as_str(), papers[number].id.as_deref())
    };
    assert_eq!(told(1), ("not-a-record", "line 2", None));
    assert_eq!(told(2), ("no-text-field", "line 4", Some("x")));
}

/// Gives some bytes, and then fails.
struct Breaking(io::Cursor<String>);

impl Read for Breaking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the line is cut")),
            read => Ok(read),
        }
    }
}

#[test]
fn input_that_breaks_ends_the_run_after_what_came() {
    let (papers, report) = run(Breaking(io::Cursor::new(papers(20))), 3);
    assert_eq!(papers.len(), 20);
    let error = report.unwrap_err();
    assert_eq!(error.to_string(), "standard input: cannot read");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the line is cut");
}

/// Gives one line after the other as it is asked, and counts them.
struct Counted {
    given: Arc<Mutex<usize>>,
    line: io::Cursor<String>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.line.read(buffer)?;
        if read > 0 {
            return Ok(read);
        }
        *self.given.lock().unwrap() += 1;
        self.line = io::Cursor::new(papers(1));
        self.line.read(buffer)
    }
}

#[test]
fn no_more_is_read_than_fits_the_window_and_nothing_after_a_failure() {
    let given = Arc::new(Mutex::new(0));
    let endless = Counted { given: Arc::clone(&given), line: io::Cursor::new(String::new()) };
    let options = options(2);
    let miner = Miner::new(&[Finding::Statistics], None, options.read.clone());
    let mut came = 0;
    let report = stream(endless, &miner, &options, &Silent, Ok, &mut |delivery| {
        if let Delivery::Paper(_) = delivery {
            came += 1;
            // Two threads have a window of 32 papers; buffers before it hold some more.
            let read = *given.lock().unwrap();
            assert!(read <= came + 32 + 10, "{read} were read when {came} were out");
            if came == 50 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
        }
        Ok(())
    });
    assert_eq!(*report.unwrap_err().kind(), ErrorKind::Write);
    assert_eq!(came, 50);
}
