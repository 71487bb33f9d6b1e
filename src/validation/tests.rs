//! Judgements worked by hand.

use std::collections::BTreeMap;

use super::accuracy::accuracy;
use super::coded::{CodedRow, Codes};
use super::judge::{Judged, Truth};
use super::key::{DrawStamp, RowKey};
use super::locate::{Located, Stratum, Unit, UnitMention};
use super::reliability::{agreement, reliability};
use crate::codebook::{Format, parse};
use crate::model::{Codebook, Provenance, Span};
use crate::stats::bootstrap::Bootstrap;

const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 200, seed: 1, level: 0.95 };

fn codebook() -> Codebook {
    let text = "themes: {motives: {costs: [cheap], market: [home]}, role: [state]}";
    parse("c.yaml", text, Format::Yaml).unwrap()
}

/// Units by stratum and the themes found in each.
fn located(units: &[(u16, &[u32])], coders: usize) -> Located {
    let units: Vec<Unit> = (0_u32..)
        .zip(units)
        .map(|(sentence, &(stratum, themes))| Unit {
            document: 0,
            sentence,
            stratum,
            text: String::new(),
            surroundings: (None, None),
            mentions: themes
                .iter()
                .map(|&theme| UnitMention { theme, pattern: 0, span: Span::default() })
                .collect(),
            selected: true,
        })
        .collect();
    let rows = vec![(0..units.len()).map(Some).collect(); coders];
    let strata =
        BTreeMap::from([(0, Stratum { size: 90, drawn: 3 }), (1, Stratum { size: 6, drawn: 3 })]);
    Located { units, strata, rows, lost: Vec::new() }
}

/// Codes of `themes`, a word a unit with a letter a theme: `1`, `0`, or `.` for none.
fn codes(coder: &str, themes: &[&str], words: &str) -> Codes {
    let draw = DrawStamp::of(&Provenance::default());
    let rows = words.split(' ').map(|word| CodedRow {
        document: "a.txt".to_owned(),
        number: 1,
        key: RowKey { text: [0; 6], draw, stratum: 0, size: 1, drawn: 1 },
        codes: word.chars().map(|code| code.to_digit(10).map(|digit| digit == 1)).collect(),
    });
    let themes = themes.iter().map(|&theme| theme.to_owned()).collect();
    Codes { coder: coder.to_owned(), themes, rows: rows.collect(), passed_over: Vec::new() }
}

const THEMES: [&str; 3] = ["motives.costs", "motives.market", "role"];
const UNITS: [(u16, &[u32]); 6] =
    [(0, &[]), (0, &[]), (0, &[]), (1, &[1]), (1, &[1, 2]), (1, &[3])];

fn judged(all: &[Codes]) -> Judged {
    Judged::new(all, located(&UNITS, all.len()), &codebook())
}

#[test]
fn each_sentence_stands_for_its_part_of_the_corpus() {
    let anna = codes("anna", &THEMES, "000 100 000 100 010 001");
    let rows = accuracy(&judged(&[anna]), Truth::Each, BOOTSTRAP);
    let row = |theme: usize| rows.iter().find(|row| row.theme == theme).unwrap();
    // Costs: right once and wrong once in a stratum of 2 a sentence, missed once in one of 30.
    let costs = row(1);
    assert_eq!(costs.corpus.precision.unwrap().share, 2.0 / 4.0);
    assert_eq!(costs.corpus.recall.unwrap().share, 2.0 / 32.0);
    assert_eq!(costs.corpus.f1.unwrap().share, 4.0 / 36.0);
    assert_eq!(costs.corpus.prevalence.unwrap().share, 32.0 / 96.0);
    assert_eq!((costs.sample.total(), costs.coverage), (6.0, 1.0));
    // The theme above has whatever those below it have.
    let motives = row(0);
    assert_eq!(motives.corpus.precision.unwrap().share, 1.0);
    assert_eq!(motives.corpus.recall.unwrap().share, 4.0 / 34.0);
    assert_eq!(row(3).corpus.recall.map(|recall| recall.share), Some(1.0));
}

#[test]
fn what_is_not_coded_is_stood_for_by_the_rest_of_its_stratum() {
    let anna = codes("anna", &THEMES, "000 ... 1.. .00 010 0.1");
    let judged = judged(&[anna]);
    let rows = accuracy(&judged, Truth::Each, BOOTSTRAP);
    let row = |theme: usize| rows.iter().find(|row| row.theme == theme).unwrap();
    // Two of three are coded in each stratum: 45 and 3 a sentence.
    assert_eq!(row(1).sample.total(), 4.0);
    assert_eq!(row(1).corpus.table.second_only, 45.0);
    assert_eq!(row(1).corpus.table.first_only, 3.0);
    // Of a theme above, a yes below is a yes, and a no needs all.
    let said = &judged.coders[0].codes[0];
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(*said, [no, None, yes, None, yes, None]);
    // A stratum in which nothing is coded is no part of the result.
    let half = codes("anna", &THEMES, "... ... ... 100 010 001");
    let rows = accuracy(&self::judged(&[half]), Truth::Each, BOOTSTRAP);
    assert!(rows.iter().all(|row| row.coverage == 6.0 / 96.0), "{rows:?}");
    let table = super::accuracy::table(&rows, &codebook(), Vec::new(), Provenance::default());
    assert!(table.notes.iter().any(|note| note.contains("as little as 6 % of the corpus")));
}

#[test]
fn a_theme_is_judged_only_where_all_below_it_is_coded() {
    let anna = codes("anna", &["motives.costs"], "0 1 0 1 0 0");
    let judged = judged(&[anna]);
    assert_eq!((judged.themes.as_slice(), judged.uncoded.as_slice()), (&[1][..], &[2, 3][..]));
    // A column that a coder adds for a theme without patterns is enough for it.
    let ben = codes("ben", &["motives"], "0 1 0 1 0 0");
    let judged = self::judged(&[ben]);
    assert_eq!((judged.themes.as_slice(), judged.uncoded.as_slice()), (&[0][..], &[1, 2, 3][..]));
}

#[test]
fn several_coders_make_one_truth() {
    let all = [
        codes("anna", &["role"], "1 0 1 . 1 ."),
        codes("ben", &["role"], "1 0 0 . 0 0"),
        codes("carl", &["role"], "1 . . . 1 0"),
    ];
    let judged = judged(&all);
    let of = |truth| judged.truths(truth).remove(0).codes.remove(0);
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(of(Truth::Majority), [yes, no, None, None, yes, no]);
    assert_eq!(of(Truth::Consensus), [yes, no, None, None, None, no]);
    assert_eq!(judged.truths(Truth::Each).len(), 3);
    let raters: Vec<String> =
        reliability(&judged, BOOTSTRAP).into_iter().map(|row| row.raters).collect();
    assert_eq!(
        raters,
        [
            "anna – ben",
            "anna – carl",
            "ben – carl",
            "all coders",
            "anna – codebook",
            "ben – codebook",
            "carl – codebook"
        ]
    );
}

#[test]
fn agreement_counts_what_at_least_two_coded_and_its_interval_holds_it() {
    let all = [codes("anna", &["role"], "1 0 1 . 1 0"), codes("ben", &["role"], "1 0 0 1 1 0")];
    let judged = judged(&all);
    let raters: Vec<&[Option<bool>]> =
        judged.coders.iter().map(|rater| rater.codes[0].as_slice()).collect();
    let found = agreement(&judged, &raters, BOOTSTRAP);
    assert_eq!((found.sentences, found.agreement), (5, Some(0.8)));
    // Both yes 2, both no 2, apart 1: chance (3 · 2 + 2 · 3) / 25 = .48.
    let kappa = found.kappa.unwrap();
    assert!((kappa.value - (0.8 - 0.48) / 0.52).abs() < 1e-12);
    let (low, high) = kappa.bounds.unwrap();
    assert!(low <= kappa.value && kappa.value <= high);
    // In the corpus the sentences of the first stratum stand for 30, those of the second for 3.
    let n = 96.0;
    let chance = ((60.0 + 3.0) * (30.0 + 3.0) + (30.0 + 3.0) * (60.0 + 3.0)) / (n * n);
    let agreed = (n - 30.0) / n;
    assert!((found.corpus_kappa.unwrap().value - (agreed - chance) / (1.0 - chance)).abs() < 1e-12);
    // Alpha with several coders has its interval too.
    let three = [&judged.coders[0].codes[0][..], raters[1], raters[0]];
    let found = agreement(&judged, &three, BOOTSTRAP);
    assert_eq!(found.kappa, None);
    assert!(found.alpha.unwrap().bounds.is_some());
}
