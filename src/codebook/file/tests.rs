//! Places and values of each format.

use super::*;

fn root(text: &str, format: Format) -> Node {
    read(text, format).unwrap_or_else(|mistake| panic!("{mistake:?}")).unwrap()
}

/// Every scalar with the text under its span.
fn scalars(text: &str, format: Format) -> Vec<(String, String)> {
    fn collect(node: &Node, text: &str, into: &mut Vec<(String, String)>) {
        match &node.value {
            Value::Scalar(value) => into.push((value.clone(), node.span.of(text).to_owned())),
            Value::List(items) => items.iter().for_each(|item| collect(item, text, into)),
            Value::Mapping(pairs) => pairs.iter().for_each(|(key, value)| {
                collect(key, text, into);
                collect(value, text, into);
            }),
            Value::Null => {}
        }
    }
    let mut into = Vec::new();
    collect(&root(text, format), text, &mut into);
    into
}

fn pair(value: &str, written: &str) -> (String, String) {
    (value.to_owned(), written.to_owned())
}

#[test]
fn yaml_values_have_their_places() {
    let text = "é: [ab, 'c''d', \"e\\\"f\"]\nx:\n  - *\u{20}\n";
    assert!(read(text, Format::Yaml).is_err());
    let text = "é: [ab, 'c''d', \"e\\\"f\"]\r\nx:\r\n  - g h  # note\r\n";
    let expected = [
        pair("é", "é"),
        pair("ab", "ab"),
        pair("c'd", "'c''d'"),
        pair("e\"f", "\"e\\\"f\""),
        pair("x", "x"),
        pair("g h", "g h"),
    ];
    assert_eq!(scalars(text, Format::Yaml), expected);
}

#[test]
fn json_and_toml_give_the_same_values() {
    let json = "{\n\t\"themes\": {\"a\": [\"x y\", \"q\\/r\"], \"b\": {\"weight\": 1.5}}}";
    let toml = "[themes]\na = [\"x y\", 'q/r']\n[themes.b]\nweight = 1.5\n";
    let values = |text, format| -> Vec<String> {
        scalars(text, format).into_iter().map(|(value, _)| value).collect()
    };
    let expected = ["themes", "a", "x y", "q/r", "b", "weight", "1.5"];
    assert_eq!(values(json, Format::Json), expected);
    assert_eq!(values(toml, Format::Toml), expected);
    assert_eq!(scalars(toml, Format::Toml)[2].1, "\"x y\"");
}

#[test]
fn places_inside_strings_are_followed_through_quotes() {
    let text = "a: 'it''s \"low\"'";
    let Value::Mapping(pairs) = root(text, Format::Yaml).value else { panic!() };
    let node = &pairs[0].1;
    // The text is `it's "low"`.
    assert_eq!(node.locate(text, Span::new(6, 9)).of(text), "low");
    let text = "a: \"e\\\\x \\\"low\"";
    let Value::Mapping(pairs) = root(text, Format::Yaml).value else { panic!() };
    assert_eq!(pairs[0].1.locate(text, Span::new(5, 8)).of(text), "low");
    let text = "a: |\n  low\n  cost\n";
    let Value::Mapping(pairs) = root(text, Format::Yaml).value else { panic!() };
    assert_eq!(pairs[0].1.locate(text, Span::new(0, 3)), pairs[0].1.span);
}

#[test]
fn aliases_repeat_and_repetition_is_bounded() {
    let text = "a: &list [x, y]\nb: *list\n";
    let values: Vec<String> =
        scalars(text, Format::Yaml).into_iter().map(|(value, _)| value).collect();
    assert_eq!(values, ["a", "x", "y", "b", "x", "y"]);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    assert!(read(&bomb, Format::Yaml).is_err());
    assert!(read(&"[".repeat(100_000), Format::Yaml).is_err());
    assert!(read(&format!("a = {}", "[".repeat(100_000)), Format::Toml).is_err());
}

#[test]
fn unquoted_signs_of_yaml_get_advice() {
    let advice = |text: &str| read(text, Format::Yaml).unwrap_err().suggestion.unwrap_or_default();
    assert_eq!(advice("a:\n  - *port\n"), "put the pattern in single quotes: `'*port'`");
    assert_eq!(
        advice("a:\n  - \"low wages\" NEAR/3 cost\n"),
        "put the pattern in single quotes: `'\"low wages\" NEAR/3 cost'`"
    );
    assert_eq!(advice("a:\n\t- x\n"), "indent with spaces, not with tabs");
}

#[test]
fn nothing_is_nothing() {
    for (text, format) in [("", Format::Yaml), ("# only\n", Format::Yaml), ("", Format::Toml)] {
        assert!(read(text, format).unwrap().is_none(), "{text:?}");
    }
}
