//! Pages as printed, split into the first and the last, the last written out: `1021-32` is 1021 to 1032.
//!
//! Article numbers (`e0196703`, `W566`) are first pages without a last one. A last page is written out
//! only where both are plain digits, since `e56–7` and `S12–3` differ from journal to journal.

/// First and last page of a printed range.
///
/// ```
/// use leitmotif::extract::reference::pages::parse_pages;
///
/// assert_eq!(parse_pages("1021–32"), Some(("1021".into(), Some("1032".into()))));
/// assert_eq!(parse_pages("pp. e78327"), Some(("e78327".into(), None)));
/// assert_eq!(parse_pages("ff."), None);
/// ```
#[must_use]
pub fn parse_pages(printed: &str) -> Option<(String, Option<String>)> {
    let mut numbers = Numbers { rest: printed };
    let first = numbers.next()?;
    let separator = numbers.separator();
    let last = if separator { numbers.next() } else { None };
    let last = last.map(|last| written_out(first, last));
    Some((first.to_owned(), last))
}

/// The page numbers of a text in turn: digits with the letters fused to them, or Roman numerals.
struct Numbers<'t> {
    rest: &'t str,
}

impl<'t> Numbers<'t> {
    fn next(&mut self) -> Option<&'t str> {
        while !self.rest.is_empty() {
            let start = self.rest.find(|c: char| c.is_alphanumeric())?;
            self.rest = self.rest.get(start..)?;
            let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at_checked(end)?;
            self.rest = rest;
            let roman = word.chars().all(|c| "ivxlcIVXLC".contains(c));
            if word.contains(|c: char| c.is_numeric()) {
                return Some(word.trim_start_matches("pp"));
            }
            if roman {
                return Some(word);
            }
            // A letter with a space before its number: `E 12`, but not `p. 12`.
        }
        None
    }

    /// Whether a dash or a word for it comes next.
    fn separator(&self) -> bool {
        let next = self.rest.trim_start();
        next.starts_with(['-', '‐', '‑', '‒', '–', '—', '―', '−', '~', '/'])
            || ["to ", "a ", "bis ", "s/d ", "à "].iter().any(|word| next.starts_with(word))
    }
}

/// The last page with the digits that it shares with the first.
fn written_out(first: &str, last: &str) -> String {
    let digits = |page: &str| page.bytes().all(|byte| byte.is_ascii_digit());
    if digits(first) && digits(last) && last.len() < first.len() {
        let shared = first.get(..first.len() - last.len()).unwrap_or_default();
        return format!("{shared}{last}");
    }
    last.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(printed: &str) -> (String, String) {
        let (first, last) = parse_pages(printed).unwrap();
        (first, last.unwrap_or_default())
    }

    #[test]
    fn ranges_in_every_dress() {
        for (printed, first, last) in [
            ("73-93", "73", "93"),
            ("pp. 1761–1800", "1761", "1800"),
            ("110–21", "110", "121"),
            ("e56–7", "e56", "7"),
            ("W566-W570", "W566", "W570"),
            ("285 -299", "285", "299"),
            ("xii-xv", "xii", "xv"),
            ("12 bis 15", "12", "15"),
            ("2495", "2495", ""),
            ("4, 6-9", "4", ""),
            ("S. 127- 144", "127", "144"),
        ] {
            assert_eq!(pages(printed), (first.to_owned(), last.to_owned()), "{printed}");
        }
        assert_eq!(parse_pages(""), None);
    }
}
