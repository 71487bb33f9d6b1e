//! Fifty records through EndNote's tags with a per-cent sign.

use super::formats::{ALL, comes_back};
use super::samples::{inverted, samples};
use crate::records::RecordFormat;

#[test]
fn endnote_tags_come_back() {
    let mut text = String::new();
    for sample in samples() {
        text.push_str("%0 Journal Article\r\n");
        let mut line = |tag: &str, value: &str| text.push_str(&format!("%{tag} {value}\r\n"));
        line("F", &sample.key);
        sample.authors.iter().for_each(|one| line("A", &inverted(one)));
        let (head, tail) = sample.title.split_once(' ').unwrap();
        line("T", &format!("{head}\r\n{tail}"));
        line("J", &sample.container);
        if let Some(year) = sample.year {
            line("D", &year.to_string());
            line("8", &format!("{year}/04/02/"));
        }
        line("V", &sample.volume);
        line("P", &format!("{}-{}", sample.pages.0, sample.pages.1));
        if let Some(doi) = &sample.doi {
            line("R", doi);
        }
        sample.keywords.iter().for_each(|word| line("K", word));
        line("X", &sample.summary);
        line(">", &sample.file);
        text.push_str("\r\n");
    }
    comes_back(&text, RecordFormat::EndNoteTags, ALL);
}
