//! Axes from 0: round ticks, and how their numbers are printed.

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A part of a whole from 0 to 1, printed as a percentage.
    Share,
    /// A count.
    Count,
    /// A rate, printed to two decimals.
    Rate,
}

impl Measure {
    /// The number as it is printed beside a mark.
    ///
    /// ```
    /// use leitmotif::figure::Measure;
    /// assert_eq!(Measure::Share.printed(0.534), "53 %");
    /// assert_eq!(Measure::Count.printed(1_200.0), "1,200");
    /// assert_eq!(Measure::Rate.printed(1.5), "1.50");
    /// ```
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are small and not negative"
    )]
    pub fn printed(self, value: f64) -> String {
        match self {
            Self::Share => format!("{:.0} %", value * 100.0),
            Self::Count => crate::model::table::thousands(value.round().max(0.0) as u64),
            Self::Rate => format!("{value:.2}"),
        }
    }

    /// The number as it is printed at a tick, between ticks this far apart.
    fn at_tick(self, value: f64, step: f64) -> String {
        match self {
            Self::Rate if step >= 1.0 && step.fract() == 0.0 => format!("{value:.0}"),
            Self::Rate if step >= 0.1 => format!("{value:.1}"),
            _ => self.printed(value),
        }
    }
}

/// An axis from 0 to `end`, whose length is a number of pixels.
pub(super) struct Axis {
    pub(super) end: f64,
    length: f64,
    step: f64,
    measure: Measure,
}

impl Axis {
    /// The axis for values up to `most`, with about so many ticks.
    pub(super) fn new(measure: Measure, most: f64, length: f64, ticks: f64) -> Self {
        let most = if most > 0.0 && most.is_finite() { most } else { 1.0 };
        let least = if measure == Measure::Count { 1.0 } else { 0.0 };
        let step = round_step(most / ticks).max(least);
        let end = match measure {
            // Shares up to the whole, unless all are small.
            Measure::Share if most > 0.5 => 1.0,
            _ => (most / step).ceil() * step,
        };
        let step = if measure == Measure::Share && end >= 1.0 { 0.25 } else { step };
        Self { end, length, step, measure }
    }

    /// The distance of a value from the start in pixels.
    pub(super) fn at(&self, value: f64) -> f64 {
        (value / self.end).clamp(0.0, 1.0) * self.length
    }

    /// The ticks with their printed numbers.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let mut ticks = Vec::new();
        let mut number = 0.0;
        while number * self.step <= self.end * 1.000_001 && ticks.len() < 32 {
            let value = number * self.step;
            ticks.push((self.at(value), self.measure.at_tick(value, self.step)));
            number += 1.0;
        }
        ticks
    }
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `raw`.
fn round_step(raw: f64) -> f64 {
    let power = libm::pow(10.0, raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .map(|part| part * power)
        .find(|&step| step >= raw * 0.999_999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let numbers = |measure, most| -> Vec<String> {
            Axis::new(measure, most, 100.0, 4.0)
                .ticks()
                .into_iter()
                .map(|(_, shown)| shown)
                .collect()
        };
        assert_eq!(numbers(Measure::Share, 0.8), ["0 %", "25 %", "50 %", "75 %", "100 %"]);
        assert_eq!(numbers(Measure::Count, 3.0), ["0", "1", "2", "3"]);
        assert_eq!(numbers(Measure::Rate, 17.0), ["0", "5", "10", "15", "20"]);
        assert_eq!(numbers(Measure::Rate, 9.0), ["0.0", "2.5", "5.0", "7.5", "10.0"]);
        assert_eq!(numbers(Measure::Count, 0.0), ["0", "1"]);
        assert_eq!(numbers(Measure::Rate, f64::NAN).len(), 5);
    }
}
