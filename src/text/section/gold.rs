//! Headings against the mark-up of published papers, where the shared gold is at hand.

use super::super::line::lines;
use super::*;

/// Counts over all papers.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    gold: usize,
    /// Right headings of the right level.
    level: usize,
    /// Bibliographies of the right kind.
    bibliographies: usize,
}

#[test]
fn headings_of_the_gold_papers_are_found() {
    measure(str::to_owned, 93, 94);
}

#[test]
fn headings_of_hard_wrapped_papers_are_found() {
    measure(wrap, 90, 90);
}

/// The text with newlines for spaces so that lines keep to 88 characters; offsets stay.
fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut width = 0;
        for word in line.split_inclusive(' ') {
            let chars = word.chars().count();
            if width > 0 && width + chars > 88 && wrapped.ends_with(' ') {
                wrapped.pop();
                wrapped.push('\n');
                width = 0;
            }
            wrapped.push_str(word);
            width += chars;
        }
    }
    wrapped
}

fn measure(change: impl Fn(&str) -> String, least_precision: usize, least_recall: usize) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/gold");
    let mut score = Score::default();
    for style in ["author-year", "numeric", "superscript"] {
        let Ok(folder) = std::fs::read_dir(format!("{root}/{style}")) else {
            println!("skipped: no ../shared/gold");
            return;
        };
        let mut paths: Vec<_> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let Some(stem) = path.to_str().and_then(|path| path.strip_suffix(".gold.json")) else {
                continue;
            };
            let gold: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let text = std::fs::read_to_string(format!("{stem}.txt")).unwrap();
            compare(&change(&text), &gold["sections"], &mut score);
        }
    }
    let Score { right, found, gold, level, bibliographies } = score;
    let (precision, recall) = (100 * right / found, 100 * right / gold);
    println!(
        "headings: {right} right of {found} found and {gold} in gold: precision {precision} %, recall {recall} %; \
         {level} of the right level; bibliography found in {bibliographies} papers"
    );
    assert!(precision >= least_precision && recall >= least_recall);
}

fn compare(text: &str, gold: &serde_json::Value, score: &mut Score) {
    let found = sections(text, &lines(text), SourceFormat::Text, &Layout::default()).sections;
    let gold: Vec<(usize, u64, bool)> = gold
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            (
                usize::try_from(section["start"].as_u64().unwrap()).unwrap(),
                section["level"].as_u64().unwrap(),
                section["reflist"].as_bool().unwrap_or_default(),
            )
        })
        .collect();
    score.gold += gold.len();
    for section in found.iter().filter(|section| section.level > 0) {
        score.found += 1;
        if let Some(&(_, level, bibliography)) =
            gold.iter().find(|gold| gold.0 == section.span.start)
        {
            score.right += 1;
            score.level += usize::from(u64::from(section.level) == level);
            score.bibliographies +=
                usize::from(bibliography && section.kind == SectionKind::References);
        }
    }
}
