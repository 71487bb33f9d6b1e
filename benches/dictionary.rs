//! A codebook of the size of a sentiment dictionary against segmenting the same text once.
//!
//!     cargo bench --bench dictionary -- FOLDER_OF_PAPERS [MEGABYTES]
//!
//! makes the same corpus as the benchmark `whole` (200 MB by default, from the `.txt` papers below
//! FOLDER_OF_PAPERS) and its index, and a codebook of 5,000 patterns from the corpus' own words: 3,000
//! words, 1,000 words with a wildcard, 1,000 phrases of two words, spread over the ranks of frequency from
//! the 300th to the 40,000th, in two themes. They cover several per cent of all tokens, as dictionaries of
//! sentiment do. Then it measures, alternating,
//!
//! - *counting*: `query themes --by document` with that codebook, as a whole process;
//! - *segmenting*: sections, paragraphs, sentences and words of the same texts, which are in memory already;
//!
//! both on two threads, and gives the ratio of wall times and of processor times, which other programs on
//! the machine disturb less.

#![expect(clippy::print_stdout, reason = "its figures are its results")]

#[path = "whole/generate.rs"]
mod generate;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use leitmotif::model::{Language, SourceFormat};
use leitmotif::text::{layers, normalize, tokens};
use rustc_hash::FxHashMap;

const ROUNDS: usize = 3;
const THREADS: usize = 2;

/// Papers whose words are counted to choose the patterns.
const COUNTED: usize = 500;
/// The most frequent words are function words: no dictionary has them.
const FIRST_RANK: usize = 300;
const LAST_RANK: usize = 40_000;
/// Letters of a word that gets a wildcard.
const LONG: usize = 8;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let megabytes: usize = arguments.get(1).map_or(Ok(200), |size| size.parse())?;
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole");
    let papers = generate::corpus(&work, arguments.first().map(Path::new), megabytes)?;
    let index = work.join(format!("index-{megabytes}"));
    let mut ingest = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
    ingest.args(["ingest", "--quiet", "--index"]).arg(&index).arg(&papers);
    measured(|| run(&mut ingest))?;
    let texts: Vec<String> =
        generate::papers(&papers)?.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
    let codebook = work.join("dictionary.yaml");
    fs::write(&codebook, dictionary(&texts))?;
    let (mut counting, mut segmenting) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
        command.args(["query", "themes", "--quiet", "--by", "document", "--format", "csv"]);
        command.args(["--jobs", &THREADS.to_string()]);
        command.arg("--index").arg(&index).arg("--codebook").arg(&codebook);
        let counted = measured(|| run(&mut command))?;
        let cut = measured(|| segment(&texts))?;
        if round > 0 {
            counting.push(counted);
            segmenting.push(cut);
        }
    }
    report(&counting, &segmenting);
    Ok(())
}

fn report(counting: &[Times], segmenting: &[Times]) {
    let rows = [
        ("wall", median(counting, |times| times.wall), median(segmenting, |times| times.wall)),
        (
            "processor",
            median(counting, |times| times.processor),
            median(segmenting, |times| times.processor),
        ),
    ];
    for (name, ours, once) in rows {
        println!(
            "5,000 patterns by document {ours:6.3} s, segmenting once {once:6.3} s, share {:.3} ({name} time)",
            ours / once
        );
    }
}

fn median(times: &[Times], of: fn(&Times) -> Duration) -> f64 {
    let mut times: Vec<Duration> = times.iter().map(of).collect();
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// Cuts all texts into words and sentences.
fn segment(texts: &[String]) -> Outcome<()> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut found = 0;
                while let Some(text) =
                    texts.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    let layers = layers(text, SourceFormat::Text, Some(Language::ENGLISH));
                    found += tokens(text).count() + layers.sentences.len();
                }
                std::hint::black_box(found);
            });
        }
    });
    Ok(())
}

/// The codebook of words, wildcards and phrases.
fn dictionary(texts: &[String]) -> String {
    let (mut words, mut pairs) = (FxHashMap::default(), FxHashMap::default());
    for text in texts.iter().take(COUNTED) {
        let mut last = String::new();
        for span in tokens(text) {
            let mut norm = String::new();
            normalize(span.of(text), &mut norm);
            if norm.len() < 4 || !norm.bytes().all(|byte| byte.is_ascii_lowercase()) {
                last.clear();
                continue;
            }
            if !last.is_empty() {
                *pairs.entry(format!("{last} {norm}")).or_insert(0_u32) += 1;
            }
            *words.entry(norm.clone()).or_insert(0_u32) += 1;
            last = norm;
        }
    }
    let (words, pairs) = (by_rank(words), by_rank(pairs));
    let mut patterns = spread(&words, 3_000);
    // A wildcard in place of the last two letters, as `abandon*` is written in dictionaries.
    let long: Vec<String> = words.iter().filter(|word| word.len() >= LONG).cloned().collect();
    let stems = spread(&long, 1_000);
    patterns.extend(stems.iter().map(|word| format!("{}*", &word[..word.len() - 2])));
    patterns.extend(spread(&pairs, 1_000));
    let mut yaml = String::from("language: en\nmatch: word\nthemes:\n");
    for (theme, name) in ["positive", "negative"].into_iter().enumerate() {
        let _ = writeln!(yaml, "  {name}:");
        for pattern in patterns.iter().skip(theme).step_by(2) {
            let _ = writeln!(yaml, "    - '{pattern}'");
        }
    }
    yaml
}

/// From the most frequent on; equal ones by the alphabet.
fn by_rank(counts: FxHashMap<String, u32>) -> Vec<String> {
    let mut ranked: Vec<(String, u32)> = counts.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.into_iter().map(|(word, _)| word).collect()
}

/// So many, evenly spread over the ranks.
fn spread(ranked: &[String], count: usize) -> Vec<String> {
    let last = LAST_RANK.min(ranked.len());
    let place = |number: usize| FIRST_RANK + number * (last - FIRST_RANK) / count;
    (0..count).filter_map(|number| ranked.get(place(number)).cloned()).collect()
}

/// How long something took.
struct Times {
    wall: Duration,
    processor: Duration,
}

fn run(command: &mut Command) -> Outcome<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// Wall time, and processor time of this process and its children; the latter is zero where the system
/// does not tell.
fn measured(work: impl FnOnce() -> Outcome<()>) -> Outcome<Times> {
    let (begin, before) = (Instant::now(), processor_time());
    work()?;
    let processor = processor_time().saturating_sub(before);
    Ok(Times { wall: begin.elapsed(), processor })
}

/// Fields 14 to 17 of `/proc/self/stat`, in hundredths of a second: user and system time of the process
/// and of the children that it waited for.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(4);
    Duration::from_millis(fields.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10)
}
