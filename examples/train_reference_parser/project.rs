//! From labelled stretches of text to labelled tokens.
//!
//! The stretches are joined to the string that they were cut from, which is tokenized as any other;
//! each token gets the field of the stretch that it starts in. Then the runs are trimmed, so that a
//! field is its value: punctuation at the ends, `In`, `Vol.`, `pp.`, `(Eds.)` are of no field, and a
//! run of volume and issue is parted.

use leitmotif::extract::reference::identifiers::{self, Identifier};
use leitmotif::extract::reference::parse::feature::{
    Attributes, Class, FEATURES, Features, hash_word,
};
use leitmotif::extract::reference::parse::label::Field;
use leitmotif::extract::reference::parse::lexicon::Roles;
use leitmotif::extract::reference::parse::text;
use leitmotif::extract::reference::parse::token::{self, Token, TokenKind};

use leitmotif::extract::reference::{dates, names, pages};

use crate::corpus::Labelled;
use crate::layout::Record;

/// A tokenized reference with the features and the right label of each token.
pub struct Sample {
    pub features: Vec<[u64; FEATURES]>,
    pub labels: Vec<usize>,
}

/// Tokens with their fields; `start` marks the first token of a stretch.
struct Labels {
    fields: Vec<Option<Field>>,
    starts: Vec<bool>,
}

/// The sample of a labelled reference; `None` where it is empty.
pub fn sample(reference: &Labelled) -> Option<Sample> {
    let (joined, stretches) = join(reference);
    let mut found: Vec<Identifier> = Vec::new();
    identifiers::find(&joined, &mut found);
    let mut tokens = Vec::new();
    token::tokenize(&joined, &found, &mut tokens);
    let mut features = Features::default();
    features.read(&joined, &tokens);
    let mut labels = label(&tokens, &stretches);
    refine(reference, features.attributes(), &mut labels);
    let labels = numbers(&labels);
    if !labels.iter().any(|label| *label != 0) {
        return None;
    }
    Some(Sample { features: features.iter().collect(), labels })
}

/// The string that a reference was cut from.
pub fn text(reference: &Labelled) -> String {
    join(reference).0
}

/// The fields of a sample's reference, to be laid out anew.
pub fn record(reference: &Labelled) -> Option<Record> {
    let (joined, stretches) = join(reference);
    let mut found: Vec<Identifier> = Vec::new();
    identifiers::find(&joined, &mut found);
    let mut tokens = Vec::new();
    token::tokenize(&joined, &found, &mut tokens);
    let mut features = Features::default();
    features.read(&joined, &tokens);
    let mut labels = label(&tokens, &stretches);
    refine(reference, features.attributes(), &mut labels);
    let found_value = |field: Field| -> Option<String> {
        let first = labels.fields.iter().position(|one| *one == Some(field))?;
        let run = labels.fields.iter().skip(first).take_while(|one| **one == Some(field)).count();
        let (start, end) = (tokens.get(first)?.start, tokens.get(first + run - 1)?.end);
        joined.get(start..end).map(str::to_owned)
    };
    let value = |field: Field| found_value(field).unwrap_or_default();
    let pages = pages::parse_pages(&value(Field::Pages)).unwrap_or_default();
    let year = dates::parse_year(&value(Field::Date)).and_then(|year| year.value);
    let record = Record {
        authors: names::split(&value(Field::Author)).persons,
        editors: names::split(&value(Field::Editor)).persons,
        title: value(Field::Title),
        container: value(Field::Container),
        volume: value(Field::Volume),
        issue: value(Field::Issue),
        first: pages.0,
        last: pages.1.unwrap_or_default(),
        publisher: value(Field::Publisher),
        place: value(Field::Place),
        year: year.map(|year| year.to_string()).unwrap_or_default(),
    };
    (!record.title.is_empty()).then_some(record)
}

/// The string of the stretches, and where each ends.
fn join(reference: &Labelled) -> (String, Vec<(Option<Field>, usize)>) {
    let mut joined = String::new();
    let mut stretches = Vec::new();
    let mut prepared = String::new();
    for (field, printed) in &reference.stretches {
        // Line ends in the files say nothing.
        let spaced: String =
            printed.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        text::prepare(&format!("x{spaced}x"), &mut prepared);
        let inner = prepared.get(1..prepared.len() - 1).unwrap_or_default();
        let inner =
            if joined.is_empty() || joined.ends_with(' ') { inner.trim_start() } else { inner };
        joined.push_str(inner);
        stretches.push((*field, joined.len()));
    }
    joined.truncate(joined.trim_end().len());
    (joined, stretches)
}

fn label(tokens: &[Token], stretches: &[(Option<Field>, usize)]) -> Labels {
    let mut labels = Labels { fields: Vec::new(), starts: Vec::new() };
    let mut last = usize::MAX;
    for token in tokens {
        let index = stretches.partition_point(|(_, end)| *end <= token.start);
        let field = stretches.get(index).and_then(|(field, _)| *field);
        let identifier = matches!(token.kind, TokenKind::Identifier(_));
        labels.fields.push(if identifier { Some(Field::Identifier) } else { field });
        labels.starts.push(index != last);
        last = index;
    }
    labels
}

/// Trims the runs of all fields and parts volume from issue.
fn refine(reference: &Labelled, attributes: &[Attributes], labels: &mut Labels) {
    // AnyStyle's volume holds the issue as well.
    let joined = reference.file == "core.xml";
    let mut from = 0;
    while from < attributes.len() {
        let field = labels.fields[from];
        let mut to = from + 1;
        while to < attributes.len() && labels.fields[to] == field && !labels.starts[to] {
            to += 1;
        }
        if let Some(field) = field {
            let (first, last) = trim(field, from, to, attributes, labels);
            if field == Field::Volume && joined {
                part_volume(first, last, attributes, labels);
            }
        }
        from = to;
    }
}

/// Trims one run; where it starts and ends then.
fn trim(
    field: Field,
    from: usize,
    to: usize,
    attributes: &[Attributes],
    labels: &mut Labels,
) -> (usize, usize) {
    let (mut first, mut last) = (from, to);
    while first < last && drops_before(field, &attributes[first], attributes.get(first + 1)) {
        first += 1;
    }
    while first < last && drops_after(field, &attributes[last - 1]) {
        last -= 1;
    }
    for index in (from..first).chain(last..to) {
        labels.fields[index] = None;
    }
    if first < last {
        labels.starts[first] = true;
    }
    if field == Field::Note {
        let run = &attributes[first..last];
        let edition =
            run.iter().any(|token| token.roles.any(Roles::EDITION) && !token.class.is_number());
        if edition && run.len() <= 5 {
            labels.fields[first..last].fill(Some(Field::Edition));
        }
    }
    (first, last)
}

const fn is_mark(class: Class) -> bool {
    !class.is_word()
        && !class.is_number()
        && !matches!(class, Class::Doi | Class::Url | Class::Identifier)
}

fn drops_before(field: Field, token: &Attributes, next: Option<&Attributes>) -> bool {
    if is_mark(token.class) {
        return true;
    }
    let dotted = next.is_some_and(|next| is_mark(next.class));
    match field {
        Field::Container | Field::Series => {
            token.roles.any(Roles::IN) && token.class != Class::Caps
        }
        Field::Editor => {
            token.roles.any(Roles::IN)
                || token.roles.any(Roles::EDITOR) && (dotted || token.class == Class::Lower)
                || token.class == Class::Lower && token.roles.any(Roles::FUNCTION)
        }
        // The `P` of `P09007` is part of the number.
        Field::Pages => {
            let fused = next.is_some_and(|next| next.class.is_number() && !next.spaced);
            token.class.is_word()
                && token.roles.any(Roles::PAGE)
                && !(fused && token.class == Class::Initial)
        }
        Field::Volume => {
            token.class.is_word() && token.roles.any(Roles::VOLUME) && dotted && token.length > 1
        }
        Field::Issue => {
            token.class.is_word()
                && token.roles.any(Roles::ISSUE)
                && dotted
                && !is_supplement(token)
        }
        _ => false,
    }
}

fn drops_after(field: Field, token: &Attributes) -> bool {
    if token.class == Class::Question && matches!(field, Field::Title | Field::Container) {
        return false;
    }
    if is_mark(token.class) {
        return true;
    }
    match field {
        Field::Editor => token.roles.any(Roles::EDITOR),
        Field::Author => token.roles.any(Roles::EDITOR) && token.class != Class::Capitalised,
        Field::Pages => token.class.is_word() && token.roles.any(Roles::PAGE),
        _ => false,
    }
}

/// `Vol. 29 No. 4`, `29(4)`, `29.4`, `29`: numbers are of the volume until a word, a bracket or a
/// mark before a second number says issue.
fn part_volume(from: usize, to: usize, attributes: &[Attributes], labels: &mut Labels) {
    let mut state = Field::Volume;
    let (mut inside, mut counted) = (false, false);
    for index in from..to {
        let token = &attributes[index];
        let number = attributes.get(index + 1).is_some_and(|next| next.class.is_number());
        let mut field = None;
        if is_supplement(token) {
            state = Field::Issue;
            field = Some(state);
        } else if token.class == Class::Open && index > from || is_issue_word(token) {
            state = Field::Issue;
            inside = false;
        } else if token.class.is_word() && token.roles.any(Roles::VOLUME) && token.length > 1 {
            state = Field::Volume;
            inside = false;
        } else if token.class.is_number() || token.class.is_capital() && token.length < 7 {
            field = Some(state);
            counted |= state == Field::Volume;
        } else if inside && is_joint(token.class) {
            field = number.then_some(state);
        } else if matches!(token.class, Class::Stop | Class::Comma | Class::Colon)
            && counted
            && number
        {
            state = Field::Issue;
            inside = false;
        }
        labels.starts[index] = field.is_some() && !inside;
        inside = field.is_some();
        labels.fields[index] = field;
    }
}

const fn is_joint(class: Class) -> bool {
    matches!(class, Class::Dash | Class::Slash)
}

/// `Suppl`, which is part of the issue.
fn is_supplement(token: &Attributes) -> bool {
    token.roles.any(Roles::ISSUE) && token.prefix == hash_word("sup")
}

fn is_issue_word(token: &Attributes) -> bool {
    token.class.is_word() && token.roles.any(Roles::ISSUE) && !token.roles.any(Roles::VOLUME)
}

/// The labels as numbers: the first token of a run begins its field.
fn numbers(labels: &Labels) -> Vec<usize> {
    let mut before = None;
    labels
        .fields
        .iter()
        .zip(&labels.starts)
        .map(|(field, start)| {
            let label = match field {
                None => 0,
                Some(field) if *start || before != Some(*field) => field.begin(),
                Some(field) => field.inside(),
            };
            before = *field;
            label
        })
        .collect()
}
