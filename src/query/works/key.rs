//! Names and titles folded so that spellings of one thing are equal.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::Work;

/// Words before a family name that sources write, or leave out, as they like.
const PARTICLES: [&str; 24] = [
    "van", "von", "de", "der", "den", "het", "ter", "ten", "te", "la", "le", "du", "da", "dos",
    "das", "do", "di", "del", "della", "el", "al", "bin", "ibn", "af",
];

/// The words of `text` in lower case, without accents and punctuation, joined by spaces.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii() {
            // Letters and digits at once, up to what is neither.
            let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            if word.is_empty() {
                gap |= first != '\'';
                rest = after.get(1..).unwrap_or_default();
            } else {
                separate(&mut folded, &mut gap);
                let start = folded.len();
                folded.push_str(word);
                folded.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
                rest = after;
            }
            continue;
        }
        // Marks are dropped whatever their order, so each character may be taken apart by itself.
        decompose_compatible(first, |part| {
            for letter in part.to_lowercase().filter(|_| !is_combining_mark(part)) {
                if letter.is_alphanumeric() {
                    separate(&mut folded, &mut gap);
                    folded.push(letter);
                } else if !matches!(letter, '\'' | '’' | '\u{ad}') {
                    gap = true;
                }
            }
        });
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    folded
}

/// Puts a space where there was a gap after what is there.
fn separate(folded: &mut String, gap: &mut bool) {
    if std::mem::take(gap) && !folded.is_empty() {
        folded.push(' ');
    }
}

/// The words of `text` in lower case, without accents and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A family name without leading particles, spaces and accents. A name of particles alone stays
/// whole.
pub(super) fn family(name: &str) -> String {
    let mut folded = folded(name);
    let is_particle = |word: &&str| PARTICLES.contains(word);
    let leading: usize = folded.split(' ').take_while(is_particle).map(|word| word.len() + 1).sum();
    if leading < folded.len() {
        folded.drain(..leading);
    }
    folded.retain(|character| character != ' ');
    folded
}

/// A title as its folded words, joined by spaces.
pub(super) fn title(title: &str) -> String {
    folded(title)
}

/// The words that a name of references is made of, without those that only join names.
pub(super) fn name_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.retain(|word| !matches!(word.as_str(), "and" | "et" | "al"));
    words
}

/// What a reader types to name a work.
pub(super) struct Query {
    doi: Option<String>,
    words: Vec<String>,
}

impl Query {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.trim().to_lowercase();
        let doi = lower.strip_prefix("https://doi.org/").unwrap_or(&lower);
        let doi = (doi.starts_with("10.") && doi.contains('/')).then(|| doi.to_owned());
        Self { doi, words: name_words(text) }
    }

    /// Whether this is a name of `work`.
    pub(super) fn names(&self, work: &Work) -> bool {
        if let Some(doi) = &self.doi {
            return work.doi.as_ref() == Some(doi);
        }
        let year = work.year.map(|year| year.to_string());
        let authors: Vec<_> =
            work.authors.iter().flat_map(|author| words(&author.family)).collect();
        let title = work.title.as_deref().map(words).unwrap_or_default();
        !self.words.is_empty()
            && self.words.iter().all(|word| {
                year.as_ref() == Some(word) || authors.contains(word) || title.contains(word)
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// As the text is folded letter by letter.
    fn folded_slowly(text: &str) -> String {
        let (mut folded, mut gap) = (String::new(), false);
        let letters = text.nfkd().filter(|&character| !is_combining_mark(character));
        for character in letters.flat_map(char::to_lowercase) {
            if character.is_alphanumeric() {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(character);
            } else if !matches!(character, '\'' | '’' | '\u{ad}') {
                gap = true;
            }
        }
        folded
    }

    proptest! {
        #[test]
        fn words_at_once_are_folded_as_letter_by_letter(
            text in r"([a-zA-Z0-9 '\-:.]|[é’\u{ad}İßﬁ\u{300}\u{323}Å—])*|\PC*"
        ) {
            prop_assert_eq!(folded(&text), folded_slowly(&text));
        }
    }

    #[test]
    fn spellings_of_a_name_are_equal() {
        assert_eq!(family("van der Berg"), family("Berg"));
        assert_eq!(family("O’Brien"), family("O'BRIEN"));
        assert_eq!(family("Müller"), family("Mu\u{308}ller"));
        assert_eq!(family("Abd Aziz"), "abdaziz");
        assert_eq!(family("Al"), "al");
        assert_eq!(title("The “Firm”: a café, 2nd ed."), "the firm a cafe 2nd ed");
    }
}
