//! throwaway
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "throwaway")]
use leitmotif::extract::{extract_citations, reference};
use leitmotif::model::Layers;
fn main() {
    let mut texts = Vec::new();
    for f in std::env::args().skip(1) {
        texts.push(std::fs::read_to_string(f).unwrap());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let layers = Layers::default();
    let lists: Vec<_> = texts
        .iter()
        .map(|t| {
            let b = reference::locate::bibliographies(t, &layers);
            let e: Vec<_> = b.iter().flat_map(|&s| reference::split::entries(t, s)).collect();
            (b, e)
        })
        .collect();
    for _ in 0..5 {
        let start = std::time::Instant::now();
        let mut n = 0;
        for (t, (b, e)) in texts.iter().zip(&lists) {
            n += extract_citations(t, b, e, &[]).1.len();
        }
        let s = start.elapsed().as_secs_f64();
        println!("{n} citations {:.1} MB/s", bytes as f64 / 1e6 / s);
    }
}
