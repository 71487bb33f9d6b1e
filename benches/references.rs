//! Speed of reference parsing: strings of several styles, one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leitmotif::extract::reference::parse::Parser;

const STRINGS: [&str; 8] = [
    "Porter, M. E. (1990). The competitive advantage of nations. Harvard Business Review, 68(2), \
     73–93. https://doi.org/10.1000/hbr.1990.12",
    "Sorbye H, Welin S, Langer SW, et al. Predictive and prognostic factors for treatment and \
     survival in 305 patients with advanced carcinoma. Ann Oncol. 2013;24(1):152-160.",
    "J. A. Smith and K. Lee, “Ultralow-threshold nanocavity laser,” Nature Photonics, vol. 5, no. 2, \
     pp. 297–300, 2011.",
    "Brickhouse, Anna. “Transatlantic vs. Hemispheric.” In The Oxford Handbook of Literature, edited \
     by Russ Castronovo, 137-159. New York: Oxford University Press, 2012.",
    "Müller, H. (2003): Die Internationalisierung kleiner Unternehmen. In: Schmidt, K.; Weber, P. \
     (Hrsg.): Handbuch Mittelstand. Wiesbaden: Gabler, S. 112–134.",
    "García López, M. J. y Pérez, A. (2015). La internacionalización de la empresa. Revista de \
     Economía Mundial, 12(3), 45-67.",
    "World Health Organization. Global status report on alcohol and health. Geneva: WHO; 2014.",
    "D. Nelson, T. Piran and S. Weinberg, Statistical Mechanics of Membranes and Surfaces (World \
     Scientific, Singapore, 1992).",
];

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("references");
    group.throughput(Throughput::Elements(STRINGS.len() as u64));
    group.bench_function("parse", |bencher| {
        let mut parser = Parser::new();
        bencher.iter(|| {
            for raw in STRINGS {
                black_box(parser.parse(black_box(raw)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
