//! A record in the making: fields by the names that results carry, whatever a format calls them.

use super::{Record, person};
use crate::model::{Language, Person};

/// Names that papers have fields of already; a column of a file that is called so, and is no such
/// field, is kept as `record_NAME`.
const TAKEN: [&str; 14] = [
    "document",
    "title",
    "author",
    "authors",
    "year",
    "container",
    "journal",
    "doi",
    "language",
    "keyword",
    "keywords",
    "section",
    "period",
    "theme",
];

/// Longest value of a further field, in bytes.
const LONGEST: usize = 2_000;

/// Collects the fields of a record.
#[derive(Debug, Default)]
pub(super) struct Draft {
    record: Record,
    first_page: Option<String>,
    last_page: Option<String>,
}

impl Draft {
    /// A record that begins at this line.
    pub(super) fn at(line: usize) -> Self {
        Self { record: Record { line, ..Record::default() }, ..Self::default() }
    }

    /// Takes a value for the field that results call `name`; of title, container, year, DOI and
    /// abstract the first one counts, further fields gather all values. An empty name is no field.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let text = plain(value);
        if text.is_empty() || name.is_empty() {
            return;
        }
        let metadata = &mut self.record.metadata;
        let first = |field: &mut Option<String>, text: String| {
            field.get_or_insert(text);
        };
        match name {
            "title" => first(&mut metadata.title, text),
            "container" => first(&mut metadata.container, text),
            "authors" => metadata.authors.extend(person::list(&text)),
            "year" => {
                metadata.year = metadata.year.or_else(|| year(&text));
                if text.len() > 4 && year(&text).is_some() {
                    self.extra("date", text);
                }
            }
            "doi" => {
                if metadata.doi.is_none() {
                    metadata.doi = doi(&text);
                }
            }
            "language" => metadata.language = metadata.language.or_else(|| language(&text)),
            "keywords" => self.keywords(&text),
            "abstract" => {
                let text = paragraphs(value);
                self.record.abstract_text.get_or_insert(text);
            }
            "file" => self.attach(&text),
            "key" => first(&mut self.record.key, text),
            "first_page" => first(&mut self.first_page, text),
            "last_page" => first(&mut self.last_page, text),
            "pages" => self.extra("pages", text.replace("--", "-").replace(['–', '—'], "-")),
            _ => self.extra(name, text),
        }
    }

    /// One more author.
    pub(super) fn author(&mut self, author: Option<Person>) {
        self.record.metadata.authors.extend(author);
    }

    /// The line at which the record begins.
    pub(super) const fn line(&self) -> usize {
        self.record.line
    }

    /// One more attached file.
    pub(super) fn attach(&mut self, path: &str) {
        let path = path.trim();
        if !path.is_empty() && !self.record.attachments.iter().any(|known| known == path) {
            self.record.attachments.push(path.to_owned());
        }
    }

    /// One keyword, whole.
    pub(super) fn keyword(&mut self, word: &str) {
        let word = plain(word);
        let keywords = &mut self.record.metadata.keywords;
        if !word.is_empty() && !keywords.contains(&word) {
            keywords.push(word);
        }
    }

    /// Keywords that semicolons, line ends or, where there are none, commas part.
    fn keywords(&mut self, text: &str) {
        let separator: &[char] = if text.contains([';', '|']) { &[';', '|'] } else { &[','] };
        text.split(separator).for_each(|word| self.keyword(word));
    }

    /// A further field; several values are joined by semicolons.
    fn extra(&mut self, name: &str, mut value: String) {
        let mut name = snake(name);
        if name.is_empty() {
            return;
        }
        if TAKEN.contains(&name.as_str()) {
            name.insert_str(0, "record_");
        }
        if value.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&at| value.is_char_boundary(at));
            value.truncate(end.unwrap_or_default());
        }
        let field = self.record.metadata.extra.entry(name).or_default();
        if field.is_empty() {
            *field = value;
        } else if field.split("; ").all(|known| known != value) && field.len() < LONGEST {
            field.push_str("; ");
            field.push_str(&value);
        }
    }

    /// The record, where it says anything of a paper.
    pub(super) fn finish(mut self) -> Option<Record> {
        if let Some(first) = self.first_page.take()
            && !self.record.metadata.extra.contains_key("pages")
        {
            let pages = match self.last_page.take() {
                Some(last) if last != first => format!("{first}-{last}"),
                _ => first,
            };
            self.set("pages", &pages);
        }
        let Record { metadata, attachments, abstract_text, .. } = &self.record;
        let says = metadata.title.is_some()
            || metadata.doi.is_some()
            || !metadata.authors.is_empty()
            || !attachments.is_empty()
            || abstract_text.is_some();
        says.then_some(self.record)
    }
}

/// The first number of four digits that can be a year.
pub(super) fn year(text: &str) -> Option<i32> {
    let mut numbers = text.split(|sign: char| !sign.is_ascii_digit());
    numbers
        .find(|number| number.len() == 4)
        .and_then(|number| number.parse().ok())
        .filter(|year| (1400..2200).contains(year))
}

/// The DOI in a value, without its resolver, in lower case.
pub(super) fn doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let doi = text
        .get(at..)?
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '<' | '>'))
        .next()?;
    let doi = doi.trim_end_matches(['.', ',', ';']);
    let (prefix, suffix) = doi.split_once('/')?;
    let number = prefix.get(3..)?;
    let digits =
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && !suffix.is_empty()).then(|| doi.to_lowercase())
}

/// The language of a code or name: `en`, `en-GB`, `eng`, `English`.
pub(super) fn language(text: &str) -> Option<Language> {
    const NAMES: [(&str, &str); 42] = [
        ("eng", "en"),
        ("english", "en"),
        ("american", "en"),
        ("british", "en"),
        ("usenglish", "en"),
        ("ukenglish", "en"),
        ("ind", "id"),
        ("indonesian", "id"),
        ("bahasa", "id"),
        ("may", "ms"),
        ("msa", "ms"),
        ("zsm", "ms"),
        ("malay", "ms"),
        ("spa", "es"),
        ("spanish", "es"),
        ("español", "es"),
        ("por", "pt"),
        ("portuguese", "pt"),
        ("brazilian", "pt"),
        ("brazil", "pt"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("french", "fr"),
        ("français", "fr"),
        ("ger", "de"),
        ("deu", "de"),
        ("german", "de"),
        ("ngerman", "de"),
        ("deutsch", "de"),
        ("ita", "it"),
        ("italian", "it"),
        ("dut", "nl"),
        ("nld", "nl"),
        ("dutch", "nl"),
        ("chi", "zh"),
        ("zho", "zh"),
        ("chinese", "zh"),
        ("jpn", "ja"),
        ("japanese", "ja"),
        ("rus", "ru"),
        ("russian", "ru"),
        ("portugues", "pt"),
    ];
    let lower = text.trim().to_lowercase();
    let word = lower.split(|sign: char| !sign.is_alphabetic()).next()?;
    if word == "bahasa" && lower.contains("mela") {
        return "ms".parse().ok();
    }
    if word.len() == 2 {
        return word.parse().ok();
    }
    NAMES.iter().find(|(name, _)| *name == word).and_then(|(_, code)| code.parse().ok())
}

/// A column's name as fields are called: lower case, words joined by `_`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            snake.extend(letter.to_lowercase());
        } else if !snake.ends_with('_') && !snake.is_empty() {
            snake.push('_');
        }
    }
    snake.trim_end_matches('_').to_owned()
}

/// A value on one line, without the mark-up of titles and without control characters.
pub(super) fn plain(value: &str) -> String {
    let value = without_tags(value);
    let words = value.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let mut line = String::with_capacity(value.len());
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A value with each of its paragraphs on one line.
fn paragraphs(value: &str) -> String {
    let value = value.replace("</p>", "\n").replace("</jats:p>", "\n");
    let lines = value.lines().map(plain).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The text without `<i>`, `<sup>`, `<jats:p>` and their like.
fn without_tags(text: &str) -> String {
    const TAGS: [&str; 13] =
        ["i", "b", "em", "strong", "sub", "sup", "sc", "scp", "span", "p", "title", "br", "inf"];
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        let end = tag.find('>').filter(|&end| end < 60);
        let inside = end.and_then(|end| tag.get(1..end)).unwrap_or_default();
        let name = inside.trim_start_matches('/').trim_start_matches("jats:");
        let name: String = name.chars().take_while(|letter| letter.is_ascii_alphabetic()).collect();
        if let Some(end) = end.filter(|_| TAGS.contains(&name.to_ascii_lowercase().as_str())) {
            rest = tag.get(end + 1..).unwrap_or_default();
        } else {
            kept.push('<');
            rest = tag.get(1..).unwrap_or_default();
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_years_and_languages_are_found_in_their_values() {
        assert_eq!(doi("https://doi.org/10.5555/ABC.1 "), Some("10.5555/abc.1".to_owned()));
        assert_eq!(doi("doi:10.1002/(SICI)1099"), Some("10.1002/(sici)1099".to_owned()));
        assert_eq!(doi("10. Januar"), None);
        assert_eq!(year("2010-05-03"), Some(2010));
        assert_eq!(year("Spring 2011/12"), Some(2011));
        assert_eq!(year("in press"), None);
        assert_eq!(language("en-GB").unwrap().code(), "en");
        assert_eq!(language("Bahasa Melayu").unwrap().code(), "ms");
        assert_eq!(language("Klingon"), None);
    }

    #[test]
    fn values_are_plain_and_names_of_columns_are_fields() {
        assert_eq!(plain("Costs of <i>Bt</i> rice\n  at p < 0.05"), "Costs of Bt rice at p < 0.05");
        assert_eq!(snake("Author(s) ID"), "author_s_id");
        assert_eq!(snake("Cited by"), "cited_by");
        let mut draft = Draft::at(1);
        for (name, value) in [
            ("title", "A"),
            ("title", "B"),
            ("Section", "x"),
            ("note", "1"),
            ("note", "2"),
            ("first_page", "3"),
            ("last_page", "9"),
        ] {
            draft.set(name, value);
        }
        let record = draft.finish().unwrap();
        assert_eq!(record.metadata.title.as_deref(), Some("A"));
        let extra: Vec<_> = record.metadata.extra.iter().map(|(a, b)| format!("{a}={b}")).collect();
        assert_eq!(extra, ["note=1; 2", "pages=3-9", "record_section=x"]);
    }
}
