//! Sentences of hard cases, and what holds for any text.

use proptest::prelude::*;

use super::*;

/// Sentences marked with `|` in a line.
fn assert_split(line: &str) {
    let text = line.replace('|', " ");
    let found: Vec<&str> = sentences(&text, None).map(|span| span.of(&text)).collect();
    let expected: Vec<&str> = line.split('|').collect();
    assert_eq!(found, expected);
}

#[test]
fn abbreviations_do_not_end_a_sentence() {
    for line in [
        "Exports grew (cf. Lee et al., 2010), e.g. in Asia, i.e. abroad.|Imports fell.",
        "As Fig. 3 and Eq. (4) show, demand rose by approx. 3.5 per cent.|It fell later.",
        "See p. 23, pp. 45-7, vol. 2, no. 3, ch. V and sec. 2.1.|The rest is noise.",
        "Dr. A. B. Smith and Prof. J. Lee went to St. Petersburg.|They met Mr. Brown.",
        "Firms in the U.S. and the U.K. grew.|The U.S. Department of Trade agreed.",
        "Domestic vs. Foreign firms differ.|So do those of Acme Inc. Dhaka, which we asked.",
        "The sample is from Jan. 5 to Dec. 31.|We stopped then.",
    ] {
        assert_split(line);
    }
}

#[test]
fn abbreviations_may_end_a_sentence() {
    for line in [
        "This was shown by Lee et al.|However, others disagree.",
        "They sell shoes, bags, etc.|The rest is imported.",
        "The study was done in the U.S.|The participants were adults.",
        "It was bought by Acme Inc.|The firm grew.|Ask Acme Ltd.|Answers differ.",
        "It lasts 18 ms.|The level of soil N.|Values rise.|We thank J. Smith for help.",
        "We met at 5 p.m.|Nobody came late.",
        "The best is vitamin C.|Most firms chose plan B.|Patients agreed.",
        "This is proved in App. A.|Readers may skip it.",
        "The answer is no.|Our data agree.",
    ] {
        assert_split(line);
    }
}

#[test]
fn indonesian_sentences() {
    for line in [
        "Menurut Sari dkk. (2018), ekspor naik (hlm. 12).|Hal ini penting.",
        "Usaha kecil, menengah, dll.|Pemerintah membantu dengan modal sebesar Rp. 5 juta.",
        "Lihat Gbr. 2 dan Tabel 3.|Hasilnya jelas.",
    ] {
        assert_split(line);
    }
}

#[test]
fn spanish_portuguese_and_french_sentences() {
    for line in [
        "Las empresas, p. ej. las pymes, exportan (núm. 3, pág. 12).|¿Por qué?|Porque crecen.",
        "En EE. UU. se exporta más.|Según el Dr. Pérez, no.",
        "As empresas, p. ex. as pequenas, exportam (vol. 2, n. 3).|O Sr. Silva concorda.",
        "Les entreprises (cf. Dupont et al., 2010, p. 4) exportent.|« Elles croissent. »|M. Dupont l'a dit.",
    ] {
        assert_split(line);
    }
}

#[test]
fn german_sentences() {
    for line in [
        "Viele Firmen, z. B. Hersteller, exportieren, d. h. Waren verlassen das Land.|Das gilt u. a. Märkten.",
        "Vgl. Abb. 3 und S. 12.|Die Firmen wachsen bzw. Schrumpfen.",
        "Am 3. Mai im 19. Jahrhundert begann es.|Heute ist es anders.",
    ] {
        assert_split(line);
    }
}

#[test]
fn numbers_with_a_stop_are_ordinals_in_german() {
    let text = "Das steht im 3. Band. Es gilt für 12. Die Firma wuchs.";
    let count = |language| sentences(text, language).count();
    assert_eq!((count(Some(Language::GERMAN)), count(None)), (3, 4));
}

#[test]
fn citations_after_the_stop_belong_to_the_sentence() {
    for line in [
        "It is used.[12]|The rest is not.[3,4][5]|Nobody knows.",
        "It gave good results.12|The gain is small.13–15|Others failed.1,2",
        "This is well known. [1]|It was shown before. [2, 3] [4]|We extend it.",
        "This is well known.¹²|It was shown “before”.³|We extend it.",
        "Firms learn abroad. (Lee & Wu, 2010)|Others do not. [29, 30].|Nobody asked. (Table 1).|Why?",
        "The mean was 3.15 in 2010.|No. 3 was best.",
    ] {
        assert_split(line);
    }
}

#[test]
fn quotes_brackets_and_enumerations() {
    for line in [
        "“Why export?” they asked.|“Because we can.”|That was all.",
        "(This is a sentence.)|(See Fig. 3 for more.|It is clear.)",
        "He agreed (see Lee, 2010. The book is old) at once.|Others did not.",
        "According to (Muchtar & Qamariah, 2016)., in general, firms grow.|They do.",
        "1. The first reason is cost.|2. The second is size.",
        "A. Cost.|B. Size.|II. Time has come.",
        "There are two: 1. Cost matters; 2. Size matters.|Both hold.",
        "Table 2. Results of the survey.|Figure S3. The model (Grant No. ID0E2).",
        "It went on... and on.|Then it stopped…|Nobody … cared.",
        "Really?!|Yes.",
        "The level fell.|mRNA was lost.|α-Synuclein stayed.",
    ] {
        assert_split(line);
    }
}

#[test]
fn ideographic_stops_need_no_space() {
    let text = "企业走向国际。为什么？因为市场。";
    let found: Vec<&str> = sentences(text, None).map(|span| span.of(text)).collect();
    assert_eq!(found, ["企业走向国际。", "为什么？", "因为市场。"]);
    let text = "漢字。_Firms_。_ 漢字。”漢";
    let found: Vec<&str> = sentences(text, None).map(|span| span.of(text)).collect();
    assert_eq!(found, ["漢字。", "_Firms_。_", "漢字。”", "漢"], "a low line is part of a word");
    let text = "漢。\u{301}漢。ા漢";
    let found: Vec<&str> = sentences(text, None).map(|span| span.of(text)).collect();
    assert_eq!(found, ["漢。\u{301}", "漢。ા", "漢"], "marks belong to what they stand on");
}

#[test]
fn newlines_are_white_space() {
    for newline in ["\n", "\r\n", "\r"] {
        let text = format!("Firms grow (Abd{newline}Aziz, 2017).{newline}They export.");
        assert_eq!(sentences(&text, None).count(), 2, "{newline:?}");
    }
}

/// Boundaries as byte offsets of the sentences after the first.
fn boundaries<'a>(pieces: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut at = 0;
    let mut found: Vec<usize> = pieces
        .map(|piece| {
            at += piece.len() + 1;
            at
        })
        .collect();
    found.pop();
    found
}

#[test]
fn the_hard_cases_reach_the_floor() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/sentences/cases.txt");
    let Ok(cases) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/sentences/cases.txt");
        return;
    };
    let (mut right, mut found_all, mut gold_all) = (0, 0, 0);
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let text = line.replace('|', " ");
        let gold = boundaries(line.split('|'));
        let found: Vec<usize> = sentences(&text, None).skip(1).map(|span| span.start).collect();
        if gold != found {
            println!("differs: {line}\n  found {found:?}");
        }
        right += found.iter().filter(|at| gold.contains(at)).count();
        found_all += found.len();
        gold_all += gold.len();
    }
    let f1 = 200 * right / (found_all + gold_all).max(1);
    println!("sentence boundaries: {right} right of {gold_all}, {found_all} found");
    assert!(f1 >= 98, "F1 of boundaries is {f1} per cent");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn sentences_hold_every_character_but_white_space(text in "([a-zA-Z.!?…。(\\[)\\]\"’0-9 ,;:\n\u{a0}\u{202f}é–¹]|et al\\.|U\\.S\\.| \\[1\\]|\\(Lee, 2010\\)){0,60}") {
        let mut last = 0;
        for span in sentences(&text, None) {
            prop_assert!(span.start >= last && !span.is_empty());
            prop_assert!(text.get(span.start..span.end).is_some());
            prop_assert!(text[last..span.start].chars().all(is_space));
            prop_assert_eq!(trim_end(span.of(&text)), span.of(&text));
            last = span.end;
        }
        prop_assert!(text[last..].chars().all(is_space));
    }

    #[test]
    fn no_word_is_divided(text in "(\\PC|[a-zé漢。！.?_’*)1 \u{301}\u{a0}\n]){0,60}") {
        let found: Vec<Span> = sentences(&text, None).collect();
        for token in crate::text::tokens(&text) {
            prop_assert!(found.iter().any(|sentence| sentence.covers(token)));
        }
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for piece in ["(", "a. ", "((", "). A", "[1", ". [1] ", "...", "A.", "1. ", "? ", "x"] {
        let text = piece.repeat(1_000_000 / piece.len());
        let last = sentences(&text, None).last().unwrap();
        assert!(last.end <= text.len());
    }
}
