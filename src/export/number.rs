//! Numbers as text: the one place where they are formatted.
//!
//! Files carry every number in full: the shortest decimal that reads back as the same double, as
//! JSON writes it. What a person reads is rounded: so many decimals, thousands grouped by commas,
//! percentages for shares.

use crate::model::table::thousands;

/// The shortest decimal that reads back as `value`; `None` where it is not finite.
///
/// ```
/// use leitmotif::export::number::in_full;
/// assert_eq!(in_full(0.1).as_deref(), Some("0.1"));
/// assert_eq!(in_full(12.0).as_deref(), Some("12.0"));
/// assert_eq!(in_full(f64::NAN), None);
/// ```
#[must_use]
pub fn in_full(value: f64) -> Option<String> {
    value.is_finite().then(|| zmij::Buffer::new().format_finite(value).to_owned())
}

/// Writes [`in_full`]; nothing where `value` is not finite.
pub(super) fn write_in_full(value: f64, out: &mut Vec<u8>) {
    if value.is_finite() {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    }
}

/// Writes a whole number.
pub(super) fn write_whole(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// `value` to so many decimals, thousands grouped; never `-0`.
///
/// ```
/// use leitmotif::export::number::rounded;
/// assert_eq!(rounded(1234567.891, 1), "1,234,567.9");
/// assert_eq!(rounded(-0.001, 2), "0.00");
/// ```
#[must_use]
pub fn rounded(value: f64, decimals: u8) -> String {
    let plain = format!("{value:.*}", usize::from(decimals));
    let unsigned = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let is_zero = unsigned.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if plain.starts_with('-') && !is_zero { "-" } else { "" };
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    // A double beyond the range of the integers keeps its digits ungrouped.
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), thousands);
    format!("{sign}{whole}{fraction}")
}

/// A whole number with its thousands grouped.
///
/// ```
/// use leitmotif::export::number::grouped;
/// assert_eq!(grouped(1234567), "1,234,567");
/// assert_eq!(grouped(-100), "-100");
/// ```
#[must_use]
pub fn grouped(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", thousands(value.unsigned_abs()))
}

/// A share as a percentage without its sign: whole, with one decimal below 1 %.
///
/// ```
/// use leitmotif::export::number::percentage;
/// assert_eq!(percentage(0.625), "62");
/// assert_eq!(percentage(0.0023), "0.2");
/// assert_eq!(percentage(1.0), "100");
/// ```
#[must_use]
pub fn percentage(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent >= 0.95 {
        format!("{percent:.0}")
    } else {
        format!("{percent:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thousands_are_grouped_whatever_the_length() {
        let grouped_numbers = [0, 7, 999, 1_000, -1_000, 12_345, 1_000_000].map(grouped);
        assert_eq!(grouped_numbers, ["0", "7", "999", "1,000", "-1,000", "12,345", "1,000,000"]);
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }

    proptest! {
        #[test]
        fn a_number_in_full_reads_back_as_itself(value in proptest::num::f64::NORMAL) {
            let text = in_full(value).unwrap();
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
