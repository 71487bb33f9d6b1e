//! Words whose role in a reference is fixed: months, `eds`, `In`, `Jg.`, publishers, function words.
//!
//! The list (`lexicon.txt`) is short, since trials showed that a large dictionary of names or
//! journals adds nothing to a tagger that sees the neighbours of each word. Each role is one bit, so
//! that the roles of a segment are one `or`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::feature::hash_word;

const SOURCE: &str = include_str!("lexicon.txt");

/// The roles of a word, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(pub u32);

/// Roles in the order of their bits; the names of the lines of the list.
pub const NAMES: [&str; 32] = [
    "month",
    "editor",
    "translator",
    "in",
    "volume",
    "issue",
    "page",
    "edition",
    "publisher",
    "university",
    "place",
    "journal",
    "conference",
    "thesis",
    "report",
    "organisation",
    "conjunction",
    "etal",
    "particle",
    "access",
    "status",
    "suffix",
    "abstract",
    "software",
    "english",
    "german",
    "spanish",
    "portuguese",
    "french",
    "indonesian",
    "given",
    "",
];

impl Roles {
    /// `eds`, `Hrsg.`.
    pub const EDITOR: Self = Self(1 << 1);
    /// `translated`.
    pub const TRANSLATOR: Self = Self(1 << 2);
    /// `In`, `en`, `dalam`.
    pub const IN: Self = Self(1 << 3);
    /// `vol`, `Jg`.
    pub const VOLUME: Self = Self(1 << 4);
    /// `no`, `Heft`.
    pub const ISSUE: Self = Self(1 << 5);
    /// `pp`, `S`.
    pub const PAGE: Self = Self(1 << 6);
    /// `press`, `Verlag`.
    pub const PUBLISHER: Self = Self(1 << 8);
    /// `journal`, `Zeitschrift`.
    pub const JOURNAL: Self = Self(1 << 11);
    /// `proceedings`, `Tagung`.
    pub const CONFERENCE: Self = Self(1 << 12);
    /// `dissertation`, `skripsi`.
    pub const THESIS: Self = Self(1 << 13);
    /// `ed.`, `Auflage`.
    pub const EDITION: Self = Self(1 << 7);
    /// `university`, `Institut`.
    pub const UNIVERSITY: Self = Self(1 << 9);
    /// `and`, `und`, `dan`.
    pub const CONJUNCTION: Self = Self(1 << 16);
    /// `van`, `de la`.
    pub const PARTICLE: Self = Self(1 << 18);
    /// `in press`, `forthcoming`.
    pub const STATUS: Self = Self(1 << 20);
    /// `Jr.`, `Filho`.
    pub const SUFFIX: Self = Self(1 << 21);
    /// Common given names.
    pub const GIVEN: Self = Self(1 << 30);
    /// `report`, `Arbeitspapier`.
    pub const REPORT: Self = Self(1 << 14);
    /// `organization`, `ministry`.
    pub const ORGANISATION: Self = Self(1 << 15);
    /// Function words of the languages, in the order of [`Roles::LANGUAGES`].
    pub const FUNCTION: Self = Self(0b11_1111 << 24);
    /// Bits of the languages with the codes they stand for.
    pub const LANGUAGES: [(Self, &'static str); 6] = [
        (Self(1 << 24), "en"),
        (Self(1 << 25), "de"),
        (Self(1 << 26), "es"),
        (Self(1 << 27), "pt"),
        (Self(1 << 28), "fr"),
        (Self(1 << 29), "id"),
    ];

    /// Whether any of the roles of `other` is among these.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The roles of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Roles other than those of function words.
    #[must_use]
    pub const fn content(self) -> Self {
        Self(self.0 & !Self::FUNCTION.0)
    }
}

/// The roles of the word with this hash, as [`hash_word`] gives it.
#[must_use]
pub fn roles(word: u64) -> Roles {
    static ROLES: LazyLock<FxHashMap<u64, Roles>> = LazyLock::new(|| {
        let mut roles = FxHashMap::default();
        for line in SOURCE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let Some(bit) = NAMES.iter().position(|known| *known == name) else { continue };
            for word in words {
                let entry: &mut Roles = roles.entry(hash_word(word)).or_default();
                entry.0 |= 1 << bit;
            }
        }
        roles
    });
    ROLES.get(&word).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_roles_of_all_their_lines() {
        assert!(roles(hash_word("Hrsg")).any(Roles::EDITOR));
        assert!(roles(hash_word("en")).any(Roles::IN));
        assert!(roles(hash_word("Dissertation")).any(Roles::THESIS));
        assert_eq!(roles(hash_word("xylophone")), Roles::default());
    }

    #[test]
    fn every_line_of_the_list_is_a_known_role() {
        for line in SOURCE.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split(' ').next().unwrap();
            assert!(NAMES.contains(&name) && !name.is_empty(), "{name}");
        }
    }
}
