//! Titles, authors, years and key words as papers print them.

use crate::model::{Metadata, SourceFormat};
use crate::read::read_bytes;

fn metadata(name: &str, format: SourceFormat, text: &str) -> Metadata {
    read_bytes(name, format, text.as_bytes()).unwrap().metadata
}

fn text(text: &str) -> Metadata {
    metadata("paper.txt", SourceFormat::Text, text)
}

fn families(metadata: &Metadata) -> Vec<&str> {
    metadata.authors.iter().map(|person| person.family.as_str()).collect()
}

const BODY: &str = "Abstract\n\nSmall firms go abroad (Lee, 1999) for many reasons, and we ask which.\n\n\
    Keywords: small firms; export motives; tariffs\n\n1. Introduction\n\nSmall firms go abroad for reasons.";

#[test]
fn the_head_of_a_paper_is_read() {
    let found = text(&format!(
        "Journal of Small Trade, Vol. 12, No. 3, 2014\n\nResearch article\n\nWhy Small Firms Go Abroad: Motives\nin Asia\n\n\
         Jane van Dyck1*, J. Q. LEE2 and María Pérez\n\n1 University of Trade, Dhaka\n\nhttps://doi.org/10.1234/JST.2014.5.\n\n{BODY}"
    ));
    assert_eq!(found.title.as_deref(), Some("Why Small Firms Go Abroad: Motives in Asia"));
    assert_eq!(families(&found), ["van Dyck", "Lee", "Pérez"]);
    assert_eq!(found.authors[1].given.as_deref(), Some("J. Q."));
    assert_eq!(found.year, Some(2014));
    assert_eq!(found.doi.as_deref(), Some("10.1234/jst.2014.5"));
    assert_eq!(found.container.as_deref(), Some("Journal of Small Trade"));
    assert_eq!(found.keywords, ["small firms", "export motives", "tariffs"]);
}

#[test]
fn journal_lines_of_every_form_are_read() {
    for line in [
        "Journal of Small Trade 3(1), 2014",
        "Journal of Small Trade 2014; 21(1): 14-39",
        "Journal of Small Trade, 7(2), 61–84 (2014)",
        "Journal of Small Trade, 14(1), pp. 3–27 (2014)",
        "Published in *Journal of Small Trade*, volume 27, issue 1, 2014",
        "*Journal of Small Trade*, vol. 20, no. 1, March 2014",
        "Journal of Small Trade, 30(3), 2014, pp. 1997–2012",
    ] {
        let found = text(&format!("{line}\n\nSmall firms abroad\n\nJane Doe\n\n{BODY}"));
        assert_eq!(found.container.as_deref(), Some("Journal of Small Trade"), "{line}");
        assert_eq!(found.year, Some(2014), "{line}");
        assert_eq!(found.title.as_deref(), Some("Small firms abroad"), "{line}");
    }
}

#[test]
fn authors_are_read_up_to_their_institution() {
    for lines in [
        "Jane Doe · Md. Tanvir Lee\nInstitute of Trade, New York, United States",
        "Jane Doe¹ and Md. Tanvir Lee²",
        "**Jane Doe** (School of Trade, Dhaka) and **Md. Tanvir Lee** (Centre for Trade)",
        "**Jane Doe**, Sekolah Tinggi Ekonomi\n**Md. Tanvir Lee**, Universitas Pesisir",
        "Doe, Jane; Lee, Md. Tanvir",
        "Jane Doe, PhD, Md. Tanvir LEE, University of Trade",
    ] {
        let found = text(&format!("Small firms abroad\n\n{lines}\n\n{BODY}"));
        assert_eq!(families(&found), ["Doe", "Lee"], "{lines}");
    }
}

#[test]
fn what_is_not_shown_is_absent() {
    let found = text(&format!("Small firms abroad\n\nA study of their motives\n\n{BODY}"));
    assert_eq!(found.title.as_deref(), Some("Small firms abroad"));
    assert_eq!(
        (found.authors.len(), found.year, found.doi, found.container),
        (0, None, None, None)
    );
    let found = text("INTRODUCTION\nSmall firms go abroad (Lee, 2010).");
    assert_eq!(found.title, None);
}

#[test]
fn years_come_from_lines_about_the_publication() {
    for line in [
        "Published 3 May 2014",
        "Received: 1 January 2013; Accepted: 3 May 2014",
        "Received March 2013; accepted November 2013; published 2014",
        "Received 3 May 2014",
        "© 2014 The Authors",
        "Vol. 3, 2014",
    ] {
        let found = text(&format!("Small firms abroad\n\n{line}\n\n{BODY}"));
        assert_eq!(found.year, Some(2014), "{line}");
    }
}

#[test]
fn front_matter_comes_first() {
    let found = metadata(
        "Wu_2001.md",
        SourceFormat::Markdown,
        "---\ntitle: \"Firms: abroad\"\nauthor:\n  - Jane van Dyck\n  - name: J. Q. Lee\ndate: 2014-05-03\nlang: en-GB\n\
         doi: https://doi.org/10.1234/ABC\nkeywords: [trade, small firms]\n---\n\n# Another title\n\nSmall firms go abroad.",
    );
    assert_eq!(found.title.as_deref(), Some("Firms: abroad"));
    assert_eq!(families(&found), ["van Dyck", "Lee"]);
    assert_eq!(found.year, Some(2014));
    assert_eq!(found.doi.as_deref(), Some("10.1234/abc"));
    assert_eq!(found.keywords, ["trade", "small firms"]);
}

#[test]
fn markdown_headings_and_file_names_help() {
    let found = metadata(
        "asia/Wu_2001_export.md",
        SourceFormat::Markdown,
        "# Small *firms* abroad\n\n## Abstract\n\nSmall firms go abroad.\n\n## Introduction\n\nThey do.",
    );
    assert_eq!(found.title.as_deref(), Some("Small *firms* abroad"));
    assert_eq!(families(&found), ["Wu"]);
    assert_eq!(found.year, Some(2001));
}

#[test]
fn titles_of_the_gold_papers_are_found() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/gold");
    let (mut right, mut wrong, mut absent) = (0, 0, 0);
    for style in ["author-year", "numeric", "superscript"] {
        let Ok(folder) = std::fs::read_dir(format!("{root}/{style}")) else {
            println!("skipped: no ../shared/gold");
            return;
        };
        for path in folder.filter_map(|entry| Some(entry.ok()?.path())) {
            let Some(stem) = path.to_str().and_then(|path| path.strip_suffix(".gold.json")) else {
                continue;
            };
            let gold: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let Some(gold) = gold["title"].as_str() else { continue };
            let bytes = std::fs::read(format!("{stem}.txt")).unwrap();
            let found = read_bytes("a.txt", SourceFormat::Text, &bytes).unwrap().metadata.title;
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            match found {
                Some(found) if squeeze(&found) == squeeze(gold) => right += 1,
                Some(found) => {
                    wrong += 1;
                    if wrong <= 20 {
                        println!("{stem}\n  found {found}\n  gold  {gold}");
                    }
                }
                None => absent += 1,
            }
        }
    }
    println!("titles: {right} right, {wrong} wrong, {absent} absent");
    assert!(right * 100 >= (right + wrong + absent) * 95 && wrong * 100 <= right * 3);
}
