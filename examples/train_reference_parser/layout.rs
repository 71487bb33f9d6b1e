//! Made-up references: the fields of training references, or words of a vocabulary, in other layouts.
//!
//! The labelled references come mostly from computing, physics and the humanities in English. The
//! layouts (`layouts.txt`) add those of other fields and of German, Spanish, Portuguese, French and
//! Indonesian bibliographies; the vocabulary (`vocabulary.txt`) adds names, titles, journals and
//! publishers of these languages.

use std::collections::BTreeMap;

use leitmotif::extract::reference::parse::label::Field;
use leitmotif::model::Person;

use crate::corpus::Labelled;
use crate::learn::Random;
use crate::people;

/// The fields of a training reference.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub authors: Vec<Person>,
    pub editors: Vec<Person>,
    pub title: String,
    pub container: String,
    pub volume: String,
    pub issue: String,
    pub first: String,
    pub last: String,
    pub publisher: String,
    pub place: String,
    pub year: String,
}

/// One way to lay out a reference.
struct Layout {
    language: String,
    kind: char,
    text: String,
}

/// Makes references of records, layouts and vocabulary.
pub struct Maker {
    layouts: Vec<Layout>,
    vocabulary: BTreeMap<(String, String), Vec<String>>,
}

/// Languages other than English.
const LANGUAGES: [&str; 5] = ["de", "es", "pt", "fr", "id"];

/// Records by the kinds that layouts ask for.
pub struct Records {
    by_kind: BTreeMap<char, Vec<Record>>,
}

impl Records {
    pub fn new(records: Vec<Record>) -> Self {
        let mut by_kind: BTreeMap<char, Vec<Record>> = BTreeMap::new();
        for record in records.into_iter().filter(|record| record.title.len() > 8) {
            let book = !record.publisher.is_empty();
            let meeting = ["Proc", "Conf", "Symp", "Workshop", "Congress"]
                .iter()
                .any(|word| record.container.contains(word));
            let kind = match (record.container.is_empty(), book, meeting) {
                (true, ..) => 'b',
                (_, _, true) => 'p',
                (_, true, _) => 'c',
                _ if record.volume.is_empty() => 'c',
                _ => 'j',
            };
            by_kind.entry(kind).or_default().push(record);
        }
        Self { by_kind }
    }

    fn pick(&self, kind: char, random: &mut Random) -> &Record {
        let kind = if "tw".contains(kind) { 'b' } else { kind };
        random.pick(&self.by_kind[&kind])
    }
}

/// What one made-up reference is made of.
struct Content<'m> {
    language: &'m str,
    record: Record,
    editors: Vec<Person>,
    dash: &'static str,
}

impl Maker {
    pub fn new() -> Self {
        let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
        let layouts = lines(include_str!("layouts.txt"))
            .filter_map(|line| {
                let mut parts = line.splitn(3, ' ');
                let language = parts.next()?.replace('-', "en");
                let kind = parts.next()?.chars().next()?;
                Some(Layout { language, kind, text: parts.next()?.to_owned() })
            })
            .collect();
        let vocabulary = lines(include_str!("vocabulary.txt"))
            .filter_map(|line| {
                let (name, entries) = line.split_once(": ")?;
                let (language, list) = name.split_once(' ')?;
                let entries = entries.split('|').map(str::to_owned).collect();
                Some(((language.to_owned(), list.to_owned()), entries))
            })
            .collect();
        Self { layouts, vocabulary }
    }

    fn word(&self, language: &str, list: &str, random: &mut Random) -> String {
        random.pick(&self.vocabulary[&(language.to_owned(), list.to_owned())]).clone()
    }

    fn people(&self, language: &str, random: &mut Random) -> Vec<Person> {
        let count = [1, 1, 2, 2, 3, 4, 6][random.below(7)];
        (0..count)
            .map(|_| {
                let mut given = self.word(language, "given", random);
                if random.one_in(4) {
                    given = format!("{given} {}", self.word(language, "given", random));
                }
                Person { family: self.word(language, "family", random), given: Some(given) }
            })
            .collect()
    }

    /// A made-up reference.
    pub fn make(&self, records: &Records, random: &mut Random) -> Labelled {
        let english = random.below(100) < 58;
        let language = if english { "en" } else { *random.pick(&LANGUAGES) };
        let fitting: Vec<&Layout> =
            self.layouts.iter().filter(|layout| layout.language == language).collect();
        let layout = *random.pick(&fitting);
        let content = self.content(language, layout.kind, records, random);
        let mut stretches = Vec::new();
        if random.one_in(12) {
            let number = 1 + random.below(99);
            let form = *random.pick(&["[#] ", "#. ", "# ", "(#) ", "#) "]);
            stretches.push((Some(Field::Number), form.replace('#', &number.to_string())));
        }
        self.fill(&layout.text, &content, random, &mut stretches);
        if random.one_in(25) {
            let note = *random.pick(&["PubMed", "Epub 2012 Aug 31.", "Epub 2009/03/11.", "eng."]);
            stretches.push((None, " ".to_owned()));
            stretches.push((Some(Field::Note), note.to_owned()));
            let number = 1_000_000 + random.below(30_000_000);
            stretches.push((Some(Field::Identifier), format!(" PMID: {number}.")));
        }
        if random.one_in(14) {
            stretches.iter_mut().for_each(|(_, text)| *text = misprinted(text, random));
        }
        Labelled { file: "made up".to_owned(), index: 0, stretches }
    }

    fn content<'m>(
        &'m self,
        language: &'m str,
        kind: char,
        records: &Records,
        random: &mut Random,
    ) -> Content<'m> {
        let mut record = records.pick(kind, random).clone();
        let foreign = language != "en";
        if record.authors.is_empty() || random.one_in(if foreign { 1 } else { 4 }) {
            record.authors = self.people(language, random);
        }
        if random.below(10) < if foreign { 7 } else { 1 } {
            record.title = self.word(language, "title", random) + &self.tail(language, random);
        }
        if random.below(10) < if foreign { 8 } else { 1 } {
            record.container = match kind {
                'j' => self.word(language, "journal", random),
                _ => self.word(language, "title", random) + &self.tail(language, random),
            };
        }
        if random.one_in(4) {
            record.title.push_str(&self.word("en", "extra", random));
        }
        if record.container.contains('.') && random.one_in(3) {
            record.container = record.container.replace('.', "");
        }
        self.numbers(&mut record, random);
        if record.place.is_empty() || random.one_in(if foreign { 1 } else { 3 }) {
            record.place = self.word(language, "place", random);
        }
        if record.publisher.is_empty() || random.one_in(if foreign { 1 } else { 3 }) {
            record.publisher = self.word(language, "publisher", random);
        }
        let editors = match random.below(3) {
            0 => records.pick('j', random).authors.iter().take(4).cloned().collect(),
            _ => self.people(language, random),
        };
        let editors = if editors.is_empty() { self.people(language, random) } else { editors };
        let dash = *random.pick(&["-", "-", "-", "–", "–", "–", "‐", "--", "- ", " - "]);
        Content { language, record, editors, dash }
    }

    fn tail(&self, language: &str, random: &mut Random) -> String {
        let tail = self.word(language, "tail", random);
        let gap = if tail.is_empty() || tail.starts_with([':', '.']) { "" } else { " " };
        format!("{gap}{tail}")
    }

    fn numbers(&self, record: &mut Record, random: &mut Random) {
        if record.volume.is_empty() || random.one_in(3) {
            let most = [2000, 900, 300, 60, 60, 60][random.below(6)];
            record.volume = (1 + random.below(most)).to_string();
        }
        record.issue = match random.below(10) {
            0..=4 => (1 + random.below(12)).to_string(),
            5 => format!("{}-{}", 1 + random.below(3), 4 + random.below(3)),
            6 if random.one_in(2) => format!("Suppl {}", 1 + random.below(3)),
            _ => String::new(),
        };
        let most = if random.one_in(3) { 20_000 } else { 900 };
        let first = 1 + random.below(most);
        let last = first + 1 + random.below(30);
        (record.first, record.last) = match random.below(24) {
            0 => (format!("e{}", 1000 + random.below(90_000)), String::new()),
            1 => ((100_000 + random.below(90_000)).to_string(), String::new()),
            2 => (format!("S{first}"), format!("S{last}")),
            3 => (format!("e{first}"), format!("e{last}")),
            4 => (first.to_string(), String::new()),
            _ => (first.to_string(), last.to_string()),
        };
        if random.one_in(4) && record.first.len() == record.last.len() && record.first.len() > 2 {
            let shared = record.first.bytes().zip(record.last.bytes()).take_while(|(a, b)| a == b);
            record.last = record.last[shared.count().min(record.last.len() - 1)..].to_owned();
        }
        if record.year.len() != 4 || random.one_in(5) {
            record.year = (1940 + random.below(84)).to_string();
        }
        // Journals that count their volumes by years.
        if random.one_in(30) {
            record.volume.clone_from(&record.year);
        }
    }

    /// Fills a layout with content.
    fn fill(
        &self,
        layout: &str,
        content: &Content<'_>,
        random: &mut Random,
        stretches: &mut Vec<(Option<Field>, String)>,
    ) {
        let mut rest = layout;
        while let Some(at) = rest.find(['{', '<']) {
            let (before, after) = rest.split_at(at);
            stretches.push((None, before.to_owned()));
            if let Some(group) = after.strip_prefix('<') {
                let Some((inner, after)) = group.split_once('>') else { return };
                let missing = inner.contains("{N}") && content.record.issue.is_empty()
                    || inner.contains("{I}") && random.one_in(2)
                    || inner.contains("{E}") && random.below(10) < 7;
                if !missing {
                    self.fill(inner, content, random, stretches);
                }
                rest = after;
                continue;
            }
            let Some((slot, after)) = after[1..].split_once('}') else { return };
            let (name, form) = slot.split_once(':').unwrap_or((slot, ""));
            let (field, value) = self.slot(name, form, content, random);
            // Two stops are printed as one.
            let stop = value.ends_with('.') && after.starts_with('.');
            stretches.push((field, value));
            rest = if stop { &after[1..] } else { after };
        }
        stretches.push((None, rest.to_owned()));
    }

    fn slot(
        &self,
        name: &str,
        form: &str,
        content: &Content<'_>,
        random: &mut Random,
    ) -> (Option<Field>, String) {
        let (language, record) = (content.language, &content.record);
        match name {
            "A" if form == "org" => {
                (Some(Field::Author), self.word(language, "organisation", random))
            }
            "A" => (Some(Field::Author), self.names(&record.authors, form, language, true, random)),
            "D" => {
                (Some(Field::Editor), self.names(&content.editors, form, language, false, random))
            }
            "Y" => (Some(Field::Date), self.date(record, language, random)),
            "T" => (Some(Field::Title), record.title.clone()),
            "J" | "B" => (Some(Field::Container), record.container.clone()),
            "V" => (Some(Field::Volume), record.volume.clone()),
            "N" => (Some(Field::Issue), record.issue.clone()),
            "P" if record.last.is_empty() => (Some(Field::Pages), record.first.clone()),
            "P" => (Some(Field::Pages), [&record.first, content.dash, &record.last].concat()),
            "F" => (Some(Field::Pages), record.first.clone()),
            "E" => (Some(Field::Edition), self.word(language, "edition", random)),
            "K" => (Some(Field::Publisher), record.publisher.clone()),
            "X" => (Some(Field::Publisher), self.word(language, "university", random)),
            "L" => (Some(Field::Place), record.place.clone()),
            "U" => (Some(Field::Identifier), address(random)),
            "I" => (Some(Field::Identifier), doi(random)),
            _ => (Some(Field::Note), form.replace('%', &self.day(language, random))),
        }
    }

    fn names(
        &self,
        people: &[Person],
        form: &str,
        language: &str,
        cut: bool,
        random: &mut Random,
    ) -> String {
        let full = |person: &Person, random: &mut Random| {
            let given = person.given.clone().unwrap_or_default();
            let long = given.chars().filter(|c| c.is_lowercase()).count() > 1;
            let first = given.chars().next().unwrap_or('A');
            let fitting: Vec<&String> = self.vocabulary[&(language.to_owned(), "given".to_owned())]
                .iter()
                .filter(|name| name.starts_with(first))
                .collect();
            if long || fitting.is_empty() { given } else { (*random.pick(&fitting)).clone() }
        };
        let people: Vec<Person> = people
            .iter()
            .map(|person| Person { given: Some(full(person, random)), ..person.clone() })
            .collect();
        people::print(&people, form, language, cut, random)
    }

    fn date(&self, record: &Record, language: &str, random: &mut Random) -> String {
        match random.below(60) {
            0 => random.pick(&["in press", "forthcoming", "n.d.", "submitted"]).to_string(),
            1..=3 => format!("{}{}", record.year, random.pick(&["a", "b", "c"])),
            4 => format!("{} {}", self.word(language, "month", random), record.year),
            5 => format!(
                "{} {}",
                record.year,
                self.word("en", "month", random).get(..3).unwrap_or("")
            ),
            6 => format!(
                "{}, {} {}",
                record.year,
                self.word("en", "month", random),
                1 + random.below(28)
            ),
            _ => record.year.clone(),
        }
    }

    fn day(&self, language: &str, random: &mut Random) -> String {
        let (day, year) = (1 + random.below(28), 1998 + random.below(26));
        let month = self.word(language, "month", random);
        match (language, random.below(4)) {
            (_, 0) => format!("{day:02}.{:02}.{year}", 1 + random.below(12)),
            ("de", _) => format!("{day}. {month} {year}"),
            ("es", _) => format!("{day} de {month} de {year}"),
            ("en", 1) => format!("{month} {day}, {year}"),
            _ => format!("{day} {month} {year}"),
        }
    }
}

/// A text with spaces lost and gained around its punctuation, as some PDFs give it.
fn misprinted(text: &str, random: &mut Random) -> String {
    let mut printed = String::new();
    for character in text.chars() {
        match character {
            ',' | '.' | ';' | ':' | '(' if random.one_in(3) => {
                printed.push(' ');
                printed.push(character);
            }
            ' ' if printed.ends_with(['.', ',', ';', ':', ')']) && random.one_in(2) => {}
            ' ' if random.one_in(25) => {}
            _ => printed.push(character),
        }
    }
    printed
}

fn doi(random: &mut Random) -> String {
    let prefix = ["", "", "https://doi.org/", "http://dx.doi.org/"][random.below(4)];
    format!(
        "{prefix}10.{}/j.abc.{}.{}",
        1000 + random.below(5000),
        1999 + random.below(20),
        random.below(99)
    )
}

fn address(random: &mut Random) -> String {
    let host = random.pick(&[
        "www.who.int",
        "www.destatis.de",
        "example.org",
        "www.bps.go.id",
        "www.ine.es",
    ]);
    let path =
        random.pick(&["", "/", "/publications/report_2010.pdf", "/en/index.html", "/x?id=12"]);
    format!("{}{host}{path}", random.pick(&["http://", "https://", ""]))
}
