//! Fifty records through the tables of Zotero, of Scopus, and of people.

use super::formats::{ALL, Carries, comes_back};
use super::samples::{Sample, authors, inverted, samples};
use crate::records::{RecordFormat, read};

fn sheet(header: &[&str], row: impl Fn(&Sample) -> Vec<String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    samples().iter().for_each(|sample| writer.write_record(row(sample)).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn year_of(sample: &Sample) -> String {
    sample.year.map(|year| year.to_string()).unwrap_or_default()
}

#[test]
fn tables_of_zotero_scopus_and_people_come_back() {
    let zotero = sheet(
        &[
            "Key",
            "Item Type",
            "Publication Year",
            "Author",
            "Title",
            "Publication Title",
            "DOI",
            "Abstract Note",
            "Date",
            "Pages",
            "Volume",
            "File Attachments",
            "Manual Tags",
        ],
        |one| {
            vec![
                one.key.clone(),
                "journalArticle".into(),
                year_of(one),
                authors(one),
                one.title.clone(),
                one.container.clone(),
                one.doi.clone().unwrap_or_default(),
                one.summary.clone(),
                year_of(one),
                format!("{}–{}", one.pages.0, one.pages.1),
                one.volume.clone(),
                one.file.clone(),
                one.keywords.join("; "),
            ]
        },
    );
    comes_back(&zotero, RecordFormat::Sheet, ALL);
    let scopus = sheet(
        &[
            "Authors",
            "Author full names",
            "Title",
            "Year",
            "Source title",
            "Volume",
            "Page start",
            "Page end",
            "Cited by",
            "DOI",
            "Abstract",
            "Author Keywords",
            "Document Type",
            "EID",
        ],
        |one| {
            let numbered: Vec<String> =
                one.authors.iter().map(|name| format!("{} (571234)", inverted(name))).collect();
            vec![
                "Short N.".into(),
                numbered.join("; "),
                one.title.clone(),
                year_of(one),
                one.container.clone(),
                one.volume.clone(),
                one.pages.0.to_string(),
                one.pages.1.to_string(),
                "7".into(),
                one.doi.clone().unwrap_or_default(),
                one.summary.clone(),
                one.keywords.join("; "),
                "Article".into(),
                one.key.clone(),
            ]
        },
    );
    comes_back(&scopus, RecordFormat::Sheet, Carries { file: false, ..ALL });
    let own = sheet(
        &[
            "id", "Judul", "Penulis", "Tahun", "Jurnal", "doi", "volume", "pages", "type",
            "Negara", "berkas",
        ],
        |one| {
            vec![
                one.key.clone(),
                one.title.clone(),
                authors(one),
                year_of(one),
                one.container.clone(),
                one.doi.clone().unwrap_or_default(),
                one.volume.clone(),
                format!("{}-{}", one.pages.0, one.pages.1),
                "article".into(),
                "Peru".into(),
                one.file.clone(),
            ]
        },
    );
    comes_back(&own, RecordFormat::Sheet, Carries { more: false, ..ALL });
    assert_eq!(read(&own, RecordFormat::Sheet).records[0].metadata.extra["country"], "Peru");
}
