//! The year of publication as printed: `2018a`, `n.d.`, `in press`.
//!
//! The first number of four digits from 1400 to 2099 is the year, with the one letter that follows it
//! at once. Where there is none, words that stand in its place are kept as printed.

use crate::model::Year;

/// Words in the place of a year, in lower case.
const UNDATED: [&str; 24] = [
    "n.d",
    "n. d",
    "nd",
    "s.f",
    "s. f",
    "s.d",
    "s. d",
    "o.j",
    "o. j",
    "t.t",
    "t. t",
    "in press",
    "in print",
    "forthcoming",
    "im druck",
    "im erscheinen",
    "en prensa",
    "no prelo",
    "sous presse",
    "à paraître",
    "to appear",
    "submitted",
    "accepted",
    "undated",
];

/// The year in a printed date; `None` where it holds neither a year nor words in its place.
///
/// ```
/// use leitmotif::extract::reference::dates::parse_year;
///
/// let year = parse_year("(2018a, June 3)").unwrap();
/// assert_eq!((year.value, year.letter, year.raw.as_str()), (Some(2018), Some('a'), "2018a"));
/// assert_eq!(parse_year("in press").unwrap().value, None);
/// assert_eq!(parse_year("12 May"), None);
/// ```
#[must_use]
pub fn parse_year(date: &str) -> Option<Year> {
    if let Some((at, value)) = year_in(date) {
        let after = date.get(at + 4..).unwrap_or_default();
        let letter = letter_after(after);
        let end = at + 4 + letter.map_or(0, |(skipped, _)| skipped + 1);
        let raw = date.get(at..end)?.split_whitespace().collect();
        return Some(Year { value: Some(value), letter: letter.map(|(_, one)| one), raw });
    }
    let printed = date.trim_matches(|c: char| c.is_whitespace() || "()[],;:".contains(c));
    let plain = printed.trim_end_matches('.').to_lowercase();
    UNDATED.contains(&plain.as_str()).then(|| Year {
        value: None,
        letter: None,
        raw: printed.to_owned(),
    })
}

/// The first year in a text with its place.
fn year_in(date: &str) -> Option<(usize, i32)> {
    let bytes = date.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 4 {
            let value = date.get(at..at + 4)?.parse().ok()?;
            if (1400..2100).contains(&value) {
                return Some((at, value));
            }
        }
        at += digits.max(1);
    }
    None
}

/// The letter that tells works of one year apart, and the spaces before it.
fn letter_after(after: &str) -> Option<(usize, char)> {
    let skipped = after.len() - after.trim_start_matches(' ').len();
    let mut rest = after.get(skipped..)?.chars();
    let letter = rest.next().filter(|c| matches!(c, 'a'..='l'))?;
    let alone = rest.next().is_none_or(|next| !next.is_alphanumeric());
    (alone && skipped <= 1).then_some((skipped, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(date: &str) -> Option<String> {
        parse_year(date).map(|year| year.raw)
    }

    #[test]
    fn the_first_year_counts() {
        assert_eq!(raw("May / Jun 2000").as_deref(), Some("2000"));
        assert_eq!(raw("1998/2005").as_deref(), Some("1998"));
        assert_eq!(raw("c1997b.").as_deref(), Some("1997b"));
        assert_eq!(raw("2010 a").as_deref(), Some("2010a"));
        assert_eq!(raw("12010, 3015"), None);
    }

    #[test]
    fn words_in_its_place_are_kept() {
        assert_eq!(raw("(n.d.)").as_deref(), Some("n.d."));
        assert_eq!(raw("[im Druck]").as_deref(), Some("im Druck"));
        assert_eq!(raw("April"), None);
    }
}
