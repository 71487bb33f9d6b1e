//! Names of sections and what they are for.
//!
//! The names are a data file beside the code, `data/sections.txt`, which explains itself; they are
//! ours, collected from the headings of papers in English, Indonesian, Malay, Spanish, Portuguese,
//! French, German and Italian. A heading is looked up in lower case; one that is not in the list
//! is looked up by its beginning, so that `Results and conclusions` and `Discussion of the survey`
//! have the kind of their first part.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::SectionKind;

/// Longest heading that is looked up, in bytes.
const LONGEST: usize = 120;

/// Words after which the rest of a heading only narrows what its beginning says.
const NARROWING: [&str; 34] = [
    "and", "of", "on", "for", "from", "in", "to", "with", "dan", "pada", "untuk", "dari", "y", "e",
    "de", "del", "da", "do", "des", "du", "sobre", "para", "et", "sur", "und", "der", "zur", "zu",
    "von", "or", "about", "tentang", "dalam", "im",
];

/// Words that name an appendix when a number or letter follows.
const APPENDIX: [&str; 11] = [
    "appendix",
    "lampiran",
    "anexo",
    "anhang",
    "annexe",
    "annex",
    "apêndice",
    "apéndice",
    "appendice",
    "supplement",
    "anlage",
];

/// What the name of a section says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) kind: SectionKind,
    /// Whether it names a section of the first level.
    pub(super) main: bool,
    /// Whether the whole heading is a known name, not only its beginning.
    pub(super) exact: bool,
}

/// Names that a longer heading of the bibliography may begin with.
const BIBLIOGRAPHY: [&str; 8] = [
    "references",
    "bibliography",
    "referencias",
    "referências",
    "références",
    "bibliografía",
    "daftar pustaka",
    "literaturverzeichnis",
];

/// Names of the bibliography, in lower case, that also name other things.
const VAGUE: [&str; 14] = [
    "literature",
    "sources",
    "citations",
    "fuentes",
    "fontes",
    "quellen",
    "literatur",
    "reference",
    "pustaka",
    "primary sources",
    "secondary sources",
    "further reading",
    "literatura",
    "bibliografia",
];

/// Whether a heading may be that of a bibliography, but need not be.
pub(super) fn is_vague(heading: &str) -> bool {
    VAGUE.contains(&fold(heading).as_str())
}

type Names = FxHashMap<&'static str, (SectionKind, bool)>;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for line in include_str!("../data/sections.txt").lines() {
        let mut words = line.splitn(3, ' ');
        let (Some(kind), Some(rank), Some(list)) = (words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Ok(kind) = kind.parse::<SectionKind>() else { continue };
        for name in list.split(';') {
            names.entry(name.trim()).or_insert((kind, rank == "main"));
        }
    }
    names
});

/// What a heading, without its number and mark-up, says about its section.
pub(super) fn name_of(heading: &str) -> Option<Name> {
    if heading.is_empty() || heading.len() > LONGEST {
        return None;
    }
    let folded = fold(heading);
    if let Some(name) = exact(&folded) {
        return Some(name);
    }
    if is_lettered_appendix(&folded) {
        return Some(Name { kind: SectionKind::Appendix, main: true, exact: true });
    }
    by_beginning(&folded)
}

fn exact(folded: &str) -> Option<Name> {
    NAMES.get(folded).map(|&(kind, main)| Name { kind, main, exact: true })
}

/// Lower case, plain apostrophes, `and` for `&`, single spaces, no punctuation at the ends.
fn fold(heading: &str) -> String {
    let mut folded = String::with_capacity(heading.len());
    for word in heading.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word == "&" {
            folded.push_str("and");
            continue;
        }
        for character in word.chars() {
            match character {
                '’' | '‘' => folded.push('\''),
                _ => folded.extend(character.to_lowercase()),
            }
        }
    }
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() < folded.len() { bare.to_owned() } else { folded }
}

/// `appendix a`, `lampiran 1: kuesioner`.
fn is_lettered_appendix(folded: &str) -> bool {
    let mut words = folded.split([' ', '.', ':']);
    words.next().is_some_and(|first| APPENDIX.contains(&first))
        && words.next().is_some_and(|label| {
            !label.is_empty()
                && label.len() <= 3
                && (label.len() == 1 || label.bytes().all(|b| b"0123456789ivx".contains(&b)))
        })
}

/// The longest known name that the heading begins with, where the rest narrows or goes on.
fn by_beginning(folded: &str) -> Option<Name> {
    let breaks =
        folded.char_indices().filter(|&(_, c)| matches!(c, ' ' | ',' | ':' | '/' | '–' | '—'));
    let mut found = None;
    for (at, character) in breaks {
        let rest = folded.get(at + character.len_utf8()..)?;
        let narrows = character != ' '
            || rest.starts_with(['–', '—', '-', '/', '('])
            || rest.split(' ').next().is_some_and(|word| NARROWING.contains(&word));
        let head = folded.get(..at)?;
        if narrows
            && let Some(name) = exact(head)
            && name.main
            && (name.kind != SectionKind::References || BIBLIOGRAPHY.contains(&head))
        {
            found = Some(Name { exact: false, ..name });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_file_names_a_kind_and_a_rank() {
        for line in include_str!("../data/sections.txt").lines() {
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            assert!(words[0].parse::<SectionKind>().is_ok(), "{line}");
            assert!(matches!(words[1], "main" | "part"), "{line}");
            for name in words[2].split(';') {
                assert_eq!(fold(name), name.trim().replace('’', "'"), "not as it is looked up");
            }
        }
    }

    #[test]
    fn names_in_six_languages_have_a_kind() {
        for (heading, kind) in [
            ("INTRODUCTION", SectionKind::Introduction),
            ("Literature Review", SectionKind::Background),
            ("Materials & Methods:", SectionKind::Methods),
            ("Authors’ contributions", SectionKind::Acknowledgements),
            ("HASIL DAN PEMBAHASAN", SectionKind::Results),
            ("Tinjauan Pustaka", SectionKind::Background),
            ("Daftar Pustaka", SectionKind::References),
            ("Metodología", SectionKind::Methods),
            ("Referências", SectionKind::References),
            ("Remerciements", SectionKind::Acknowledgements),
            ("Literaturverzeichnis", SectionKind::References),
            ("Appendix B: Questionnaire", SectionKind::Appendix),
        ] {
            assert_eq!(name_of(heading).map(|name| (name.kind, name.exact)), Some((kind, true)));
        }
    }

    #[test]
    fn longer_headings_have_the_kind_of_their_beginning() {
        for (heading, kind) in [
            ("Results, robustness and extensions", SectionKind::Results),
            ("Discussion of the survey", SectionKind::Discussion),
            ("Conclusion: what next?", SectionKind::Conclusion),
            ("Theoretical background and hypothesis building", SectionKind::Background),
        ] {
            assert_eq!(name_of(heading), Some(Name { kind, main: true, exact: false }));
        }
        for heading in ["Firms abroad", "Resulting trade", "", "?", "Introductory firms"] {
            assert_eq!(name_of(heading), None, "{heading}");
        }
    }
}
