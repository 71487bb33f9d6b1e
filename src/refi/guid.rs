//! GUIDs made from what they name, so that the same thing has the same GUID in every export.

use std::fmt;

/// Sets these hashes apart from all others.
const CONTEXT: &str = "leitmotif 2026 REFI-QDA guid";

/// The same for themes.
const THEME_CONTEXT: &str = "leitmotif REFI-QDA code";

/// A UUID of version 8 (RFC 9562, section 5.8): 120 bits of a BLAKE3 hash.
///
/// ```
/// use leitmotif::refi::guid::Guid;
/// let guid = Guid::of_theme("motives.proactive").to_string();
/// assert_eq!(guid.len(), 36);
/// assert_eq!(guid.as_bytes()[14], b'8');
/// assert_eq!(guid, Guid::of_theme("motives.proactive").to_string());
/// assert_ne!(guid, Guid::of_theme("motives.reactive").to_string());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid([u8; 16]);

impl Guid {
    /// The GUID of what these parts name, the first of which says what kind of thing it is.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
        for part in parts {
            hasher.update(part.as_bytes());
            // No text holds this byte, so that parts cannot run into each other.
            hasher.update(&[0xff]);
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self::of_hash(bytes)
    }

    /// Sets version and variant.
    const fn of_hash(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x0f | 0xa0;
        Self(bytes)
    }

    /// The code of the theme with this dotted path.
    #[must_use]
    pub fn of_theme(path: &str) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] =
            blake3::derive_key(THEME_CONTEXT, path.as_bytes());
        Self::of_hash([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
    }

    /// The paper whose source has this hash.
    #[must_use]
    pub fn of_paper(hash: &str) -> Self {
        Self::of(&["paper", hash])
    }

    /// The person or program of this name that codes.
    #[must_use]
    pub fn of_coder(name: &str) -> Self {
        Self::of(&["coder", name])
    }
}

impl fmt::Display for Guid {
    /// In lower case with hyphens: `8-4-4-4-12` digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, byte) in self.0.iter().enumerate() {
            if matches!(number, 4 | 6 | 8 | 10) {
                formatter.write_str("-")?;
            }
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(Guid::of(&["ab", "c"]), Guid::of(&["a", "bc"]));
        assert_ne!(Guid::of_theme("x"), Guid::of_paper("x"));
    }

    #[test]
    fn the_form_is_that_of_a_uuid() {
        let guid = Guid::of_paper("ab12").to_string();
        let lengths: Vec<usize> = guid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(guid.chars().all(|c| c == '-' || c.is_ascii_digit() || ('a'..='f').contains(&c)));
        assert_eq!(guid.as_bytes()[19], b'a');
    }
}
