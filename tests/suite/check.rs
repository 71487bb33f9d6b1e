//! `index check`: sound indexes are found sound, and damages are found, named and mended.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Ran, Workplace, corpus};

/// An index with several parts and deleted papers, beside the folder of its papers.
fn indexed() -> Workplace {
    let place = Workplace::new();
    for number in 0..12 {
        let body = format!(
            "Paper {number} speaks of proactive firms and low tariffs (Lee, {}).\n\n",
            1950 + number
        );
        let text = format!(
            "Paper {number}\n\nIntroduction\n\n{}References\n\nLee, K. (1950). Trade. Journal of Trade, 3, 1-9.\n",
            body.repeat(20)
        );
        place.write(&format!("papers/{number:02}.txt"), text);
    }
    place.run(&["ingest", "papers", "--jobs", "2"]).success();
    place.write("papers/03.txt", "Paper 3\n\nIntroduction\n\nNow it is reactive (Wu, 1999).\n");
    place.run(&["ingest", "papers"]).success();
    place
}

fn files(place: &Workplace, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path("index")).unwrap().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    files.sort();
    files
}

/// Flips a bit at a place of a file, given in percent of its length.
fn flip(file: &Path, percent: usize) {
    let mut bytes = fs::read(file).unwrap();
    let last = bytes.len() - 1;
    let at = (bytes.len() * percent / 100).min(last);
    bytes[at] ^= 0x20;
    fs::write(file, bytes).unwrap();
}

#[track_caller]
fn damaged(place: &Workplace) -> Ran {
    let ran = place.run(&["index", "check", "--format", "csv"]).code(4);
    assert!(!ran.errors().contains("panicked"), "{}", ran.errors());
    ran
}

#[test]
fn sound_indexes_are_found_sound() {
    let place = indexed();
    let ran = place.run(&["index", "check"]).success();
    assert_eq!(ran.errors(), "sound: 12 papers checked\n");
    assert_eq!(ran.results(), "");
    let fast = place.run(&["index", "check", "--fast"]).success();
    assert_eq!(fast.errors(), "sound: 12 papers checked by their files alone\n");
    place.run(&["ingest", &corpus(), "--index", "corpus", "--duplicates", "first"]).success();
    place.run(&["index", "check", "--index", "corpus"]).success();
    place.run(&["extract", "refresh", "--index", "corpus"]).success();
    place.run(&["index", "check", "--index", "corpus"]).success();
    let none = place.run(&["index", "check", "--index", "none"]).code(2);
    assert!(none.errors().contains("no index here"), "{}", none.errors());
}

#[test]
fn papers_of_every_format_are_found_sound() {
    let place = Workplace::new();
    let formats = crate::harness::repository().join("tests/formats");
    place.run(&["ingest", formats.to_str().unwrap(), "--quiet"]);
    place.run(&["index", "check"]).success();
}

#[test]
fn a_flipped_bit_in_any_file_is_found_and_its_papers_are_named() {
    for ending in ["store", "fast", "fieldnorm", "term", "idx", "pos", "del"] {
        for share in [0, 40, 100] {
            let place = indexed();
            let file = files(&place, ending).pop().unwrap_or_else(|| panic!("no .{ending}"));
            flip(&file, share);
            let ran = damaged(&place);
            let rows = ran.csv();
            let name = file.file_name().unwrap().to_str().unwrap();
            assert_eq!(rows[0]["file"], name, "{ending} at {share}");
            let of_papers: Vec<_> = rows.iter().filter(|row| !row["document"].is_empty()).collect();
            if ending == "fast" {
                assert!(rows[1]["fault"].contains("cannot be named"), "{rows:?}");
            } else {
                assert!(!of_papers.is_empty(), "{ending} at {share}: {rows:?}");
                let source = format!("papers/{}", of_papers[0]["document"]);
                assert!(of_papers[0]["remedy"].contains(&source), "{rows:?}");
            }
        }
    }
}

#[test]
fn missing_and_truncated_files_are_found() {
    for ending in ["store", "fast", "fieldnorm", "term", "idx", "pos", "del"] {
        for length in [None, Some(0), Some(1), Some(4), Some(7), Some(20)] {
            let place = indexed();
            let file = files(&place, ending).remove(0);
            match length {
                None => fs::remove_file(&file).unwrap(),
                Some(length) => {
                    let bytes = fs::read(&file).unwrap();
                    fs::write(&file, &bytes[..length]).unwrap();
                }
            }
            let rows = damaged(&place).csv();
            assert_eq!(rows[0]["file"], file.file_name().unwrap().to_str().unwrap());
            let expected = if length.is_none() { "missing" } else { "cut off" };
            assert!(rows[0]["fault"].contains(expected), "{ending} {length:?}: {rows:?}");
        }
    }
}

#[test]
fn edited_lists_are_found() {
    for (file, content, fault) in [
        ("manifest.json", "{", "the manifest is missing or damaged"),
        ("manifest.json", "{\"format\": 2, \"leitmotif\": \"0.1.0\"}", "format 2"),
        ("meta.json", "{}", "the list of the parts"),
        ("meta.json", "", "the list of the parts"),
        (".managed.json", "[", "the list of the files"),
    ] {
        let place = indexed();
        place.write(&format!("index/{file}"), content);
        let rows = damaged(&place).csv();
        assert_eq!(rows[0]["file"], file);
        assert!(rows[0]["fault"].contains(fault), "{file}: {rows:?}");
    }
    let place = indexed();
    fs::remove_file(place.path("index/meta.json")).unwrap();
    damaged(&place);
    let place = indexed();
    fs::remove_file(place.path("index/manifest.json")).unwrap();
    assert_eq!(damaged(&place).csv()[0]["file"], "manifest.json");
    // Fewer papers in a part than the list says.
    let place = indexed();
    let meta = fs::read_to_string(place.path("index/meta.json")).unwrap();
    assert!(meta.contains("\"max_doc\": 1,"), "no part of one paper: {meta}");
    place.write("index/meta.json", meta.replace("\"max_doc\": 1,", "\"max_doc\": 3,"));
    let rows = damaged(&place).csv();
    assert!(rows[0]["fault"].contains("of 3 papers is listed, and its files have 1"), "{rows:?}");
}

#[test]
fn a_damaged_index_is_mended_and_filled_again() {
    let ask = |place: &Workplace| {
        let query = ["query", "themes", "--by", "document", "--format", "csv"];
        place.run(&query).success().results()
    };
    for ending in ["store", "fast", "term", "del"] {
        let place = indexed();
        let expected = ask(&place);
        flip(&files(&place, ending)[0], 50);
        let ran = place.run(&["index", "check", "--mend"]).code(4);
        assert!(ran.errors().contains("ingest the papers again"), "{}", ran.errors());
        let ran = place.run(&["index", "check"]).success();
        assert!(!ran.errors().contains("12 papers"), "{}", ran.errors());
        place.run(&["ingest", "papers"]).success();
        place.run(&["index", "check"]).success();
        assert_eq!(ask(&place), expected, "{ending}");
    }
    let place = indexed();
    let expected = ask(&place);
    place.write("index/manifest.json", "");
    place.write("index/.managed.json", "{");
    place.run(&["query", "themes"]).code(2);
    place.run(&["index", "check", "--mend"]).code(4);
    place.run(&["index", "check"]).success();
    assert_eq!(ask(&place), expected);
}

/// Damages at a hundred places, each of which must be found without a panic.
#[test]
fn damages_by_chance_are_all_found() {
    let place = indexed();
    let mut seen = BTreeSet::new();
    let mut state = 42_u64;
    let mut draw = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let all: Vec<PathBuf> = ["store", "fast", "fieldnorm", "term", "idx", "pos", "del"]
        .iter()
        .flat_map(|ending| files(&place, ending))
        .collect();
    for _ in 0..40 {
        let file = &all[draw(all.len())];
        let sound = fs::read(file).unwrap();
        let mut bytes = sound.clone();
        match draw(3) {
            0 => bytes.truncate(draw(sound.len())),
            1 => {
                let at = draw(sound.len());
                bytes[at] ^= 1 << draw(8);
            }
            _ => {
                let at = draw(sound.len());
                bytes[at..].iter_mut().for_each(|byte| *byte = byte.wrapping_add(13));
            }
        }
        fs::write(file, &bytes).unwrap();
        let rows = damaged(&place).csv();
        assert_eq!(rows[0]["file"], file.file_name().unwrap().to_str().unwrap());
        seen.insert(file.clone());
        fs::write(file, sound).unwrap();
    }
    assert!(seen.len() > 5);
    place.run(&["index", "check"]).success();
}
