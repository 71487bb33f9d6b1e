//! Whole files: what they mean, and that one run tells every mistake with its place.

use super::*;
use crate::error::Mistake;
use crate::error::MistakeKind;

fn good(text: &str) -> Codebook {
    parse("test.yaml", text, Format::Yaml).unwrap_or_else(|error| panic!("{error}"))
}

fn bad(text: &str) -> Vec<Mistake> {
    parse("test.yaml", text, Format::Yaml).unwrap_err().mistakes
}

const LONG: &str = "
codebook: Motives
language: en
match: stem
themes:
  motives:
    proactive:
      label: Proactive motives
      definition: Seeks an advantage.
      include: [proactive, low tariff*]
      exclude: proactive policing
      examples: [They went abroad.]
      color: '#1B9E77'
      weight: 1.5
      match: word
      themes:
        scale: economies of scale
        es: {language: es, match: stem, include: [tarifas]}
    reactive: [reactive]
  barriers: [barrier]
";

#[test]
fn the_long_form_is_read_whole() {
    let codebook = good(LONG);
    let paths: Vec<&str> = codebook.themes.iter().map(|theme| theme.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "motives",
            "motives.proactive",
            "motives.proactive.scale",
            "motives.proactive.es",
            "motives.reactive",
            "barriers"
        ]
    );
    let ends: Vec<usize> = codebook.themes.iter().map(|theme| theme.end).collect();
    assert_eq!(ends, [5, 4, 3, 4, 5, 6]);
    let theme = &codebook.themes[1];
    assert_eq!((theme.parent, theme.depth, theme.weight), (Some(0), 1, Some(1.5)));
    assert_eq!(theme.label.as_deref(), Some("Proactive motives"));
    assert_eq!(theme.color.as_deref(), Some("#1b9e77"));
    assert_eq!((theme.include.len(), theme.exclude.len(), theme.examples.len()), (2, 1, 1));
    assert_eq!((theme.include[1].source.as_str(), theme.include[1].line), ("low tariff*", 10));
    assert_eq!(codebook.themes[3].language, Some(Language::SPANISH));
    assert_eq!(codebook.find("motives.reactive"), Some(4));
    let themes: Vec<usize> = codebook.patterns().map(|(theme, _)| theme).collect();
    assert_eq!(themes, [1, 1, 2, 3, 4, 5]);
    assert!(format!("{:?}", codebook.themes[2].include).contains("Exact(\"scale\")"));
    assert!(format!("{:?}", codebook.themes[4].include).contains("Stem"));
}

#[test]
fn formats_agree_and_the_fingerprint_tells_what_can_change_a_count() {
    let yaml = good("themes:\n  a:\n    include: [x y]\n    definition: D\n  b: [z]\n");
    let json =
        "{\"themes\": {\"a\": {\"include\": [\"x y\"], \"definition\": \"D\"}, \"b\": [\"z\"]}}";
    let json = parse("t.json", json, Format::Json).unwrap();
    let toml = "[themes]\na.include = [\"x y\"]\na.definition = \"D\"\nb = [\"z\"]\n";
    let toml = parse("t.toml", toml, Format::Toml).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(yaml.fingerprint, json.fingerprint);
    assert_eq!(yaml.fingerprint, toml.fingerprint);
    assert_eq!(toml.themes[0].definition.as_deref(), Some("D"));
    let other = |text| good(text).fingerprint;
    assert_eq!(yaml.fingerprint, other("themes: {a: {include: [x  y], definition: E}, b: [z]}"));
    assert_ne!(yaml.fingerprint, other("themes: {a: [x y], b: [w]}"));
    assert_ne!(yaml.fingerprint, other("{match: word, themes: {a: [x y], b: [z]}}"));
    assert_ne!(yaml.fingerprint, other("{language: en, themes: {a: [x y], b: [z]}}"));
}

#[test]
fn every_mistake_of_a_file_is_told_at_its_place() {
    let text = "\
codebook: Twelve and more mistakes
langauge: en
match: stemm
themes:
  motives:
    inclued: [proactive]
  costs:
    include: [cheap NEAR labour, 'low || cost', \"\\\"low wages\", é /a(/]
    color: red
    weight: heavy
  costs: [cost]
  empty:
  also.empty: []
  speech:
    include: [firm(s), a: b]
    language: Spanish
    colour: '#112233'
  children:
    language: [english skills]
    label:
";
    let found: Vec<(usize, usize, String)> = bad(text)
        .iter()
        .map(|mistake| (mistake.line, mistake.column, mistake.kind.to_string()))
        .collect();
    let expected = [
        (2, 1, "unknown key `langauge` at the top of the codebook"),
        (3, 8, "unknown value `stemm` of `match`"),
        (6, 5, "unknown key `inclued` in a theme"),
        (8, 21, "`NEAR` without a number"),
        (8, 39, "an empty alternative: nothing stands on one side of `|`"),
        (8, 50, "this quotation mark is never closed"),
        (8, 66, "a mistake in the regular expression: unclosed group"),
        (9, 12, "`red` is no colour"),
        (10, 13, "the weight `heavy` is not a number"),
        (11, 3, "`costs` stands here twice; first in line 7"),
        (12, 3, "the theme `empty` has no patterns and no themes below it"),
        (13, 3, "`also.empty` cannot be the name of a theme"),
        (13, 3, "the theme `also.empty` has no patterns and no themes below it"),
        (15, 19, "a parenthesis inside a word"),
        (15, 24, "a mapping where a pattern is expected"),
        (16, 15, "`Spanish` is no language code"),
        (17, 5, "unknown key `colour` in a theme"),
        (18, 3, "the theme `children` has no patterns and no themes below it"),
        (19, 15, "a list where a single value is expected"),
        (20, 10, "nothing where a single value is expected"),
    ];
    let expected: Vec<_> =
        expected.map(|(line, column, text)| (line, column, text.to_owned())).into();
    assert_eq!(found, expected);
}

#[test]
fn references_stand_for_the_patterns_of_themes_and_lists() {
    let codebook = good(
        "\
match: word
lists:
  negation: [no, never]
themes:
  outcomes:
    exclude: [growth ring]
    themes:
      growth: {include: [growth, grow*], exclude: [growth rate]}
  denied: ['@negation BEFORE/3 @growth', '@outcomes.growth']
",
    );
    let written = "\
match: word
themes:
  outcomes:
    exclude: [growth ring]
    themes:
      growth: {include: [growth, grow*], exclude: [growth rate]}
  denied:
    - (no|never) BEFORE/3 ((growth|grow*) EXCEPT ((growth rate)|(growth ring)))
    - (growth|grow*) EXCEPT ((growth rate)|(growth ring))
";
    let expressions = |codebook: &Codebook| -> Vec<_> {
        codebook.patterns().map(|(_, pattern)| pattern.expression.clone()).collect()
    };
    assert_eq!(expressions(&codebook), expressions(&good(written)));
    assert_eq!(codebook.lists[0].path, "negation");
    assert_eq!(codebook.fingerprint, good(written).fingerprint);
}

#[test]
fn mistakes_in_references_are_told() {
    let found: Vec<_> = bad("\
lists:
  a: ['@b x', '@nothing']
  b: ['y @c']
  c: [z, '@a NEAR/2 w AND v']
themes:
  one: {cost: [x], costs: [y]}
  two: {cost: [x, '@cost'], whole: ['@two']}
  far: [p && q]
  near: ['@far q', '@costt', '@']
")
    .iter()
    .map(|mistake| {
        let advice = mistake.suggestion.clone().unwrap_or_default();
        (mistake.line, mistake.column, mistake.kind.to_string(), advice)
    })
    .collect();
    let expected = [
        (2, 8, "this reference leads back to itself: a → b → c → a", "take one"),
        (2, 16, "no theme or word list is called `nothing`", "name a theme"),
        (4, 23, "`AND` is no operator here", "write `&`"),
        (7, 20, "`@cost` can mean 2 themes or word lists", "write one of `@one.cost`, `@two.cost`"),
        (7, 38, "this reference leads back to itself: two.whole → two with two.whole", "take one"),
        (9, 11, "`far` has a pattern with `&&`, which cannot stand inside another pattern", ""),
        (9, 21, "no theme or word list is called `costt`", "did you mean `@cost`?"),
        (9, 31, "no theme or word list is called ``", "right behind the sign"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1, found.2.as_str()), (expected.0, expected.1, expected.2));
        assert!(found.3.contains(expected.3), "{found:?}");
    }
}

#[test]
fn references_that_explode_are_refused() {
    let mut text = "lists:\n  a0: [x, y]\n".to_owned();
    for number in 1..40 {
        let before = number - 1;
        text.push_str(&format!("  a{number}: ['@a{before} @a{before}']\n"));
    }
    text.push_str("themes: {t: ['@a39']}\n");
    assert!(bad(&text).iter().any(|mistake| matches!(mistake.kind, MistakeKind::TooLarge(_))));
}

#[test]
fn patterns_have_languages_and_weights_of_their_own() {
    let codebook = good(
        "\
language: en
themes:
  motives:
    weight: 2
    themes:
      cost:
        include:
          en: [cheap labour, {pattern: wage*, weight: 0.5}]
          es: [mano de obra barata]
      other: {weight: 3, include: [x]}
",
    );
    let languages: Vec<_> = codebook.patterns().map(|(_, one)| one.language.unwrap()).collect();
    let [en, es] = [Language::ENGLISH, Language::SPANISH];
    assert_eq!(languages, [en, en, es, en]);
    assert_eq!(codebook.weights(), Some(vec![2.0, 0.5, 2.0, 3.0]));
    assert!(codebook.covers(1, Some(es)) && !codebook.covers(2, Some(es)));
    assert_eq!(good("themes: {a: [x]}").weights(), None);
    let mistakes =
        bad("themes: {a: {include: {en: [x], Spanish: [y]}}, b: [{pattern: x, wieght: 2}]}");
    let kinds: Vec<_> = mistakes.iter().map(|mistake| mistake.kind.to_string()).collect();
    assert_eq!(kinds, ["`Spanish` is no language code", "unknown key `wieght` in a pattern"]);
}

#[test]
fn mistakes_of_form_do_not_hide_others() {
    let text = "\
themes:
  a:
    - *ports
    - @growth x
    - \"exact words\" NEAR/3 b
    - x AND y
  b: [@a, \"low\" cost, z]
  c: [a: b: c]
  d: [firm(s)]
";
    let found: Vec<_> = bad(text)
        .iter()
        .map(|mistake| {
            let advice = mistake.suggestion.clone().unwrap_or_default();
            (mistake.line, mistake.column, advice)
        })
        .collect();
    let quote = |pattern: &str| format!("put the pattern in single quotes: `'{pattern}'`");
    for expected in [
        (3, 7, quote("*ports")),
        (4, 7, quote("@growth x")),
        (5, 21, quote("\"exact words\" NEAR/3 b")),
        (7, 7, quote("@a")),
        (7, 17, quote("\"low\" cost")),
    ] {
        assert!(found.contains(&expected), "{expected:?} {found:#?}");
    }
    for (line, column) in [(6, 9), (9, 11)] {
        assert!(found.iter().any(|found| (found.0, found.1) == (line, column)), "{found:#?}");
    }
}

#[test]
fn repetitions_are_found() {
    let codebook = good(
        "themes: {a: [x y, z, x  y], b: {include: [z], themes: {c: [w]}}, d: {language: es, include: [z]}}",
    );
    let found: Vec<String> =
        warning::repetitions(&codebook).iter().map(|found| found.kind.to_string()).collect();
    assert_eq!(
        found,
        [
            "`x  y` stands in this theme already, in line 1",
            "`z` stands in two themes: in `a` too, in line 1",
        ]
    );
}

#[test]
fn suggestions_say_what_was_meant() {
    let advice = |text: &str| bad(text)[0].suggestion.clone().unwrap_or_default();
    for (text, expected) in [
        ("themes: {a: {inclued: [x]}}", "did you mean `include`?"),
        ("themes: {a: {include: [x], exlude: [y]}}", "did you mean `exclude`?"),
        ("themes: {a: {include: [x], colour: red}}", "did you mean `color`?"),
        ("themes: {a: {include: [x], b: [y]}}", "beside reserved keys, themes go below `themes:`"),
        ("theme: {a: [x]}", "did you mean `themes`?"),
        ("title: T\nthemes: {a: [x]}", "the title goes under `codebook`"),
        ("{match: exact, themes: {a: [x]}}", "did you mean `word`?"),
        ("{language: English, themes: {a: [x]}}", "did you mean `en`?"),
        ("{spelling: bothe, themes: {a: [x]}}", "did you mean `both`?"),
        ("{diacritics: off, themes: {a: [x]}}", "it is `ignore` or `keep`"),
        ("{list: {a: [x]}, themes: {a: [x]}}", "did you mean `lists`?"),
        ("themes: {a: {include: {b: [x]}}}", "patterns are a list: `[cheap labour, low tariff*]`"),
    ] {
        assert_eq!(advice(text), expected, "{text}");
    }
}

#[test]
fn files_without_themes_are_refused() {
    for text in ["", "# nothing", "x", "- a", "codebook: T", "themes: []", "themes: {}", "themes:"]
    {
        assert!(!bad(text).is_empty(), "{text}");
    }
    assert_eq!(
        bad("a: [")[0].kind.to_string().split(':').next(),
        Some("the file cannot be read as YAML")
    );
    let nested = format!("themes: {}x: [y]{}", "{a: ".repeat(40), "}".repeat(40));
    assert!(!bad(&nested).is_empty());
}

#[test]
fn an_error_shows_the_line_underlined() {
    let error = parse("m.yaml", "themes:\n  a:\n    - low NEAR cost\n", Format::Yaml).unwrap_err();
    let shown = error.to_string();
    assert!(shown.contains("--> m.yaml:3:11\n"), "{shown}");
    assert!(shown.contains("3 |     - low NEAR cost\n  |           ^^^^\n"), "{shown}");
    assert!(shown.contains("help: write `NEAR/5`"), "{shown}");
}

#[test]
fn a_single_pattern_is_a_codebook() {
    let codebook = of_pattern("low cost", Language::ENGLISH, Matching::Word).unwrap();
    assert_eq!(codebook.themes.len(), 1);
    let error = of_pattern("low NEAR cost", Language::ENGLISH, Matching::Word).unwrap_err();
    assert_eq!((error.mistakes[0].line, error.mistakes[0].column), (1, 5));
}

#[test]
fn the_codebooks_of_the_corpus_are_right() {
    assert!(built_in().unwrap().themes.len() > 20);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/codebooks");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            read(&path).unwrap_or_else(|error| panic!("{error}"));
            count += 1;
        }
    }
    assert!(count >= 2);
}

#[test]
fn a_file_that_is_missing_or_no_text_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.yaml");
    assert_eq!(*read(&path).unwrap_err().kind(), crate::ErrorKind::NotFound);
    std::fs::write(&path, b"themes: {a: [\xff]}").unwrap();
    assert_eq!(*read(&path).unwrap_err().kind(), crate::ErrorKind::NotUtf8);
    std::fs::write(&path, b"\xef\xbb\xbfthemes: {a: [x]}").unwrap();
    assert_eq!(read(&path).unwrap().themes.len(), 1);
}
