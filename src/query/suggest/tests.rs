//! Suggested patterns, on sentences in memory.

use super::*;
use crate::codebook::{Format, parse};
use crate::model::{Codebook, SectionKind};
use crate::query::MentionFacts;
use crate::text::tokens;

fn codebook(themes: &str) -> Codebook {
    parse("c.yaml", &format!("language: en\nthemes: {themes}\n"), Format::Yaml).unwrap()
}

/// A sample of these sentences, each in a document of its own.
fn sample(sentences: &[&str]) -> Sample {
    let mut sample = Sample::default();
    for (document, sentence) in (0..).zip(sentences) {
        let mut end = 0;
        let words = tokens(sentence).map(|token| {
            let before = &sentence[end..token.start];
            end = token.end;
            SampledToken::new(token.of(sentence), before, false)
        });
        sample.push(document, 0, 0, &words.collect::<Vec<_>>());
    }
    sample
}

/// The shortlist of a theme whose sentences are the first `raised` of all.
fn listed(codebook: &Codebook, sentences: &[&str], raised: u32) -> Vec<Candidate> {
    let sample = sample(sentences);
    let mut theme = SuggestingTheme::new(codebook, 0);
    theme.sentences = (0..raised).map(|document| (document, 0)).collect();
    theme.tokens = 1_000;
    let background: Vec<u32> = (0..).zip(sentences).map(|(place, _)| place).collect();
    let classes = Classes::new(&sample.lexicon, &theme);
    let options = SuggestOptions { minimum: 2, ..SuggestOptions::default() };
    let mentions = |_, _| vec![(0, 1)];
    shortlist(&sample, &classes, &theme, &background, &mentions, &options)
}

fn patterns(found: &[Candidate], kind: SuggestionKind) -> Vec<&str> {
    let of_kind = found.iter().filter(|candidate| candidate.kind == kind);
    of_kind.map(|candidate| candidate.pattern.as_str()).collect()
}

const SENTENCES: [&str; 6] = [
    "Export needs economies of scale and trade fairs in Porto.",
    "Export lives from economies of scale, trade fairs and Porto.",
    "Export profits from a trade fair and from an economy of scale at Porto.",
    "Nobody asked the firms about wages.",
    "The firms pay wages to nobody.",
    "Wages are paid by firms.",
];

#[test]
fn terms_are_words_without_function_words_at_their_edges() {
    let found = listed(&codebook("{export: [export]}"), &SENTENCES, 3);
    let terms = patterns(&found, SuggestionKind::Term);
    assert!(terms.contains(&"economies of scale"), "{terms:?}");
    assert!(terms.contains(&"trade fairs"), "{terms:?}");
    assert!(!terms.iter().any(|term| term.contains("scale trade")), "over a comma: {terms:?}");
    assert!(!terms.iter().any(|term| term.contains(" and ") || term.ends_with("of")), "{terms:?}");
}

#[test]
fn words_of_a_stem_are_one_and_names_are_none() {
    let found = listed(&codebook("{export: [export]}"), &SENTENCES, 3);
    let words = patterns(&found, SuggestionKind::Keyword);
    assert!(words.contains(&"fairs") && !words.contains(&"fair"), "{words:?}");
    assert!(!words.contains(&"porto"), "{words:?}");
    assert!(!words.contains(&"wages"), "{words:?}");
    let found =
        listed(&codebook("{match: word, export: ['\"export\"', '\"fair\"']}"), &SENTENCES, 3);
    assert!(patterns(&found, SuggestionKind::Term).contains(&"trade fairs"));
}

#[test]
fn how_words_are_compared_is_read_from_the_patterns() {
    use crate::model::Matching;
    let matching = |themes: &str, place| SuggestingTheme::new(&codebook(themes), place).matching;
    assert_eq!(matching("{a: [export], b: ['\"export\"']}", 0), Matching::Stem);
    assert_eq!(matching("{a: [export], b: ['\"export\"']}", 1), Matching::Word);
    assert_eq!(matching("{a: ['export*'], b: [export]}", 0), Matching::Stem);
    assert_eq!(matching("{a: {match: word, include: [export]}}", 0), Matching::Word);
}

/// What the finder makes of these types: patterns with their kinds.
fn variants(themes: &str, types: &[&str]) -> Vec<(String, &'static str)> {
    let codebook = codebook(themes);
    let of: Vec<SuggestingTheme> =
        (0..codebook.themes.len()).map(|theme| SuggestingTheme::new(&codebook, theme)).collect();
    let mut finder = VariantFinder::new(&codebook, &of);
    types.iter().for_each(|norm| finder.visit(norm));
    let found = finder.candidates().into_iter();
    found.map(|(candidate, _)| (candidate.pattern, candidate.kind.name())).collect()
}

#[test]
fn spellings_and_forms_take_the_place_of_a_word() {
    let types = ["labor", "labour", "labours", "laborious", "harbour", "lab"];
    assert_eq!(variants("{a: [cheap labour]}", &types), [("cheap labor".into(), "variant")]);
    let exact =
        variants("{a: {match: word, include: [\"tariff NEAR/3 cuts\"]}}", &["tariffs", "cutlery"]);
    assert_eq!(exact, [("tariffs NEAR/3 cuts".into(), "inflection")]);
    let joined = variants("{a: [over capacity, joint venture]}", &["overcapacity", "venture"]);
    assert_eq!(joined, [("overcapacity".into(), "variant")]);
    let parted = variants("{a: [overcapacity]}", &["over", "capacity"]);
    assert_eq!(parted, [("over capacity".into(), "variant")]);
    let misspelt = variants("{a: {match: word, include: [subsidiary]}}", &["subsidary", "subsidy"]);
    assert!(misspelt.contains(&("subsidary".into(), "variant")), "{misspelt:?}");
    assert!(variants("{a: [labour|labor]}", &["labor", "labour"]).is_empty(), "it has both");
}

fn place(document: u32, first: u32) -> MentionFacts {
    MentionFacts {
        document,
        first_token: first,
        end_token: first + 1,
        theme: 0,
        pattern: 0,
        sentence: 0,
        section: SectionKind::Results,
        negated: false,
        hedged: false,
        union: false,
    }
}

#[test]
fn only_places_that_the_theme_lacks_are_counted() {
    let mention =
        |document, first, theme| OwnMention { document, sentence: 0, first, end: first + 2, theme };
    let own = OwnMentions::new([mention(0, 3, 1), mention(0, 9, 4), mention(2, 0, 2)], 3);
    let mut figures = CandidateFigures::default();
    for at in [place(0, 4), place(0, 6), place(0, 10), place(0, 30), place(1, 5), place(2, 1)] {
        let in_sentence = own.in_sentence(at.document, at.sentence);
        // Theme 1 with theme 2 below it.
        figures.add(&at, in_sentence, (1, 3), at.document == 0);
    }
    assert_eq!((figures.mentions, figures.in_theme, figures.near), (4, 3, 1));
    assert_eq!((figures.papers, figures.papers_in_theme), (2, 1));
    assert_eq!(figures.elsewhere, [(4, 1)]);
    assert_eq!(figures.other_theme(), None);
    let examples: Vec<_> =
        figures.examples.iter().map(|kept| (kept.document, kept.first)).collect();
    assert_eq!(examples, [(0, 6), (1, 5)]);
}

fn suggestion(pattern: &str, kind: SuggestionKind, near: u64, g2: f64) -> Suggestion {
    let candidate = Candidate {
        theme: 0,
        pattern: pattern.into(),
        kind,
        c_value: None,
        of: None,
        distance: None,
    };
    let figures = CandidateFigures { mentions: 9, in_theme: 9, near, ..Default::default() };
    let log_dice = (near > 0).then_some(near as f64);
    Suggestion { candidate, figures, g2, log_ratio: 1.0, log_dice, example: None }
}

#[test]
fn words_near_the_theme_are_collocates_and_others_keywords() {
    let keyword = SuggestionKind::Keyword;
    let all = vec![
        suggestion("far", keyword, 0, 50.0),
        suggestion("near", keyword, 5, 10.0),
        suggestion("nearer", keyword, 7, 9.0),
        suggestion("some term", SuggestionKind::Term, 0, 99.0),
    ];
    let options = SuggestOptions { limit: 1, ..SuggestOptions::default() };
    let rows = ranked(all.clone(), &options, 1);
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.candidate.kind.name(), row.candidate.pattern.as_str()))
        .collect();
    assert_eq!(rows, [("term", "some term"), ("collocate", "nearer"), ("keyword", "far")]);
    let kinds = vec![SuggestionKind::Collocate];
    let options = SuggestOptions { limit: 2, kinds, rank: SuggestionRank::Keyness, ..options };
    let rows = ranked(all, &options, 1);
    let rows: Vec<_> = rows.iter().map(|row| row.candidate.pattern.as_str()).collect();
    assert_eq!(rows, ["near", "nearer"]);
}

#[test]
fn a_misspelling_must_be_rare_and_a_derived_form_associated() {
    let size =
        ThemeSize { mentions: 10, papers: 5, target_tokens: 200, tokens: 10_000, all_papers: 20 };
    let shown = |kind, proof, mentions, in_theme, places| {
        let figures =
            CandidateFigures { mentions, in_theme, papers: 2, ..CandidateFigures::default() };
        let candidate = suggestion("word", kind, 0, 0.0).candidate;
        let options = SuggestOptions::default();
        Suggestion::new((candidate, proof), figures, &size, places, &options).is_some()
    };
    let (variant, form) = (SuggestionKind::Variant, SuggestionKind::Inflection);
    assert!(shown(variant, Proof::Rare, 2, 0, 10));
    assert!(!shown(variant, Proof::Rare, 3, 0, 10));
    assert!(shown(variant, Proof::Occurs, 3, 0, 0));
    assert!(!shown(variant, Proof::Occurs, 0, 0, 0));
    assert!(shown(form, Proof::Associated, 4, 4, 10));
    assert!(!shown(form, Proof::Associated, 50, 1, 10));
    assert!(shown(SuggestionKind::Term, Proof::Occurs, 4, 4, 0));
    assert!(!shown(SuggestionKind::Term, Proof::Occurs, 4, 2, 0), "too few in the theme");
}
