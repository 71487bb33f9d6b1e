//! Files of decisions and their mistakes.

use super::*;

fn mistakes(text: &str, format: Format) -> String {
    parse("w", text, format).unwrap_err().to_string()
}

#[test]
fn references_are_named_in_three_ways_in_every_format() {
    let yaml = "same:\n  - [https://doi.org/10.1/ABC, 'lee #1.txt#12']\ndifferent:\n  - [Lee 2018a trade, \"Lee, 2018b\"]\n";
    let decisions = parse("w.yaml", yaml, Format::Yaml).unwrap();
    let names = &decisions.same[0].names;
    assert_eq!(names[0].means, NameMeans::Doi("10.1/abc".into()));
    let entry = NameMeans::Entry { document: "lee #1.txt".into(), number: 12 };
    assert_eq!(names[1].means, entry);
    assert_eq!((names[1].line, names[1].column), (2, 32));
    let names = &decisions.different[0].names;
    assert_eq!(names[1].means, NameMeans::Words("Lee, 2018b".into()));
    assert_eq!(decisions.different[0].line, 4);
    let toml = "same = [['10.1/abc', 'Lee 2003']]\n";
    let json = r#"{"same": [["10.1/abc", "Lee 2003"]]}"#;
    let (toml, json) = (parse("w", toml, Format::Toml), parse("w", json, Format::Json));
    assert_eq!(toml.unwrap().fingerprint, json.unwrap().fingerprint);
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let text = "\
sam:
  - [Lee 2003, Wu 2004]
different:
  - Lee 2003
  - [Lee 2003]
  - [Porter, 'lee.txt#0', 10.1/a]
  - [Lee 2003, {a: b}]
";
    insta::assert_snapshot!(mistakes(text, Format::Yaml), @r"
    6 mistakes in the decisions w

    error: unknown key `sam` at the top of the file
     --> w:1:1
      |
    1 | sam:
      | ^^^
      = help: did you mean `same`?

    error: a single value where a list of references is expected
     --> w:4:5
      |
    4 |   - Lee 2003
      |     ^^^^^^^^
      = help: put the references of each work in a list of their own: `- [Lee 2003, Lee 2004]`

    error: too few references: 1
     --> w:5:5
      |
    5 |   - [Lee 2003]
      |     ^^^^^^^^^^
      = help: name two references or more

    error: `Porter` is no name of a reference
     --> w:6:6
      |
    6 |   - [Porter, 'lee.txt#0', 10.1/a]
      |      ^^^^^^
      = help: a reference is a DOI, words such as `Porter 1990 competitive advantage`, or `PAPER#NUMBER`

    error: `lee.txt#0` has no number of an entry
     --> w:6:14
      |
    6 |   - [Porter, 'lee.txt#0', 10.1/a]
      |              ^^^^^^^^^^^
      = help: after `#` stands the number of the entry in the paper's bibliography, from 1

    error: a mapping where the name of a reference is expected
     --> w:7:16
      |
    7 |   - [Lee 2003, {a: b}]
      |                ^^^^^^
      = help: a reference is a DOI, words such as `Porter 1990 competitive advantage`, or `PAPER#NUMBER`
    ");
}

#[test]
fn empty_and_flat_files_are_told_what_to_write() {
    insta::assert_snapshot!(mistakes("", Format::Yaml), @r"
    a mistake in the decisions w

    error: no decisions in the file
     --> w:1:1
      |
    1 | 
      | ^
      = help: write `same:` with lists of references that are one work, or `different:` with lists of such as are not
    ");
    insta::assert_snapshot!(mistakes("same: [Lee 2003, Lee 2004]", Format::Yaml), @r"
    2 mistakes in the decisions w

    error: a single value where a list of references is expected
     --> w:1:8
      |
    1 | same: [Lee 2003, Lee 2004]
      |        ^^^^^^^^
      = help: put the references of each work in a list of their own: `- [Lee 2003, Lee 2004]`

    error: a single value where a list of references is expected
     --> w:1:18
      |
    1 | same: [Lee 2003, Lee 2004]
      |                  ^^^^^^^^
      = help: put the references of each work in a list of their own: `- [Lee 2003, Lee 2004]`
    ");
    assert!(mistakes("same:", Format::Yaml).contains("write a list, or remove the key"));
    assert!(mistakes("- a", Format::Yaml).contains("begin with `same:`"));
    assert!(mistakes("same: [[a b, c d]]\nsame: []", Format::Yaml).contains("stands here twice"));
    assert!(mistakes("same: [[a b", Format::Yaml).contains("cannot be read as YAML"));
}
