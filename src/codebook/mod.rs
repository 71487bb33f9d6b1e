//! Codebooks: the language of themes and patterns, read from files.
//!
//! ```yaml
//! codebook: Motives for internationalisation   # title
//! language: en       # themes count in papers of this language; words are stemmed by its rules
//! match: stem        # bare words: stem (default) or word
//! spelling: written  # or both: British and American spellings are the same
//! diacritics: keep   # or ignore
//! lists:             # word lists, to be referred to and not counted
//!   denial: [no, not]
//! themes:
//!   motives:         # a mapping: themes below
//!     proactive:     # the long form, with any of its keys
//!       label: Proactive motives
//!       definition: The firm seeks an advantage abroad.
//!       include: [proactive, cheap labour|labor, {pattern: low tariff*, weight: 2}]
//!       exclude: [proactive policing]
//!       examples: [They went abroad for cheap labour.]
//!       color: "#1b9e77"
//!       weight: 1.5
//!       match: word
//!       language: en
//!       themes:      # themes below, beside own patterns
//!         scale: {include: {en: [economies of scale], es: [economías de escala]}}
//!     reactive: [reactive, "threat* NEAR/6 domestic market"]   # a list of patterns
//!   denied: ["@denial BEFORE/3 @motives"]
//! ```
//!
//! The keys of the long form are reserved: a mapping that has one of them is the long form and has
//! no others. `match`, `language`, `spelling`, `diacritics` and `weight` hold for the theme and those
//! below it. What `exclude` matches is no place for a mention of its theme or of one below it. A codebook
//! without `language` counts in papers of all languages, and its words are stemmed as English.
//!
//! Quotes belong to YAML before they belong to the pattern: exact words are written `'"exact words"'`.
//! TOML and JSON say the same with their own signs. The language of patterns, with its grammar, is
//! described in [`pattern`].
//!
//! Every mistake in a file is reported, with its place and a suggestion: see
//! [`CodebookError`].

mod exchange;
pub(crate) mod file;
pub mod pattern;
pub(crate) mod place;
mod reference;
pub(crate) mod suggest;
mod tree;
pub mod warning;

use std::path::Path;

pub use exchange::{
    CodebookFormat, LoadOptions, Loaded, Notice, NoticeKind, Notices, load, load_built_in,
    parse_any,
};
pub use file::Format;

use crate::error::{CodebookError, Error, ErrorKind, Position, Result};
use crate::model::{Codebook, Expression, Folding, Language, Matching, Pattern, Theme};
use pattern::{PatternMistake, Reading};
use place::Collector;
use reference::Names;

/// Where the built-in codebook stands in this repository.
const BUILT_IN_NAME: &str = "corpus/codebooks/internationalisation.yaml";

/// The text of a file that a person writes: a codebook, or decisions on works.
///
/// # Errors
/// Where the file cannot be read, or is no UTF-8 text, with the first byte that is none.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| Error::reading(path, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let byte = Position::Byte(error.utf8_error().valid_up_to());
        Error::new(ErrorKind::NotUtf8).at_path(path).at_position(byte)
    })
}

/// Reads the codebook in the file at `path`, of ours or of another program; [`load`] also tells what of
/// a dictionary of another program could not be taken over.
///
/// # Errors
/// As [`load`].
pub fn read(path: &Path) -> Result<Codebook> {
    Ok(load(path, &LoadOptions::default())?.codebook)
}

/// Parses the codebook in `text`; `name` is what messages call it.
///
/// ```
/// use leitmotif::codebook::{Format, parse};
/// let codebook = parse("m.yaml", "themes: {motives: {proactive: [cheap labour]}}", Format::Yaml)?;
/// assert_eq!(codebook.themes[1].path, "motives.proactive");
///
/// let error = parse("m.yaml", "themes:\n  motives:\n    inclued: [cheap]\n", Format::Yaml).unwrap_err();
/// assert_eq!((error.mistakes[0].line, error.mistakes[0].column), (3, 5));
/// assert_eq!(error.mistakes[0].suggestion.as_deref(), Some("did you mean `include`?"));
/// # Ok::<(), leitmotif::error::CodebookError>(())
/// ```
///
/// # Errors
/// With every mistake in the text.
pub fn parse(
    name: &str,
    text: &str,
    format: Format,
) -> std::result::Result<Codebook, CodebookError> {
    exchange::parse_own(name, text, format).map(|loaded| loaded.codebook)
}

/// The codebook of one theme, called `pattern`, with one pattern: for a search typed by hand.
///
/// It counts in papers of all languages; its words are stemmed by the rules of `language`.
///
/// # Errors
/// With the mistake in the pattern.
pub fn of_pattern(
    source: &str,
    language: Language,
    matching: Matching,
) -> std::result::Result<Codebook, CodebookError> {
    of_parsed(source, |reading| pattern::parse_alone(source, reading), (language, matching))
}

/// The same for a pattern that may refer to the themes and word lists of `codebook`.
///
/// # Errors
/// With the mistake in the pattern, such as a name that nothing in `codebook` has.
pub fn of_pattern_in(
    source: &str,
    language: Language,
    matching: Matching,
    codebook: &Codebook,
) -> std::result::Result<Codebook, CodebookError> {
    let names = Names { themes: &codebook.themes, lists: &codebook.lists };
    let parse = |reading| pattern::parse(source, reading, &|name| names.resolve(name));
    of_parsed(source, parse, (language, matching))
}

/// The codebook of one theme for each of several such patterns, called `pattern_1` and so on.
///
/// # Errors
/// With the mistake in the first pattern that has one.
pub fn of_patterns_in(
    sources: &[String],
    language: Language,
    matching: Matching,
    codebook: &Codebook,
) -> std::result::Result<Codebook, CodebookError> {
    let mut themes = Vec::with_capacity(sources.len());
    for (place, source) in sources.iter().enumerate() {
        let read = of_pattern_in(source, language, matching, codebook)?;
        let include = read.themes.into_iter().flat_map(|theme| theme.include).collect();
        themes.push(Theme { include, ..Theme::new(&format!("pattern_{}", place + 1), place) });
    }
    Ok(tree::codebook(None, themes, Vec::new()))
}

fn of_parsed(
    source: &str,
    parse: impl Fn(Reading) -> std::result::Result<Expression, Vec<PatternMistake>>,
    (language, matching): (Language, Matching),
) -> std::result::Result<Codebook, CodebookError> {
    let reading = Reading { matching, language, folding: Folding::default() };
    let expression = parse(reading).map_err(|found| {
        let mut mistakes = Collector::new(source);
        for mistake in found {
            mistakes.add(mistake.span, mistake.kind, mistake.suggestion);
        }
        CodebookError::new("pattern", mistakes.into_mistakes())
    })?;
    let pattern = Pattern::new(source, expression);
    let theme = Theme { include: vec![pattern], ..Theme::new("pattern", 0) };
    Ok(tree::codebook(None, vec![theme], Vec::new()))
}

/// The codebook on the internationalisation of small firms that is compiled into the program.
///
/// # Errors
/// Never in a released program: a test parses it.
pub fn built_in() -> Result<Codebook> {
    Ok(parse(BUILT_IN_NAME, built_in_text(), Format::Yaml)?)
}

/// The file of the built-in codebook, in YAML.
#[must_use]
pub const fn built_in_text() -> &'static str {
    include_str!("../../corpus/codebooks/internationalisation.yaml")
}

#[cfg(test)]
mod tests;
