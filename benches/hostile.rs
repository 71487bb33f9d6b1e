//! Texts that would take hours if the cost of anything grew with the square of their length: ten
//! megabytes without a break, a list of 20,000 references, a paragraph of 50,000 parentheses.
//!
//! The throughput of each should be near that of an ordinary text.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leitmotif::extract::extract;
use leitmotif::model::SourceFormat;
use leitmotif::read::read_bytes;

fn texts() -> [(&'static str, String); 4] {
    let words = "small firms go abroad for cheap labour and raw materials ";
    let entry = |number: usize| {
        let (family, year) = (["Lee", "Wu", "Park", "Oh", "Diaz"][number % 5], 1950 + number % 70);
        format!("{family}{number}, J. ({year}). On small ports. Trade, {number}, 1-9.\n\n")
    };
    let list: String = (0..20_000).map(entry).collect();
    [
        ("10 MB without a break", words.repeat(10_000_000 / words.len())),
        ("10 MB without a space", "abcdefghij".repeat(1_000_000)),
        ("20,000 references", format!("Ports grow (Lee5, 1955).\n\nReferences\n\n{list}")),
        ("50,000 parentheses", "(Lee 2003; [4] ".repeat(50_000)),
    ]
}

fn read_and_extract(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10).warm_up_time(Duration::from_millis(1));
    for (name, text) in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            bencher.iter(|| {
                let document = read_bytes("hostile.txt", SourceFormat::Text, text.as_bytes());
                black_box(document.map(|document| extract(&document)))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read_and_extract);
criterion_main!(benches);
