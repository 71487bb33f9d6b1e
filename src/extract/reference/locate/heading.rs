//! Headings of bibliographies and of what follows them, in six languages.
//!
//! A heading is a short line whose every word is a known one. It may carry a number (`7.`, `VII`),
//! mark-up (`##`, `**`), a colon, capitals, or letters set apart (`R E F E R E N C E S`).
//! Diacritics are left out before comparing, so `Bibliografía` and `BIBLIOGRAFIA` are the same.

use unicode_normalization::UnicodeNormalization;

use crate::extract::reference::split::opening;

/// What a heading says about the lines after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// A bibliography: "References", "Daftar Pustaka".
    Bibliography,
    /// Works to read besides: "Further reading", "Internet resources".
    Further,
}

/// Words one of which every heading of a bibliography has.
const CORE: [&str; 33] = [
    "bibliografi",
    "bibliografia",
    "bibliografias",
    "bibliografie",
    "bibliographia",
    "bibliographie",
    "bibliographies",
    "bibliography",
    "kepustakaan",
    "literatur",
    "literatura",
    "literaturangaben",
    "literature",
    "literaturliste",
    "literaturnachweis",
    "literaturnachweise",
    "literaturverzeichnis",
    "pustaka",
    "quellen",
    "quellenverzeichnis",
    "referencces",
    "reference",
    "references",
    "referencia",
    "referencias",
    "referenser",
    "referensi",
    "referenzen",
    "rujukan",
    "schriftenverzeichnis",
    "schrifttum",
    "sumber",
    "zitate",
];

/// Words that may stand beside them.
const BESIDE: [&str; 65] = [
    "a",
    "acuan",
    "additional",
    "and",
    "annotated",
    "article",
    "bibliografica",
    "bibliograficas",
    "bibliograficos",
    "bibliographic",
    "bibliographical",
    "bibliographiques",
    "citada",
    "citadas",
    "citados",
    "cited",
    "citees",
    "consultada",
    "consultadas",
    "daftar",
    "dan",
    "data",
    "de",
    "des",
    "e",
    "et",
    "footnotes",
    "full",
    "general",
    "in",
    "key",
    "las",
    "les",
    "list",
    "lista",
    "liste",
    "main",
    "methods",
    "notas",
    "note",
    "notes",
    "of",
    "online",
    "only",
    "paper",
    "primary",
    "principal",
    "reading",
    "readings",
    "recommended",
    "s",
    "secondary",
    "select",
    "selected",
    "selective",
    "source",
    "sources",
    "star",
    "the",
    "this",
    "und",
    "verwendete",
    "works",
    "y",
    "zitierte",
];

/// Whole headings, words joined by one space.
const WHOLE: [(&str, Heading); 30] = [
    ("additional reading", Heading::Further),
    ("additional readings", Heading::Further),
    ("additional references", Heading::Further),
    ("cited works", Heading::Bibliography),
    ("daftar acuan", Heading::Bibliography),
    ("fuentes", Heading::Bibliography),
    ("fuentes consultadas", Heading::Bibliography),
    ("further reading", Heading::Further),
    ("further readings", Heading::Further),
    ("further references", Heading::Further),
    ("internet resources", Heading::Further),
    ("internet sources", Heading::Further),
    ("lecturas recomendadas", Heading::Further),
    ("lectures complementaires", Heading::Further),
    ("leituras recomendadas", Heading::Further),
    ("obras citadas", Heading::Bibliography),
    ("obras consultadas", Heading::Bibliography),
    ("online resources", Heading::Further),
    ("ouvrages cites", Heading::Bibliography),
    ("primary sources", Heading::Further),
    ("recommended reading", Heading::Further),
    ("secondary sources", Heading::Further),
    ("sources", Heading::Bibliography),
    ("suggested reading", Heading::Further),
    ("suggested readings", Heading::Further),
    ("web resources", Heading::Further),
    ("web references", Heading::Further),
    ("weiterfuhrende literatur", Heading::Further),
    ("works cited", Heading::Bibliography),
    ("works consulted", Heading::Bibliography),
];

/// Openings of headings, captions and lines that end a bibliography, words joined by one space. A
/// `#` stands for a number, a Roman number or a single letter.
const AFTER: [&str; 125] = [
    "abbildung #",
    "abbreviation",
    "abbreviations",
    "about the author",
    "about the authors",
    "abstract",
    "abstrak",
    "acknowledgement",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
    "additional file",
    "additional files",
    "additional information",
    "additional material",
    "additional supporting",
    "address for correspondence",
    "agradecimentos",
    "agradecimiento",
    "agradecimientos",
    "anexo",
    "anexos",
    "anhang",
    "annex",
    "annexe",
    "annexes",
    "apendice",
    "apendices",
    "appendices",
    "appendix",
    "author affiliations",
    "author biographies",
    "author biography",
    "author contribution",
    "author contributions",
    "author details",
    "author information",
    "author note",
    "author profile",
    "authors",
    "authors biographies",
    "authors contribution",
    "authors contributions",
    "authors information",
    "autores",
    "availability of data",
    "biodata",
    "biografi penulis",
    "biographical note",
    "biographical notes",
    "biographical sketch",
    "biographies",
    "biography",
    "cite this article",
    "competing interest",
    "competing interests",
    "conclusion",
    "conclusions",
    "conflict of interest",
    "conflicts of interest",
    "copyright",
    "correspondence",
    "corresponding author",
    "danksagung",
    "data availability",
    "declaration of",
    "declarations",
    "disclaimer",
    "disclosure",
    "discussion",
    "edited by",
    "endnotes",
    "ethics statement",
    "fig #",
    "figura #",
    "figure #",
    "figure captions",
    "figure legends",
    "figures",
    "figures and tables",
    "footnotes",
    "funding",
    "gambar #",
    "glossary",
    "how to cite",
    "introduction",
    "lampiran",
    "legends",
    "list of figures",
    "list of tables",
    "materials and methods",
    "methods",
    "notas",
    "note on contributors",
    "notes",
    "notes on contributor",
    "notes on contributors",
    "online supplementary",
    "open access",
    "orcid",
    "peer review",
    "publisher s note",
    "questionnaire",
    "received",
    "remerciements",
    "resultados",
    "results",
    "resumen",
    "resumo",
    "reviewed by",
    "sobre los autores",
    "sobre os autores",
    "supplement",
    "supplemental",
    "supplementary",
    "supporting information",
    "tabel #",
    "tabela #",
    "tabelle #",
    "tabla #",
    "table #",
    "tableau #",
    "tables",
    "tentang penulis",
    "ucapan terima kasih",
];

/// Longest heading in bytes.
const LONGEST: usize = 90;

/// Whether `line` is the heading of a bibliography, and of which kind.
pub(crate) fn of(line: &str) -> Option<Heading> {
    let line = line.trim();
    if line.len() < 6 || line.len() > LONGEST || line.ends_with([',', ';']) {
        return None;
    }
    if line.bytes().filter(|byte| *byte == b' ').count() > 24 {
        return None;
    }
    let words = words(line)?;
    let joined = words.join(" ");
    if let Some((_, heading)) = WHOLE.iter().find(|(whole, _)| *whole == joined) {
        return Some(*heading);
    }
    let core = |word: &str| CORE.binary_search(&word).is_ok();
    let known = |word: &String| core(word) || BESIDE.binary_search(&word.as_str()).is_ok();
    (words.len() <= 8 && words.iter().any(|word| core(word)) && words.iter().all(known))
        .then_some(Heading::Bibliography)
}

/// Whether a line opens what follows a bibliography: an appendix, a caption, a note on the authors.
/// `alone` says that an empty line stands before it.
pub(crate) fn ends_list(line: &str, alone: bool) -> bool {
    let line = line.trim();
    let head = opening::clip(line, 120);
    let caption = matches!(
        head.get(..3).map(str::to_ascii_lowercase).as_deref(),
        Some("fig" | "tab" | "abb" | "gam")
    );
    if !alone && line.len() > 45 || line.len() > 140 && !caption {
        return false;
    }
    let Some(words) = words(head) else { return false };
    let found = AFTER.iter().any(|phrase| {
        let mut count = 0;
        let fits = phrase.split(' ').enumerate().all(|(index, part)| {
            count = index + 1;
            words.get(index).is_some_and(|word| *word == part || part == "#" && is_number(word))
        });
        fits && (alone || words.len() <= count + 1)
    });
    // An entry may open with such a word: then it has a year soon, and more than a heading has.
    found && (caption || opening::find_year(head).is_none() || is_history(&words))
}

fn is_history(words: &[String]) -> bool {
    matches!(words.first().map(String::as_str), Some("received" | "copyright" | "cite" | "how"))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) || is_roman(word) || word.len() <= 3
}

fn is_roman(word: &str) -> bool {
    word.len() <= 5 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

/// The words of a heading in lower case without diacritics, its number left out.
fn words(line: &str) -> Option<Vec<String>> {
    let mut plain = String::with_capacity(line.len());
    for character in line.nfd() {
        if character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        } else if !is_diacritic(character) {
            plain.push(' ');
        }
    }
    let mut words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    // "R E F E R E N C E S"
    if words.len() >= 6 && words.iter().all(|word| word.chars().count() == 1) {
        return Some(vec![words.concat()]);
    }
    while words.len() > 1 {
        let first = &words[0];
        if first.bytes().all(|byte| byte.is_ascii_digit()) && first.len() <= 2 || is_roman(first) {
            words.remove(0);
        } else {
            break;
        }
    }
    (!words.is_empty()).then_some(words)
}

fn is_diacritic(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_for_the_search() {
        assert!(CORE.is_sorted() && BESIDE.is_sorted());
    }

    #[test]
    fn headings_in_six_languages_are_known() {
        for line in [
            "References",
            "REFERENCES",
            "## References",
            "7. References:",
            "VII. REFERENCES",
            "**References**",
            "R E F E R E N C E S",
            "Bibliography",
            "Works Cited",
            "Literature Cited",
            "LITERATURE CITED",
            "References and Notes",
            "References and Recommended Reading",
            "List of References",
            "Daftar Pustaka",
            "DAFTAR PUSTAKA",
            "Daftar Referensi",
            "Referensi",
            "Daftar Rujukan",
            "Referencias",
            "REFERENCIAS BIBLIOGRÁFICAS",
            "Bibliografía",
            "Literatura citada",
            "Obras citadas",
            "Referências",
            "Referências bibliográficas",
            "Bibliografia",
            "Références",
            "Références bibliographiques",
            "Bibliographie",
            "Ouvrages cités",
            "Literaturverzeichnis",
            "Literatur",
            "6 Literaturverzeichnis",
            "Quellen- und Literaturverzeichnis",
            "Quellenverzeichnis",
        ] {
            assert_eq!(of(line), Some(Heading::Bibliography), "{line}");
        }
        assert_eq!(of("Further reading"), Some(Heading::Further));
    }

    #[test]
    fn other_lines_are_no_headings_of_bibliographies() {
        for line in [
            "Literature review",
            "Tinjauan Pustaka",
            "References ........ 45",
            "Reference values",
            "References to earlier work are many.",
            "Kajian Pustaka",
            "Frame of reference",
            "",
        ] {
            assert!(of(line).is_none(), "{line}");
        }
    }

    #[test]
    fn what_follows_a_list_is_known() {
        for line in [
            "Appendix A. Questionnaire",
            "Appendix",
            "Acknowledgements",
            "About the authors",
            "Author contributions",
            "Table 1 Means and deviations of all variables in 2010",
            "Figure 2. Model",
            "Lampiran 1",
            "Anexo I",
            "Supplementary material",
            "Received 12 March 2010",
            "Anhang",
            "Agradecimientos",
            "Notes on contributors",
        ] {
            assert!(ends_list(line, true), "{line}");
        }
        assert!(!ends_list("Figueroa, J. (2010). A title.", true));
        assert!(!ends_list("Appendix of statistics. World Bank, 2010.", true));
        assert!(
            ends_list("Acknowledgements", false)
                && !ends_list("Notes on the history of trade and of firms in Asia", false)
        );
    }
}
