//! Tables with a header: Zotero CSV, Scopus CSV, Web of Science tab-delimited, and people's own.
//!
//! Columns go by their headers, in any capitals and in several languages; every other column is a
//! further field under its own name. Commas, semicolons and tabs are told apart by the header.

use csv::{ReaderBuilder, StringRecord};

use super::draft::{Draft, snake};
use super::person::{inverted, list};
use super::{Read, RecordMistake, web_of_science};

/// Headers, as [`snake`] writes them, and the fields that they are.
const HEADERS: [(&str, &str); 92] = [
    ("key", "key"),
    ("citation_key", "key"),
    ("citekey", "key"),
    ("bibtex_key", "key"),
    ("id", "key"),
    ("eid", "key"),
    ("title", "title"),
    ("article_title", "title"),
    ("document_title", "title"),
    ("item_title", "title"),
    ("judul", "title"),
    ("título", "title"),
    ("titulo", "title"),
    ("titre", "title"),
    ("titel", "title"),
    ("author", "authors"),
    ("authors", "authors"),
    ("author_full_names", "full_authors"),
    ("author_names", "authors"),
    ("penulis", "authors"),
    ("pengarang", "authors"),
    ("autor", "authors"),
    ("autores", "authors"),
    ("auteurs", "authors"),
    ("year", "year"),
    ("publication_year", "year"),
    ("pub_year", "year"),
    ("year_of_publication", "year"),
    ("tahun", "year"),
    ("año", "year"),
    ("ano", "year"),
    ("jahr", "year"),
    ("date", "date"),
    ("publication_title", "container"),
    ("journal", "container"),
    ("journal_title", "container"),
    ("source_title", "container"),
    ("container", "container"),
    ("container_title", "container"),
    ("source", "container"),
    ("jurnal", "container"),
    ("revista", "container"),
    ("doi", "doi"),
    ("digital_object_identifier", "doi"),
    ("abstract", "abstract"),
    ("abstract_note", "abstract"),
    ("abstrak", "abstract"),
    ("resumen", "abstract"),
    ("summary", "abstract"),
    ("keywords", "keywords"),
    ("keyword", "keywords"),
    ("author_keywords", "keywords"),
    ("manual_tags", "keywords"),
    ("tags", "keywords"),
    ("kata_kunci", "keywords"),
    ("palabras_clave", "keywords"),
    ("language", "language"),
    ("language_of_original_document", "language"),
    ("bahasa", "language"),
    ("file", "file"),
    ("files", "file"),
    ("filename", "file"),
    ("file_name", "file"),
    ("document", "file"),
    ("path", "file"),
    ("pdf", "file"),
    ("file_attachments", "file"),
    ("attachments", "file"),
    ("berkas", "file"),
    ("archivo", "file"),
    ("item_type", "kind"),
    ("document_type", "kind"),
    ("type", "kind"),
    ("kind", "kind"),
    ("page_start", "first_page"),
    ("page_end", "last_page"),
    ("first_page", "first_page"),
    ("last_page", "last_page"),
    ("pages", "pages"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("art_no", "article_number"),
    ("publisher", "publisher"),
    ("place", "place"),
    ("country", "country"),
    ("negara", "country"),
    ("país", "country"),
    ("pais", "country"),
    ("url", "url"),
    ("link", "url"),
    ("library_catalog", ""),
    ("date_added", ""),
];

/// Kinds as Zotero and Scopus call them.
const KINDS: [(&str, &str); 17] = [
    ("journalarticle", "article"),
    ("article", "article"),
    ("journal article", "article"),
    ("book", "book"),
    ("booksection", "chapter"),
    ("book chapter", "chapter"),
    ("chapter", "chapter"),
    ("conferencepaper", "conference"),
    ("conference paper", "conference"),
    ("thesis", "thesis"),
    ("report", "report"),
    ("preprint", "preprint"),
    ("webpage", "web"),
    ("blogpost", "web"),
    ("newspaperarticle", "news"),
    ("magazinearticle", "news"),
    ("computerprogram", "software"),
];

/// Whether the first line is the header of a table of papers: with a title, and authors, year or DOI;
/// or with the names of their files.
pub(super) fn has_header(text: &str) -> bool {
    has_titles(text) || fields_of(text).iter().any(|field| field == "file")
}

/// Whether the header has a title, and authors, year or DOI.
pub(super) fn has_titles(text: &str) -> bool {
    let fields = fields_of(text);
    let has = |name: &str| fields.iter().any(|field| field == name);
    has("title") && ["authors", "full_authors", "year", "doi"].iter().any(|name| has(name))
}

/// The fields of the header; none where there is only one column.
fn fields_of(text: &str) -> Vec<String> {
    let delimiter = delimiter(text);
    delimiter.and_then(|(delimiter, _)| header(text, delimiter)).unwrap_or_default()
}

/// Columns of the tables that leitmotif writes, which no list of papers has.
const OF_RESULTS: [&str; 8] =
    ["hash", "start", "raw", "work", "theme", "sentence", "citations", "mentions"];

/// Whether the header is that of a table that leitmotif writes.
pub(super) fn is_result(text: &str) -> bool {
    fields_of(text).iter().any(|field| OF_RESULTS.contains(&field.as_str()))
}

/// The sign that parts the most columns of the header, and their number; `None` for one column.
fn delimiter(text: &str) -> Option<(u8, usize)> {
    let line = text.trim_start_matches('\u{feff}').lines().next()?;
    let count =
        |delimiter: u8| (delimiter, memchr::memchr_iter(delimiter, line.as_bytes()).count());
    [b'\t', b',', b';']
        .map(count)
        .into_iter()
        .max_by_key(|&(_, count)| count)
        .filter(|&(_, count)| count > 0)
}

/// The fields of the columns.
fn header(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().ok()?.clone();
    let tags = names.iter().any(|name| name == "PT") && names.iter().any(|name| name == "AU");
    let field = |name: &str| {
        let name = name.trim_start_matches('\u{feff}').trim();
        if tags {
            return super::tagged::field(&web_of_science::FIELDS, name);
        }
        let snake = snake(name);
        let known = HEADERS.iter().find(|(known, _)| *known == snake);
        known.map_or(snake, |(_, field)| (*field).to_owned())
    };
    Some(names.iter().map(field).collect())
}

/// Reads a table.
#[must_use]
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let Some((delimiter, _)) = delimiter(text) else { return read };
    let Some(fields) = header(text, delimiter) else { return read };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    for row in reader.records() {
        match row {
            Ok(row) => take(&row, line_of(text, &row), &fields, &mut read),
            Err(error) => {
                let line = error.position().map_or(1, |position| place(position.line()));
                read.mistakes.push(RecordMistake { line, reason: error.to_string() });
            }
        }
    }
    read
}

/// The line of a row; the reader's own is that of the blank lines before it.
fn line_of(text: &str, row: &StringRecord) -> usize {
    let Some(position) = row.position() else { return 1 };
    let rest = text.as_bytes().get(place(position.byte())..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    place(position.line()) + blank.filter(|byte| **byte == b'\n').count()
}

fn place(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

fn take(row: &StringRecord, line: usize, fields: &[String], read: &mut Read) {
    if row.iter().all(|cell| cell.trim().is_empty()) {
        return;
    }
    if row.len() > fields.len() && row.iter().skip(fields.len()).any(|cell| !cell.trim().is_empty())
    {
        let reason = format!("{} cells, and the header has {} columns", row.len(), fields.len());
        read.mistakes.push(RecordMistake { line, reason });
        return;
    }
    match of(row, fields, line).finish() {
        Some(record) => read.records.push(record),
        None => read.mistakes.push(RecordMistake::empty(line)),
    }
}

fn of(row: &StringRecord, fields: &[String], line: usize) -> Draft {
    let mut draft = Draft::at(line);
    let cells = || fields.iter().zip(row.iter()).filter(|(_, cell)| !cell.trim().is_empty());
    let full = cells().any(|(field, _)| matches!(field.as_str(), "full_authors" | "af"));
    for (field, cell) in cells() {
        match field.as_str() {
            "full_authors" | "af" => draft_names(&mut draft, cell),
            "authors" if !full => list(cell).into_iter().for_each(|one| draft.author(Some(one))),
            "au" if !full => draft_names(&mut draft, cell),
            "authors" | "au" => {}
            "file" => cell.split(';').for_each(|path| draft.attach(path)),
            "kind" => draft.set("kind", &kind_of(cell)),
            "pt" => draft.set("kind", web_of_science::kind(cell)),
            "date" => draft.set("year", cell),
            _ => draft.set(field, cell),
        }
    }
    draft
}

/// Names that are all turned round and parted by semicolons.
fn draft_names(draft: &mut Draft, cell: &str) {
    if cell.contains('(') {
        list(cell).into_iter().for_each(|one| draft.author(Some(one)));
    } else {
        cell.split(';').for_each(|name| draft.author(inverted(name)));
    }
}

fn kind_of(cell: &str) -> String {
    let lower = cell.trim().to_lowercase();
    let known = KINDS.iter().find(|(name, _)| *name == lower);
    known.map_or(lower, |(_, kind)| (*kind).to_owned())
}
