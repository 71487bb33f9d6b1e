//! Headings of bibliographies and of what follows them, in six languages.
//!
//! A heading is a short line whose every word is a known one. It may carry a number (`7.`, `VII`),
//! mark-up (`##`, `**`), a colon, capitals, or letters set apart (`R E F E R E N C E S`).
//! Diacritics are left out before comparing, so `Bibliografía` and `BIBLIOGRAFIA` are the same.

use unicode_normalization::UnicodeNormalization;

use crate::extract::reference::split::opening;

use super::words::{AFTER, BESIDE, CORE, WHOLE};

/// Longest heading in bytes.
const LONGEST: usize = 90;

/// Whether `line` is the heading of a bibliography or of works to read besides.
pub(crate) fn is_bibliography(line: &str) -> bool {
    let line = line.trim();
    if line.len() < 6 || line.len() > LONGEST || line.ends_with([',', ';']) {
        return false;
    }
    let Some(words) = words(line) else { return false };
    if WHOLE.binary_search(&words.join(" ").as_str()).is_ok() {
        return true;
    }
    let core = |word: &str| CORE.binary_search(&word).is_ok();
    let known = |word: &String| core(word) || BESIDE.binary_search(&word.as_str()).is_ok();
    words.len() <= 8 && words.iter().any(|word| core(word)) && words.iter().all(known)
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
    let Some(first) = words.first() else { return false };
    let from = AFTER.partition_point(|phrase| *phrase < first.as_str());
    let found = AFTER[from..].iter().take_while(|phrase| phrase.starts_with(first.as_str())).any(
        |phrase| {
            let mut count = 0;
            let fits = phrase.split(' ').enumerate().all(|(index, part)| {
                count = index + 1;
                words.get(index).is_some_and(|word| *word == part || part == "#" && is_number(word))
            });
            fits && (alone || words.len() <= count + 1)
        },
    );
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
        assert!(CORE.is_sorted() && BESIDE.is_sorted() && AFTER.is_sorted() && WHOLE.is_sorted());
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
            assert!(is_bibliography(line), "{line}");
        }
        assert!(is_bibliography("Further reading"));
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
            assert!(!is_bibliography(line), "{line}");
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
