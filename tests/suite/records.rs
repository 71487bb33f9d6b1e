//! Bibliographic records and duplicates: what a scholar's folder of papers and exports gives.

use std::fs;

use serde_json::Value;

use crate::harness::{Ran, Workplace};

const LEE: &str = "Ports and trade in the Andes\n\nKim Lee\n\nPublished 2003\n\nAbstract\n\nSmall firms go abroad for cheap labour. They are proactive.\n";
const WU: &str = "Barriers to the export of tea\n\nBo Wu\n\nPublished 2010. https://doi.org/10.5555/tea.1\n\nIntroduction\n\nFinance is a barrier. Reactive firms follow orders from abroad.\n";
const PLAIN: &str = "Notes of a meeting on low tariffs, without title or author, which goes on for some words so that it is a text.\n";

/// The rows of `extract metadata` by the names of the papers.
fn metadata(place: &Workplace) -> std::collections::BTreeMap<String, Value> {
    let rows = place.run(&["extract", "metadata", "--format", "jsonl"]).success().json_lines();
    rows.into_iter().map(|row| (row["document"].as_str().unwrap().to_owned(), row)).collect()
}

fn matches(place: &Workplace, file: &str) -> Vec<(String, String, String)> {
    let mut reader = csv::Reader::from_path(place.path(file)).unwrap();
    let rows = reader.deserialize::<std::collections::BTreeMap<String, String>>();
    rows.map(|row| {
        let row = row.unwrap();
        (row["record"].clone(), row["status"].clone(), row["means"].clone())
    })
    .collect()
}

#[track_caller]
fn says(ran: &Ran, words: &str) {
    assert!(ran.errors().contains(words), "{}", ran.errors());
}

/// A folder whose names lie: Wu's paper is called Lee, Lee's is a scan, and notes bear Diaz's name.
fn misnamed() -> Workplace {
    let place = Workplace::new();
    place.write("papers/Lee 2003.txt", WU);
    place.write("papers/scan0017.txt", LEE);
    place.write("papers/Diaz - Tariffs.txt", PLAIN);
    place.write("papers/Okafor 1999.txt", "A reply to my critics of Lagos\n\nAda Okafor\n\nAbstract\n\nWe answer. Overcapacity is a motive.\n");
    place.write("papers/copy of Okafor 1999.txt", "A reply to my critics of Lagos\n\nAda Okafor\n\nAbstract\n\nWe answer them again. Overcapacity is one motive.\n");
    place
}

const LIBRARY: &str = "@article{lee2003, author = {Lee, Kim}, title = {Ports and Trade in the {Andes}}, year = 2003, country = {Peru}, file = {Lee 2003.pdf:papers/Lee 2003.txt:text/plain}}
@article{wu2010, author = {Wu, Bo}, title = {Barriers to the export of tea}, year = 2010, doi = {10.5555/TEA.1}, country = {Kenya}, employees = 120}
@techreport{diaz2015, author = {D{\\'i}az, In{\\'e}s}, title = {Tariffs}, year = 2015, country = {Peru}, employees = 9, file = {:C\\:\\\\refs\\\\Diaz - Tariffs.pdf:PDF}}
@article{okafor1999, author = {Okafor, Ada}, title = {A reply to my critics of Lagos}, year = 1999}
@book{nobody, author = {{World Trade Observatory}}, title = {Annual figures}, year = 2001}
";

#[test]
fn misnamed_files_get_the_records_of_what_they_hold() {
    let place = misnamed();
    place.write("refs.bib", LIBRARY);
    let ran = place
        .run(&["ingest", "papers", "--metadata", "refs.bib", "--matches", "matches.csv"])
        .success();
    let row = |record: &str, status: &str, means: &str| {
        (record.to_owned(), status.to_owned(), means.to_owned())
    };
    assert_eq!(
        matches(&place, "matches.csv"),
        [
            row("lee2003", "matched", "title"),
            row("wu2010", "matched", "doi"),
            row("diaz2015", "matched", "file"),
            row("okafor1999", "ambiguous", ""),
            row("nobody", "unmatched", ""),
        ]
    );
    says(&ran, "matched: 1 by DOI, 1 by file, 1 by title");
    says(
        &ran,
        "several papers have titles as like as this: Okafor 1999.txt, copy of Okafor 1999.txt",
    );
    says(&ran, "refs.bib line 5 nobody: Annual figures");
    let papers = metadata(&place);
    assert_eq!(papers["Lee 2003.txt"]["country"], "Kenya");
    assert_eq!(papers["scan0017.txt"]["authors"][0]["family"], "Lee");
    assert_eq!(papers["scan0017.txt"]["title"], "Ports and Trade in the Andes");
    assert_eq!(papers["Diaz - Tariffs.txt"]["authors"][0]["family"], "Díaz");
    assert_eq!(papers["Diaz - Tariffs.txt"]["kind"], "report");
    assert!(papers["Okafor 1999.txt"]["matched"].is_null());
}

#[test]
fn fields_of_records_group_and_select() {
    let place = misnamed();
    place.write("refs.bib", LIBRARY);
    place.run(&["run", "papers", "--metadata", "refs.bib"]).success();
    let by = place.run(&["query", "themes", "--by", "country", "--format", "csv"]).success().csv();
    let count = |country: &str| {
        let row = by.iter().find(|row| row["theme"] == "motives" && row["country"] == country);
        row.map(|row| row["mentions"].clone())
    };
    assert_eq!((count("Peru").as_deref(), count("Kenya").as_deref()), (Some("3"), Some("2")));
    // Numbers compare as numbers: 9 is less than 120.
    for (filter, papers) in
        [("employees > 9", 1), ("employees 5..200", 2), ("country = peru and year < 2010", 1)]
    {
        let rows =
            place.run(&["extract", "metadata", "--where", filter, "--format", "jsonl"]).success();
        assert_eq!(rows.json_lines().len(), papers, "{filter}");
    }
}

#[test]
fn records_beside_the_papers_are_found_and_other_files_are_none() {
    let place = Workplace::new();
    place.write("papers/a/lee.txt", LEE);
    place.write("papers/a/refs.ris", "TY  - JOUR\r\nAU  - Lee, Kim\r\nTI  - Ports and trade in the Andes\r\nPY  - 2003\r\nC1  - Lima\r\nER  - \r\n");
    place.write("papers/package.json", "{\"name\": \"x\", \"title\": \"y\"}");
    place.write("papers/feed.json", "[{\"title\": \"News\", \"link\": \"z\"}]");
    place.write("papers/data.csv", "country,year,exports\nPeru,2003,4\n");
    place.write("papers/broken.bib", "@article{x,\n  title = {never closed\n");
    let ran = place.run(&["ingest", "papers"]).success();
    says(&ran, "records: 1 in refs.ris (RIS)\n");
    says(&ran, "passed over: 4 files");
    assert_eq!(metadata(&place)["a/lee.txt"]["c1"], "Lima");
    // Our own tables beside the papers are no records of them.
    place.run(&["run", "papers", "--output", "papers/results"]).success();
    let again = place.run(&["ingest", "papers"]).success();
    says(&again, "records: 1 in refs.ris (RIS)\n");
}

#[test]
fn a_changed_record_changes_its_paper_without_reading_it() {
    let place = Workplace::new();
    place.write("papers/lee.txt", LEE);
    place.write("papers/wu.txt", WU);
    place.write("papers/refs.bib", LIBRARY);
    place.run(&["ingest", "papers"]).success();
    let before = place.run(&["extract", "metadata", "--format", "json"]).results();
    let again = place.run(&["ingest", "papers"]).success();
    assert!(!again.errors().contains("new or changed record"), "{}", again.errors());
    assert_eq!(place.run(&["extract", "metadata", "--format", "json"]).results(), before);
    place.write("papers/refs.bib", LIBRARY.replace("Kenya", "Uganda"));
    let changed = place.run(&["ingest", "papers"]).success();
    says(&changed, "unchanged: 2 papers");
    says(&changed, "papers with a new or changed record: 1");
    assert_eq!(metadata(&place)["wu.txt"]["country"], "Uganda");
    place.run(&["query", "context", "\"orders from abroad\""]).success();
    // A record that is gone from its file leaves its paper; a file that is not named does not.
    place.write("papers/refs.bib", LIBRARY.lines().next().unwrap());
    place.run(&["ingest", "papers"]).success();
    let papers = metadata(&place);
    assert!(papers["wu.txt"]["matched"].is_null() && papers["wu.txt"]["country"].is_null());
    assert_eq!(papers["wu.txt"]["title"], "Barriers to the export of tea");
    fs::remove_file(place.path("papers/refs.bib")).unwrap();
    place.run(&["ingest", "papers"]).success();
    assert_eq!(metadata(&place)["lee.txt"]["country"], "Peru");
    place.run(&["ingest", "papers", "--prune"]).success();
    assert!(metadata(&place)["lee.txt"]["matched"].is_null());
}

#[test]
fn what_comes_later_is_matched_like_what_comes_first() {
    let (one, two) = (Workplace::new(), Workplace::new());
    for place in [&one, &two] {
        place.write("papers/lee.txt", LEE);
        place.write("papers/wu.txt", WU);
        place.write("refs.bib", LIBRARY);
    }
    one.run(&["ingest", "papers", "--metadata", "refs.bib"]).success();
    two.run(&["ingest", "papers"]).success();
    let late = two.run(&["ingest", "papers", "--metadata", "refs.bib", "--jobs", "3"]).success();
    says(&late, "papers with a new or changed record: 2");
    let table =
        |place: &Workplace| place.run(&["extract", "metadata", "--format", "json"]).results();
    assert_eq!(table(&one), table(&two));
    // A second paper with the same DOI makes the match of the first ambiguous.
    one.write("papers/wu again.txt", WU.replace("Finance", "Money"));
    let ran = one.run(&["ingest", "papers", "--metadata", "refs.bib"]).success();
    says(&ran, "several papers show its DOI: wu again.txt, wu.txt");
    assert!(metadata(&one)["wu.txt"]["matched"].is_null());
}

#[test]
fn abstracts_become_papers_until_their_papers_come() {
    let place = Workplace::new();
    place.write("papers/lee.txt", LEE);
    place.write("refs.bib", "@article{wu2010, author = {Wu, Bo}, title = {Barriers to the export of tea}, year = 2010, abstract = {Reactive firms follow orders from abroad, and finance is a barrier to all of them.}, country = {Kenya}}");
    let run = |more: &[&str]| {
        place.run(&[&["ingest", "papers", "--metadata", "refs.bib"][..], more].concat()).success()
    };
    says(&run(&[]), "records without a paper: 1");
    says(&run(&["--abstracts"]), "as papers of their abstracts: 1, of them 1 new");
    let papers = metadata(&place);
    assert_eq!(papers["refs.bib/wu2010"]["matched"], "record");
    assert_eq!(papers["refs.bib/wu2010"]["country"], "Kenya");
    let by = place.run(&[
        "query",
        "themes",
        "--by",
        "section",
        "--where",
        "author = Wu",
        "--format",
        "csv",
    ]);
    assert!(by.csv().iter().any(|row| row["section"] == "abstract"
        && row["theme"] == "barriers"
        && row["mentions"] != "0"));
    says(&run(&["--abstracts", "--prune"]), "of them 0 new");
    place.write("papers/wu.txt", WU);
    run(&["--abstracts"]);
    assert_eq!(metadata(&place).keys().collect::<Vec<_>>(), ["lee.txt", "wu.txt"]);
}

#[test]
fn a_table_of_file_names_and_columns_is_enough() {
    let place = Workplace::new();
    place.write("papers/lee.txt", LEE);
    place.write("papers/asia/lee.txt", WU);
    place.write("papers/codes.csv", "document;quality\nlee.txt;3\n");
    place.write("mine.csv", "\u{feff}Document;Quality Score\nasia/lee.txt;2,5\npapers/lee.txt;3\n");
    let ran = place.run(&["ingest", "papers", "--metadata", "mine.csv"]).success();
    says(&ran, "records: 2 in mine.csv (table)\n");
    says(&ran, "2 by file");
    let papers = metadata(&place);
    assert_eq!(papers["asia/lee.txt"]["quality_score"], "2,5");
    assert_eq!(papers["lee.txt"]["quality_score"], "3");
    assert_eq!(papers["lee.txt"]["title"], "Ports and trade in the Andes");
    place.write("mine.csv", "document,score\nlee.txt,7\n");
    place.run(&["ingest", "papers", "--metadata", "mine.csv"]).success();
    assert_eq!(metadata(&place)["lee.txt"]["score"], "7");
}

#[test]
fn bad_records_and_bad_files_are_named() {
    let place = Workplace::new();
    place.write("papers/wu.txt", WU);
    place.write("refs.ris", b"TY  - JOUR\nPB  - Nobody\nER  - \nTY  - JOUR\nAU  - Wu, Bo\nTI  - Barriers to the export of tea\nDO  - 10.5555/tea.1\nC1  - Caf\xe9 de la Paix, avenue de l'Op\xe9ra, o\xf9 les n\xe9gociants se r\xe9unissaient apr\xe8s la guerre\nER  - \n");
    let ran = place.run(&["ingest", "papers", "--metadata", "refs.ris"]).success();
    says(&ran, "refs.ris: line 1: neither title, author, DOI nor file in it");
    says(&ran, "1 by DOI");
    assert!(metadata(&place)["wu.txt"]["c1"].as_str().unwrap().starts_with("Café"));
    place.write("none.bib", "Nothing here.");
    let none = place.run(&["ingest", "papers", "--metadata", "none.bib"]).code(2);
    says(&none, "none.bib: no bibliographic records in it");
    let missing = place.run(&["ingest", "papers", "--metadata", "missing.bib"]).code(2);
    says(&missing, "missing.bib: no such file");
}

/// A long text by chance whose words do not repeat much.
fn long(seed: u64) -> String {
    let words = [
        "export", "firm", "market", "abroad", "owner", "order", "tariff", "labour", "price",
        "fair", "trade", "ship",
    ];
    let mut state = seed;
    let mut text = String::new();
    for number in 0..600 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = words[usize::try_from(state >> 33).unwrap() % words.len()];
        text.push_str(word);
        text.push_str(if number % 12 == 11 { ". The " } else { " " });
    }
    text
}

fn versions() -> Workplace {
    let place = Workplace::new();
    let body = long(1);
    let article = format!("Why tea travels\n\nBo Wu\n\nIntroduction\n\n{body}\n");
    place.write("papers/article.txt", &article);
    place.write("papers/preprint.txt", article.replacen("owner", "manager", 9));
    place.write(
        "papers/other.txt",
        format!("Why coffee travels\n\nBo Wu\n\nIntroduction\n\n{}\n", long(2)),
    );
    place
}

#[test]
fn a_preprint_and_its_article_are_told_or_left_out() {
    let place = versions();
    let ran = place.run(&["ingest", "papers"]).success();
    says(&ran, "preprint.txt is by its text (");
    says(&ran, "% alike) article.txt");
    let rows = place.run(&["index", "duplicates", "--format", "csv"]).success().csv();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0]["document"].as_str(), rows[0]["first"].as_str()),
        ("preprint.txt", "article.txt")
    );
    let again = place.run(&["ingest", "papers"]).success();
    assert!(!again.errors().contains("same paper"), "{}", again.errors());
    let kept = versions().run(&["ingest", "papers", "--duplicates", "keep"]).success();
    assert!(!kept.errors().contains("same paper"), "{}", kept.errors());
}

#[test]
fn with_first_one_version_is_indexed_and_stays_out() {
    let place = versions();
    let names = |place: &Workplace| metadata(place).into_keys().collect::<Vec<_>>();
    let first = ["ingest", "papers", "--duplicates", "first"];
    place.run(&first).success();
    assert_eq!(names(&place), ["article.txt", "other.txt"]);
    let again = place.run(&first).success();
    says(&again, "unchanged: 3 papers");
    assert_eq!(names(&place), ["article.txt", "other.txt"]);
    // Without the option it comes back, and with it goes again, though it was indexed.
    place.run(&["ingest", "papers"]).success();
    assert_eq!(names(&place), ["article.txt", "other.txt", "preprint.txt"]);
    place.run(&first).success();
    assert_eq!(names(&place), ["article.txt", "other.txt"]);
    // When the first one is gone, the other is the paper.
    fs::remove_file(place.path("papers/article.txt")).unwrap();
    place.run(&["ingest", "papers", "--duplicates", "first", "--prune"]).success();
    assert_eq!(names(&place), ["other.txt", "preprint.txt"]);
}

#[test]
fn one_doi_or_one_title_makes_two_texts_the_same_paper() {
    let place = Workplace::new();
    place.write("papers/a.txt", "Tea from the hills\n\nBo Wu\n\nhttps://doi.org/10.5555/t.1\n\nIntroduction\n\nTea is grown.\n");
    place.write("papers/b.txt", "Tea from the hills, revised\n\nBo Wu\n\ndoi:10.5555/T.1\n\nIntroduction\n\nTea was sold.\n");
    place.write(
        "papers/c.txt",
        "Orders from a long way off\n\nKim Lee\n\nIntroduction\n\nFirst one.\n",
    );
    place.write(
        "papers/d.txt",
        "Orders From a Long Way Off\n\nKim Lee\n\nIntroduction\n\nSecond one.\n",
    );
    place.write(
        "papers/e.txt",
        "Orders from a long way off\n\nAda Okafor\n\nIntroduction\n\nThird one.\n",
    );
    place.run(&["ingest", "papers"]).success();
    let rows = place.run(&["index", "duplicates", "--format", "csv"]).success().csv();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row["document"].as_str(), row["first"].as_str(), row["means"].as_str()))
        .collect();
    assert_eq!(rows, [("b.txt", "a.txt", "doi"), ("d.txt", "c.txt", "title")]);
}
