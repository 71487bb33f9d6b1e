//! Citations: the commands of LaTeX, natbib, biblatex and apacite, printed as their readers see them.

use super::Writer;
use super::source::Form;
use super::token::{Token, plain};
use crate::model::Person;

/// How a command prints what it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As `\cite` does, which depends on the packages.
    Plain,
    /// `Lee (2003)`
    Textual,
    /// `(Lee, 2003)`
    Parenthetical,
    /// `Lee, 2003`
    Bare,
    /// `Lee`
    Author,
    /// `2003`, with brackets or without.
    Year { brackets: bool },
    /// Raised numbers.
    Raised,
    /// Not at all.
    Silent,
}

/// A citing command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    kind: Kind,
    /// Whether it takes several groups of arguments.
    several: bool,
}

/// What a command cites and how; `None` where it does not.
pub(super) fn manner(name: &str) -> Option<Manner> {
    let mut letters = name.chars();
    let lower: String = letters.next()?.to_lowercase().chain(letters).collect();
    let single = lower.strip_suffix('s').filter(|single| {
        matches!(
            *single,
            "cite" | "parencite" | "autocite" | "textcite" | "footcite" | "smartcite" | "supercite"
        )
    });
    let kind = match single.unwrap_or(&lower) {
        "cite" | "shortcite" => Kind::Plain,
        "citet" | "textcite" | "citeA" | "shortciteA" | "citealtt" => Kind::Textual,
        "citep" | "parencite" | "autocite" | "footcite" | "footcitetext" | "smartcite"
        | "fullcite" | "footfullcite" | "onlinecite" | "citeauthoryear" => Kind::Parenthetical,
        "citealt" | "citealp" | "citeNP" => Kind::Bare,
        "citeauthor" => Kind::Author,
        "citeyear" | "citedate" => Kind::Year { brackets: false },
        "citeyearpar" | "citeyearNP" => Kind::Year { brackets: true },
        "supercite" => Kind::Raised,
        "nocite" => Kind::Silent,
        _ => return None,
    };
    Some(Manner { kind, several: single.is_some() })
}

/// Keys with the words before and after them.
struct Group {
    before: Vec<Token>,
    after: Vec<Token>,
    keys: Vec<String>,
}

impl Writer {
    /// Writes a citation after its command.
    pub(super) fn cite(&mut self, manner: Manner) {
        self.star();
        if manner.several {
            self.between('(', ')');
            self.between('(', ')');
        }
        let mut groups = vec![self.cited_group()];
        while manner.several
            && matches!(self.stack.last(), Some(Token::Sign('[') | Token::Open))
            && groups.len() < 100
        {
            groups.push(self.cited_group());
        }
        if manner.kind == Kind::Silent {
            for key in groups.iter().flat_map(|group| &group.keys) {
                if key == "*" {
                    self.works.cite_all();
                } else {
                    self.works.cite(key);
                }
            }
            return;
        }
        if !self.in_document {
            return;
        }
        let form = if manner.kind == Kind::Raised { Form::Raised } else { self.setting.form };
        match form {
            Form::AuthorYear => self.by_author(self.printed_kind(manner.kind), groups),
            Form::Numeric => self.by_number(manner.kind, groups),
            Form::Raised => self.raised(manner.kind, groups),
        }
    }

    fn cited_group(&mut self) -> Group {
        let first = self.optional();
        let second = self.optional();
        let keys = plain(&self.argument());
        let keys = keys.split(',').map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        let (before, after) = match (first, second) {
            (before, Some(after)) => (before.unwrap_or_default(), after),
            (after, None) => (Vec::new(), after.unwrap_or_default()),
        };
        Group { before, after, keys: keys.collect() }
    }

    fn printed_kind(&self, kind: Kind) -> Kind {
        match kind {
            Kind::Plain if self.setting.natbib => Kind::Textual,
            Kind::Plain if self.setting.biblatex => Kind::Bare,
            Kind::Plain => Kind::Parenthetical,
            kind => kind,
        }
    }

    fn by_author(&mut self, kind: Kind, groups: Vec<Group>) {
        if kind == Kind::Parenthetical {
            self.line.push("(");
        }
        for (count, group) in groups.into_iter().enumerate() {
            if count > 0 {
                self.line.push("; ");
            }
            let Group { before, after, keys } = group;
            self.before(before);
            let last = keys.len().saturating_sub(1);
            for (count, key) in keys.iter().enumerate() {
                if count > 0 {
                    self.line.push("; ");
                }
                let after = if count == last { after.as_slice() } else { &[] };
                self.one_by_author(kind, key, after);
            }
            if kind != Kind::Textual && !matches!(kind, Kind::Year { .. }) {
                self.after(after);
            }
        }
        if kind == Kind::Parenthetical {
            self.line.push(")");
        }
    }

    /// One work by author and year; words after it go into the brackets that are closed here.
    fn one_by_author(&mut self, kind: Kind, key: &str, after: &[Token]) {
        let start = self.line.place();
        let Some(place) = self.works.cite(key) else {
            self.line.push(key);
            self.line.mark(start, Vec::new());
            return;
        };
        let (names, year) = self.names(place, kind == Kind::Textual || kind == Kind::Author);
        match kind {
            Kind::Author => self.line.push(&names),
            Kind::Year { brackets } => {
                self.line.push(if brackets { "(" } else { "" });
                let start = self.line.place();
                self.line.push(&year);
                self.line.mark(start, vec![place]);
                self.after(after.to_vec());
                self.line.push(if brackets { ")" } else { "" });
            }
            Kind::Textual => {
                self.line.push(&names);
                self.line.push(" (");
                self.line.push(&year);
                // The marker ends with the year, so that words after it may be a locator.
                self.line.mark(start, vec![place]);
                self.after(after.to_vec());
                self.line.push(")");
            }
            _ => {
                self.line.push(&names);
                self.line.push(if year.is_empty() { "" } else { ", " });
                self.line.push(&year);
                self.line.mark(start, vec![place]);
            }
        }
    }

    /// Authors and year of a work as they are printed in the text.
    fn names(&mut self, place: usize, textual: bool) -> (String, String) {
        if let Some(fields) = self.works.fields(place) {
            let people = if fields.authors.is_empty() { &fields.editors } else { &fields.authors };
            let title = fields.title.as_deref().unwrap_or("n. t.");
            let names = if people.is_empty() {
                title.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
            } else {
                joined(people, fields.et_al, textual)
            };
            let year =
                fields.year.as_ref().map_or_else(|| "n.d.".to_owned(), |year| year.raw.clone());
            return (names, year);
        }
        // natbib writes `Lee et al.(2003)Lee, Wu, and Oh` into the label.
        let label = self.works.label(place).map(|label| self.words(label));
        match label.as_deref().map(|label| (label, label.split_once('('))) {
            Some((_, Some((names, rest)))) => {
                let year = rest.split_once(')').map_or(rest, |(year, _)| year);
                (names.trim().to_owned(), year.to_owned())
            }
            Some((label, None)) => (label.to_owned(), String::new()),
            None => ((place + 1).to_string(), String::new()),
        }
    }

    fn before(&mut self, tokens: Vec<Token>) {
        let words = self.words(tokens);
        if !words.is_empty() {
            self.line.push(&words);
            self.line.push(" ");
        }
    }

    /// Words after a work; bare numbers are pages.
    fn after(&mut self, tokens: Vec<Token>) {
        let words = self.words(tokens);
        let pages = words.starts_with(|c: char| c.is_ascii_digit())
            && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' '));
        if words.is_empty() {
            return;
        }
        self.line.push(", ");
        if pages {
            self.line.push(if words.contains(['-', '–', ',']) { "pp. " } else { "p. " });
        }
        self.line.push(&words);
    }

    fn by_number(&mut self, kind: Kind, groups: Vec<Group>) {
        if matches!(kind, Kind::Textual | Kind::Author) {
            self.authors_of(&groups);
            if kind == Kind::Author {
                return;
            }
        }
        self.line.push("[");
        for (count, group) in groups.into_iter().enumerate() {
            if count > 0 {
                self.line.push(", ");
            }
            let Group { before, after, keys } = group;
            self.before(before);
            self.numbers(&keys, ", ");
            self.after(after);
        }
        self.line.push("]");
    }

    /// The authors of the first work, before its number.
    fn authors_of(&mut self, groups: &[Group]) {
        let key = groups.first().and_then(|group| group.keys.first());
        let place = key.and_then(|key| self.works.cite(key));
        if let Some(place) = place
            && self.works.fields(place).is_some()
        {
            let (names, _) = self.names(place, true);
            self.line.push(&names);
            self.line.push(" ");
        }
    }

    fn numbers(&mut self, keys: &[String], separator: &str) {
        for (count, key) in keys.iter().enumerate() {
            self.line.push(if count > 0 { separator } else { "" });
            let start = self.line.place();
            match self.works.cite(key) {
                Some(place) => {
                    self.line.push(&(place + 1).to_string());
                    self.line.mark(start, vec![place]);
                }
                None => {
                    self.line.push(key);
                    self.line.mark(start, Vec::new());
                }
            }
        }
    }

    fn raised(&mut self, kind: Kind, groups: Vec<Group>) {
        if matches!(kind, Kind::Textual | Kind::Author) {
            let space = self.line.place();
            self.authors_of(&groups);
            if kind == Kind::Author || self.line.place() == space {
                return;
            }
        }
        for (count, group) in groups.into_iter().enumerate() {
            self.line.raise();
            self.line.push(if count > 0 { "," } else { "" });
            self.numbers(&group.keys, ",");
            self.line.lower();
        }
    }
}

/// Family names as they are printed in the text.
fn joined(people: &[Person], et_al: bool, textual: bool) -> String {
    let family = |person: &Person| person.family.clone();
    match people {
        [one] if !et_al => family(one),
        [one, two] if !et_al => {
            format!("{} {} {}", one.family, if textual { "and" } else { "&" }, two.family)
        }
        [first, ..] => format!("{} et al.", first.family),
        [] => String::new(),
    }
}
