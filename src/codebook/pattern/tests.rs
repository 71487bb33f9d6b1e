//! What patterns mean, and what each mistake says.

use proptest::prelude::*;

use super::*;
use crate::model::Word;

const NONE: Folding = Folding { spelling: false, diacritics: false };
const STEM: Reading =
    Reading { matching: Matching::Stem, language: Language::ENGLISH, folding: NONE };
const WORD: Reading =
    Reading { matching: Matching::Word, language: Language::ENGLISH, folding: NONE };

/// A pattern as understood, in a notation of its own: groups in brackets, stems marked by `~`.
fn shown(expression: &Expression) -> String {
    let all = |parts: &[Expression], join: &str| {
        let parts: Vec<String> = parts.iter().map(shown).collect();
        format!("[{}]", parts.join(join))
    };
    match expression {
        Expression::Word(Word::Any) => "_".to_owned(),
        Expression::Word(Word::Exact(norm) | Word::Wildcard(norm)) => norm.clone(),
        Expression::Word(Word::Stem { norm, .. }) => format!("~{norm}"),
        Expression::Word(Word::Regex(source)) => format!("/{source}/"),
        Expression::Word(Word::Printed(form)) => format!("={form}"),
        Expression::Word(Word::Loose { word, .. }) => {
            format!("≈{}", shown(&Expression::Word((**word).clone())))
        }
        Expression::Paragraph(parts) => all(parts, " && "),
        Expression::Except { of, without } => format!("[{} − {}]", shown(of), shown(without)),
        Expression::Phrase(parts) => all(parts, " "),
        Expression::Either(parts) => all(parts, "|"),
        Expression::Together(parts) => all(parts, " & "),
        Expression::Near { left, right, distance, ordered } => {
            let sign = if *ordered { ">" } else { "-" };
            format!("[{} {sign}{distance} {}]", shown(left), shown(right))
        }
    }
}

fn word(source: &str) -> String {
    shown(&parse_alone(source, WORD).unwrap_or_else(|mistakes| panic!("{source}: {mistakes:?}")))
}

#[test]
fn operators_bind_as_the_grammar_says() {
    for (source, expected) in [
        ("cheap labour|labor", "[cheap [labour|labor]]"),
        ("a|b c NEAR/4 d|e f", "[[[a|b] c] -4 [[d|e] f]]"),
        ("a NEAR/2 b BEFORE/0 c", "[[a -2 b] >0 c]"),
        ("a & b NEAR/1 c & (d & e)", "[a & [b -1 c] & d & e]"),
        ("(a | b)", "[a|b]"),
        ("(cheap labour)|wages", "[[cheap labour]|wages]"),
        ("\"low wages\" | wages", "[[low wages]|wages]"),
        ("a (b c) d", "[a b c d]"),
        ("((a))", "a"),
        ("a (b NEAR/1 c)", "[a [b -1 c]]"),
        ("threat ... domestic market", "[threat >5 [domestic market]]"),
        ("a...b…c .../9 d|e", "[[[a >5 b] >5 c] >9 [d|e]]"),
        ("a b ... c NEAR/2 d", "[[[a b] >5 c] -2 d]"),
        ("a & b && c NEAR/1 d", "[[a & b] && [c -1 d]]"),
        ("a&&b", "[a && b]"),
        ("(a && b) && c", "[a && b && c]"),
        ("growth NEAR/2 x EXCEPT growth rate & y", "[[[growth -2 x] − [growth rate]] & y]"),
        ("=AEC|ASEAN =\"Economic Community\"", "[[=AEC|asean] =Economic =Community]"),
        ("=L’AEC’s =SME*", "[=AEC =SME*]"),
    ] {
        assert_eq!(word(source), expected, "{source}");
    }
}

#[test]
fn words_are_divided_and_folded_as_in_texts() {
    for (source, expected) in [
        ("Low-Cost", "[low cost]"),
        ("low-cost|cheap", "[[low cost]|cheap]"),
        ("Firm’s", "firm"),
        ("o\u{fb03}ce*", "office*"),
        ("*port?r*", "*port?r*"),
        ("low *", "[low _]"),
        ("**", "_"),
        ("R&D", "[r d]"),
        ("e-* trade", "[e _ trade]"),
        ("3.5", "3.5"),
        ("and/or", "[and or]"),
        ("market, (entry)", "[market entry]"),
        ("\"near\" and or not", "[near and or not]"),
        ("/colou?r(s|ed)/ x", "[/colou?r(s|ed)/ x]"),
        (r"/a\/b/", r"/a\/b/"),
        ("“low wages”", "[low wages]"),
    ] {
        assert_eq!(word(source), expected, "{source}");
    }
}

#[test]
fn bare_words_are_stemmed_unless_quoted_or_with_wildcards() {
    let stem = |source| shown(&parse_alone(source, STEM).unwrap());
    assert_eq!(stem("cheap tariffs"), "[~cheap ~tariffs]");
    assert_eq!(stem("\"cheap\" tariff*|/x/"), "[cheap [tariff*|/x/]]");
    let malay = Reading { language: "ms".parse().unwrap(), ..STEM };
    assert_eq!(shown(&parse_alone("tenaga kerja", malay).unwrap()), "[tenaga kerja]");
    let folding = Folding { spelling: true, diacritics: false };
    let loose = |source| shown(&parse_alone(source, Reading { folding, ..STEM }).unwrap());
    assert_eq!(loose("labour \"cost*\" * =AEC /x/"), "[≈~labour ≈cost* _ =AEC /x/]");
}

#[test]
fn each_mistake_has_its_place_and_advice() {
    for (source, place, message, advice) in [
        ("", "", "an empty pattern", "write a word"),
        ("a ...", "...", "needs something on both sides", "`A ... B`"),
        ("... a", "...", "needs something on both sides", ""),
        ("a .../x b", ".../x", "not a number", "`.../5`"),
        ("a .. b", "..", "holds no word", "remove the rest"),
        ("= AEC", "=", "`=` holds no word", "`=AEC`"),
        ("a NOT b", "NOT", "no operator", "`EXCEPT`"),
        ("a EXCEPT", "EXCEPT", "needs something on both sides", "`A EXCEPT B`"),
        ("a EXCEPT (b & c)", "&", "inside another operator", "NEAR/n"),
        ("a & (b && c)", "&&", "`&&` joins whole patterns", "NEAR/n"),
        ("a (b && c)", "&&", "`&&` joins whole patterns", "NEAR/n"),
        ("cheap NEAR labour", "NEAR", "without a number", "`NEAR/5`"),
        ("cheap NEAR4 labour", "NEAR4", "`NEAR4` is no operator", "`NEAR/4`"),
        ("a NEAR/x b", "NEAR/x", "not a number", "`NEAR/5`"),
        ("a NEAR/9999 b", "NEAR/9999", "from 0 to 1000", "`NEAR/5`"),
        ("a near/3 b", "near/3", "no operator", "`NEAR/3`"),
        ("a W/3 b", "W/3", "no operator", "`NEAR/3`"),
        ("a PRE/2 b", "PRE/2", "no operator", "`BEFORE/2`"),
        ("a AND b", "AND", "no operator", "`&`"),
        ("a OR b", "OR", "no operator", "a|b"),
        ("NEAR/4 b", "NEAR/4", "needs something on both sides", ""),
        ("a NEAR/4", "NEAR/4", "needs something on both sides", "`A NEAR/4 B`"),
        ("a & ", "&", "needs something on both sides", "`A & B`"),
        ("\"a b", "\"", "never closed", "\"a\""),
        ("a|", "|", "an empty alternative", "both sides"),
        ("a||b", "|", "an empty alternative", "both sides"),
        ("|a", "|", "an empty alternative", "both sides"),
        ("cheap labour | labor", "|", "two ways", "`labour|labor`"),
        ("a ()", "()", "an empty pattern", "between the parentheses"),
        ("(a b", "(", "no partner", "close it"),
        ("a b)", ")", "no partner", "remove it"),
        ("firm(s)", "(", "inside a word", "firm|firms"),
        ("/a(/", "/a(/", "regular expression: unclosed group", ""),
        ("/abc", "/", "no closing `/`", ""),
        ("(a & b) c", "&", "inside another operator", "NEAR/n"),
        ("a NEAR/2 (b & c)", "&", "inside another operator", "NEAR/n"),
        ("(a & b)|c", "&", "inside another operator", "NEAR/n"),
        ("@growth", "@growth", "no theme or word list is called `growth`", "codebook"),
        ("a @\"raw materials\"", "@\"raw materials\"", "`raw materials`", "codebook"),
    ] {
        let mistakes = parse_alone(source, WORD).unwrap_err();
        let first = &mistakes[0];
        assert_eq!(first.span.of(source), place, "{source}");
        let shown = first.kind.to_string();
        assert!(shown.contains(message), "{source}: {shown}");
        let suggestion = first.suggestion.clone().unwrap_or_default();
        assert!(suggestion.contains(advice), "{source}: {suggestion}");
    }
}

#[test]
fn several_mistakes_of_one_pattern_are_told_together() {
    let mistakes = parse_alone("a AND b NEAR c(s)", WORD).unwrap_err();
    assert_eq!(mistakes.len(), 3);
}

#[test]
fn hostile_patterns_are_refused() {
    assert!(parse_alone(&"(".repeat(5000), WORD).is_err());
    assert!(parse_alone(&"a|".repeat(50_000), WORD).is_err());
    assert!(parse_alone("/(a{1000}){1000}{1000}/", WORD).is_err());
    let deep = format!("{}a{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(word(&deep), "a");
}

proptest! {
    #[test]
    fn any_text_parses_or_has_mistakes_inside_it(source in "[ab*?|&()\"/ .éNEAR0-9-]{0,24}") {
        if let Err(mistakes) = parse_alone(&source, STEM) {
            prop_assert!(!mistakes.is_empty());
            for mistake in mistakes {
                prop_assert!(source.get(mistake.span.start..mistake.span.end).is_some());
            }
        }
    }

    #[test]
    fn any_unicode_is_survived(source in any::<String>()) {
        let _ = parse_alone(&source, STEM);
    }
}
