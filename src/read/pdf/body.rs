//! What the body of a paper looks like: its size, its weight, its leading.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::glyph::PageGlyphs;
use super::line::{Letters, Line};

/// A line is bold that has this many times the ink that the body has for the same letters.
const BOLD: f64 = 1.22;

/// Fewest letters that tell weight.
const FEWEST_LETTERS: usize = 3;

/// The type that most of a paper is set in.
#[derive(Debug)]
pub(super) struct Body {
    /// Size in points.
    pub(super) size: f64,
    /// Mean inked share of each letter.
    inks: FxHashMap<char, f64>,
}

impl Body {
    /// The most frequent size of glyphs, to a quarter of a point, and the weight of that size.
    pub(super) fn of(pages: &[PageGlyphs]) -> Self {
        let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        for glyph in glyphs() {
            *sizes.entry(quarter(glyph.size).to_bits()).or_default() += 1;
        }
        let most = sizes.iter().max_by_key(|&(_, count)| *count);
        let size = most.map_or(10.0, |(&bits, _)| f64::from_bits(bits));
        let mut sums: FxHashMap<char, (f64, f64)> = FxHashMap::default();
        for glyph in glyphs().filter(|glyph| (glyph.size - size).abs() < 0.3) {
            if let [letter] = glyph.characters[..]
                && glyph.ink > 0.0
            {
                let sum = sums.entry(letter).or_default();
                sum.0 += glyph.ink;
                sum.1 += 1.0;
            }
        }
        let inks = sums.into_iter().map(|(letter, (ink, count))| (letter, ink / count)).collect();
        Self { size, inks }
    }

    /// Whether letters have clearly more ink than in the body.
    pub(super) fn is_bolder(&self, letters: &Letters) -> bool {
        let known = letters.iter().filter_map(|&(letter, ink)| {
            let usual = self.inks.get(&letter)?;
            (ink > 0.0 && letter.is_alphanumeric()).then_some((ink, *usual))
        });
        let (count, ink, usual) = known.fold((0, 0.0, 0.0), |(count, ink, usual), (one, other)| {
            (count + 1, ink + one, usual + other)
        });
        count >= FEWEST_LETTERS && ink > BOLD * usual
    }
}

fn quarter(points: f64) -> f64 {
    (points * 4.0).round() / 4.0
}

/// How a paper's lines are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Size of the body in points.
    pub(super) size: f64,
    /// Distance of baselines in ems.
    pub(super) leading: f64,
    /// Width of most lines, in points.
    pub(super) width: f64,
}

impl Measure {
    /// The most frequent distance of lines of the body, and the upper quartile of their widths.
    pub(super) fn of(size: f64, pages: &[Vec<Line>]) -> Self {
        let is_body = |line: &&Line| (line.size - size).abs() <= 0.05 * size;
        let mut distances: BTreeMap<u64, usize> = BTreeMap::new();
        for pair in pages.iter().flat_map(|lines| lines.windows(2)) {
            let [above, below] = pair else { continue };
            let distance = (below.y - above.y) / size;
            if is_body(&above) && is_body(&below) && (0.8..3.5).contains(&distance) {
                *distances.entry(((distance * 20.0).round() / 20.0).to_bits()).or_default() += 1;
            }
        }
        let most = distances.iter().max_by_key(|&(_, count)| *count);
        let leading = most.map_or(1.2, |(&bits, _)| f64::from_bits(bits));
        let mut widths: Vec<f64> =
            pages.iter().flatten().filter(is_body).map(|line| line.x1 - line.x0).collect();
        widths.sort_by(f64::total_cmp);
        let width = widths.get(widths.len() * 3 / 4).copied().unwrap_or(400.0);
        Self { size, leading, width }
    }
}
