//! Norms folded further, where a codebook asks: without diacritics, or with British and American
//! spellings made one.
//!
//! Spellings are folded by a table of parts of words and by one rule (-ize, -yze and what is derived
//! from them become -ise, -yse). The result need not be a word: `parameter` becomes `parametre`. What
//! matters is that two spellings of one word become equal and two words do not; so pairs that are
//! different words on one side of the Atlantic (`tire` and `tyre`, `check` and `cheque`, `story` and
//! `storey`, `prize` and `prise`) are left alone. The table was written for this program from general
//! knowledge of English.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Fewest letters before -ize: keeps `size`, `seize` and `prize` as they are.
const LETTERS_BEFORE_IZE: usize = 3;

/// What may follow `iz` or `yz` in a word of one of these endings.
const AFTER_IZ: [&str; 17] = [
    "e",
    "ed",
    "es",
    "er",
    "ers",
    "ing",
    "ings",
    "ingly",
    "able",
    "ability",
    "ation",
    "ations",
    "ational",
    "ationally",
    "ationist",
    "edly",
    "ement",
];

/// `written folded` on each line; `^` and `$` are the ends of the word.
static ROWS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("spelling.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let written = ROWS.iter().map(|(written, _)| written);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(written).ok()
});

/// The norm with British and American spellings made one; wildcards stay.
///
/// ```
/// use leitmotif::text::fold_spelling;
/// assert_eq!(fold_spelling("labor"), fold_spelling("labour"));
/// assert_eq!(fold_spelling("internationalization*"), fold_spelling("internationalisation*"));
/// assert_ne!(fold_spelling("tire"), fold_spelling("tyre"));
/// ```
#[must_use]
pub fn fold_spelling(norm: &str) -> String {
    let bounded = format!("^{norm}$");
    let replaced = match FINDER.as_ref() {
        Some(finder) => {
            let folded: Vec<&str> = ROWS.iter().map(|(_, folded)| *folded).collect();
            finder.replace_all(&bounded, &folded)
        }
        None => bounded,
    };
    let mut word = replaced.trim_matches(['^', '$']).to_owned();
    if let Some(at) = place_of_z(&word) {
        word.replace_range(at..=at, "s");
    }
    word
}

/// The `z` of -ize or -yze.
fn place_of_z(word: &str) -> Option<usize> {
    word.match_indices('z').map(|(at, _)| at).find(|&at| {
        let before = word.get(..at).unwrap_or_default();
        let after = word.get(at + 1..).unwrap_or_default();
        let open = after.strip_suffix('*');
        before.ends_with(['i', 'y'])
            && before.chars().count() > LETTERS_BEFORE_IZE
            && AFTER_IZ.iter().any(|ending| match open {
                Some(open) => ending.starts_with(open),
                None => *ending == after,
            })
    })
}

/// How much of `prefix`, the beginning of a folded norm, is the beginning of every norm that folds so:
/// up to the first place where a row or the rule may have changed a letter.
#[must_use]
pub(crate) fn prefix_before_spelling(prefix: &str) -> &str {
    let changed = |at: usize| {
        let rest = prefix.get(at..).unwrap_or_default();
        let rows = ROWS.iter().filter_map(|(written, folded)| {
            let (written, folded) =
                (written.trim_matches(['^', '$']), folded.trim_matches(['^', '$']));
            let reaches = rest.starts_with(folded) || folded.starts_with(rest);
            reaches.then(|| at + common(written, folded))
        });
        let rule = (rest.starts_with("is") || rest.starts_with("ys") || matches!(rest, "i" | "y"))
            .then_some(at + 1);
        rows.chain(rule).min()
    };
    let starts = prefix.char_indices().map(|(at, _)| at);
    let end = starts.filter_map(changed).min().unwrap_or(prefix.len()).min(prefix.len());
    prefix.get(..end).unwrap_or_default()
}

/// How many bytes two ASCII strings share at their beginnings.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// The norm without diacritics; ligatures and barred letters become their usual stand-ins.
///
/// ```
/// use leitmotif::text::fold_diacritics;
/// assert_eq!(fold_diacritics("naïve"), "naive");
/// assert_eq!(fold_diacritics("łódź"), "lodz");
/// ```
#[must_use]
pub fn fold_diacritics(norm: &str) -> Cow<'_, str> {
    if norm.is_ascii() {
        return Cow::Borrowed(norm);
    }
    let mut plain = String::with_capacity(norm.len());
    for letter in norm.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            letter => plain.push(letter),
        }
    }
    // Syllables that decompose without diacritics (Hangul) are put together again.
    Cow::Owned(plain.nfc().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_spellings_fold_to_one() {
        for (british, american) in [
            ("labour", "labor"),
            ("behavioural", "behavioral"),
            ("organisations", "organizations"),
            ("analysed", "analyzed"),
            ("centres", "centers"),
            ("centred", "centered"),
            ("theatre", "theater"),
            ("catalogue", "catalog"),
            ("defence", "defense"),
            ("licences", "licenses"),
            ("modelling", "modeling"),
            ("travellers", "travelers"),
            ("fulfilment", "fulfillment"),
            ("programmes", "programs"),
            ("sceptical", "skeptical"),
            ("grey", "gray"),
            ("ageing", "aging"),
            ("judgement", "judgment"),
            ("paediatric", "pediatric"),
            ("manoeuvres", "maneuvers"),
            ("artefacts", "artifacts"),
            ("colour*", "color*"),
            ("internationalis*", "internationaliz*"),
        ] {
            assert_eq!(fold_spelling(british), fold_spelling(american), "{british}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for (one, other) in [
            ("tyre", "tire"),
            ("cheque", "check"),
            ("prise", "prize"),
            ("four", "for"),
            ("tour", "tor"),
            ("storey", "story"),
            ("organ", "organise"),
        ] {
            assert_ne!(fold_spelling(one), fold_spelling(other), "{one}");
        }
    }

    proptest! {
        #[test]
        fn the_safe_prefix_begins_every_spelling(
            start in "[a-z]{0,5}",
            row in 0_usize..ROWS.len(),
            end in "(ed|ing|ation|ization|s|al)?",
            length in 0_usize..9,
        ) {
            let word = format!("{start}{}{end}", ROWS[row].0.trim_matches(['^', '$']));
            let folded = fold_spelling(&word);
            if let Some(prefix) = folded.get(..length.min(folded.len())) {
                prop_assert!(word.starts_with(prefix_before_spelling(prefix)), "{word} {folded} {prefix}");
            }
        }
    }
}
