//! References of an article in JATS: how each is printed, and the fields that are marked.

use super::{Writer, front};
use crate::model::{GivenReference, Person, ReferenceFields, WorkKind};
use crate::read::entry;
use crate::read::inline::Inline;
use crate::read::xml::tree::{Element, Node};

/// The elements that hold one reference.
const CITATIONS: [&str; 4] = ["mixed-citation", "element-citation", "nlm-citation", "citation"];

impl<'a> Writer<'a> {
    /// A list of references with its heading.
    pub(super) fn ref_list(&mut self, list: &'a Element, level: u8) {
        let title = list.child("title").and_then(Element::words);
        let nested = level > 1 && title.is_none();
        if !nested {
            self.composer.heading(level, title.as_deref().unwrap_or("References"));
        }
        for child in list.children() {
            match child.name.as_str() {
                "ref" => self.entry(child),
                "ref-list" => self.ref_list(child, level.saturating_add(1)),
                "title" | "label" => {}
                _ => self.blocks(child, level.saturating_add(1)),
            }
        }
    }

    fn entry(&mut self, element: &'a Element) {
        let given = self.given(element);
        let printed = given.raw.clone().unwrap_or_default();
        let Some(span) = self.composer.paragraph(&printed) else { return };
        if let Some(place) = self.entries.get(&std::ptr::from_ref(element)) {
            self.composer.reference(*place, GivenReference { span, raw: None, ..given });
        }
    }

    /// Gives the references that stand in no list.
    pub(super) fn entries_left(&mut self, references: &[&'a Element]) {
        for (place, element) in references.iter().enumerate() {
            if !self.composer.has_reference(place) {
                let given = self.given(element);
                self.composer.reference(place, given);
            }
        }
    }

    /// The reference with its printed form.
    fn given(&mut self, element: &'a Element) -> GivenReference {
        let mut citations = Vec::new();
        for child in element.children() {
            let alternatives = child.name == "citation-alternatives";
            let found = if alternatives {
                child.children().find(|one| CITATIONS.contains(&one.name.as_str()))
            } else {
                CITATIONS.contains(&child.name.as_str()).then_some(child)
            };
            citations.extend(found);
        }
        let label = element.child("label").or_else(|| citations.first()?.child("label"));
        let label = label.and_then(Element::words).map(|label| bare(&label).to_owned());
        let label = label.filter(|label| !label.is_empty());
        let mut printed = String::new();
        match &label {
            Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                printed.push_str(number);
                printed.push_str(". ");
            }
            Some(key) => {
                printed.push('[');
                printed.push_str(key);
                printed.push_str("] ");
            }
            None => {}
        }
        for citation in &citations {
            printed.push_str(&self.printed(citation));
            printed.push(' ');
        }
        if citations.is_empty() {
            let mut line = Inline::default();
            self.inline(element, &mut line);
            printed = line.text().to_owned();
        }
        let fields = citations.first().and_then(|citation| fields(citation));
        GivenReference { label, raw: Some(printed.trim().to_owned()), fields, ..Default::default() }
    }

    /// A citation as it is printed, or laid out where it has fields without signs between them.
    fn printed(&mut self, citation: &'a Element) -> String {
        let own_text = citation.nodes.iter().any(|node| match node {
            Node::Text(text) => text.contains(|c: char| !c.is_whitespace()),
            Node::Element(_) => false,
        });
        let fields = if own_text { None } else { read(citation) };
        if let Some(fields) = fields.filter(|fields| fields.found().next().is_some()) {
            return entry::printed(&fields);
        }
        let mut line = Inline::default();
        self.spaced(citation, &mut line);
        line.text().to_owned()
    }

    /// Words with a space between elements that have nothing between them.
    fn spaced(&mut self, element: &'a Element, line: &mut Inline) {
        let mut after_element = false;
        for node in &element.nodes {
            match node {
                Node::Text(text) => {
                    line.push(text);
                    after_element = false;
                }
                Node::Element(child) if child.name == "label" => {}
                Node::Element(child) => {
                    let people =
                        matches!(child.name.as_str(), "name" | "string-name" | "person-group");
                    let field =
                        !matches!(child.name.as_str(), "italic" | "bold" | "sup" | "sub" | "sc");
                    if after_element && field && line.ends_in_word() {
                        line.push(" ");
                    }
                    if people {
                        self.spaced(child, line);
                    } else {
                        self.inline(child, line);
                    }
                    after_element = true;
                }
            }
        }
    }
}

/// A label without brackets and stops.
fn bare(label: &str) -> &str {
    label.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '.' | ':' | ' '))
}

/// The fields of a citation, where enough of them are marked to rely on them: a title, and who wrote
/// it or when.
fn fields(citation: &Element) -> Option<ReferenceFields> {
    let fields = read(citation)?;
    let by = !fields.authors.is_empty() || !fields.editors.is_empty() || fields.year.is_some();
    (fields.title.is_some() && by).then(|| entry::sure(fields))
}

fn read(citation: &Element) -> Option<ReferenceFields> {
    let mut found = Found::default();
    found.collect(citation, false);
    let Found { mut fields, article, source, conference } = found;
    let kind =
        citation.attribute("publication-type").or_else(|| citation.attribute("citation-type"));
    let container = source.or(conference);
    match article {
        Some(title) => {
            fields.title = Some(title);
            fields.container = container;
        }
        None => fields.title = container,
    }
    fields.kind = kind_of(kind.unwrap_or_default(), &fields);
    let any = fields.found().next().is_some();
    any.then_some(fields)
}

fn kind_of(name: &str, fields: &ReferenceFields) -> WorkKind {
    match name.to_lowercase().as_str() {
        "journal" | "article" => WorkKind::Article,
        "book" | "chapter" | "book-chapter" if fields.container.is_some() => WorkKind::Chapter,
        "book" => WorkKind::Book,
        "confproc" | "conf-proc" | "conference" | "conf-paper" => WorkKind::Conference,
        "thesis" => WorkKind::Thesis,
        "report" | "gov" | "working-paper" => WorkKind::Report,
        "preprint" => WorkKind::Preprint,
        "newspaper" | "magazine" => WorkKind::News,
        "web" | "webpage" | "website" => WorkKind::Web,
        "data" | "database" | "dataset" => WorkKind::Dataset,
        "software" | "computer-program" => WorkKind::Software,
        "legal" | "patent" | "standard" | "law" => WorkKind::Legal,
        _ if fields.container.is_some() && fields.volume.is_some() => WorkKind::Article,
        _ => WorkKind::Other,
    }
}

/// What the elements of a citation say.
#[derive(Default)]
struct Found {
    fields: ReferenceFields,
    article: Option<String>,
    source: Option<String>,
    conference: Option<String>,
}

impl Found {
    fn collect(&mut self, element: &Element, editors: bool) {
        for child in element.children() {
            match child.name.as_str() {
                "person-group" => {
                    let role = child.attribute("person-group-type").unwrap_or("author");
                    let other = matches!(role, "translator" | "illustrator" | "compiler");
                    if !other {
                        self.collect(child, role != "author");
                    }
                }
                "name" | "string-name" | "collab" | "institution" => {
                    self.people(editors).extend(front::person(child));
                }
                "etal" => self.fields.et_al |= !editors,
                "year" => {
                    let words = child.words().unwrap_or_default();
                    self.fields.year = self.fields.year.take().or_else(|| entry::year(&words));
                }
                "article-title" | "chapter-title" | "part-title" | "data-title" => {
                    self.article = self.article.take().or_else(|| title(child));
                }
                "source" => self.source = self.source.take().or_else(|| title(child)),
                "conf-name" => self.conference = child.words(),
                name => self.small(name, child, editors),
            }
        }
    }

    fn people(&mut self, editors: bool) -> &mut Vec<Person> {
        if editors { &mut self.fields.editors } else { &mut self.fields.authors }
    }

    fn small(&mut self, name: &str, element: &Element, editors: bool) {
        let fields = &mut self.fields;
        let words = element.words();
        match name {
            "volume" => fields.volume = words,
            "issue" => fields.issue = words,
            "fpage" | "elocation-id" => fields.first_page = words.or(fields.first_page.take()),
            "lpage" => {
                let first = fields.first_page.as_deref();
                fields.last_page = words.map(|last| entry::last_page(first, &last));
            }
            "page-range" if fields.first_page.is_none() => {
                (fields.first_page, fields.last_page) = entry::pages(&words.unwrap_or_default());
            }
            "publisher-name" => fields.publisher = words,
            "publisher-loc" => fields.place = words,
            "edition" => fields.edition = words,
            "isbn" => fields.isbn = words,
            "pub-id" | "article-id" => identifier(fields, element, words),
            "ext-link" | "uri" => {
                let address = element.attribute("href").map(str::to_owned).or(words);
                let address = address.unwrap_or_default();
                if address.contains("doi.org/") {
                    fields.doi = fields.doi.take().or_else(|| entry::doi(&address));
                } else if address.starts_with("http") {
                    fields.url = fields.url.take().or(Some(address));
                }
            }
            "italic" | "bold" | "comment" | "sc" | "series" | "date" => {
                self.collect(element, editors)
            }
            _ => {}
        }
    }
}

/// A title without the stop at its end.
fn title(element: &Element) -> Option<String> {
    let words = element.words()?;
    let bare = words.trim_end_matches(['.', ',', ';']);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn identifier(fields: &mut ReferenceFields, element: &Element, words: Option<String>) {
    match element.attribute("pub-id-type").unwrap_or_default() {
        "doi" => fields.doi = words.and_then(|doi| entry::doi(&doi)),
        "pmid" => fields.pmid = words,
        "arxiv" => fields.arxiv = words,
        "isbn" => fields.isbn = words,
        _ => {}
    }
}
