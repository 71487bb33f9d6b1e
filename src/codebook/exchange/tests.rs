//! Formats read, with what files of them look like; and codebooks written and read again.

mod arbitrary;

use super::*;
use crate::model::{Expression, Pattern, Theme, Word};

fn read(name: &str, text: &str) -> Loaded {
    parse_any(name, text.to_owned(), None).unwrap_or_else(|error| panic!("{error}"))
}

/// Paths with the sources of their patterns, and weights where they have any.
fn outline_of(loaded: &Loaded) -> Vec<String> {
    let source = |pattern: &Pattern| match pattern.weight {
        None => pattern.source.clone(),
        Some(weight) => format!("{} ({weight})", pattern.source),
    };
    let themes = loaded.codebook.themes.iter().map(|theme: &Theme| {
        let patterns: Vec<String> = theme.include.iter().map(source).collect();
        format!("{}: {}", theme.path, patterns.join("; "))
    });
    themes.collect()
}

fn kinds(loaded: &Loaded) -> Vec<NoticeKind> {
    loaded.notices.iter().map(|notice| notice.kind).collect()
}

/// The mistakes of a file: line, column, message, advice.
fn mistakes(name: &str, text: &str) -> Vec<(usize, usize, String)> {
    let error = parse_any(name, text.to_owned(), None).unwrap_err();
    error.mistakes.iter().map(|one| (one.line, one.column, one.kind.to_string())).collect()
}

#[test]
fn quanteda_keeps_words_of_mixed_categories_and_odd_scalars() {
    let text = "A:\n  __: [own, 'two words']\n  B: [yes, no, 1990, ' trim ']\n  C: single*\nD:\n  - x\n  - E: [y]\n";
    let loaded = read("d.yml", text);
    assert_eq!(loaded.format, CodebookFormat::Quanteda);
    let expected =
        ["A: own; two words", "A.B: yes; no; 1990; trim", "A.C: single*", "D: x", "D.E: y"];
    assert_eq!(outline_of(&loaded), expected);
    assert_eq!(loaded.codebook.themes[1].include[2].line, 3);
    let (again, notices) = loaded.write(CodebookFormat::Quanteda);
    assert!(notices.is_empty());
    assert_eq!(read("d.yml", &again).codebook.fingerprint, loaded.codebook.fingerprint);
}

#[test]
fn a_codebook_of_ours_with_a_slip_is_no_dictionary_of_quanteda() {
    for text in
        ["language: en\nthemse: {a: [b]}", "themse: {a: [b]}", "themes: {a: [b]}\nx: [y]", ""]
    {
        assert!(format::is_own(file::read(text, Format::Yaml).unwrap().as_ref()), "{text}");
    }
    for text in ["language: [speak*]\nmatch: [game]", "a: b", "motives: {a: [b]}"] {
        assert!(!format::is_own(file::read(text, Format::Yaml).unwrap().as_ref()), "{text}");
    }
}

#[test]
fn liwc_is_read_whatever_divides_its_columns() {
    let text = "%\r1\tfunction (Function Words)\r\t011\tpron\r12  neg ate\r%\r\rI'm\t1\t11\rnot   012\rgood job\t1 12\rx\t1\t1\t99\ry\r\rabandon*\t1\r";
    let loaded = read("d.dic", text);
    let expected =
        ["function: I'm; good job; x; abandon*", "function.pron: I'm", "neg ate: not; good job"];
    assert_eq!(outline_of(&loaded), expected);
    assert_eq!(loaded.codebook.themes[0].label.as_deref(), Some("Function Words"));
    let kinds = kinds(&loaded);
    assert_eq!(kinds, [NoticeKind::UnknownId, NoticeKind::NoCategory, NoticeKind::Repeated]);
    assert_eq!(loaded.notices[0].line, Some(10));
}

#[test]
fn conditions_of_liwc_become_rules() {
    let text = "%\n1\tpron\n2\tverb\n3\taffect\n%\nI\t1\nyou\t01\nkind\t<of>2/3\nlike\t(01 7)2/3\nwell\t(1)3\nmine\t(1)1/2\n";
    let loaded = read("d.dic", text);
    let expected = [
        "pron: I; you",
        "verb: kind of; @pron like; mine EXCEPT @pron mine",
        "affect: kind EXCEPT kind of; like EXCEPT @pron like; @pron well",
    ];
    assert_eq!(outline_of(&loaded), expected);
    // `7` is not in the legend; a rule on its own category would lead back to itself.
    let kinds = kinds(&loaded);
    assert_eq!(kinds.iter().filter(|kind| **kind == NoticeKind::UnknownId).count(), 1);
    assert_eq!(kinds.iter().filter(|kind| **kind == NoticeKind::Rule).count(), 1);
}

#[test]
fn terms_that_cannot_count_are_told_and_others_keep_their_meaning() {
    let text = "%\n1\tfaces\n2\tincl\n%\n:)\t1\nc++\t1\n#me\t1\nAND\t2\nwith (out)\t2\n\"quoted\"\t2\nf*t\t2\nwhat?\t2\n";
    let loaded = read("d.dic", text);
    let expected = ["faces: #me", "incl: \"AND\"; \"with (out)\"; quoted; f*t; what"];
    assert_eq!(outline_of(&loaded), expected);
    let told = [NoticeKind::NoWord, NoticeKind::NoWord, NoticeKind::Signs, NoticeKind::InnerStar];
    assert_eq!(kinds(&loaded), told);
    let Expression::Phrase(words) = &loaded.codebook.themes[1].include[1].expression else {
        panic!()
    };
    assert_eq!(words[1], Expression::Word(Word::Exact("out".to_owned())));
}

#[test]
fn tables_of_liwc_22_have_members_and_weights() {
    let loaded =
        read("d.dicx", "DicTerm;pos;neg.anger\ngood;x;\n\"so; so\";0,5;-1\nbad;;1\nnone;;\n");
    assert_eq!(
        outline_of(&loaded),
        ["pos: good; so; so (0.5)", "neg: ", "neg.anger: so; so (-1); bad"]
    );
    assert_eq!(kinds(&loaded), [NoticeKind::NoCategory]);
    let binary = read("d.dicx", "DicTerm,a,b\nx,1,0\ny,0,1\n");
    assert_eq!(outline_of(&binary), ["a: x", "b: y"]);
    assert_eq!(kinds(&binary), [NoticeKind::ZeroWeight]);
    let wrong = mistakes("d.dicx", "DicTerm,a\nx,X\ny,maybe\nz,?\n");
    assert_eq!(
        wrong[0],
        (3, 3, "`maybe` in the column `a` is neither `X` nor a number".to_owned())
    );
    assert_eq!(wrong.len(), 2);
}

#[test]
fn wordstat_trees_weights_and_rules_are_read() {
    let text = "LOOSE (2)\r\nA\r\n\tB C\r\n\t\tSOUTH_AFRICA* (1)\r\n\t\tS African (0.5)\r\n\tOWN (10)\r\n\tD\r\n\t\tE (VERY)\r\nN\r\n\tNOT (1)\r\nR\r\n\t@NEG [#B_C NOT AFTER #N /S 4] (1)\r\n\t@ODD [#B_C AND #N OR X]\r\n";
    let loaded = read("d.cat", text);
    let expected = [
        "A: OWN (10)",
        "A.B C: SOUTH AFRICA*; S African (0.5)",
        "A.D: ",
        "A.D.E (VERY): ",
        "N: \"NOT\"",
        "R: @\"A.B C\" EXCEPT @N BEFORE/4 @\"A.B C\"",
        "d: LOOSE (2)",
    ];
    let mut outline = outline_of(&loaded);
    outline.sort();
    let mut sorted = expected.map(str::to_owned);
    sorted.sort();
    assert_eq!(outline, sorted);
    let kinds = kinds(&loaded);
    assert_eq!(kinds, [NoticeKind::Uncategorised, NoticeKind::Rule, NoticeKind::NoPatterns]);
}

#[test]
fn yoshikoder_nodes_may_be_mixed_and_scored() {
    let text = "<?xml version=\"1.0\"?>\n<dictionary patternengine=\"substring\">\n<cnode name=\"All\" desc=\"root\">\n<cnode name=\"A &amp; B\" desc=\"What it is.\" score=\"2\">\n<pnode name=\"own\" score=\"\"/>\n<cnode name=\"C\"><pnode name=\"low*cost\" score=\"0.5\"></pnode></cnode>\n<pnode name=\"last?\"/>\n</cnode>\n<cnode name=\"D\"/></cnode></dictionary>";
    let loaded = read("d.ykd", text);
    assert_eq!(loaded.codebook.title.as_deref(), Some("All"));
    assert_eq!(outline_of(&loaded), ["A & B: own; last", "A & B.C: low*cost (0.5)", "D: "]);
    assert_eq!(loaded.codebook.themes[0].definition.as_deref(), Some("What it is."));
    assert_eq!(loaded.codebook.weights(), Some(vec![2.0, 2.0, 0.5]));
    assert_eq!(kinds(&loaded), [NoticeKind::NoPatterns]);
    let regex = text.replace("substring", "regexp").replace("low*cost", "low.?cost/s");
    let loaded = read("d.ykd", &regex);
    assert_eq!(loaded.codebook.themes[1].include[0].source, "/low.?cost\\/s/");
}

#[test]
fn lists_with_headings_are_read() {
    let lc3 = "+neg.anger#aA0\n  kill * \n a lie\n+neg#12#fff\n+pos\nR&D\n";
    let loaded = read("d.lc3", lc3);
    let expected = ["neg: ", "neg.anger: kill*; a lie", "neg#12: ", "pos: R&D"];
    assert_eq!(outline_of(&loaded), expected);
    assert_eq!(loaded.codebook.themes[1].color.as_deref(), Some("#aa00aa").map(|_| "#aaaa00"));
    let vbpro = read("d.txt", ">>U.S. <<\nwashington\n");
    assert_eq!(vbpro.codebook.themes[0].path, "U_S_");
    assert_eq!(vbpro.codebook.themes[0].label.as_deref(), Some("U.S."));
    let early = mistakes("d.lc3", "lost\n+a\nb\n");
    assert_eq!(early, [(1, 1, "`lost` stands before the first category".to_owned())]);
}

#[test]
fn tables_of_words_and_categories_are_read() {
    let loaded = read("afinn.csv", "word,value\ngood,3\nno fun,-3\nfine,1\n");
    assert_eq!(outline_of(&loaded), ["afinn: good (3); no fun (-3); fine"]);
    let loaded = read("d.tsv", "token\temotion\tassociation\nabandon\tfear\t1\nabandon\tjoy\t0\n");
    assert_eq!(outline_of(&loaded), ["fear: abandon"]);
    let wrong = mistakes("d.csv", "foo,bar\na,b\n");
    assert_eq!(wrong[0].2, "no column for the words (`word`)");
}

#[test]
fn a_codebook_of_another_program_gives_themes_with_definitions() {
    let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1:0\"><Codes><Code guid=\"x\" name=\"Push v. pull\" isCodable=\"true\" color=\"#F00\"><Description>Why &lt;here&gt;?</Description><Code guid=\"y\" name=\"push\" isCodable=\"true\"/></Code></Codes><Sets><Set guid=\"z\" name=\"mine\"/></Sets></CodeBook>";
    let loaded = read("d.qdc", text);
    assert_eq!(outline_of(&loaded), ["Push v_ pull: ", "Push v_ pull.push: "]);
    let theme = &loaded.codebook.themes[0];
    assert_eq!(theme.label.as_deref(), Some("Push v. pull"));
    assert_eq!(theme.definition.as_deref(), Some("Why <here>?"));
    assert_eq!(theme.color.as_deref(), Some("#ff0000"));
    assert_eq!(kinds(&loaded), [NoticeKind::Renamed, NoticeKind::NotRead, NoticeKind::NoPatterns]);
    // Written as YAML, it is a codebook to be filled in.
    let (yaml, _) = loaded.write(CodebookFormat::Own(Format::Yaml));
    assert!(yaml.contains("include: []"), "{yaml}");
    assert_eq!(read("d.yaml", &yaml).codebook.fingerprint, loaded.codebook.fingerprint);
}

#[test]
fn patterns_come_back_from_descriptions_and_their_mistakes_have_places() {
    let text = "<CodeBook><Codes><Code name=\"a\" guid=\"x\" isCodable=\"true\"><Description>What.\n\n-- leitmotif --\nlanguage: en\ninclude: [cheap labour, low tariff*]\nweight: 2</Description></Code></Codes></CodeBook>";
    let loaded = read("d.qdc", text);
    assert_eq!(outline_of(&loaded), ["a: cheap labour; low tariff*"]);
    assert_eq!(loaded.codebook.themes[0].definition.as_deref(), Some("What."));
    let Expression::Phrase(words) = &loaded.codebook.themes[0].include[0].expression else {
        panic!()
    };
    assert!(matches!(&words[0], Expression::Word(Word::Stem { .. })));
    let wrong = mistakes("d.qdc", &text.replace("low tariff*", "low NEAR tariff*"));
    assert_eq!(wrong, [(5, 29, "`NEAR` without a number".to_owned())]);
}

#[test]
fn mistakes_of_form_have_their_places() {
    let cut = mistakes("d.ykd", "<dictionary>\n<cnode name=\"a\">\n</dictionary>");
    assert_eq!(cut[0].0, 3, "{cut:?}");
    let other = mistakes("d.ykd", "<html><body/></html>");
    assert_eq!(other[0].2, "the root of the file is `html`, not `dictionary`");
    let unnamed = mistakes(
        "d.ykd",
        "<dictionary>\n<cnode/>\n <pnode score=\"high\" name=\"x\"/><pnode/></dictionary>",
    );
    assert_eq!(unnamed.len(), 3, "{unnamed:?}");
    assert_eq!((unnamed[1].0, unnamed[1].1), (3, 16));
    assert_eq!(mistakes("d.dic", "a\t1\n")[0].2, "the legend of categories has no second line `%`");
    let twice = mistakes("d.dic", "%\n1\ta\n01\tb\n%\n");
    assert_eq!(twice[0], (3, 4, "`1` stands here twice; first in line 2".to_owned()));
    for name in ["d.cat", "d.csv", "d.dicx"] {
        let found = mistakes(name, "\n\n");
        assert!(found[0].2.starts_with("no category in the file"), "{name}: {found:?}");
    }
    let deep = "<cnode name=\"a\">".repeat(50_000);
    assert!(parse_any("d.ykd", format!("<dictionary>{deep}"), None).is_err());
    let deep: String = (0..500).map(|depth| format!("{}a{depth}\n", "\t".repeat(depth))).collect();
    assert!(parse_any("d.cat", deep, None).is_err());
}

#[test]
fn siblings_of_one_name_are_put_together() {
    let loaded = read("d.cat", "A\n\tX (1)\nB\n\tY (1)\nA\n\tZ (1)\n\tX (2)\n");
    assert_eq!(outline_of(&loaded), ["A: X; Z", "B: Y"]);
    assert_eq!(kinds(&loaded), [NoticeKind::Merged, NoticeKind::Repeated]);
}

#[test]
fn names_like_keys_are_names() {
    let loaded =
        read("d.yml", "x:\n  include: [a]\n  label: [b]\n  en: [c]\n  incl: [d]\nexclude: [e]\n");
    let expected = ["x: ", "x.include: a", "x.label: b", "x.en: c", "x.incl: d", "exclude: e"];
    assert_eq!(outline_of(&loaded), expected);
    for format in [Format::Yaml, Format::Json, Format::Toml] {
        let (text, _) = loaded.write(CodebookFormat::Own(format));
        let again = parse_any("d", text.clone(), Some(CodebookFormat::Own(format)));
        let again = again.unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(again.codebook.fingerprint, loaded.codebook.fingerprint, "{text}");
    }
}

/// Ten thousand patterns take a fraction of a second, even without optimisation.
#[test]
fn large_dictionaries_are_read_at_once() {
    let terms: String =
        (0..10_000).map(|number| format!("word{number} of*\t{}\n", number % 7 + 1)).collect();
    let legend: String = (1..8).map(|id| format!("{id}\tc{id}\n")).collect();
    let loaded = read("d.dic", &format!("%\n{legend}%\n{terms}"));
    assert_eq!(loaded.codebook.patterns().count(), 10_000);
    for (format, ..) in CodebookFormat::ALL {
        let (text, notices) = loaded.write(format);
        assert!(notices.is_empty(), "{format}: {:?}", notices[0]);
        let again = parse_any("d", text, Some(format)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again.codebook.patterns().count(), 10_000, "{format}");
    }
}
