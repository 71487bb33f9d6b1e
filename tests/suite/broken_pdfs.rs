//! Broken PDFs by the dozen, and a stop while PDFs are read. `.ci/broken_pdfs.py` makes hundreds of
//! other kinds and measures time and memory of each.

use std::fs;
use std::time::{Duration, Instant};

use crate::harness::{Workplace, repository};

/// Numbers by chance that are the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// The places where a file has these bytes.
fn places(file: &[u8], sought: &str) -> Vec<usize> {
    memchr::memmem::find_iter(file, sought).collect()
}

/// A file with one of its kinds of harm done.
fn broken(mut file: Vec<u8>, kind: usize, dice: &mut Dice) -> Vec<u8> {
    let one_of = |found: Vec<usize>, dice: &mut Dice| found[dice.below(found.len())];
    match kind {
        0 => file.truncate(dice.below(file.len())),
        1 => {
            for _ in 0..60 {
                let at = dice.below(file.len());
                file[at] = u8::try_from(dice.below(256)).unwrap();
            }
        }
        2 => {
            let at = dice.below(file.len() - 3000);
            drop(file.drain(at..at + 1 + dice.below(2900)));
        }
        3 => {
            let at = one_of(places(&file, " 0 obj"), dice);
            file[at + 3..at + 6].copy_from_slice(b"abj");
        }
        4 => {
            let at = one_of(places(&file, " 0 R"), dice);
            file[at - 1] = b'1' + u8::try_from(dice.below(8)).unwrap();
        }
        5 => {
            for at in places(&file, "/FlateDecode") {
                let name: &[u8] =
                    [&b"/LZWDecode  "[..], b"/DCTDecode  ", b"/JPXDecode  "][dice.below(3)];
                file[at..at + 12].copy_from_slice(name);
            }
        }
        6 => {
            for at in places(&file, "/Length ") {
                file[at + 8] = b'9';
            }
        }
        _ => {
            let at = one_of(places(&file, "startxref"), dice);
            file.truncate(at);
        }
    }
    file
}

/// A PDF of these objects, of which the first is the catalog.
fn assembled(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    file.push_str("trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    file.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    format!("<< {keys} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF whose pages all have this content.
fn pages(count: usize, content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {count} >>", "3 0 R ".repeat(count)),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources \
         << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
            .to_owned(),
        stream("", content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    objects.extend_from_slice(more);
    assembled(&objects)
}

#[test]
fn every_broken_pdf_gives_a_text_or_a_reason() {
    let place = Workplace::new();
    let samples = ["one-column.pdf", "two-columns.pdf", "raised-numbers.pdf"]
        .map(|name| fs::read(repository().join("tests/pdf").join(name)).unwrap());
    let mut dice = Dice(20_260_101);
    for number in 0..48 {
        let file = broken(samples[number / 8 % 3].clone(), number % 8, &mut dice);
        place.write(&format!("papers/{number:02}.pdf"), file);
    }
    // Forms that draw themselves, and forms that each draw the next one ten times.
    let form = |next: usize, times: usize| {
        let keys = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X";
        stream(&format!("{keys} {next} 0 R >> >>"), &"/X Do ".repeat(times))
    };
    let chain: Vec<String> = (7..30).map(|next| form(next, 10)).collect();
    place.write("papers/48.pdf", pages(1, "/X Do", &[form(6, 3)]));
    place.write("papers/49.pdf", pages(1, "/X Do", &chain));
    place.write("papers/50.pdf", pages(4000, "", &[]));
    place.write("papers/51.pdf", pages(1, &"[<< /A ".repeat(200_000), &[]));
    place.write("papers/good.txt", "INTRODUCTION\nSmall firms go abroad.");
    let limits = ["--pdf-time", "4", "--pdf-memory", "512"];
    let begun = Instant::now();
    let ran = place.run(&[&["ingest", "papers"], &limits[..]].concat()).code(3);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(120), "{took:?}");
    let told = ran.errors();
    let number = |before: &str| -> usize {
        let line = told.lines().find_map(|line| line.strip_prefix(before));
        let digits = line.unwrap_or("0").split_whitespace().next().unwrap();
        digits.parse().unwrap()
    };
    let twice = "the same text twice, indexed once:";
    let accounted = number("read") + number(twice) + number("skipped:");
    assert_eq!(accounted, 53, "{told}");
    assert!(number("skipped:") >= 10 && number("read") >= 10, "{told}");
    assert!(!told.contains("panicked"), "{told}");
}

/// Ctrl-C reaches the readers of PDF too, as they are in the foreground with the ingest: what is begun is
/// finished and kept, and the next ingest reads the others.
#[cfg(unix)]
#[test]
fn an_interrupt_stops_an_ingest_of_pdfs_in_order() {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    let place = Workplace::new();
    let count = 40;
    for number in 0..count {
        let line = |at: usize| {
            format!("BT /F 9 Tf 50 {} Td (Paper {number}: firms go abroad.) Tj ET\n", 780 - 10 * at)
        };
        let content: String = (0..70).map(line).collect();
        place.write(&format!("papers/{number:02}.pdf"), pages(12, &content, &[]));
    }
    let child = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
        .current_dir(place.path("."))
        .args(["ingest", "papers", "--jobs", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    while !place.path("index/manifest.json").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let group = format!("-{}", child.id());
    let sent = Command::new("kill").args(["-INT", "--", &group]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.contains("stopped; run the same command again to go on"), "{told}");
    assert!(!told.contains("skipped"), "{told}");
    let again = place.run(&["ingest", "papers"]).success();
    let told = again.errors();
    let rows = place.run(&["extract", "metadata", "--format", "jsonl"]).success().json_lines();
    assert_eq!(rows.len(), count, "{told}");
}
