//! What the language of codebooks finds in an index, and what is told of codebooks.

use crate::harness::Workplace;

/// Two papers: one in two paragraphs, with words in capitals, and one in Spanish.
fn place() -> Workplace {
    Workplace::with_papers(&[
        (
            "smith-2010-firms.txt",
            "INTRODUCTION\n\nThe AEC lets firms trade. Trade within the aec, or AEC's trade, is a threat \
             to nobody we asked, and labor organizations agree with it.\n\nThe domestic market is \
             small. Labour is cheap. There the growth rate is no sign of growth, and the market is \
             where firms of all kinds want to be and stay.\n",
        ),
        (
            "perez-2011-empresas.txt",
            "Las empresas pequeñas exportan porque el mercado nacional no ofrece espacio suficiente \
             para crecer, y porque la exportación les da más seguridad que las ventas en el mercado \
             interno de su país.\n",
        ),
    ])
}

/// The texts that a pattern finds.
fn found(place: &Workplace, head: &str, pattern: &str) -> Vec<String> {
    let pattern = pattern.replace('\'', "''");
    place.write("one.yaml", format!("{head}\nthemes: {{one: ['{pattern}']}}\n"));
    let arguments = ["extract", "themes", "--codebook", "one.yaml", "--format", "jsonl"];
    let rows = place.run(&arguments).json_lines();
    rows.iter().map(|row| row["text"].as_str().unwrap().replace('\n', " ")).collect()
}

#[test]
fn capitals_and_paragraphs_are_read_from_the_index() {
    let place = place();
    let word = "language: en\nmatch: word";
    assert_eq!(found(&place, word, "aec").len(), 3);
    assert_eq!(found(&place, word, "=AEC"), ["AEC", "AEC's"]);
    assert_eq!(found(&place, word, "the =aec"), ["the aec"]);
    assert_eq!(found(&place, word, "cheap & domestic").len(), 0);
    assert_eq!(
        found(&place, word, "cheap && domestic"),
        ["domestic market is small. Labour is cheap"]
    );
    assert_eq!(found(&place, word, "cheap && threat").len(), 0);
    assert_eq!(found(&place, word, "threat ... asked"), ["threat to nobody we asked"]);
    assert_eq!(found(&place, word, "growth EXCEPT growth rate"), ["growth"]);
}

#[test]
fn spellings_and_diacritics_are_options() {
    let place = place();
    assert_eq!(found(&place, "language: en", "labour organisation").len(), 0);
    assert_eq!(
        found(&place, "language: en\nspelling: both", "labour organisation"),
        ["labor organizations"]
    );
    assert_eq!(found(&place, "match: word", "exportacion").len(), 0);
    assert_eq!(found(&place, "match: word\ndiacritics: ignore", "exportacion"), ["exportación"]);
}

#[test]
fn diacritics_may_stand_anywhere_in_a_word() {
    let place = Workplace::with_papers(&[(
        "one.txt",
        "L'école de l'Économie était à élève, et ecole sans accent; exportación y exportacion.\n",
    )]);
    let word = "match: word\ndiacritics: ignore";
    assert_eq!(found(&place, word, "ecole"), ["L'école", "ecole"]);
    assert_eq!(found(&place, word, "élève"), ["élève"]);
    assert_eq!(found(&place, word, "exportac*"), ["exportación", "exportacion"]);
    assert_eq!(found(&place, word, "*conomie"), ["l'Économie"]);
    let stem = "language: fr\nmatch: stem\ndiacritics: ignore";
    assert_eq!(found(&place, stem, "economies"), ["l'Économie"]);
}

#[test]
fn a_pattern_typed_by_hand_refers_to_the_codebook() {
    let place = place();
    place.write(
        "lists.yaml",
        "language: en\nlists: {size: [small, large]}\nthemes: {market: [domestic market], cost: ['@size']}\n",
    );
    let context = |pattern: &str| {
        let arguments =
            ["query", "context", pattern, "--codebook", "lists.yaml", "--format", "csv"];
        place.run(&arguments)
    };
    let rows = context("@market BEFORE/2 @size").success().csv();
    assert_eq!(rows[0]["node"], "domestic market is small");
    let told = context("@markt").code(2).errors();
    assert!(told.contains("did you mean `@market`?"), "{told}");
    let shown = place.run(&["codebook", "show", "lists.yaml", "--format", "csv"]).success().csv();
    let kinds = shown.iter().map(|row| (row["theme"].as_str(), row["kind"].as_str()));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [("market", "theme"), ("cost", "theme"), ("size", "list")]
    );
}

#[test]
fn languages_and_weights_are_counted() {
    let place = place();
    place.write(
        "two.yaml",
        "themes:\n  market:\n    weight: 0.5\n    include:\n      en: [domestic market]\n      es: [mercado interno, {pattern: mercado nacional, weight: 3}]\n",
    );
    let arguments = ["query", "themes", "--codebook", "two.yaml", "--format", "csv"];
    let rows = place.run(&arguments).success().csv();
    assert_eq!((rows[0]["mentions"].as_str(), rows[0]["weighted"].as_str()), ("3", "4.0"));
    place.write("en.yaml", "language: en\nthemes: {market: [market]}\n");
    let ran = place.run(&["query", "themes", "--codebook", "en.yaml"]).success();
    assert!(ran.errors().contains("not in their language: 1 paper (1 es)"), "{}", ran.errors());
}

#[test]
fn a_check_warns_of_patterns_that_do_not_do_what_they_seem_to() {
    let place = place();
    let file = "\
language: en
themes:
  a: [market, zebra, domestic market, 'domestic market|price', trade]
  b: {include: [trade, small], exclude: [small, giraffe]}
  c: {language: fr, include: [prix]}
  d: ['/.*[a-z].*/']
";
    place.write("warn.yaml", file);
    let told = place.run(&["codebook", "check", "warn.yaml"]).success().errors();
    for (at, message) in [
        ("3:15", "`zebra` matches nothing"),
        (
            "3:39",
            "`domestic market|price` never counts: where it matches (1), `domestic market` of line 3",
        ),
        ("4:17", "`trade` stands in two themes: in `a` too, in line 3"),
        ("4:24", "`small` never counts: all its matches (1) are excluded"),
        ("4:49", "`giraffe` matches nothing"),
        ("5:31", "`prix` is for papers in `fr`, and the index has none"),
        ("6:7", "% of all"),
    ] {
        let block = told.split("\n\n").find(|block| block.contains(&format!("warn.yaml:{at}\n")));
        assert!(block.is_some_and(|block| block.contains(message)), "{at} {message}\n{told}");
    }
    assert_eq!(told.matches("warning: ").count(), 7, "{told}");
    let told = Workplace::new();
    told.write("warn.yaml", file);
    let told = told.run(&["codebook", "check", "warn.yaml"]).success().errors();
    assert!(told.contains("1 warning; not tried on papers"), "{told}");
}

#[test]
fn twelve_mistakes_are_told_in_one_run() {
    let place = Workplace::new();
    place.write(
        "wrong.yaml",
        "\
langauge: en
match: stemm
themes:
  motives:
    inclued: [proactive]
  costs:
    include: [threat NEAR market, 'low || cost', '\"low wages', '/labou(r/', firm(s), *tariffs]
    color: red
    weight: heavy
  costs: [costs AND wages]
  growth: ['@grwoth']
",
    );
    let told = place.run(&["codebook", "check", "wrong.yaml"]).code(2).errors();
    let places = [
        "1:1", "2:8", "5:5", "7:22", "7:40", "7:51", "7:65", "7:81", "7:86", "8:12", "9:13",
        "10:3", "10:17", "11:13",
    ];
    for at in places {
        assert!(told.contains(&format!("wrong.yaml:{at}\n")), "{at}\n{told}");
    }
    assert_eq!(told.matches("error: ").count(), places.len(), "{told}");
}
