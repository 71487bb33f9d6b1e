//! The embedded model, and what comes of whole references.

use super::*;

#[test]
fn the_embedded_model_is_whole() {
    let model = Model::read(EMBEDDED).unwrap();
    assert!(model.features() > 10_000, "{}", model.features());
    assert!(EMBEDDED.len() <= 3_000_000, "{}", EMBEDDED.len());
}

/// Every field that is found has one confidence, and nothing else has.
fn check_confidences(fields: &ReferenceFields) {
    let mut found: Vec<&str> = fields.found().collect();
    let mut told: Vec<&str> = fields.field_confidence.iter().map(|(name, _)| *name).collect();
    found.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, found, "{fields:?}");
    let values = fields.field_confidence.iter().map(|(_, value)| value);
    assert!(values.chain([&fields.confidence]).all(|value| (0.0..=1.0).contains(value)));
}

#[test]
fn a_container_cut_from_a_question_has_a_confidence() {
    let raw = "Lee J. Do small firms grow abroad? Journal of Small Trade 12(3), 45-67 (2003)";
    check_confidences(&parse(raw));
}

#[test]
fn a_translator_is_no_part_of_the_title() {
    for (raw, title) in [
        (
            "Butor, M. Passing Time. Translated by Jean Stewart. London: Faber, 1961.",
            "Passing Time",
        ),
        (
            "Kapr, A. (1995). Johann Gutenberg (translated by D. Martin). New York: Scholar Press.",
            "Johann Gutenberg",
        ),
        ("Lee, J. (2003). The trans. of firms. Trade, 4(2), 1-9.", "The trans. of firms"),
    ] {
        assert_eq!(parse(raw).title.as_deref(), Some(title), "{raw}");
    }
}

#[test]
fn a_journal_that_a_catalogue_dates_has_its_volume() {
    let fields =
        parse("Lee, J. & Wu, K. Clocks and sleep. Science (80-. ). 354, 1004–1008 (2016).");
    assert_eq!(fields.volume.as_deref(), Some("354"));
    assert_eq!(fields.container.as_deref(), Some("Science"));
}

proptest::proptest! {
    /// Whatever is parsed.
    #[test]
    fn every_field_has_a_confidence(
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "Lee, J.", "& Wu, K. (2003). ", "On ports? ", "Why ports? ", "Trade ", "Journal of Trade, ", "12(3), 45-67. ", "vol. 5, no. 2, ",
            "pp. 1-9 ", "In: ", "(Eds.), ", "Berlin: Springer. ", "2nd ed. ", "doi:10.5555/abc ", "https://example.org/a ",
            "ISBN 978-3-16-148410-0 ", "arXiv:2001.00001 ", "PMID: 12345 ", "\u{c9}lan ", "\u{674e}\u{660e} ", "1999a ", "n.d. ", ", ", ". ",
        ][..]), 0..20),
        tail in "(?s).{0,20}",
    ) {
        check_confidences(&parse(&(pieces.concat() + &tail)));
    }
}
