//! Figures are XML with marks as long as their numbers, whatever is in them.

use super::*;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

fn bar(label: &str, depth: usize, value: f64) -> Bar {
    Bar {
        label: label.to_owned(),
        depth,
        value: Some(value),
        interval: Some((value * 0.5, value * 1.5)),
        color: hue(depth).to_owned(),
        note: format!("{label}: {value}"),
        link: Some(format!("#sentences?theme={label}")),
    }
}

fn chart(bars: Vec<Bar>) -> BarChart {
    BarChart {
        title: "Themes".to_owned(),
        description: "Bars.".to_owned(),
        axis: "share of papers".to_owned(),
        measure: Measure::Share,
        bars,
    }
}

/// The names of the elements in order; fails where the text is no XML.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) | Event::Empty(start) => {
                start
                    .attributes()
                    .for_each(|attribute| assert!(attribute.is_ok(), "{attribute:?}"));
                names.push(String::from_utf8(start.name().as_ref().to_vec()).unwrap());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

fn standalone(figure: &Figure) -> String {
    let mut bytes = Vec::new();
    figure.standalone(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_file_has_title_and_description_and_no_links() {
    let figure = chart(vec![bar("a<b>&", 0, 0.5), bar("c", 1, 0.25)]).draw(720.0);
    assert_eq!(elements(&figure.inline("wide")).iter().filter(|name| *name == "a").count(), 2);
    let names = elements(&standalone(&figure));
    assert_eq!(names[..4], ["svg", "title", "desc", "rect"]);
    assert!(!names.contains(&"a".to_owned()));
}

#[test]
fn bars_are_as_long_as_their_numbers() {
    let text = standalone(&chart(vec![bar("a", 0, 0.6), bar("b", 0, 0.3)]).draw(720.0));
    let widths: Vec<f64> = text
        .lines()
        .filter(|line| line.contains("class=\"bar\""))
        .map(|line| {
            line.split(" width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        })
        .collect();
    assert!((widths[0] / widths[1] - 2.0).abs() < 0.01, "{widths:?}");
}

#[test]
fn points_that_are_far_apart_are_not_joined() {
    let point =
        |value: Option<f64>| Point { value, interval: None, note: String::new(), link: None };
    let points = vec![point(Some(0.1)), point(Some(0.2)), point(Some(0.3)), point(None)];
    let chart = PanelChart {
        title: "Themes".to_owned(),
        description: String::new(),
        measure: Measure::Share,
        axis: Some("share".to_owned()),
        steps: [2001.0, 2002.0, 2009.0, 2010.0].map(|year| (year, year.to_string())).to_vec(),
        joined: 1.0,
        panels: vec![Panel { title: "a".to_owned(), color: hue(0).to_owned(), points }],
    };
    let text = standalone(&chart.draw(360.0));
    let line = text.lines().find(|line| line.contains("class=\"line\"")).unwrap();
    assert_eq!((line.matches('M').count(), line.matches('L').count()), (2, 1), "{line}");
}

#[test]
fn nothing_to_show_is_an_empty_figure() {
    elements(&standalone(&chart(Vec::new()).draw(720.0)));
    let matrix = Matrix {
        title: String::new(),
        description: String::new(),
        measure: Measure::Rate,
        rows: Vec::new(),
        columns: Vec::new(),
        cells: Vec::new(),
    };
    elements(&standalone(&matrix.draw()));
}

#[test]
fn hues_stand_out_from_white_and_from_black() {
    let channel = |text: &str| {
        let part = f64::from(u8::from_str_radix(text, 16).unwrap()) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |hue: &str| {
        0.2126 * channel(&hue[1..3]) + 0.7152 * channel(&hue[3..5]) + 0.0722 * channel(&hue[5..7])
    };
    for hue in HUES {
        let own = luminance(hue);
        assert!(1.05 / (own + 0.05) >= 3.0, "{hue} on white");
        assert!((own + 0.05) / (luminance("#1b1b1e") + 0.05) >= 3.0, "{hue} on black");
    }
}

proptest! {
    #[test]
    fn figures_are_xml_whatever_is_in_them(labels in proptest::collection::vec(".{0,40}", 0..5), value in -1.0_f64..2.0, width in 300.0_f64..900.0) {
        let bars = labels.iter().map(|label| bar(label, 1, value)).collect();
        elements(&standalone(&chart(bars).draw(width)));
        let label = |text: &String| MatrixLabel { text: text.clone(), depth: 0, link: Some(text.clone()) };
        let cell = |note: &String| Some(MatrixCell { value, note: note.clone(), link: None });
        let matrix = Matrix {
            title: labels.concat(),
            description: String::new(),
            measure: Measure::Rate,
            rows: labels.iter().map(label).collect(),
            columns: labels.iter().map(label).collect(),
            cells: labels.iter().map(|_| labels.iter().map(cell).collect()).collect(),
        };
        elements(&matrix.draw().inline("wide"));
    }
}
