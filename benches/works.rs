//! Speed of putting references together to works, which must stay near linear: 25,000 and four times
//! as many references, one core.
//!
//! The references are made: papers cite works by a long-tailed law, some authors are prolific in some
//! years, and one reference in four is spelt otherwise or lacks its title.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use leitmotif::model::{Layers, Person, Reference, ReferenceFields, Span, Year};
use leitmotif::query::CorpusFacts;
use leitmotif::query::works::{CitedByPaper, WorksBuilder};

/// References in a bibliography.
const LISTED: u64 = 50;

/// Numbers without order, the same for the same seed (splitmix64; Steele, Lea & Flood 2014).
fn scattered(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn word(seed: u64) -> String {
    let letters = scattered(seed).to_le_bytes();
    letters.map(|letter| char::from(b'a' + letter % 26)).iter().collect()
}

/// A reference to work number `work`, spelt in one of four ways.
fn reference(work: u64, spelling: u64) -> Reference {
    // A few authors have many works, and so have years.
    let author = scattered(work) % (1 + work / 3);
    let year = 1980 + i32::try_from(scattered(work + 1) % 40).unwrap_or(0);
    let mut title: Vec<String> = (0..6).map(|at| word(scattered(work) % 5_000 + at * 7)).collect();
    if spelling % 4 == 1 {
        title[2].pop();
    }
    let has_title = spelling % 4 != 2;
    let fields = ReferenceFields {
        authors: vec![Person { family: word(author), given: Some("A.".to_owned()) }],
        year: Some(Year { value: Some(year), letter: None, raw: year.to_string() }),
        title: has_title.then(|| title.join(" ")),
        doi: spelling.is_multiple_of(2).then(|| format!("10.1000/{work}")),
        ..ReferenceFields::default()
    };
    Reference { span: Span::default(), label: None, raw: None, fields }
}

fn papers(references: u64) -> Vec<CitedByPaper> {
    let works = references / 4;
    let paper = |paper: u64| {
        let listed = (0..LISTED).map(|at| {
            let random = scattered(paper * LISTED + at);
            // The product of two even draws has a long tail.
            let (one, two) = (random % 1_000, (random >> 20) % 1_000);
            reference(works * one * two / 1_000_000, random >> 40)
        });
        let place = u32::try_from(paper).unwrap_or(u32::MAX);
        CitedByPaper::new(place, &Layers::default(), &[], listed.collect())
    };
    (0..references / LISTED).map(paper).collect()
}

fn cluster(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("works");
    group.sample_size(10);
    for references in [25_000, 100_000] {
        let papers = papers(references);
        group.throughput(Throughput::Elements(references));
        group.bench_function(references.to_string(), |bencher| {
            bencher.iter_batched(
                || papers.clone(),
                |papers| {
                    let mut builder = WorksBuilder::new();
                    papers.into_iter().for_each(|paper| builder.push(paper));
                    black_box(builder.build(&CorpusFacts::default()))
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, cluster);
criterion_main!(benches);
