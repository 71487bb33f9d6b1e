//! Counting rules end to end, and the postings matcher against a naive one.

mod arbitrary;
mod cases;
mod naive;

use crate::codebook::{Format, parse};
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::{Codebook, Language, Matching};

fn codebook(text: &str) -> Codebook {
    parse("test.yaml", text, Format::Yaml).unwrap_or_else(|error| panic!("{error}"))
}

/// The places of one pattern in one text of several sentences, as text.
fn found(pattern: &str, matching: Matching, sentences: &[&str]) -> Vec<String> {
    let mut index = MemoryIndex::new();
    index.add_sentences(sentences);
    let matcher = Matcher::of_pattern(pattern, Language::ENGLISH, matching).unwrap();
    let found = matcher.mentions(&index, MatchOptions::default()).unwrap();
    let text = sentences.join(" ");
    let tokens: Vec<_> = crate::text::tokens(&text).collect();
    let cut = |first: u32, end: u32| {
        text[tokens[first as usize].start..tokens[end as usize - 1].end].to_owned()
    };
    found.mentions.iter().map(|mention| cut(mention.first_token, mention.end_token)).collect()
}

fn words(pattern: &str, text: &str) -> Vec<String> {
    found(pattern, Matching::Word, &[text])
}

fn stems(pattern: &str, text: &str) -> Vec<String> {
    found(pattern, Matching::Stem, &[text])
}

#[test]
fn hyphens_apostrophes_ligatures_and_case_are_those_of_texts() {
    assert_eq!(
        words("low-cost", "A low cost, Low-Cost and lowcost base"),
        ["low cost", "Low-Cost"]
    );
    assert_eq!(words("low cost", "low\u{2011}cost"), ["low\u{2011}cost"]);
    assert_eq!(stems("firm", "The firm's, firms’ and FIRMS"), ["firm's", "firms", "FIRMS"]);
    assert_eq!(words("office", "the o\u{fb03}ce"), ["o\u{fb03}ce"]);
    assert_eq!(words("o\u{fb03}ce", "the office"), ["office"]);
    assert_eq!(words("don't", "they don’t"), ["don’t"]);
}

#[test]
fn stems_words_wildcards_and_expressions_differ() {
    let text = "Exporting exporters export exports; exported.";
    assert_eq!(stems("export", text).len(), 5);
    assert_eq!(words("export", text), ["export"]);
    assert_eq!(stems("\"export\"", text), ["export"]);
    assert_eq!(stems("export*", text).len(), 5);
    assert_eq!(stems("export?", text), ["exports"]);
    assert_eq!(stems("/EXPORT(s|ed)/", text), ["exports", "exported"]);
    assert_eq!(stems("*port*s", text), ["exporters", "exports"]);
}

#[test]
fn phrases_stay_in_a_sentence() {
    let sentences = ["They lost the domestic.", "Market threat.", "The domestic market."];
    assert_eq!(found("domestic market", Matching::Word, &sentences), ["domestic market"]);
    assert_eq!(found("domestic NEAR/5 threat", Matching::Word, &sentences).len(), 0);
    assert_eq!(found("domestic & threat", Matching::Word, &sentences).len(), 0);
    assert_eq!(found("the * market", Matching::Word, &sentences), ["The domestic market"]);
    assert_eq!(found("domestic *", Matching::Word, &sentences), ["domestic market"]);
    assert_eq!(found("* threat", Matching::Word, &sentences), ["Market threat"]);
    assert_eq!(found("* market", Matching::Word, &["Market"]).len(), 0);
}

#[test]
fn alternatives_stand_in_phrases() {
    let text = "cheap labour, cheap labor, cheap and low wages";
    assert_eq!(words("cheap labour|labor", text), ["cheap labour", "cheap labor"]);
    assert_eq!(words("(cheap labour)|(low wages)", text), ["cheap labour", "low wages"]);
    assert_eq!(words("cheap (labor|(and low))", text), ["cheap labor", "cheap and low"]);
    // The longest of alternatives counts.
    assert_eq!(words("(cheap|(cheap labour))", text), ["cheap labour", "cheap", "cheap"]);
}

#[test]
fn a_distance_is_the_most_tokens_between() {
    let text = "threat to the domestic market";
    assert_eq!(words("threat NEAR/3 market", text), [text]);
    assert_eq!(words("threat NEAR/2 market", text).len(), 0);
    assert_eq!(words("market NEAR/3 threat", text), [text]);
    assert_eq!(words("market BEFORE/3 threat", text).len(), 0);
    assert_eq!(words("threat BEFORE/2 domestic market", text), [text]);
    assert_eq!(words("domestic NEAR/0 market", text), ["domestic market"]);
    assert_eq!(words("market NEAR/5 market", "the market").len(), 0);
}

#[test]
fn the_nearest_pairs_are_taken() {
    assert_eq!(words("a NEAR/9 b", "a x a b b a"), ["a b", "b a"]);
    assert_eq!(words("a NEAR/9 b", "a b x a b"), ["a b", "a b"]);
    assert_eq!(words("a BEFORE/9 b", "a a x b b"), ["a x b"]);
    assert_eq!(words("(a NEAR/1 b) c", "b a b x c, b x a c"), ["b x a c"]);
}

#[test]
fn together_counts_once_a_sentence_at_the_shortest_stretch() {
    assert_eq!(words("a & b", "a x b a b a"), ["b a"]);
    assert_eq!(words("a & b & c d", "b x c d y a b"), ["c d y a b"]);
    assert_eq!(found("a & b", Matching::Word, &["a b", "b", "x b y a"]), ["a b", "b y a"]);
}

#[test]
fn capitals_count_where_the_pattern_says_so() {
    let text = "The AEC and the aec’s plans; AECs, AEC's SME and SMEs";
    assert_eq!(words("=AEC", text), ["AEC", "AEC's"]);
    assert_eq!(words("aec", text), ["AEC", "aec’s", "AEC's"]);
    assert_eq!(words("=SME*", text), ["SME", "SMEs"]);
    assert_eq!(words("the =AEC", text), ["The AEC"]);
    assert_eq!(words("=aec plan*", text), ["aec’s plans"]);
}

#[test]
fn a_gap_is_short_and_stays_in_its_sentence() {
    let text = "threat of losing the domestic market";
    assert_eq!(words("threat ... market", text), [text]);
    assert_eq!(words("threat .../3 market", text).len(), 0);
    assert_eq!(words("market ... threat", text).len(), 0);
    assert_eq!(found("domestic ... threat", Matching::Word, &["domestic", "threat"]).len(), 0);
}

#[test]
fn what_is_excepted_is_no_place() {
    let text = "growth of the growth rate and of growth";
    assert_eq!(words("growth EXCEPT growth rate", text).len(), 2);
    assert_eq!(words("(growth EXCEPT growth rate) of", text), ["growth of"]);
}

#[test]
fn a_paragraph_is_longer_than_a_sentence() {
    let mut index = MemoryIndex::new();
    index.add_sentences(&["a threat", "the home market", "market", "a threat market"]);
    index.set_paragraphs(vec![0, 5]);
    let places = |pattern: &str| -> Vec<(u32, u32, u32)> {
        let matcher = Matcher::of_pattern(pattern, Language::ENGLISH, Matching::Word).unwrap();
        let found = matcher.mentions(&index, MatchOptions::default()).unwrap().mentions;
        found.iter().map(|m| (m.first_token, m.end_token, m.sentence)).collect()
    };
    assert_eq!(places("threat && market"), [(1, 5, 0), (7, 9, 3)]);
    assert_eq!(places("threat & market"), [(7, 9, 3)]);
    assert_eq!(places("threat && home market"), [(1, 5, 0)]);
    assert_eq!(places("threat && home && a"), [(0, 4, 0)]);
}

#[test]
fn spellings_and_diacritics_are_passed_over_when_asked() {
    let sentences = ["Labour organizations analyse naïve behavior", "organs of labor"];
    let count = |head: &str, pattern: &str| {
        let codebook = codebook(&format!("{head}\nthemes: {{a: ['{pattern}']}}"));
        let mut index = MemoryIndex::new();
        index.add_sentences(&sentences);
        let matcher = Matcher::new(&codebook).unwrap();
        matcher.mentions(&index, MatchOptions::default()).unwrap().mentions.len()
    };
    for (pattern, without, with) in [
        ("labor", 1, 2),
        ("labour organisation", 0, 1),
        ("organisation", 0, 1),
        ("\"behaviour\"", 0, 1),
        ("analyz*", 0, 1),
        ("naive", 0, 0),
    ] {
        assert_eq!(count("spelling: written", pattern), without, "{pattern}");
        assert_eq!(count("spelling: both", pattern), with, "{pattern}");
    }
    assert_eq!(count("diacritics: keep", "naive"), 0);
    assert_eq!(count("diacritics: ignore", "naive"), 1);
    assert_eq!(count("spelling: both\ndiacritics: ignore", "naïve behaviour"), 1);
}

#[test]
fn an_exclusion_drops_what_it_overlaps_here_and_below() {
    let codebook = codebook(
        "themes:\n  motives:\n    include: [motive]\n    exclude: [proactive policing]\n    themes:\n      proactive: [proactive, policing unit]\n",
    );
    let mut index = MemoryIndex::new();
    index.add_sentences(&["Proactive policing units", "proactive motives"]);
    let found = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
    let seen: Vec<_> =
        found.mentions.iter().map(|m| (m.theme, m.union, m.first_token, m.end_token)).collect();
    assert_eq!(seen, [(0, false, 4, 5), (0, true, 3, 4), (0, true, 4, 5), (1, false, 3, 4)]);
}

#[test]
fn a_parent_counts_overlapping_mentions_of_its_children_once() {
    let codebook = codebook("themes: {p: {a: [low cost], b: [cost base, base]}}");
    let mut index = MemoryIndex::new();
    index.add_sentences(&["low cost base"]);
    let found = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
    let count = |theme, union| {
        found.mentions.iter().filter(|m| m.theme == theme && m.union == union).count()
    };
    assert_eq!((count(1, false), count(2, false), count(0, true), count(0, false)), (1, 1, 2, 0));
    assert_eq!(found.places, [1, 1, 1]);
}

#[test]
fn text_outside_the_running_text_counts_only_when_asked() {
    let mut index = MemoryIndex::new();
    index.add_sentences(&["the market", "Market access", "a market"]);
    index.set_outside(std::iter::once(2..4).collect());
    let matcher = Matcher::of_pattern("market", Language::ENGLISH, Matching::Stem).unwrap();
    let count = |everywhere| {
        let options = MatchOptions { everywhere, ..MatchOptions::default() };
        matcher.mentions(&index, options).unwrap().mentions.len()
    };
    assert_eq!((count(false), count(true)), (2, 3));
}

#[test]
fn a_theme_with_a_language_counts_in_papers_of_it() {
    let codebook =
        codebook("language: en\nthemes:\n  a: [market]\n  b: {language: es, include: [mercado]}\n");
    let mut index = MemoryIndex::new();
    for language in [Some(Language::ENGLISH), Some(Language::SPANISH), None] {
        index.add_sentences(&["market mercado"]);
        if let Some(language) = language {
            index.set_language(language);
        }
    }
    let found = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
    let seen: Vec<_> = found.mentions.iter().map(|m| (m.document, m.theme)).collect();
    assert_eq!(seen, [(0, 0), (1, 1), (2, 0), (2, 1)]);
    assert!(codebook.covers(0, None) && !codebook.covers(0, Some(Language::SPANISH)));
}

#[test]
fn patterns_that_match_nothing_are_named_and_empty_indexes_have_no_mentions() {
    let codebook = codebook("themes: {a: [market, zebra, \"market NEAR/2 zebra\"]}");
    let matcher = Matcher::new(&codebook).unwrap();
    let mut index = MemoryIndex::new();
    index.add_sentences::<&str>(&[]);
    assert!(matcher.mentions(&index, MatchOptions::default()).unwrap().mentions.is_empty());
    index.add_sentences(&["market"]);
    let found = matcher.mentions(&index, MatchOptions::default()).unwrap();
    assert_eq!(found.unmatched().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(found.mentions[0].document, 1);
}

#[test]
fn the_built_in_codebook_finds_the_motives() {
    let codebook = crate::codebook::built_in().unwrap();
    let mut index = MemoryIndex::new();
    index
        .add_sentences(&["Proactive motives such as cheap labour, raw materials and low tariffs."]);
    let found = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
    let paths: Vec<_> =
        found.mentions.iter().map(|m| codebook.themes[m.theme as usize].path.as_str()).collect();
    assert!(paths.contains(&"motives.proactive"), "{paths:?}");
}

#[test]
fn a_sentence_of_many_thousand_words_takes_linear_time() {
    const PAIRS: usize = 100_000;
    let mut index = MemoryIndex::new();
    index.add(std::iter::repeat_n(["a", "b"], PAIRS).flatten().chain(["c"]), vec![0]);
    let count = |pattern: &str| {
        let matcher = Matcher::of_pattern(pattern, Language::ENGLISH, Matching::Word).unwrap();
        matcher.mentions(&index, MatchOptions::default()).unwrap().mentions.len()
    };
    assert_eq!(count("a b"), PAIRS);
    assert_eq!(count("a NEAR/1000 b"), PAIRS);
    assert_eq!(count("a NEAR/1000 a"), PAIRS / 2);
    assert_eq!(count("a BEFORE/1000 c"), 1);
    assert_eq!(count("a & b & c"), 1);
    assert_eq!(count("* * *"), (2 * PAIRS + 1) / 3);
    assert_eq!(count("(a|(a b a)) (b|(b a b))"), (2 * PAIRS) / 6 + 1);
    assert_eq!(count("(a NEAR/9 b) NEAR/1000 c"), 1);
}
