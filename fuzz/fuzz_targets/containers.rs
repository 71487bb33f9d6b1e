//! Any bytes as a file of many papers: each paper is handed over once, in order, or refused. The first byte
//! chooses the kind of file.
#![no_main]

use std::ops::ControlFlow;

use leitmotif::read::{Found, ReadOptions, Source, part_name, read_part, visit};
use leitmotif_fuzz::check_read;
use libfuzzer_sys::fuzz_target;

const ENDINGS: [&str; 8] = ["jsonl", "json", "csv", "tsv", "zip", "tar", "tar.gz", "jsonl.gz"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let Some(ending) = ENDINGS.get(usize::from(*choice) % ENDINGS.len()) else { return };
    let name = format!("fuzz-{}.{ending}", std::process::id());
    let path = std::env::temp_dir().join(&name);
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let source = Source { name, path };
    let options = ReadOptions::default();
    let mut last = None;
    let _ = visit(&source, &options, None, &mut |found| {
        if let Found::Paper(part) = found {
            assert!(last < Some(part.number), "papers out of order");
            last = Some(part.number);
            if let Ok(name) = part_name(&source, &part, &options) {
                assert!(name.starts_with(&source.name));
                if let Ok(document) = read_part(&name, &part, &options) {
                    check_read(&document);
                }
            }
        }
        ControlFlow::Continue(())
    });
    let _ = std::fs::remove_file(&source.path);
});
