//! Weights of mentions, in whole millionths: so that sums do not depend on the order of adding.

use super::{Frequency, FrequencyTable, Group};
use crate::model::{Cell, Column};

/// Millionths in one.
const MILLION: f64 = 1e6;

/// The weight of a mention by one pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight(i64);

impl Weight {
    /// The weight nearest to `weight`, to the sixth decimal place.
    ///
    /// ```
    /// use leitmotif::query::frequency::Weight;
    /// assert_eq!(Weight::new(0.1) , Weight::new(0.100_000_04));
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a cast from f64 saturates")]
    pub fn new(weight: f64) -> Self {
        Self((weight * MILLION).round() as i64)
    }

    /// In millionths.
    pub(super) const fn millionths(self) -> i64 {
        self.0
    }
}

impl Frequency {
    /// The weights of the mentions, added up.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "six decimal places of counts are kept")]
    pub fn weighted(&self) -> f64 {
        self.weight as f64 / MILLION
    }

    /// Weighted mentions per `per` tokens of the group; `None` where it has no tokens.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    pub fn weighted_rate(&self, group: &Group, per: u64) -> Option<f64> {
        (group.tokens > 0).then(|| self.weighted() * per as f64 / group.tokens as f64)
    }
}

impl FrequencyTable {
    /// The columns of weights.
    pub(super) fn weight_columns(&self) -> [Column; 2] {
        let per = self.options.per;
        let rate = format!("weights of the mentions, added up, per {per} tokens");
        [
            Column::real("weighted", 2, "weights of the mentions, added up"),
            Column::real("weighted_rate", 2, rate).hidden(),
        ]
    }

    /// The cells below them.
    pub(super) fn weight_cells(&self, frequency: Frequency, group: &Group) -> [Cell; 2] {
        let rate = frequency.weighted_rate(group, self.options.per);
        [Cell::real(frequency.weighted()), rate.map_or(Cell::Missing, Cell::real)]
    }
}
