//! From labelled tokens to the fields of a reference.
//!
//! Neighbouring tokens of one field are a *run*. A field is its first run, or several where only
//! punctuation parts them; its confidence is the probability of the run under the model, calibrated.
//! Identifiers come from the rules that found them.

use super::feature::{Attributes, Class};
use super::kind;
use super::label::Field;
use super::language;
use super::lexicon::Roles;
use super::model::Model;
use super::run::{Run, run_of, runs};
use super::tagger::Lattice;
use super::token::Token;
use super::venue;
use crate::extract::reference::identifiers::{Identifier, IdentifierKind, doi_of_address};
use crate::extract::reference::{dates, names, pages};
use crate::model::{Person, ReferenceFields, Year};

/// How sure an identifier is that its rule found.
pub(super) const BY_RULE: f32 = 0.99;

/// Words in the place of an author who is the one of the reference before.
const SAME: [&str; 8] = ["ders", "Ders", "dies", "Dies", "idem", "Idem", "dieselben", "ibid"];

/// A reference string with its tokens and labels.
#[derive(Clone, Copy, Debug)]
pub struct Tagged<'a> {
    /// The prepared string.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Their attributes.
    pub attributes: &'a [Attributes],
    /// Their labels.
    pub labels: &'a [usize],
    /// Identifiers in the string.
    pub identifiers: &'a [Identifier],
    /// The sweeps over the string.
    pub lattice: &'a Lattice,
    /// The model that gave the labels.
    pub model: &'a Model,
}

/// The fields of a tagged reference.
#[must_use]
pub fn assemble(tagged: &Tagged<'_>) -> ReferenceFields {
    let mut runs = runs(tagged);
    author_before_date(&mut runs);
    let mut fields = ReferenceFields::default();
    let mut sure = Confidences { tagged, list: Vec::new(), whole: 1.0 };
    people(tagged, &runs, &mut fields, &mut sure);
    titles(tagged, &runs, &mut fields, &mut sure);
    imprint(tagged, &runs, &mut fields);
    numbers(tagged, &runs, &mut fields, &mut sure);
    identify(tagged.identifiers, &mut fields, &mut sure);
    classify(tagged, &runs, &mut fields);
    fields.confidence = tagged.model.calibration(0).apply(sure.whole);
    fields.field_confidence = sure.settled(&fields);
    fields
}

/// The confidences of the fields as they are found.
struct Confidences<'a> {
    tagged: &'a Tagged<'a>,
    list: Vec<(&'static str, f32)>,
    whole: f32,
}

impl Confidences<'_> {
    fn add(&mut self, name: &'static str, field: Field, probability: f32) {
        let calibrated = self.tagged.model.calibration(field as usize).apply(probability);
        self.list.push((name, calibrated));
        self.whole *= calibrated;
    }

    /// The confidences of `fields`, once all rules have mended them: a field that a rule made has the
    /// least of those that the tagger found, one that a rule took away has none.
    fn settled(mut self, fields: &ReferenceFields) -> Vec<(&'static str, f32)> {
        let least = self.list.iter().map(|(_, value)| *value).fold(BY_RULE, f32::min);
        self.list.retain(|(name, _)| fields.found().any(|found| found == *name));
        for found in fields.found() {
            if !self.list.iter().any(|(name, _)| *name == found) {
                self.list.push((found, least));
            }
        }
        self.list
    }
}

fn people(
    tagged: &Tagged<'_>,
    runs: &[Run],
    fields: &mut ReferenceFields,
    sure: &mut Confidences<'_>,
) {
    if let Some(run) = run_of(tagged, runs, Field::Author, 6) {
        let (persons, et_al) = persons(tagged, run, runs);
        fields.et_al = et_al;
        // `ders.`, `idem`: the author of the reference before, who is not printed.
        let same = persons.first().is_some_and(|one| SAME.contains(&one.family.as_str()));
        if !persons.is_empty() && !same {
            fields.authors = persons;
            sure.add("authors", Field::Author, run.probability);
        }
    }
    if let Some(run) = run_of(tagged, runs, Field::Editor, 6) {
        fields.editors = persons(tagged, run, runs).0;
        if !fields.editors.is_empty() {
            sure.add("editors", Field::Editor, run.probability);
        }
    }
}

/// Takes what opens a reference for its author where a date comes next, a title after that, and nobody
/// else is its author: `Makers' Forum (2013). Members and machines.`
fn author_before_date(runs: &mut [Run]) {
    let titled = runs.iter().skip(2).any(|run| run.field == Field::Title);
    let author = runs.iter().any(|run| run.field == Field::Author);
    if let [first, second, ..] = runs
        && matches!(first.field, Field::Title | Field::Container)
        && second.field == Field::Date
        && titled
        && !author
    {
        first.field = Field::Author;
    }
}

/// The persons of a run, and whether the list is cut short in it or right after it.
fn persons(tagged: &Tagged<'_>, run: Run, runs: &[Run]) -> (Vec<Person>, bool) {
    if let Some(family) = publisher_too(tagged, run, runs) {
        return (vec![Person { family, given: None }], false);
    }
    let mut run = run.with_bracket(tagged);
    // The full stop of the last initial.
    let initial = run.to.checked_sub(1).and_then(|last| tagged.attributes.get(last));
    let stop = tagged.attributes.get(run.to).is_some_and(|next| next.class == Class::Stop);
    if stop && initial.is_some_and(|last| last.class == Class::Initial) {
        run.to += 1;
    }
    let split = names::split(run.printed(tagged));
    let after = Run { from: run.to, to: (run.to + 5).min(tagged.tokens.len()), ..run };
    let after = after.printed(tagged).trim_start_matches([',', ';', ' ', '.', '&', '\n']);
    let cut = ["et al", "et. al", "dkk", "and others", "y otros", "e outros", "u.a."];
    let et_al = split.et_al || cut.iter().any(|words| after.starts_with(words));
    (split.persons, et_al)
}

/// The name of the organisation that a run without initials and commas is, as the imprint shows: it is
/// the publisher too, printed again or as `Author`.
fn publisher_too(tagged: &Tagged<'_>, run: Run, runs: &[Run]) -> Option<String> {
    const AUTHOR: [&str; 5] = ["Author", "Autor", "Auteur", "Penulis", "Autores"];
    let author = runs
        .iter()
        .any(|run| run.field == Field::Publisher && AUTHOR.contains(&run.printed(tagged)));
    let plain = |name: &str| name.contains(' ') && !name.contains([',', ';', '.']);
    let (start, end) = run.bytes(tagged);
    let name = venue::repeated(tagged.text, start, end)
        .or_else(|| Some(run.printed(tagged)).filter(|name| author && plain(name)))?;
    Some(name.replace('\n', " "))
}

/// Ends a title where the imprint begins that names the author again.
fn imprint(tagged: &Tagged<'_>, runs: &[Run], fields: &mut ReferenceFields) {
    let titles = runs.iter().filter(|run| run.field == Field::Title).map(|run| run.bytes(tagged));
    let titles: Vec<_> = titles.map(|(start, end)| start..end).collect();
    venue::mend(tagged.text, &titles, fields);
}

fn titles(
    tagged: &Tagged<'_>,
    runs: &[Run],
    fields: &mut ReferenceFields,
    sure: &mut Confidences<'_>,
) {
    let mut take = |field: Field, name: &'static str| {
        let run = run_of(tagged, runs, field, 2)?;
        sure.add(name, field, run.probability);
        Some(run.with_bracket(tagged).with_quote(tagged).value(tagged))
    };
    fields.title = take(Field::Title, "title");
    fields.title = fields.title.take().map(|title| venue::without_translator(&title).to_owned());
    fields.container = take(Field::Container, "container");
    if fields.container.is_none() {
        fields.container = take(Field::Series, "container");
    }
    if fields.container.is_none() && names_journal(tagged, runs) {
        fields.container = take(Field::Publisher, "container");
    }
    venue::part_quoted(fields);
    fields.container =
        fields.container.take().map(|container| venue::without_lead(&container).to_owned());
    let numbered = runs.iter().any(|run| run.field == Field::Volume);
    if fields.container.is_none() && numbered {
        split_question(fields);
    }
    if !names_journal(tagged, runs) {
        fields.publisher = take(Field::Publisher, "publisher");
    }
    fields.place = take(Field::Place, "place");
    fields.edition = take(Field::Edition, "edition");
}

/// Whether the publisher behind a title in quotation marks is a journal: it says so, and no place stands
/// with it.
fn names_journal(tagged: &Tagged<'_>, runs: &[Run]) -> bool {
    let find = |field: Field| runs.iter().find(|run| run.field == field);
    let (Some(title), Some(publisher)) = (find(Field::Title), find(Field::Publisher)) else {
        return false;
    };
    let between = tagged.attributes.get(title.to..publisher.from).unwrap_or_default();
    let words = tagged.attributes.get(publisher.from..publisher.to).unwrap_or_default();
    let is = |role: Roles| words.iter().any(|word| word.roles.any(role));
    find(Field::Container).is_none()
        && find(Field::Place).is_none()
        && (1..=3).contains(&between.len())
        && between.iter().any(|mark| mark.class == Class::Quote)
        && is(Roles::JOURNAL)
        && !is(Roles::PUBLISHER.or(Roles::ORGANISATION).or(Roles::UNIVERSITY))
}

/// Gives what follows a question in the title to the container: a work in a numbered volume has
/// one, and a question mark ends a title as a full stop does.
fn split_question(fields: &mut ReferenceFields) {
    let Some(title) = fields.title.take() else { return };
    let at = title.find(['?', '!']).map(|at| at + 1);
    let parts = at.and_then(|at| title.split_at_checked(at));
    match parts.map(|(question, rest)| (question, rest.trim_start())) {
        Some((question, rest)) if rest.starts_with(char::is_uppercase) => {
            fields.title = Some(question.to_owned());
            fields.container = Some(rest.to_owned());
        }
        _ => fields.title = Some(title),
    }
}

fn numbers(
    tagged: &Tagged<'_>,
    runs: &[Run],
    fields: &mut ReferenceFields,
    sure: &mut Confidences<'_>,
) {
    if let Some((run, year)) = year(tagged, runs) {
        sure.add("year", Field::Date, run.probability);
        fields.year = Some(year);
    }
    if let Some(run) = run_of(tagged, runs, Field::Volume, 0) {
        sure.add("volume", Field::Volume, run.probability);
        fields.volume = Some(run.value(tagged));
    }
    if let Some(run) = run_of(tagged, runs, Field::Issue, 0) {
        sure.add("issue", Field::Issue, run.probability);
        fields.issue = Some(run.value(tagged));
    }
    if let Some(run) = run_of(tagged, runs, Field::Pages, 0)
        && let Some((first, last)) = pages::parse_pages(run.with_letter(tagged).printed(tagged))
        && !(fields.container.is_none() && last.is_none() && counts_pages(tagged, run))
    {
        sure.add("first_page", Field::Pages, run.probability);
        if last.is_some() {
            sure.add("last_page", Field::Pages, run.probability);
        }
        (fields.first_page, fields.last_page) = (Some(first), last);
    }
}

/// Whether a number says how many pages a book has: `120 p.`, `95 S.`
fn counts_pages(tagged: &Tagged<'_>, run: Run) -> bool {
    let before = run.from.checked_sub(2).and_then(|at| tagged.attributes.get(at..run.from));
    let names_page = before.unwrap_or_default().iter().any(|token| token.roles.any(Roles::PAGE));
    let after = tagged.attributes.get(run.to);
    !names_page && after.is_some_and(|next| next.roles.any(Roles::PAGE))
}

/// The most probable date that holds a year, the first of equal ones, or words in its place.
fn year(tagged: &Tagged<'_>, runs: &[Run]) -> Option<(Run, Year)> {
    let dates = || runs.iter().filter(|run| run.field == Field::Date);
    let read = |run: &Run| {
        let mut year = dates::parse_year(run.printed(tagged))?;
        if year.value.is_none() {
            // The last full stop of `n.d.` is outside of the run.
            let stop = tagged.attributes.get(run.to).is_some_and(|next| next.class == Class::Stop);
            if stop && year.raw.contains('.') && !year.raw.ends_with('.') {
                year.raw.push('.');
            }
        }
        Some((*run, year))
    };
    dates()
        .filter_map(read)
        .filter(|(_, year)| year.value.is_some())
        .reduce(|best, next| if next.0.probability > best.0.probability { next } else { best })
        .or_else(|| dates().find_map(read))
}

fn identify(identifiers: &[Identifier], fields: &mut ReferenceFields, sure: &mut Confidences<'_>) {
    for identifier in identifiers {
        let (place, name) = match identifier.kind {
            IdentifierKind::Doi => (&mut fields.doi, "doi"),
            IdentifierKind::Url => (&mut fields.url, "url"),
            IdentifierKind::Arxiv => (&mut fields.arxiv, "arxiv"),
            IdentifierKind::Pmid => (&mut fields.pmid, "pmid"),
            IdentifierKind::Isbn | IdentifierKind::Issn => (&mut fields.isbn, "isbn"),
            IdentifierKind::Pmcid => continue,
        };
        if place.is_none() {
            *place = Some(identifier.value.clone());
            sure.list.push((name, BY_RULE));
        }
    }
    if fields.doi.is_none() {
        fields.doi = fields.url.as_deref().and_then(doi_of_address);
        if fields.doi.is_some() {
            sure.list.push(("doi", BY_RULE));
        }
    }
}

fn classify(tagged: &Tagged<'_>, runs: &[Run], fields: &mut ReferenceFields) {
    let tokens_of = |field: Field| {
        runs.iter()
            .find(|run| run.field == field)
            .and_then(|run| tagged.attributes.get(run.from..run.to))
            .unwrap_or_default()
    };
    let title = tokens_of(Field::Title);
    fields.language = language::of_words(if title.is_empty() { tagged.attributes } else { title });
    let outside = tagged
        .attributes
        .iter()
        .zip(tagged.labels)
        .filter(|(_, label)| {
            !matches!(
                Field::of_label(**label),
                Some(Field::Title | Field::Author | Field::Editor | Field::Container)
            )
        })
        .fold(Roles::default(), |all, (token, _)| all.or(token.roles));
    let container = runs.iter().find(|run| run.field == Field::Container);
    let in_container = container.is_some_and(|run| {
        let before = tagged.attributes.get(run.from.saturating_sub(2)..run.from);
        before.unwrap_or_default().iter().any(|token| token.roles.any(Roles::IN))
    });
    fields.kind = kind::of_fields(fields, outside, in_container);
}
