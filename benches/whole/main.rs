//! Whole-process benchmark: the program against bare tantivy and ripgrep on the same files.
//!
//!     cargo bench --bench whole -- FOLDER_OF_PAPERS [MEGABYTES [queries]]
//!
//! makes a corpus of 200 MB (or MEGABYTES) from the `.txt` papers below FOLDER_OF_PAPERS (by default
//! `../shared/gold`, else `corpus`), and reports medians of alternating runs:
//!
//! - *ingest*: everything (reading, segmentation, citations, references, index) against tantivy alone
//!   with its default tokenizer, positions, stored, one document a paper, the same threads;
//! - *recount*: `query themes --by document` with a codebook of 50 patterns, as a whole process,
//!   against `rg -c` for one word in the same cached files, where ripgrep is installed;
//! - *start*: `--help`, and `index info` on the same index, as whole processes;
//! - *queries*: every command of `query` that counts or shows, on the same index and codebook, warm;
//! - the peak memory of ingest and of each query.
//!
//! With `queries` the papers are ingested once at most, and only what asks the index is measured: an index
//! that is there is taken as it is. `docs/performance.md` has figures.

#![expect(clippy::print_stdout, reason = "its figures are its results")]

mod generate;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

const ROUNDS: usize = 3;
/// Rounds of what takes milliseconds.
const QUICK_ROUNDS: usize = 20;
const THREADS: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [word, papers, index] = arguments.as_slice()
        && word == "bare-tantivy"
    {
        return index_bare(Path::new(papers), Path::new(index));
    }
    let megabytes: usize = arguments.get(1).map_or(Ok(200), |size| size.parse())?;
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole");
    let papers = generate::corpus(&work, arguments.first().map(Path::new), megabytes)?;
    if arguments.get(2).is_none_or(|part| part != "queries") {
        ingest(&work, &papers, megabytes)?;
    } else if !work.join("index").join("manifest.json").exists() {
        ingest_once(&work, &papers)?;
    }
    recount(&work, &papers)?;
    start(&work)?;
    queries(&work)
}

fn ingest_once(work: &Path, papers: &Path) -> Outcome<(Duration, u64)> {
    let index = fresh(work.join("index"))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
    command
        .args(["ingest", "--quiet", "--jobs", &THREADS.to_string(), "--index"])
        .arg(index)
        .arg(papers);
    run(&mut command)
}

fn ingest(work: &Path, papers: &Path, megabytes: usize) -> Outcome<()> {
    let (mut ours, mut bare, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let index = fresh(work.join("bare"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare-tantivy").arg(papers).arg(index);
        bare.push(run(&mut command)?.0);
        let (time, peak) = ingest_once(work, papers)?;
        ours.push(time);
        peaks.push(peak);
    }
    let (ours, bare) = (median(&mut ours), median(&mut bare));
    let rate = |time: Duration| megabytes as f64 / time.as_secs_f64();
    println!("ingest, leitmotif    {:7.2} s  {:6.1} MB/s", ours.as_secs_f64(), rate(ours));
    println!("ingest, bare tantivy {:7.2} s  {:6.1} MB/s", bare.as_secs_f64(), rate(bare));
    println!(
        "ingest, speed as a share of bare tantivy's: {:.3}",
        bare.as_secs_f64() / ours.as_secs_f64()
    );
    println!(
        "ingest, peak memory  {:7.0} MiB",
        peaks.iter().max().copied().unwrap_or(0) as f64 / 1024.0
    );
    Ok(())
}

fn recount(work: &Path, papers: &Path) -> Outcome<()> {
    let codebook = work.join("codebook.yaml");
    fs::write(&codebook, CODEBOOK)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=QUICK_ROUNDS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
        command
            .args(["query", "themes", "--quiet", "--by", "document", "--format", "csv", "--index"]);
        command.arg(work.join("index")).arg("--codebook").arg(&codebook);
        let (time, _) = run(&mut command)?;
        let mut command = Command::new("rg");
        command.args(["-c", "significant"]).arg(papers);
        let other = run(&mut command).ok();
        if round > 0 {
            ours.push(time);
            theirs.extend(other.map(|(time, _)| time));
        }
    }
    let ours = median(&mut ours);
    println!("recount of 50 patterns by document {:6.1} ms", ours.as_secs_f64() * 1000.0);
    if theirs.is_empty() {
        println!("ripgrep is not installed; no comparison");
    } else {
        let theirs = median(&mut theirs);
        println!("rg -c of one word                  {:6.1} ms", theirs.as_secs_f64() * 1000.0);
        println!(
            "recount, time as a share of ripgrep's: {:.3}",
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
    }
    Ok(())
}

/// From the start of the process to its end where there is next to nothing to do.
fn start(work: &Path) -> Outcome<()> {
    for (name, needs_index) in [("--help", false), ("index info", true)] {
        let mut times = Vec::new();
        for round in 0..=QUICK_ROUNDS {
            let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
            command.args(name.split(' '));
            if needs_index {
                command.arg("--index").arg(work.join("index"));
            }
            let (time, _) = run(&mut command)?;
            if round > 0 {
                times.push(time);
            }
        }
        println!("{name:40} {:6.1} ms", median(&mut times).as_secs_f64() * 1000.0);
    }
    Ok(())
}

/// Queries that a person waits for, each as a whole process.
fn queries(work: &Path) -> Outcome<()> {
    let halves = "document < 002";
    // Each with whether it takes a codebook.
    let queries: [(&[&str], bool); 18] = [
        (&["themes"], true),
        (&["themes", "--by", "section"], true),
        (&["themes", "--by", "year"], true),
        (&["themes", "--negation", "flag"], true),
        (&["themes", "--bootstrap"], true),
        (&["compare", "--target", halves], true),
        (&["dispersion"], true),
        (&["context", "significant", "--limit", "100"], true),
        (&["context", "--theme", "risk", "--limit", "100"], true),
        (&["evidence", "--theme", "policy", "--summary"], true),
        (&["evidence", "--summary"], true),
        (&["works", "--limit", "100"], false),
        (&["keyness", "--target", halves, "--limit", "100"], false),
        (&["keyness", "--target", halves, "--of", "themes"], true),
        (&["collocates", "risk"], true),
        (&["cooccurrence"], true),
        (&["keywords", "--limit", "100"], false),
        (&["keywords", "--of", "ngrams", "--min-frequency", "20"], false),
    ];
    for (query, uses_themes) in queries {
        let (mut times, mut peak) = (Vec::new(), 0);
        for round in 0..=ROUNDS {
            let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
            command.arg("query").args(query).args(["--quiet", "--format", "csv", "--index"]);
            command.arg(work.join("index"));
            if uses_themes {
                command.arg("--codebook").arg(work.join("codebook.yaml"));
            }
            let (time, memory) = run(&mut command)?;
            peak = peak.max(memory);
            if round > 0 {
                times.push(time);
            }
        }
        let time = median(&mut times).as_secs_f64() * 1000.0;
        println!("query {:50} {time:7.0} ms {:5.0} MiB", query.join(" "), peak as f64 / 1024.0);
    }
    Ok(())
}

/// Runs a command to its end: wall time, and peak memory in KiB where the system tells.
fn run(command: &mut Command) -> Outcome<(Duration, u64)> {
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let status = fs::read_to_string(&status_file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(500));
    };
    if status.success() {
        Ok((begin.elapsed(), peak))
    } else {
        Err(format!("{command:?} ended with {status}").into())
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn fresh(folder: PathBuf) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// What tantivy alone does with the same files: read, tokenize, index with positions, store.
fn index_bare(papers: &Path, folder: &Path) -> Outcome<()> {
    let mut schema = Schema::builder();
    let body = schema.add_text_field("body", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer = index.writer_with_num_threads(THREADS, 256 << 20)?;
    for path in generate::papers(papers)? {
        let mut document = TantivyDocument::default();
        document.add_text(body, fs::read_to_string(path)?);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// Fifty patterns: stems, exact words, wildcards, phrases, alternatives, and nearness.
const CODEBOOK: &str = r#"
codebook: Fifty patterns
language: en
match: stem
themes:
  growth: [growth, increase, expand, "develop* NEAR/4 rapid*", yield]
  risk: [risk, threat, hazard|danger, "high risk", mortality]
  method: [method, regression, "linear model", "mixed effects", sampling]
  result: [result, significant, "no difference", effect size, outcome]
  gene: [gene, express*, transcript, "wild type", mutation]
  cell: [cell, tissue, membrane, "stem cell*", culture]
  plant: [plant, leaf|leaves, root, "water stress", soil]
  people: [patient, participant, child|children, "older adult*", woman|women]
  place: [country, region, "sub-saharan africa", city, rural BEFORE/3 area]
  policy: [policy, government, "public health", cost*, intervention]
"#;
