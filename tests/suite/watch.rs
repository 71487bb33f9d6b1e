//! `query themes --watch`: a saved codebook is counted again, and the change is shown.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::harness::Workplace;

const PATIENCE: Duration = Duration::from_secs(30);

/// A watch that runs, with what it says line by line.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(place: &Workplace, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
            .current_dir(place.path("."))
            .args(["query", "themes", "--watch"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let pipes: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for pipe in pipes {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Self { child, lines }
    }

    /// All lines up to the one that says that the watch waits.
    #[track_caller]
    fn told(&self) -> String {
        let begin = Instant::now();
        let mut told = String::new();
        while begin.elapsed() < PATIENCE {
            if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(100)) {
                told.push_str(&line);
                told.push('\n');
                if line.starts_with("watching") {
                    // Lines of the other stream may come a moment later.
                    while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(100)) {
                        told.push_str(&line);
                        told.push('\n');
                    }
                    return told;
                }
            }
        }
        panic!("the watch says no more than {told:?}");
    }

    fn interrupted(&mut self) -> ExitStatus {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().unwrap();
        panic!("the watch does not end");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn a_saved_codebook_is_counted_again() {
    let place = Workplace::with_papers(&[
        ("a.txt", "On firms\n\nIntroduction\n\nCheap labour is cheap. Low tariffs are low.\n"),
        ("b.txt", "On trade\n\nIntroduction\n\nCheap materials and low tariffs.\n"),
    ]);
    place.write("c.yaml", "themes:\n  cost: [cheap labour]\n  trade: [tariffs]\n");
    let mut watch = Watch::start(&place, &["--codebook", "c.yaml", "--format", "csv"]);
    let first = watch.told();
    assert!(first.contains("cost,1,1,1"), "{first}");
    place.write("c.yaml", "themes:\n  cost: [cheap labour, cheap]\n  war: [tariffs]\n");
    let change = watch.told();
    let expected = [
        "theme,pattern,change,before,now,difference,papers_before,papers_now",
        "cost,,changed,1,3,2,1,2",
        "cost,cheap,added,,3,3,,",
        "war,,added,,2,2,,2",
        "war,tariffs,added,,2,2,,",
        "trade,,removed,2,,-2,2,",
        "trade,tariffs,removed,2,,-2,,",
    ];
    for row in expected {
        assert!(change.contains(row), "{row} is not in\n{change}");
    }
    place.write("c.yaml", "themes:\n  cost: [cheap labour, 'cheap NEAR/']\n");
    let mistake = watch.told();
    assert!(mistake.contains("c.yaml:2:31"), "{mistake}");
    place.write("c.yaml", "themes:\n  cost: [cheap]\n");
    let change = watch.told();
    assert!(change.contains("cost,cheap labour,removed,1,,-1,,"), "{change}");
    place.write("c.yaml", "# A remark.\nthemes:\n  cost: [cheap]\n");
    assert!(watch.told().contains("nothing has changed"));
    assert_eq!(watch.interrupted().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_watch_may_begin_with_a_mistake_and_needs_a_file() {
    let place = Workplace::with_papers(&[("a.txt", "On firms\n\nCheap labour is cheap.\n")]);
    place.run(&["query", "themes", "--watch"]).code(2);
    place.write("c.yaml", "themes:\n  cost: [");
    let mut watch = Watch::start(&place, &["--codebook", "c.yaml", "--format", "csv"]);
    assert!(watch.told().contains("c.yaml"));
    place.write("c.yaml", "themes:\n  cost: [cheap]\n");
    assert!(watch.told().contains("cost,2,1,1"));
    assert_eq!(watch.interrupted().code(), Some(0));
}
