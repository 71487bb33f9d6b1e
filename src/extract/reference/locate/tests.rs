//! Where bibliographies begin and end.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::model::Section;

/// Three entries as they stand in most lists.
const LIST: &str = "\
Ahmad, R., & Wu, P. (2010). Export motives of small firms. Journal of Trade, 14(3), 12–18.
Lee, J. H. (2012). Barriers to entry. Small Business Review, 8, 101–120.
World Bank. (2015). Doing business. World Bank Press.";

fn found(text: &str) -> Vec<&str> {
    bibliographies(text, &Layers::default()).iter().map(|span| span.of(text)).collect()
}

#[test]
fn headings_of_six_languages_lead_to_the_list() {
    for heading in [
        "References",
        "REFERENCES",
        "6. References",
        "## References",
        "**References:**",
        "Works Cited",
        "Literature cited",
        "Daftar Pustaka",
        "DAFTAR PUSTAKA",
        "Referensi",
        "Referencias",
        "Bibliografía",
        "Referências bibliográficas",
        "Références",
        "Bibliographie",
        "Literaturverzeichnis",
        "Literatur",
        "VIII. Quellenverzeichnis",
    ] {
        let text = format!("Introduction\n\nFirms export (Lee, 2012).\n\n{heading}\n\n{LIST}\n");
        assert_eq!(found(&text), [LIST], "{heading}");
        let tight = format!("Firms export (Lee, 2012).\n{heading}\n{LIST}");
        assert_eq!(found(&tight), [LIST], "{heading}");
    }
}

#[test]
fn what_follows_the_list_is_left_out() {
    for after in [
        "Appendix A\n\nHow many employees did the firm have in 2010?",
        "Acknowledgements\n\nWe thank the referees of the 2015 meeting.",
        "About the authors\n\nJane Lee is a professor. She received her degree in 1998.",
        "Table 1. Means of all variables\n\nFirm\t2010\t2011\nA\t1\t2",
        "Figure 1. Share of exports, 2010–2015",
        "Lampiran 1\n\nKuesioner tahun 2010.",
        "Anexo I\n\nCuestionario de 2010.",
        "Author contributions\n\nR.A. wrote the paper.",
        "Received 3 May 2015; accepted 4 June 2016.",
        "The questionnaire was sent out in March and came back within four weeks from most of the firms that \
         had been asked, which is more than in earlier surveys of the kind.",
    ] {
        let text = format!("Text of the paper.\n\nReferences\n\n{LIST}\n\n{after}\n");
        assert_eq!(found(&text), [LIST], "{after}");
    }
}

#[test]
fn a_mention_or_a_table_of_contents_is_no_list() {
    let contents = format!(
        "Contents\n\nIntroduction\nReferences\nAppendix\n\nIntroduction\n\nText.\n\nReferences\n\n{LIST}"
    );
    assert_eq!(found(&contents), [LIST]);
    let review = format!(
        "Literature\n\nMany have asked why firms export, and few have answered.\n\nReferences\n\n{LIST}"
    );
    assert_eq!(found(&review), [LIST]);
    assert_eq!(found("References\n"), [""; 0]);
    assert_eq!(found(""), [""; 0]);
    assert_eq!(found("See the references.\n\nNothing else."), [""; 0]);
}

#[test]
fn a_list_with_bullets_is_found() {
    let list = LIST.lines().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n");
    let text = format!("Text.\n\n## Works cited\n\n{list}\n");
    assert_eq!(found(&text), [list.as_str()]);
}

#[test]
fn lists_by_chapter_are_all_found() {
    let text = format!(
        "Chapter 1\n\nText.\n\nReferences\n\n{LIST}\n\nChapter 2\n\nMore text of the book.\n\nReferences\n\n{LIST}\n"
    );
    assert_eq!(found(&text), [LIST, LIST]);
    let further = format!("Text.\n\nReferences\n\n{LIST}\n\nFurther reading\n\n{LIST}");
    assert_eq!(found(&further).len(), 2);
}

#[test]
fn a_running_head_does_not_end_a_numbered_list() {
    let text = "References\n\n1. Lee J. A title. J Trade. 2010;3:4.\n2. Wu P. Other. J Trade. 2011;3:5.\n\nReferences\n\n\
                3. Xu Q. Third. J Trade. 2012;4:1.\n4. Yi R. Last. J Trade. 2013;4:9.";
    let lists = found(text);
    assert_eq!(lists.len(), 1);
    assert!(lists[0].starts_with("1. Lee") && lists[0].ends_with("4:9."));
}

#[test]
fn a_list_without_heading_is_found_by_its_entries() {
    let list = format!(
        "{LIST}\nXu, Q. (2016). Networks. Journal of Trade, 20, 1–9.\nYi, R. (2017). Banks. Journal of Trade, 21, 3–8."
    );
    let text = format!(
        "Why firms export\n\nFirms export for many reasons, and most of them are known.\n\n{list}"
    );
    assert_eq!(found(&text), [list.as_str()]);
    let double = text.replace('\n', "\n\n");
    assert_eq!(found(&double), [list.replace('\n', "\n\n").as_str()]);
}

#[test]
fn a_text_on_one_line_has_its_list_too() {
    let text = format!(
        "{} References 1. Lee J. A title. J Trade. 2010;3:4–9. 2. Wu P. Other. J Trade. 2011;3:5–8. 3. Xu Q. Third one. J Trade. 2012;4:1–7.",
        "Firms export for many reasons. ".repeat(150)
    );
    let lists = found(&text);
    assert_eq!(lists.len(), 1);
    assert!(lists[0].starts_with("1. Lee"));
}

#[test]
fn a_section_that_was_read_as_references_is_a_candidate() {
    let text = format!("Text.\n\nObras de consulta\n\n{LIST}");
    let start = text.find("Obras").unwrap();
    let title = Span::new(start, start + "Obras de consulta".len());
    let section = Section {
        span: Span::new(start, text.len()),
        title: Some(title),
        kind: SectionKind::References,
        level: 1,
    };
    let layers = Layers { sections: vec![section], ..Layers::default() };
    let lists = bibliographies(&text, &layers);
    assert_eq!(lists.iter().map(|span| span.of(&text)).collect::<Vec<_>>(), [LIST]);
}

#[test]
fn long_and_hostile_texts_take_seconds() {
    let started = Instant::now();
    for text in [
        "a".repeat(10_000_000),
        "References\n".repeat(500_000),
        "Lee, J. (2010). ".repeat(300_000),
        "1. ".repeat(1_000_000),
        "\n".repeat(5_000_000),
    ] {
        for span in bibliographies(&text, &Layers::default()) {
            assert!(span.end <= text.len());
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn spans_are_valid_sorted_and_trimmed(text in "(References|REFERENCES|Lee, J\\.|é|1\\.|2010|\\[2\\]|\\PC|\n| ){0,80}") {
        let spans = bibliographies(&text, &Layers::default());
        for span in &spans {
            let inside = text.get(span.start..span.end);
            prop_assert!(inside.is_some_and(|inside| !inside.is_empty() && inside.trim() == inside));
        }
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
