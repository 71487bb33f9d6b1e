//! How tables look at various widths, and that no cell breaks them.

use proptest::prelude::*;

use super::text::{Text, width_of};
use super::*;
use crate::model::table::Display;
use crate::model::{Cell, Column, Provenance, Span};

fn themes() -> Table {
    let mut table = Table::new("themes", "Themes in 3 papers");
    table.provenance = Provenance { version: "0".into(), ..Provenance::new("query themes") };
    table.columns = vec![
        Column::text("theme", "").shown(Display::Tree),
        Column::integer("mentions", "").bar(),
        Column::real("rate", 2, "").labelled("per 1,000"),
        Column::share("share", "").shown(Display::Interval),
        Column::share("share_low", ""),
        Column::share("share_high", ""),
        Column::integer("secret", "").hidden(),
    ];
    for (path, mentions, share) in [
        ("motives", 1_200_u64, 1.0),
        ("motives.proactive", 600, 0.667),
        ("motives.proactive.cheap_labour", 3, 0.333),
        ("motives.reactive", 0, 0.0),
    ] {
        let rate = Cell::real(mentions as f64 / 3.0);
        let [share, low, high] = [share, share / 2.0, share].map(Cell::real);
        table.push(vec![path.into(), mentions.into(), rate, share, low, high, 1_u64.into()]);
    }
    table
}

fn drawn(table: &Table, width: usize, colour: bool) -> String {
    let mut bytes = Vec::new();
    write(table, TerminalStyle { width, colour }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_theme_table_is_a_tree_with_bars_and_intervals() {
    insta::assert_snapshot!(drawn(&themes(), 80, false), @r#"
    Themes in 3 papers

    theme             mentions                       per 1,000            share
    ───────────────────────────────────────────────────────────────────────────
    motives              1,200 ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇     400.00  100 % [50, 100]
      proactive            600 ▇▇▇▇▇▇▇▇▇▇               200.00    67 % [33, 67]
        cheap labour         3 ▇                          1.00    33 % [17, 33]
      reactive               0                            0.00       0 % [0, 0]

    leitmotif 0, query themes
    "#);
}

#[test]
fn a_narrow_terminal_names_what_it_left_out() {
    insta::assert_snapshot!(drawn(&themes(), 40, false), @r#"
    Themes in 3 papers

    theme       mentions        per 1,000
    ─────────────────────────────────────
    motives        1,200 ▇▇▇▇▇     400.00
      proacti…       600 ▇▇▇       200.00
        cheap…         3 ▇           1.00
      reactive         0             0.00

    Too narrow for: share. A wider terminal
    or another --format shows them.

    leitmotif 0, query themes
    "#);
}

#[test]
fn small_bars_are_relative_to_their_row_and_trees_keep_room() {
    let mut table = Table::new("trend", "Trends");
    table.provenance.version = "0".into();
    table.columns = vec![
        Column::text("theme", "").shown(Display::Tree),
        Column::new(crate::model::table::ColumnKind::Nested, "rates", "").shown(Display::Spark),
        Column::text("longer", ""),
        Column::text("longest", ""),
    ];
    let list = |numbers: &[Option<f64>]| {
        Cell::List(numbers.iter().map(|n| n.map_or(Cell::Missing, Cell::real)).collect())
    };
    let long = "of words that go on for much longer than there is room beside the others";
    let rates = list(&[Some(0.0), Some(0.1), None, Some(2.0), Some(4.0)]);
    table.push(vec![
        "motives.regulation_and_standards_abroad".into(),
        rates,
        long.into(),
        long.into(),
    ]);
    table.push(vec!["motives.none".into(), list(&[Some(0.0); 5]), "".into()]);
    table.push(vec!["motives.missing".into(), Cell::Missing, "".into()]);
    insta::assert_snapshot!(drawn(&table, 80, false), @r"
    Trends

    theme                     rates  longer                  longest
    ───────────────────────────────────────────────────────────────────────────────
      regulation and standa…  ▁▂·▅█  of words that go on f…  of words that go on f…
      none                    ▁▁▁▁▁                          ·
      missing                 ·                              ·

    leitmotif 0
    ");
}

#[test]
fn many_columns_without_room_are_not_all_named() {
    let mut table = Table::new("wide", "Wide");
    table.columns = vec![Column::text("theme", "")];
    table.columns.extend((0..40).map(|n| Column::integer(format!("number{n}"), "")));
    table.push(vec!["motives".into()]);
    let drawn = drawn(&table, 60, false);
    assert!(drawn.contains("number11, number12 and 27 more. A wider"), "{drawn}");
}

#[test]
fn colours_come_only_when_told() {
    assert!(!drawn(&themes(), 80, false).contains('\u{1b}'));
    let coloured = drawn(&themes(), 80, true);
    let mut plain = coloured.clone();
    for code in [BOLD, DIM, BAR, MARK, RESET] {
        assert!(code == MARK || coloured.contains(code));
        plain = plain.replace(code, "");
    }
    assert_eq!(plain, drawn(&themes(), 80, false));
}

#[test]
fn marks_follow_their_words_through_cutting_and_wrapping() {
    let text = Text::new("low\ttariffs  and\ncheap labour", &[Span::new(4, 11), Span::new(17, 29)]);
    let marked = |text: &Text| {
        text.marks().iter().map(|mark| mark.of(text.as_str()).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(text.as_str(), "low tariffs and cheap labour");
    assert_eq!(marked(&text), ["tariffs", "cheap labour"]);
    assert_eq!(marked(&text.cut_end(8)), ["tar"]);
    assert_eq!(marked(&text.cut_start(8)), ["labour"]);
    let lines = text.wrapped(16);
    assert_eq!(
        lines.iter().map(Text::as_str).collect::<Vec<_>>(),
        ["low tariffs and", "cheap labour"]
    );
    assert_eq!(marked(&lines[1]), ["cheap labour"]);
}

#[test]
fn a_concordance_lines_up_at_its_node() {
    let mut table = Table::new("context", "Context");
    table.provenance.version = "0".into();
    table.columns = vec![
        Column::text("left", "").shown(Display::Before),
        Column::text("node", "").shown(Display::Node),
        Column::text("right", ""),
    ];
    table.push(vec![
        "firms look for".into(),
        "cheap labour".into(),
        "and low tariffs abroad".into(),
    ]);
    table.push(vec!["why".into(), "tariffs".into(), "matter".into()]);
    insta::assert_snapshot!(drawn(&table, 44, false), @r#"
    Context

              left  node          right
    ────────────────────────────────────────────
    firms look for  cheap labour  and low tarif…
               why  tariffs       matter

    leitmotif 0
    "#);
}

#[test]
fn what_a_paper_holds_cannot_steer_the_terminal() {
    let mut table = Table::new("t", "T\u{1b}[2J");
    table.columns = vec![Column::text("a", "")];
    table.push(vec!["\u{1b}]0;x\u{7}\u{202e}b\r\nc\u{9b}2J".into()]);
    let drawn = drawn(&table, 60, false);
    assert!(drawn.chars().all(|character| character == '\n' || !character.is_control()));
    assert!(!drawn.contains('\u{202e}'));
}

proptest! {
    #[test]
    fn cut_and_wrapped_text_fits_and_keeps_its_words(text in r"[a-z é漢字e\u{301}=]{0,80}", width in 2_usize..30) {
        let text = Text::new(&text, &[]);
        prop_assert!(text.cut_end(width).width() <= width.max(2));
        prop_assert!(text.cut_start(width).width() <= width.max(2));
        let lines = text.wrapped(width);
        prop_assert!(lines.iter().all(|line| line.width() <= width));
        let squeezed = |text: &str| text.replace(' ', "");
        let joined: String = lines.iter().map(|line| squeezed(line.as_str())).collect();
        prop_assert_eq!(joined, squeezed(text.as_str()));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal(
        cells in proptest::collection::vec(("\\PC{0,40}", any::<i32>(), "[a-z 漢]{0,90}"), 0..8),
        width in 20_usize..120,
    ) {
        let mut table = Table::new("t", "A title");
        table.columns = vec![
            Column::text("words", ""),
            Column::integer("count", "").bar(),
            Column::text("more", "").shown(Display::Wrapped),
        ];
        for (words, count, more) in cells {
            table.push(vec![words.into(), count.into(), more.into()]);
        }
        let drawn = drawn(&table, width, false);
        for line in drawn.lines() {
            prop_assert!(width_of(line) <= width, "{} > {width}: {line}", width_of(line));
        }
    }
}

#[test]
fn a_probability_below_its_decimals_is_said_to_be_less() {
    let mut table = Table::new("t", "T");
    table.columns = vec![Column::real("p", 4, "").shown(Display::Probability)];
    [0.25, 0.000_01, 0.0].iter().for_each(|&p| table.push(vec![Cell::real(p)]));
    table.push(vec![Cell::Missing]);
    let layout = super::layout::Layout::of(&table, 80);
    let cells: Vec<&str> = layout.columns[0].cells.iter().map(|cell| cell.as_str()).collect();
    assert_eq!(cells, ["0.2500", "<0.0001", "<0.0001", "·"]);
}

#[test]
fn a_difference_has_its_sign() {
    let mut table = Table::new("t", "T");
    table.columns = vec![Column::integer("difference", "").shown(Display::Signed)];
    for value in [1_200, 0, -3] {
        table.push(vec![Cell::Integer(value)]);
    }
    let drawn = drawn(&table, 40, false);
    for expected in ["+1,200", "0", "-3"] {
        assert!(drawn.lines().any(|line| line.trim() == expected), "{expected}: {drawn}");
    }
}
