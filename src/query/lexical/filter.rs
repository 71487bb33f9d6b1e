//! Which words are shown. Totals and rates always rest on all words.

use regex::Regex;

use crate::model::Language;
use crate::text::{FunctionWord, function_word, normalize};

/// Largest compiled pattern in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// Which words are left out, and what the others look like.
#[derive(Clone, Debug, Default)]
pub struct WordFilter {
    /// Languages whose function words are left out; none for no language.
    pub without_function_words: Vec<Language>,
    /// Whether words with a digit are left out.
    pub without_numbers: bool,
    like: Option<Regex>,
}

/// A pattern of words that cannot be read, with what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LikeMistake(pub String);

impl WordFilter {
    /// The same for words like `pattern`: one word with the wildcards `*` and `?`, or a regular expression
    /// between slashes that the whole word has to match. Compared without regard to capitals.
    ///
    /// # Errors
    /// Where it is neither.
    ///
    /// ```
    /// use leitmotif::query::lexical::WordFilter;
    /// let filter = WordFilter::default().like("export*").unwrap();
    /// assert!(filter.is_like("exporters") && !filter.is_like("reexport"));
    /// assert!(WordFilter::default().like("two words").is_err());
    /// ```
    pub fn like(self, pattern: &str) -> Result<Self, LikeMistake> {
        let regex = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let source = match regex {
            Some(regex) => regex.to_owned(),
            None if pattern.trim().is_empty() || pattern.contains(char::is_whitespace) => {
                let wrong =
                    format!("`{pattern}` is not one word, such as export*, or /export(er)?s/");
                return Err(LikeMistake(wrong));
            }
            None => glob(pattern),
        };
        let compiled = regex::RegexBuilder::new(&format!("^(?:{source})$"))
            .case_insensitive(true)
            .size_limit(PATTERN_SIZE)
            .build()
            .map_err(|error| {
                LikeMistake(format!("`{pattern}` is no regular expression: {error}"))
            })?;
        Ok(Self { like: Some(compiled), ..self })
    }

    /// Whether a norm is left out.
    #[must_use]
    pub fn leaves_out(&self, norm: &str) -> bool {
        let languages = &self.without_function_words;
        (self.without_numbers && is_number(norm))
            || languages.iter().any(|&of| function_word(norm, of) != FunctionWord::No)
    }

    /// Whether a norm looks as it should; all do where nothing is asked.
    #[must_use]
    pub fn is_like(&self, norm: &str) -> bool {
        self.like.as_ref().is_none_or(|like| like.is_match(norm))
    }

    /// Whether an item of one or several words is shown: it neither begins nor ends with a word that is left
    /// out, and one of its words looks as it should.
    #[must_use]
    pub fn shows(&self, item: &str) -> bool {
        let ends = [item.split(' ').next(), item.rsplit(' ').next()];
        !ends.into_iter().flatten().any(|word| self.leaves_out(word))
            && item.split(' ').any(|word| self.is_like(word))
    }
}

/// Whether a norm holds a digit.
pub(crate) fn is_number(norm: &str) -> bool {
    norm.contains(char::is_numeric)
}

/// A word with wildcards as a regular expression.
fn glob(pattern: &str) -> String {
    let mut source = String::new();
    let mut word = String::new();
    let mut norm = String::new();
    let mut flush = |word: &mut String, source: &mut String| {
        normalize(word, &mut norm);
        source.push_str(&regex::escape(&norm));
        word.clear();
    };
    for letter in pattern.chars() {
        match letter {
            '*' | '?' => {
                flush(&mut word, &mut source);
                source.push_str(if letter == '*' { ".*" } else { "." });
            }
            _ => word.push(letter),
        }
    }
    flush(&mut word, &mut source);
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_shown_by_their_ends_and_by_any_word() {
        let filter = WordFilter {
            without_function_words: vec![Language::ENGLISH],
            without_numbers: true,
            ..WordFilter::default()
        };
        assert!(filter.shows("economies of scale"));
        for hidden in ["of scale", "scale of", "2010", "in 2010", "the"] {
            assert!(!filter.shows(hidden), "{hidden}");
        }
        let like = filter.like("Sca?e").unwrap();
        assert!(like.shows("economies of scale") && !like.shows("economies"));
        assert!(WordFilter::default().shows("the"));
    }

    #[test]
    fn patterns_are_wildcards_or_regular_expressions() {
        let like = |pattern: &str| WordFilter::default().like(pattern);
        assert!(like("/(pro|re)active/").unwrap().is_like("reactive"));
        assert!(!like("active").unwrap().is_like("reactive"));
        assert!(like("a.b").unwrap().is_like("a.b") && !like("a.b").unwrap().is_like("axb"));
        assert!(like("/(/").unwrap_err().to_string().contains("no regular expression"));
        assert!(like("").is_err());
    }
}
