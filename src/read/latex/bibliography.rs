//! The works that a document can cite, from `thebibliography` or `.bib` files, and its printed list.

use rustc_hash::FxHashMap;

use super::Writer;
use super::source::{Form, uses};
use super::token::{Token, plain, tokenize};
use crate::model::{GivenReference, ReferenceFields, Span};
use crate::read::beside::Beside;
use crate::read::compose::Composer;
use crate::read::{bib, encoding, entry};

/// A work that can be cited.
#[derive(Debug, Default)]
struct Work {
    /// Its fields, where they come from a `.bib` file.
    fields: Option<ReferenceFields>,
    /// The label of its `\bibitem`.
    label: Option<Vec<Token>>,
    /// Its place among the works cited, from 0.
    place: Option<usize>,
}

/// The works that a document can cite, and those that it does.
#[derive(Debug, Default)]
pub(super) struct Works {
    all: Vec<Work>,
    by_key: FxHashMap<String, usize>,
    /// The works cited, in order of their places.
    cited: Vec<usize>,
    /// What is given of each place once it is printed.
    given: Vec<GivenReference>,
    /// Places in the order in which they are printed.
    printed: Vec<usize>,
    /// The list that a run of BibTeX left beside the source.
    list: Vec<Token>,
}

impl Works {
    /// Reads the list in the document, else the `.bib` files that it names, else the `.bbl` file
    /// beside it.
    pub(super) fn read(tokens: &[Token], beside: &Beside) -> Self {
        let mut works = Self::default();
        works.take_items(tokens);
        if !works.all.is_empty() {
            return works;
        }
        let named = uses(tokens, "bibliography").chain(uses(tokens, "addbibresource"));
        for name in named
            .flat_map(|(_, names)| names.split(',').map(str::to_owned).collect::<Vec<String>>())
        {
            let text = beside.read(&name, &["bib"]).and_then(|bytes| encoding::decode(&bytes).ok());
            for read in bib::entries(&text.unwrap_or_default()).into_iter().flatten() {
                let work = Work { fields: Some(read.fields), ..Work::default() };
                works.by_key.entry(read.key).or_insert(works.all.len());
                works.all.push(work);
            }
        }
        if works.all.is_empty() {
            let list = beside.read(beside.stem(), &["bbl"]);
            let text = list.and_then(|bytes| encoding::decode(&bytes).ok()).unwrap_or_default();
            works.list = tokenize(&text);
            let list = std::mem::take(&mut works.list);
            works.take_items(&list);
            works.list = list;
        }
        works
    }

    /// Takes the entries of a `thebibliography`, which all have their places.
    fn take_items(&mut self, tokens: &[Token]) {
        let places = tokens.iter().enumerate().filter(|(_, token)| token.is("bibitem"));
        for (at, _) in places {
            let (label, key, _) = item(tokens.get(at + 1..).unwrap_or_default());
            let place = self.all.len();
            self.by_key.entry(key).or_insert(place);
            self.all.push(Work { fields: None, label, place: Some(place) });
            self.cited.push(place);
            self.given.push(GivenReference::default());
        }
    }

    /// The place of the work with this key, which is cited from now on.
    pub(super) fn cite(&mut self, key: &str) -> Option<usize> {
        let number = *self.by_key.get(key)?;
        let work = self.all.get_mut(number)?;
        if work.place.is_none() {
            work.place = Some(self.cited.len());
            self.cited.push(number);
            self.given.push(GivenReference::default());
        }
        work.place
    }

    /// Cites all works.
    pub(super) fn cite_all(&mut self) {
        for number in 0..self.all.len() {
            if let Some(work) = self.all.get_mut(number).filter(|work| work.place.is_none()) {
                work.place = Some(self.cited.len());
                self.cited.push(number);
                self.given.push(GivenReference::default());
            }
        }
    }

    fn at(&self, place: usize) -> Option<&Work> {
        self.all.get(*self.cited.get(place)?)
    }

    /// The fields of the work at a place.
    pub(super) fn fields(&self, place: usize) -> Option<&ReferenceFields> {
        self.at(place)?.fields.as_ref()
    }

    /// The label that the list gives to the work at a place.
    pub(super) fn label(&self, place: usize) -> Option<Vec<Token>> {
        self.at(place)?.label.clone()
    }

    fn print(&mut self, place: usize, reference: GivenReference) {
        if let Some(given) = self.given.get_mut(place) {
            *given = reference;
            self.printed.push(place);
        }
    }

    /// Hands over the references in the order in which they are printed, then those that are not.
    pub(super) fn give(self, composer: &mut Composer) {
        let Self { all, cited, mut given, printed, .. } = self;
        let mut order: Vec<usize> = Vec::with_capacity(given.len());
        let mut placed = vec![None; given.len()];
        for place in printed.into_iter().chain(0..given.len()) {
            if let Some(slot @ None) = placed.get_mut(place) {
                *slot = Some(order.len());
                order.push(place);
            }
        }
        let references = order.iter().map(|&place| {
            let mut reference = given.get_mut(place).map(std::mem::take).unwrap_or_default();
            if reference.span.is_empty() {
                let work = cited.get(place).and_then(|&number| all.get(number));
                let fields = work.and_then(|work| work.fields.clone());
                reference.raw = Some(fields.as_ref().map(entry::printed).unwrap_or_default());
                reference.fields = fields;
            }
            reference
        });
        let references = references.collect();
        composer.give_references(references, &placed);
    }
}

/// Label and key after a `\bibitem`, and how many tokens they take.
fn item(tokens: &[Token]) -> (Option<Vec<Token>>, String, usize) {
    let mut at = tokens.iter().take_while(|token| **token == Token::Space).count();
    let mut label = None;
    if tokens.get(at) == Some(&Token::Sign('[')) {
        let inside = tokens.get(at + 1..).unwrap_or_default();
        let mut depth = 0_i32;
        let end = inside.iter().take(2000).position(|token| {
            depth += i32::from(*token == Token::Open) - i32::from(*token == Token::Close);
            depth <= 0 && *token == Token::Sign(']')
        });
        if let Some(end) = end {
            label = inside.get(..end).map(<[Token]>::to_vec);
            at += end + 2;
        }
    }
    let blank = |token: &&Token| matches!(token, Token::Space);
    at += tokens.get(at..).unwrap_or_default().iter().take_while(blank).count();
    let inside = tokens.get(at..).unwrap_or_default();
    let end = inside.iter().take(2000).position(|token| *token == Token::Close).unwrap_or(0);
    (label, plain(inside.get(..end).unwrap_or_default()), at + end + 1)
}

impl Writer {
    /// The entries of a `thebibliography`.
    pub(super) fn print_list(&mut self, body: Vec<Token>) {
        self.end_paragraph();
        self.composer.heading(1, "References");
        let places: Vec<usize> = body
            .iter()
            .enumerate()
            .filter(|(_, token)| token.is("bibitem"))
            .map(|(at, _)| at)
            .collect();
        for (count, &at) in places.iter().enumerate() {
            let end = places.get(count + 1).copied().unwrap_or(body.len());
            let tokens = body.get(at + 1..end).unwrap_or_default();
            let (label, key, length) = item(tokens);
            let words = self.words(tokens.get(length..).unwrap_or_default().to_vec());
            let Some(place) = self.works.cite(&key) else { continue };
            let label = match label {
                Some(label) if self.setting.form == Form::AuthorYear => {
                    let label = self.words(label);
                    (!label.contains('(')).then_some(label)
                }
                _ => Some((place + 1).to_string()),
            };
            let span = self.print_entry(label.as_deref(), &words);
            self.works.print(place, GivenReference { span, label, ..GivenReference::default() });
        }
    }

    fn print_entry(&mut self, label: Option<&str>, words: &str) -> Span {
        let entry = match label {
            Some(label) => format!("[{label}] {words}"),
            None => words.to_owned(),
        };
        self.composer.paragraph(&entry).unwrap_or_default()
    }

    /// The list of the works cited so far, which BibTeX or biber would make.
    pub(super) fn print_works(&mut self) {
        self.end_paragraph();
        if !self.works.list.is_empty() {
            let list = std::mem::take(&mut self.works.list);
            self.push(list);
            return;
        }
        let mut entries: Vec<(String, usize)> = (0..self.works.cited.len())
            .filter(|place| !self.works.printed.contains(place))
            .filter_map(|place| Some((entry::printed(self.works.fields(place)?), place)))
            .collect();
        if entries.is_empty() {
            return;
        }
        let numbered = self.setting.form != Form::AuthorYear;
        if !numbered {
            entries.sort_by_cached_key(|(printed, place)| (printed.to_lowercase(), *place));
        }
        self.composer.heading(1, "References");
        for (printed, place) in entries {
            let label = numbered.then(|| (place + 1).to_string());
            let span = self.print_entry(label.as_deref(), &printed);
            let fields = self.works.fields(place).cloned();
            self.works.print(place, GivenReference { span, label, raw: None, fields });
        }
    }
}
