//! Words that a line end divides.

use rustc_hash::FxHashSet;

use super::line::Line;

/// First parts of compounds that keep their hyphen.
const COMPOUNDING: [&str; 13] = [
    "self", "well", "cross", "long", "short", "high", "low", "large", "small", "half", "full",
    "cost", "quasi",
];

/// Words that also begin longer ones (`under-stand`, `there-fore`), which are no compounds.
const BEGINNINGS: [&str; 20] = [
    "under", "over", "there", "where", "with", "after", "some", "every", "inter", "trans", "super",
    "fore", "counter", "than", "what", "when", "like", "hand", "work", "down",
];

/// Words that follow the hyphen of a compound whose second part comes later.
const CONJUNCTIONS: [&str; 13] =
    ["and", "or", "und", "oder", "bzw.", "et", "ou", "y", "o", "e", "dan", "atau", "to"];

/// Fewest letters of the parts of a compound that only the words of the paper show.
const FEWEST_LETTERS: usize = 4;

/// The words of a paper, by which a divided word is told from a compound.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: FxHashSet<String>,
}

impl Vocabulary {
    /// The words inside of the lines, hyphenated ones also whole; not the parts of divided words.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = FxHashSet::default();
        let mut after_divided = false;
        for line in lines {
            let divided = line.text.ends_with(is_hyphen);
            let mut parts: Vec<&str> = line.text.split_whitespace().collect();
            if divided {
                parts.pop();
            }
            for word in parts.into_iter().skip(usize::from(after_divided)) {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if word.chars().count() > 1 {
                    words.insert(plain(word));
                    words.extend(word.split(is_hyphen).filter(|part| part.len() > 1).map(plain));
                }
            }
            after_divided = divided;
        }
        Self { words }
    }

    /// Adds the next line to a text, with a space between, or none where a word or an address is
    /// divided.
    ///
    /// A hyphen goes where the joined word is in the paper, or where the first part alone is no
    /// word of it; it stays where the compound is in the paper, or where both parts are and the
    /// joined word is not.
    pub(super) fn join(&self, text: &mut String, next: &str) {
        let last = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_owned();
        let first = next.split(char::is_whitespace).next().unwrap_or_default();
        if text.is_empty() {
        } else if is_address(&last)
            && (last.ends_with(['/', '-', '_', '=', '&', '?'])
                || last.ends_with('.') && !first.starts_with(char::is_uppercase))
        {
            // Addresses go on as they are.
        } else if last.ends_with(is_hyphen) && first.starts_with(is_hyphen) && first.len() > 3 {
            // Several languages write the hyphen of a compound again at the next line.
            text.pop();
        } else if last.ends_with(is_hyphen)
            && last.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && first.starts_with(char::is_alphanumeric)
        {
            if self.is_suspended(&last, first) {
                text.push(' ');
            } else if self.is_divided(&last, first) {
                text.pop();
            }
        } else if last.ends_with('–')
            && last.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
            && first.starts_with(|c: char| c.is_ascii_digit())
            || last.ends_with('/') && last.len() > 1
        {
            // Ranges and alternatives go on as they are.
        } else {
            text.push(' ');
        }
        text.push_str(next);
    }

    /// Whether the hyphen stands for a part that comes later: `intra- and interspecific`.
    fn is_suspended(&self, last: &str, first: &str) -> bool {
        CONJUNCTIONS.contains(&first) && !self.has_joined(last, first)
    }

    /// Whether the hyphen at the end of `last` only divides the word. Names with a capital inside
    /// (`LinkedIn`) must be in the paper.
    fn is_divided(&self, last: &str, first: &str) -> bool {
        if first.starts_with(char::is_lowercase) {
            !self.is_compound(last, first)
        } else {
            first.starts_with(char::is_uppercase) && self.has_joined(last, first)
        }
    }

    /// Whether the paper has the two parts as one word.
    fn has_joined(&self, last: &str, first: &str) -> bool {
        let (head, tail) = parts(last, first);
        self.words.contains(&plain(&format!("{head}{tail}")))
    }

    /// Whether the hyphen at the end of `last` belongs to the word.
    fn is_compound(&self, last: &str, first: &str) -> bool {
        let (head, tail) = parts(last, first);
        let has = |word: &str| self.words.contains(&plain(word));
        let parts = || head.rsplit(is_hyphen).next().unwrap_or(head);
        let rest = || tail.split(is_hyphen).next().unwrap_or(tail);
        if has(&format!("{}{}", parts(), rest())) {
            return false;
        }
        if head.chars().any(|c| c.is_ascii_digit()) || has(&format!("{head}-{tail}")) {
            return true;
        }
        let long = |part: &str| part.chars().count() >= FEWEST_LETTERS;
        let first = plain(parts());
        COMPOUNDING.contains(&first.as_str())
            || !BEGINNINGS.contains(&first.as_str())
                && long(parts())
                && long(rest())
                && has(parts())
                && has(rest())
    }
}

/// The letters before and after the hyphen of a line end, other hyphens included.
fn parts<'a>(last: &'a str, first: &'a str) -> (&'a str, &'a str) {
    let edge = |c: char| !c.is_alphanumeric() && !is_hyphen(c);
    let head = last.trim_end_matches(is_hyphen).rsplit(edge).next().unwrap_or_default();
    (head, first.split(edge).next().unwrap_or_default())
}

/// A word in lower case with plain hyphens.
fn plain(word: &str) -> String {
    word.to_lowercase().replace('\u{2010}', "-")
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}')
}

fn is_address(word: &str) -> bool {
    word.contains("://")
        || word.contains("www.")
        || word.contains("doi.org/")
        || word.contains("10.") && word.contains('/')
}

#[cfg(test)]
mod tests {
    use super::super::line::tests::line;
    use super::*;

    fn joined(known: &str, text: &str, next: &str) -> String {
        let lines: Vec<Line> = known.split('\n').map(|text| line(text, 0)).collect();
        let mut text = text.to_owned();
        Vocabulary::of(lines.iter()).join(&mut text, next);
        text
    }

    #[test]
    fn divided_words_are_joined_and_compounds_kept() {
        for (known, text, next, expected) in [
            (
                "internationalisation is",
                "the interna-",
                "tionalisation of",
                "the internationalisation of",
            ),
            ("", "the infor-", "mation", "the information"),
            ("low-cost labour", "of low-", "cost labour", "of low-cost labour"),
            ("case, study", "a case-", "study", "a case-study"),
            ("stand under", "under-", "stands it", "understands it"),
            ("", "of self-", "employment", "of self-employment"),
            ("", "in Anglo-", "Saxon", "in Anglo-Saxon"),
            ("", "segunda-", "-feira", "segunda-feira"),
            ("", "pp. 12–", "15", "pp. 12–15"),
            ("", "small", "firms", "small firms"),
            ("", "soft\u{2010}", "ware", "software"),
            ("", "https://doi.org/10.5555/", "abc-12", "https://doi.org/10.5555/abc-12"),
            ("", "small- and", "medium", "small- and medium"),
            ("", "of small-", "and medium-sized", "of small- and medium-sized"),
            ("a thousand of", "a thous-", "and firms", "a thousand firms"),
            ("the LinkedIn pages", "of Linked-", "In users", "of LinkedIn users"),
            ("they differ-\nently, differ", "differ-", "ently", "differently"),
        ] {
            assert_eq!(joined(known, text, next), expected);
        }
    }
}
