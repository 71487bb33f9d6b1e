//! Speed of the stages that read a paper: words, norms, sentences, layers.
//!
//! The text is that of the papers in `../shared/gold`, where that folder is, else made of a few
//! paragraphs. Run with `cargo bench --bench tokenize`; the figures are bytes of text a second on
//! one core.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leitmotif::model::SourceFormat;
use leitmotif::read::read_bytes;
use leitmotif::text::{identify, layers, normalize, sentences, tokens};

/// Most text that is measured, in bytes.
const MOST: usize = 4_000_000;

/// Papers, each as one text.
fn papers() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/author-year");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let mut papers = Vec::new();
    let mut size = 0;
    for path in paths {
        let paper = std::fs::read_to_string(path).unwrap_or_default();
        size += paper.len();
        papers.push(paper);
        if size > MOST {
            return papers;
        }
    }
    while size < MOST {
        let paper = made(papers.len());
        size += paper.len();
        papers.push(paper);
    }
    papers
}

/// A paper of about 40 kB.
fn made(seed: usize) -> String {
    let mut paper = format!("Why small firms go abroad, part {seed}\n\nAbstract\n\n");
    for section in 0..8 {
        for paragraph in 0..10 {
            let year = 1990 + (seed + section + paragraph) % 30;
            paper.push_str(&format!(
                "The firm's low-cost exports rose by 3.{paragraph} % in {year} (Lee et al., {year}; cf. Wu, 2001, \
                 p. 23). In the U.S. they fell, e.g. in services. “Cheap labour” and raw materials are named most \
                 often, as Fig. {section} shows; tariffs of 12,500 dollars are not.[12] Économies d'échelle matter \
                 too, although nobody has measured them in a sample that is large enough to be trusted.\n\n"
            ));
        }
        paper.push_str(&format!("{}. How firms learn\n\n", section + 1));
    }
    paper
}

fn measure(criterion: &mut Criterion) {
    let papers = papers();
    let size: usize = papers.iter().map(String::len).sum();
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(u64::try_from(size).unwrap_or_default()));
    group.sample_size(10);
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| papers.iter().map(|paper| tokens(paper).count()).sum::<usize>());
    });
    group.bench_function("tokens and norms", |bencher| {
        let mut norm = String::new();
        bencher.iter(|| {
            for paper in &papers {
                for token in tokens(paper) {
                    normalize(token.of(paper), &mut norm);
                    black_box(&norm);
                }
            }
        });
    });
    group.bench_function("sentences", |bencher| {
        let paragraphs: Vec<&str> = papers.iter().flat_map(|paper| paper.lines()).collect();
        bencher.iter(|| paragraphs.iter().map(|text| sentences(text, None).count()).sum::<usize>());
    });
    group.bench_function("layers", |bencher| {
        bencher.iter(|| {
            for paper in &papers {
                black_box(layers(paper, SourceFormat::Text, None));
            }
        });
    });
    group.bench_function("identify", |bencher| {
        bencher.iter(|| papers.iter().filter_map(|paper| identify(paper)).count());
    });
    group.bench_function("read_bytes", |bencher| {
        bencher.iter(|| {
            for paper in &papers {
                black_box(read_bytes("a.txt", SourceFormat::Text, paper.as_bytes()).is_ok());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
