//! Words counted by postings and windows equal words counted one by one: `query keywords`, `keyness`,
//! `collocates`, `cooccurrence`.

use std::collections::{BTreeMap, BTreeSet};

use leitmotif::model::SectionKind;
use leitmotif::pipeline::study::Study;
use leitmotif::text::{normalize, tokens};

use crate::harness::Workplace;

type Row = BTreeMap<String, String>;

fn csv(place: &Workplace, arguments: &[&str]) -> Vec<Row> {
    place.run(&[arguments, &["--format", "csv"]].concat()).success().csv()
}

fn number(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn real(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// A sentence of the running text: its paper, and its words.
struct Sentence {
    paper: usize,
    words: Vec<String>,
}

/// The sentences of the running text of all papers, cut one by one.
fn sentences(place: &Workplace) -> Vec<Sentence> {
    let study = Study::open(&place.path("index"), 1).expect("an index");
    let papers: Vec<usize> = (0..study.papers().len()).collect();
    let read = study.with_papers(&papers, |paper, fetched| {
        let (text, layers) = (&fetched.document.text, &fetched.document.layers);
        let running = layers.sentences.iter().filter(|sentence| {
            let section = layers.section_at(sentence.start);
            section.is_none_or(|section| section.kind != SectionKind::References)
        });
        let cut = running.map(|sentence| {
            let passage = sentence.of(text);
            let words = tokens(passage).map(|token| {
                let mut norm = String::new();
                normalize(token.of(passage), &mut norm);
                norm
            });
            Sentence { paper, words: words.collect() }
        });
        cut.collect::<Vec<_>>()
    });
    read.expect("papers").into_iter().flatten().collect()
}

#[test]
fn words_and_sequences_are_those_counted_one_by_one() {
    let place = Workplace::with_corpus();
    let sentences = sentences(&place);
    for length in [1, 2, 4] {
        let mut naive: BTreeMap<String, (u64, BTreeSet<usize>)> = BTreeMap::new();
        for sentence in &sentences {
            for words in sentence.words.windows(length) {
                let (count, papers) = naive.entry(words.join(" ")).or_default();
                *count += 1;
                papers.insert(sentence.paper);
            }
        }
        for minimum in [1, 3] {
            let (n, least) = (length.to_string(), minimum.to_string());
            let mut query = vec!["query", "keywords", "--limit", "0", "--min-frequency", &least];
            if length > 1 {
                query.extend(["--of", "ngrams", "--n", &n]);
            }
            let rows = csv(&place, &query);
            let column = if length > 1 { "ngram" } else { "word" };
            let kept = naive.iter().filter(|(_, (count, _))| *count >= minimum);
            assert_eq!(rows.len(), kept.count(), "{length}, {minimum}");
            for row in &rows {
                let (count, papers) = &naive[&row[column]];
                assert_eq!(number(row, "frequency"), *count, "{row:?}");
                assert_eq!(number(row, "papers"), papers.len() as u64, "{row:?}");
            }
        }
    }
}

#[test]
fn groups_of_keyness_are_parts_of_all_words_and_swapping_them_turns_the_signs() {
    let place = Workplace::with_corpus();
    let all = csv(&place, &["query", "keywords", "--limit", "0"]);
    let all: BTreeMap<&str, u64> =
        all.iter().map(|row| (row["word"].as_str(), number(row, "frequency"))).collect();
    let (late, early) =
        ("section in (results, discussion)", "not section in (results, discussion)");
    let of = |target: &str, reference: &[&str]| -> BTreeMap<String, Row> {
        let query = ["query", "keyness", "--direction", "both", "--limit", "0", "--target", target];
        let rows = csv(&place, &[&query[..], reference].concat());
        rows.into_iter().map(|row| (row["word"].clone(), row)).collect()
    };
    let (one, other) = (of(late, &[]), of(early, &["--reference", late]));
    assert!(one.len() > 300 && one.len() == other.len());
    for (word, row) in &one {
        assert_eq!(number(row, "target") + number(row, "reference"), all[word.as_str()], "{word}");
        let swapped = &other[word];
        assert_eq!(number(row, "target"), number(swapped, "reference"), "{word}");
        for measure in
            ["g2", "log_ratio", "log_ratio_bound", "log_odds", "log_odds_z", "chi_squared"]
        {
            let (a, b) = (real(row, measure), real(swapped, measure));
            // The sign of independent words is a matter of rounding.
            assert!((a + b).abs() < 1e-8 * a.abs().max(1.0), "{measure} of {word}: {a}, {b}");
        }
        assert!((real(row, "p") - real(swapped, "p")).abs() < 1e-9, "{word}");
    }
}

#[test]
fn collocates_are_those_counted_one_by_one() {
    let place = Workplace::with_corpus();
    let sentences = sentences(&place);
    let is_node = |word: &str| word.starts_with("export");
    for (options, left, right) in [
        (&["--window", "4"][..], 4, 4),
        (&["--left", "0", "--right", "2"][..], 0, 2),
        (&["--sentence"][..], 1000, 1000),
    ] {
        let mut near: BTreeMap<&str, (u64, BTreeSet<usize>)> = BTreeMap::new();
        let mut frequency: BTreeMap<&str, u64> = BTreeMap::new();
        let mut nodes = 0;
        for Sentence { paper, words } in &sentences {
            for (place, word) in words.iter().enumerate() {
                if is_node(word) {
                    nodes += 1;
                    continue;
                }
                *frequency.entry(word).or_default() += 1;
                // A node `left` before it sees it in its right window.
                let from = place.saturating_sub(right);
                let to = (place + left).min(words.len() - 1);
                if words[from..=to].iter().any(|word| is_node(word)) {
                    let (count, papers) = near.entry(word).or_default();
                    *count += 1;
                    papers.insert(*paper);
                }
            }
        }
        let query = ["query", "collocates", "export*", "--limit", "0", "--min-frequency", "1"];
        let rows = csv(&place, &[&query[..], options].concat());
        assert_eq!(rows.len(), near.len(), "{options:?}");
        for row in &rows {
            let word = row["collocate"].as_str();
            let (count, papers) = &near[word];
            assert_eq!(number(row, "near"), *count, "{options:?} {row:?}");
            assert_eq!(number(row, "left") + number(row, "right"), *count, "{row:?}");
            assert_eq!(number(row, "papers"), papers.len() as u64, "{row:?}");
            assert_eq!(number(row, "frequency"), frequency[word], "{row:?}");
        }
        let lines = csv(&place, &["query", "context", "export*"]);
        assert_eq!(lines.len(), nodes);
        let told = place.run(&[&query[..], options].concat()).success().results();
        assert!(told.contains(&format!("near {nodes} nodes")), "{told}");
    }
}

#[test]
fn windows_stay_in_their_sentence_unless_asked() {
    let place = Workplace::with_papers(&[(
        "a.txt",
        "Firms export tea. Owners sell it. They export more. Nobody doubts it.",
    )]);
    let of = |options: &[&str]| -> BTreeSet<String> {
        let query = ["query", "collocates", "export", "--window", "2", "--min-frequency", "1"];
        let rows = csv(&place, &[&query[..], options].concat());
        rows.into_iter().map(|row| row["collocate"].clone()).collect()
    };
    let inside = ["firms", "tea", "they", "more"].map(str::to_owned);
    assert_eq!(of(&[]), BTreeSet::from(inside.clone()));
    let across = ["owners", "it", "nobody"].map(str::to_owned);
    assert_eq!(of(&["--across"]), inside.into_iter().chain(across).collect());
}

#[test]
fn pairs_of_themes_are_those_of_sets_of_sentences() {
    let place = Workplace::with_corpus();
    let mentions = place.run(&["extract", "themes", "--format", "jsonl"]).success().json_lines();
    let themes = csv(&place, &["query", "themes"]);
    let is_below = |theme: &str, above: &str| {
        theme == above || theme.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
    };
    let units = |theme: &str, by: &[&str]| -> BTreeSet<String> {
        let of_theme = mentions.iter().filter(|m| is_below(m["theme"].as_str().unwrap(), theme));
        of_theme.map(|m| by.iter().map(|field| m[*field].to_string() + " ").collect()).collect()
    };
    for (within, fields) in
        [("sentence", &["document", "sentence"][..]), ("document", &["document"][..])]
    {
        let query = ["query", "cooccurrence", "--limit", "0", "--min-frequency", "0"];
        let rows = csv(&place, &[&query[..], &["--within", within]].concat());
        assert!(rows.len() > 300);
        for row in &rows {
            let (one, other) = (units(&row["theme"], fields), units(&row["other"], fields));
            assert_eq!(number(row, "theme_units"), one.len() as u64, "{row:?}");
            assert_eq!(number(row, "observed"), one.intersection(&other).count() as u64, "{row:?}");
            assert!(!is_below(&row["other"], &row["theme"]), "{row:?}");
        }
        let all = themes.len() * (themes.len() - 1) / 2;
        assert!(rows.len() < all, "a theme and one below it are no pair");
    }
    let levels = csv(&place, &["query", "cooccurrence", "--matrix", "--level", "1"]);
    assert_eq!(levels.len(), 4);
    assert_eq!(levels[0]["barriers"], levels[2]["motives"]);
    assert_eq!(levels[0]["motives"], "");
}

#[test]
fn themes_are_compared_by_their_mentions() {
    let place = Workplace::with_corpus();
    let query = ["query", "keyness", "--of", "themes", "--direction", "both", "--limit", "0"];
    let rows = csv(&place, &[&query[..], &["--target", "year >= 2015"]].concat());
    let of = |filter: &str| -> BTreeMap<String, u64> {
        let rows = csv(&place, &["query", "themes", "--where", filter]);
        rows.iter().map(|row| (row["theme"].clone(), number(row, "mentions"))).collect()
    };
    let (target, reference) = (of("year >= 2015"), of("year < 2015"));
    assert!(rows.len() > 20);
    for row in &rows {
        assert_eq!(number(row, "target"), target[&row["theme"]], "{row:?}");
        assert_eq!(number(row, "reference"), reference[&row["theme"]], "{row:?}");
    }
}

#[test]
fn terms_end_in_words_and_hold_no_citations() {
    let place = Workplace::with_corpus();
    let rows = csv(&place, &["query", "keywords", "--of", "terms", "--limit", "0"]);
    let terms: BTreeSet<&str> = rows.iter().map(|row| row["term"].as_str()).collect();
    assert!(terms.contains("economies of scale") && terms.contains("cheap labour"));
    for term in &terms {
        assert!(!term.contains("lindqvist"), "{term} stands in citations");
        assert!(!term.starts_with("the ") && !term.ends_with(" of"), "{term}");
    }
    let like = csv(&place, &["query", "keywords", "--of", "terms", "--like", "scale"]);
    assert!(!like.is_empty() && like.iter().all(|row| row["term"].contains("scale")));
}

#[test]
fn results_do_not_depend_on_threads() {
    let place = Workplace::with_corpus();
    for query in [
        &["keyness", "--target", "year > 2014"][..],
        &["keyness", "--target", "year > 2014", "--of", "ngrams", "--n", "3"][..],
        &["collocates", "market"][..],
        &["cooccurrence", "--within", "paragraph"][..],
        &["keywords", "--of", "terms"][..],
    ] {
        let run = |jobs: &str| {
            let arguments = [&["query"], query, &["--format", "jsonl", "--jobs", jobs]].concat();
            place.run(&arguments).success().results()
        };
        assert_eq!(run("1"), run("3"), "{query:?}");
    }
}

#[test]
fn what_cannot_be_compared_is_told() {
    let place = Workplace::with_corpus();
    for (query, told) in [
        (&["keyness", "--target", "year > 2090"][..], "the target (year > 2090) has no text"),
        (
            &["keyness", "--target", "year > 1000"][..],
            "the reference corpus (the rest) has no text",
        ),
        (&["keyness", "--target", "year > 2014", "--negation", "flag"][..], "--of themes"),
        (
            &["keyness", "--target", "year > 2014", "--of", "themes", "--without", "numbers"][..],
            "--without goes with",
        ),
        (&["keywords", "--by", "c-value"][..], "only terms have a C-value"),
        (&["keywords", "--like", "two words"][..], "`two words` is not one word"),
        (&["collocates", "--theme", "motive"][..], "did you mean `motives`?"),
        (&["cooccurrence", "--level", "9"][..], "no theme is at level 9"),
    ] {
        let errors = place.run(&[&["query"], query].concat()).code(2).errors();
        assert!(errors.contains(told), "{query:?}: {errors}");
    }
    place.run(&["query", "collocates", "xylophone"]).code(1);
    let overlap = ["query", "keyness", "--target", "year > 2014", "--reference", "year > 2000"];
    let errors = place.run(&overlap).success().errors();
    assert!(errors.contains("without what is also in the target"), "{errors}");
}
