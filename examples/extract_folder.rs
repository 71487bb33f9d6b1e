//! Extracts the citations and references of every text file below a folder, for scoring:
//! `extract_folder DIR OUT` writes `OUT/citations.jsonl` and `OUT/references.jsonl`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of development")]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use leitmotif::extract::extract;
use leitmotif::model::SourceFormat;
use leitmotif::read::read_bytes;
use serde_json::json;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap();
    let output = arguments.next().unwrap();
    let create = |name: &str| {
        std::io::BufWriter::new(fs::File::create(Path::new(&output).join(name)).unwrap())
    };
    let (mut citations, mut references) = (create("citations.jsonl"), create("references.jsonl"));
    let (mut bytes, mut seconds) = (0, 0.0);
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let document = read_bytes(&name, SourceFormat::Text, &fs::read(&path).unwrap()).unwrap();
        let start = std::time::Instant::now();
        let extraction = extract(&document);
        seconds += start.elapsed().as_secs_f64();
        bytes += document.text.len();
        for citation in &extraction.citations {
            for marker in &citation.markers {
                let best = match &marker.resolution {
                    leitmotif::model::Resolution::Ambiguous(places) => places.get(..1).unwrap(),
                    other => other.references(),
                };
                let spans: Vec<_> = best
                    .iter()
                    .map(|&place| extraction.references[place].span)
                    .map(|span| json!({"start": span.start, "end": span.end}))
                    .collect();
                let row = json!({
                    "document": name, "start": marker.span.start, "end": marker.span.end,
                    "text": marker.span.of(&document.text), "style": citation.style.name(),
                    "narrative": citation.narrative, "confidence": marker.confidence,
                    "ambiguous": matches!(marker.resolution, leitmotif::model::Resolution::Ambiguous(_)),
                    "callout": citation.span.of(&document.text), "references": spans,
                });
                writeln!(citations, "{row}").unwrap();
            }
        }
        for reference in &extraction.references {
            let span = reference.span;
            let row = json!({"document": name, "start": span.start, "end": span.end,
                "raw": span.of(&document.text)});
            writeln!(references, "{row}").unwrap();
        }
    }
    println!(
        "{:.2} MB in {seconds:.2} s: {:.1} MB/s",
        f64::from(u32::try_from(bytes).unwrap()) / 1e6,
        f64::from(u32::try_from(bytes).unwrap()) / 1e6 / seconds
    );
}
