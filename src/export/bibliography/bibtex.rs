//! BibTeX.
//!
//! Types and fields are those that BibTeX, biber and Zotero all read; `online`, `dataset` and
//! `software` are unknown to BibTeX's own styles, which treat them as `misc`. Text stays in UTF-8,
//! and what TeX reads as a command is escaped: no brace or backslash of a title reaches TeX as
//! such, and `--` does not become a dash. In titles that are printed in small letters, names are
//! held in braces, and so are words like `SMEs` everywhere, since styles change the case of titles.
//! DOIs, addresses and arXiv numbers are read by TeX as they are, and are written so. The first
//! lines are a remark with the provenance.
//!
//! `biblatex`, which reads and writes the format, escapes `\`, `~` and `^` as accents and line
//! breaks (version 0.12), and sorts fields by the alphabet; hence the writing here is our own, and
//! that crate reads it back in the tests.

use std::io::{self, Write};

use super::name::Name;
use super::{isbn, issn, one_line, status};
use crate::model::{Bibliography, BibliographyEntry, Person, ReferenceFields, WorkKind};

/// Writes every entry.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(bibliography: &Bibliography, out: &mut dyn Write) -> io::Result<()> {
    // Outside of entries only the sign of an entry has a meaning.
    writeln!(out, "% {}", one_line(&bibliography.provenance.to_string()).replace('@', "(at)"))?;
    for entry in &bibliography.entries {
        writeln!(out, "\n@{}{{{},", type_of(entry.fields.kind), key(&entry.key))?;
        for (name, value) in fields(entry) {
            writeln!(out, "  {name} = {{{value}}},")?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// The name of a type of entry.
const fn type_of(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article | WorkKind::News => "article",
        WorkKind::Book => "book",
        WorkKind::Chapter => "incollection",
        WorkKind::Conference => "inproceedings",
        WorkKind::Thesis => "phdthesis",
        WorkKind::Report => "techreport",
        WorkKind::Web => "online",
        WorkKind::Dataset => "dataset",
        WorkKind::Software => "software",
        WorkKind::Preprint | WorkKind::Legal | WorkKind::Other => "misc",
    }
}

/// The field for what a work of this kind appeared in.
const fn container_of(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article | WorkKind::News => "journal",
        WorkKind::Chapter | WorkKind::Conference => "booktitle",
        WorkKind::Book | WorkKind::Thesis | WorkKind::Report => "series",
        WorkKind::Web | WorkKind::Dataset | WorkKind::Software => "organization",
        WorkKind::Preprint | WorkKind::Legal | WorkKind::Other => "howpublished",
    }
}

/// The field for who published a work of this kind.
const fn publisher_of(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Thesis => "school",
        WorkKind::Report => "institution",
        _ => "publisher",
    }
}

/// The fields that are known, in the usual order, with their values escaped.
fn fields(entry: &BibliographyEntry) -> Vec<(&'static str, String)> {
    let fields = &entry.fields;
    let text = |value: &Option<String>| value.as_deref().map(escaped);
    let as_is = |value: &Option<String>| value.as_deref().map(verbatim);
    let value = fields.year.as_ref().and_then(|year| year.value);
    let year = value.map(|year| year.to_string());
    let year = year.or_else(|| status(fields.year.as_ref()).map(escaped));
    let list = [
        ("author", people(&fields.authors, fields.et_al)),
        ("title", fields.title.as_deref().map(title)),
        (container_of(fields.kind), text(&fields.container)),
        ("editor", people(&fields.editors, false)),
        ("year", year),
        ("volume", text(&fields.volume)),
        ("number", text(&fields.issue)),
        ("pages", pages(fields)),
        ("edition", text(&fields.edition)),
        (publisher_of(fields.kind), text(&fields.publisher)),
        ("address", text(&fields.place)),
        ("isbn", isbn(fields).map(escaped)),
        ("issn", issn(fields).map(escaped)),
        ("doi", as_is(&fields.doi)),
        ("eprint", as_is(&fields.arxiv)),
        ("archiveprefix", fields.arxiv.as_ref().map(|_| "arXiv".to_owned())),
        ("pmid", text(&fields.pmid)),
        ("url", as_is(&fields.url)),
        ("langid", fields.language.as_ref().and_then(|one| babel(one.code())).map(str::to_owned)),
        ("annote", Some(escaped(&entry.raw))),
    ];
    let known = |(name, value): (&'static str, Option<String>)| {
        value.filter(|value| !value.is_empty()).map(|value| (name, value))
    };
    list.into_iter().filter_map(known).collect()
}

fn pages(fields: &ReferenceFields) -> Option<String> {
    let first = fields.first_page.as_deref().map(escaped)?;
    Some(match &fields.last_page {
        Some(last) => format!("{first}--{}", escaped(last)),
        None => first,
    })
}

fn people(people: &[Person], et_al: bool) -> Option<String> {
    let mut names: Vec<String> = people.iter().map(|person| name(&Name::of(person))).collect();
    if names.is_empty() {
        return None;
    }
    names.extend(et_al.then(|| "others".to_owned()));
    Some(names.join(" and "))
}

fn name(name: &Name) -> String {
    match name {
        Name::Whole(whole) => format!("{{{}}}", escaped(whole)),
        Name::Parts { particle, family, suffix, given } => {
            // BibTeX takes words in small letters for particles, wherever they stand.
            let small = |word: &str| word.starts_with(char::is_lowercase);
            let mut text = match family.contains(' ') && family.split(' ').any(small) {
                true => format!("{{{}}}", escaped(family)),
                false => part(family),
            };
            if !particle.is_empty() {
                text = format!("{} {text}", part(particle));
            }
            if !suffix.is_empty() {
                text = format!("{text}, {}", part(suffix));
            }
            format!("{text}, {}", part(given))
        }
    }
}

/// A part of a name, held together where a comma or "and" in it would end it.
fn part(text: &str) -> String {
    let ends = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if ends { format!("{{{}}}", escaped(text)) } else { escaped(text) }
}

/// A title with the words in braces whose capitals are not to be changed.
fn title(title: &str) -> String {
    let title = one_line(title);
    let words = TitleWord::all(&title);
    let names = are_in_small_letters(&words);
    let braced = words.iter().map(|TitleWord { text, starts, capital, inner }| {
        if !(*inner || names && *capital && !*starts) {
            return escaped(text);
        }
        let letters = |letter: char| !letter.is_alphanumeric();
        let word = text.trim_matches(letters);
        let before = text.find(word).unwrap_or_default();
        let (front, rest) = text.split_at(before);
        let back = rest.get(word.len()..).unwrap_or_default();
        format!("{}{{{}}}{}", escaped(front), escaped(word), escaped(back))
    });
    braced.collect::<Vec<_>>().join(" ")
}

/// A word of a title.
struct TitleWord<'a> {
    text: &'a str,
    /// Whether it opens the title or a part of it.
    starts: bool,
    /// Whether it begins with a capital.
    capital: bool,
    /// Whether it has a capital behind its first letter.
    inner: bool,
}

impl<'a> TitleWord<'a> {
    fn all(title: &'a str) -> Vec<Self> {
        let mut starts = true;
        let words = title.split(' ').map(|text| {
            let mut letters = text.chars().filter(|character| character.is_alphabetic());
            let capital = letters.next().is_some_and(char::is_uppercase);
            let word = TitleWord { text, starts, capital, inner: letters.any(char::is_uppercase) };
            starts = text.ends_with(['.', ':', '?', '!', '–', '—']);
            word
        });
        words.collect()
    }
}

/// Whether at least half of the longer words are in small letters, of those that could be.
fn are_in_small_letters(words: &[TitleWord<'_>]) -> bool {
    let long = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count() > 3;
    let free = words.iter().filter(|word| !word.starts && !word.inner && long(word.text));
    let (small, all) =
        free.fold((0, 0), |(small, all), word| (small + usize::from(!word.capital), all + 1));
    small * 2 >= all && small > 0
}

/// Text on one line in which TeX finds no command.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = None;
    for character in one_line(text).chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' => safe.extend(['\\', character]),
            '\\' => safe.push_str("\\textbackslash{}"),
            '{' => safe.push_str("\\textbraceleft{}"),
            '}' => safe.push_str("\\textbraceright{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '\u{a0}' => safe.push('~'),
            // Two of these are one sign to TeX.
            '-' | '\'' | '`' | ',' | '<' | '>' if before == Some(character) => {
                safe.push_str("{}");
                safe.push(character);
            }
            _ => safe.push(character),
        }
        before = Some(character);
    }
    safe
}

/// An identifier or address as it is; braces, which would end the field, as addresses write them.
fn verbatim(text: &str) -> String {
    let line: String = one_line(text).split(' ').collect();
    line.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// A key without the characters that end it.
fn key(key: &str) -> String {
    let kept = |character: &char| {
        !character.is_whitespace()
            && !character.is_control()
            && !"{}(),=\"#%~\\'".contains(*character)
    };
    key.chars().filter(kept).collect()
}

/// The name by which babel, and so biblatex, knows a language.
const fn babel(code: &str) -> Option<&'static str> {
    Some(match code.as_bytes() {
        b"de" => "german",
        b"en" => "english",
        b"es" => "spanish",
        b"fr" => "french",
        b"id" => "indonesian",
        b"it" => "italian",
        b"ms" => "malay",
        b"nl" => "dutch",
        b"pl" => "polish",
        b"pt" => "portuguese",
        b"ru" => "russian",
        b"sv" => "swedish",
        b"tr" => "turkish",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tex_would_read_is_escaped() {
        assert_eq!(escaped("R&D: 5 % of $3_a #1"), "R\\&D: 5 \\% of \\$3\\_a \\#1");
        assert_eq!(
            escaped("a{b}~\\x^"),
            concat!(
                "a\\textbraceleft{}b\\textbraceright{}\\textasciitilde{}",
                "\\textbackslash{}x\\textasciicircum{}"
            )
        );
        assert_eq!(escaped("1--2\u{1b}[0m"), "1-{}-2\u{fffd}[0m");
        assert_eq!(verbatim("https://a.b/x_y%20{z}"), "https://a.b/x_y%20%7Bz%7D");
    }

    #[test]
    fn names_keep_their_capitals_in_titles() {
        assert_eq!(
            title("Costs of Nigerian SMEs: Tales of firms"),
            "Costs of {Nigerian} {SMEs}: Tales of firms"
        );
        assert_eq!(
            title("The Competitive Advantage of Nations"),
            "The Competitive Advantage of Nations"
        );
        assert_eq!(title("Trade"), "Trade");
    }

    #[test]
    fn names_are_written_so_that_bibtex_finds_their_parts() {
        let written = |family: &str, given: Option<&str>| {
            name(&Name::of(&Person { family: family.into(), given: given.map(Into::into) }))
        };
        assert_eq!(written("van der Meulen", Some("P.")), "van der Meulen, P.");
        assert_eq!(written("Ortega y Gasset", Some("J.")), "{Ortega y Gasset}, J.");
        assert_eq!(written("Smith", Some("J. Jr.")), "Smith, Jr., J.");
        assert_eq!(
            written("Ministry of Trade and Industry", None),
            "{Ministry of Trade and Industry}"
        );
    }

    #[test]
    fn keys_hold_nothing_that_ends_them() {
        assert_eq!(key("O'Brien, 2019{a}"), "OBrien2019a");
    }
}
