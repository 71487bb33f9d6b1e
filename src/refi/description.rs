//! What the description of a code says of its theme.
//!
//! Programs for qualitative data analysis know no patterns, so these stand in the description: first the
//! definition, for people, then, below a line that nobody writes by chance, what else the theme has, in the
//! words of a codebook in YAML:
//!
//! ```text
//! Lower wages abroad, or low wages at home as an advantage abroad.
//!
//! -- leitmotif --
//! label: Cheap labour
//! include:
//!   - cheap|cheaper labour|labor
//!   - wage advantage
//! exclude:
//!   - cheap labour party
//! ```
//!
//! So people read and change it there, and it can be read back. Settings that a theme takes from the one
//! above are not repeated. What a codebook says of `match`, `spelling` and `diacritics` is told from its
//! patterns, where it makes a difference.

use super::xml::one_line;
use crate::model::{Codebook, Expression, Folding, Language, Matching, Pattern, Theme, Word};

/// The line above what the description says for leitmotif.
pub const MARK: &str = "-- leitmotif --";

/// What themes take from those above.
#[derive(Clone, Copy, Default)]
struct Settings {
    language: Option<Language>,
    matching: Matching,
    folding: Folding,
}

/// The descriptions of the codes for the themes of a codebook, in its order; `names` are the names of
/// the codes.
pub(super) fn descriptions(codebook: &Codebook, names: &[String]) -> Vec<String> {
    let mut settings: Vec<Settings> = Vec::with_capacity(codebook.themes.len());
    let mut descriptions = Vec::with_capacity(codebook.themes.len());
    for (theme, name) in codebook.themes.iter().zip(names) {
        let above = theme.parent.and_then(|parent| settings.get(parent)).copied();
        let above = above.unwrap_or_default();
        let own = own_settings(theme, above);
        descriptions.push(description(theme, name, above, own));
        settings.push(own);
    }
    descriptions
}

/// The settings of a theme, as its patterns show them; those from above where they show nothing.
fn own_settings(theme: &Theme, above: Settings) -> Settings {
    let mut seen = Seen::default();
    for pattern in theme.include.iter().chain(&theme.exclude) {
        seen.expression(&pattern.expression);
        seen.bare |= !pattern.source.trim_start().starts_with('"');
    }
    let matching = match (seen.stems, seen.exact && seen.bare) {
        (true, _) => Matching::Stem,
        (false, true) => Matching::Word,
        (false, false) => above.matching,
    };
    let folding = if seen.stems || seen.exact { seen.folding } else { above.folding };
    Settings { language: theme.language.or(above.language), matching, folding }
}

/// What the patterns of a theme are made of.
#[derive(Default)]
struct Seen {
    stems: bool,
    exact: bool,
    bare: bool,
    folding: Folding,
}

impl Seen {
    fn expression(&mut self, expression: &Expression) {
        if let Expression::Word(word) = expression {
            self.word(word);
        }
        expression.parts().for_each(|part| self.expression(part));
    }

    fn word(&mut self, word: &Word) {
        match word {
            Word::Stem { .. } => self.stems = true,
            Word::Exact(_) => self.exact = true,
            Word::Loose { word, folding } => {
                self.folding.spelling |= folding.spelling;
                self.folding.diacritics |= folding.diacritics;
                self.word(word);
            }
            Word::Any | Word::Wildcard(_) | Word::Regex(_) | Word::Printed(_) => {}
        }
    }
}

fn description(theme: &Theme, name: &str, above: Settings, own: Settings) -> String {
    let mut block = String::new();
    let mut line = |key: &str, value: &str| block.push_str(&format!("{key}: {value}\n"));
    if name != theme.name {
        line("name", &scalar(&theme.name));
    }
    if let Some(label) = &theme.label {
        line("label", &scalar(label));
    }
    if let Some(language) = own.language.filter(|_| own.language != above.language) {
        line("language", &scalar(language.code()));
    }
    if own.matching != above.matching {
        line("match", if own.matching == Matching::Stem { "stem" } else { "word" });
    }
    if own.folding.spelling != above.folding.spelling {
        line("spelling", if own.folding.spelling { "both" } else { "written" });
    }
    if own.folding.diacritics != above.folding.diacritics {
        line("diacritics", if own.folding.diacritics { "ignore" } else { "keep" });
    }
    if let Some(weight) = theme.weight {
        line("weight", &weight.to_string());
    }
    block.push_str(&patterns("include", &theme.include, own.language));
    block.push_str(&patterns("exclude", &theme.exclude, own.language));
    block.push_str(&list("examples", theme.examples.iter().map(|example| scalar(example))));
    let definition = theme.definition.as_deref().map(str::trim).unwrap_or_default();
    match (definition, block.trim_end()) {
        (definition, "") => definition.to_owned(),
        ("", block) => format!("{MARK}\n{block}"),
        (definition, block) => format!("{definition}\n\n{MARK}\n{block}"),
    }
}

/// Patterns under their key; by language where any has another than its theme.
fn patterns(key: &str, patterns: &[Pattern], language: Option<Language>) -> String {
    let item = |pattern: &Pattern| {
        let source = scalar(&pattern.source);
        match pattern.weight {
            Some(weight) => format!("{{pattern: {source}, weight: {weight}}}"),
            None => source,
        }
    };
    let own = |pattern: &Pattern| pattern.language.filter(|_| pattern.language != language);
    if patterns.iter().all(|pattern| own(pattern).is_none()) {
        return list(key, patterns.iter().map(item));
    }
    let mut block = format!("{key}:\n");
    let mut languages: Vec<Language> = Vec::new();
    for pattern in patterns {
        languages.extend(pattern.language.filter(|language| !languages.contains(language)));
    }
    for language in languages {
        let of = patterns.iter().filter(|pattern| pattern.language == Some(language));
        for line in list(&scalar(language.code()), of.map(item)).lines() {
            block.push_str(&format!("  {line}\n"));
        }
    }
    block
}

fn list(key: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("  - {item}\n")).collect();
    if items.is_empty() { items } else { format!("{key}:\n{items}") }
}

/// A text as a scalar of YAML on one line, in quotes where YAML could take it for something else.
fn scalar(text: &str) -> String {
    const OTHER: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];
    let text = one_line(text);
    let is_sign = |letter: char| !letter.is_alphanumeric() && !" -_*?/.|".contains(letter);
    let plain = text.starts_with(char::is_alphabetic)
        && !text.contains(is_sign)
        && !OTHER.contains(&text.to_lowercase().as_str());
    if plain { text } else { format!("'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Format, built_in_text, parse};
    use crate::refi::code::names;

    /// The descriptions of the themes in `yaml`.
    fn of(yaml: &str) -> Vec<String> {
        let codebook = parse("m.yaml", yaml, Format::Yaml).unwrap();
        descriptions(&codebook, &names(&codebook))
    }

    /// The codebook again, from the descriptions alone.
    fn read_back(codebook: &Codebook) -> Codebook {
        let mut yaml = "themes:\n".to_owned();
        let told = descriptions(codebook, &names(codebook));
        for (place, (theme, description)) in codebook.themes.iter().zip(told).enumerate() {
            let indent = "  ".repeat(2 * theme.depth + 1);
            yaml.push_str(&format!("{indent}{}:\n", scalar(&theme.name)));
            let block = description.split_once(MARK).map(|(_, block)| block).unwrap_or_default();
            for line in block.lines().filter(|line| !line.is_empty() && !line.starts_with("name:"))
            {
                yaml.push_str(&format!("{indent}  {line}\n"));
            }
            if theme.end > place + 1 {
                yaml.push_str(&format!("{indent}  themes:\n"));
            }
        }
        parse("again.yaml", &yaml, Format::Yaml).unwrap_or_else(|error| panic!("{yaml}\n{error}"))
    }

    #[test]
    fn what_a_theme_says_is_read_back() {
        let yaml = "language: en\nmatch: word\nthemes:\n  a:\n    definition: What it is.\n    label: 'Yes'\n    \
                    weight: 2\n    include: ['\"exact words\"', '@b', 'it''s: #1', {pattern: ports, weight: 0.5}]\n    \
                    exclude: ['=AEC']\n    examples: ['A: b.']\n    themes:\n      c: {match: stem, spelling: both, \
                    diacritics: ignore, include: [labours]}\n  b:\n    include: {en: [port], es: [puerto]}\n";
        let codebook = parse("m.yaml", yaml, Format::Yaml).unwrap();
        let again = read_back(&codebook);
        assert_eq!(again.fingerprint, codebook.fingerprint);
        let built_in = parse("b.yaml", built_in_text(), Format::Yaml).unwrap();
        assert_eq!(read_back(&built_in).fingerprint, built_in.fingerprint);
    }

    #[test]
    fn a_definition_alone_has_no_mark_and_a_shared_name_is_told() {
        let told = of(
            "themes:\n  a: {definition: Why., themes: {x: [port]}}\n  b: {themes: {X: [ship]}}\n",
        );
        assert_eq!(told[0], "Why.");
        assert_eq!(told[1], format!("{MARK}\nname: x\ninclude:\n  - port"));
        assert_eq!(told[3], format!("{MARK}\nname: X\ninclude:\n  - ship"));
    }
}
