//! What stands around a title and its container: leads such as `presented at`, and imprints that repeat
//! the name of an organisation.
//!
//! The tagger labels what follows a lead as the container or with it, and where an organisation is
//! printed twice, as author and as publisher, it may take the second for a part of the title. Both
//! are mended here by what is printed, for all languages alike.

use crate::extract::reference::names;
use crate::model::{Person, ReferenceFields};

/// What is presented, in front of a lead's verb.
const WORKS: [&str; 14] = [
    "paper",
    "poster",
    "talk",
    "lecture",
    "speech",
    "makalah",
    "artikel",
    "ponencia",
    "comunicación",
    "trabalho",
    "comunicação",
    "vortrag",
    "beitrag",
    "communication",
];

/// Verbs of leads.
const VERBS: [&str; 17] = [
    "presented",
    "delivered",
    "given",
    "read",
    "disajikan",
    "dipresentasikan",
    "disampaikan",
    "presentada",
    "presentado",
    "apresentado",
    "apresentada",
    "gehalten",
    "présentée",
    "présenté",
    "präsentiert",
    "dibawakan",
    "prononcée",
];

/// Prepositions of leads.
const PREPOSITIONS: [&str; 19] = [
    "at", "to", "in", "on", "pada", "dalam", "di", "en", "a", "no", "na", "em", "ao", "à", "au",
    "auf", "beim", "bei", "lors",
];

/// Articles before the name of a meeting.
const ARTICLES: [&str; 14] =
    ["the", "der", "dem", "den", "el", "la", "las", "los", "le", "les", "o", "de", "du", "acara"];

/// A container without its lead: `Paper presented at the 4th Workshop` is the `4th Workshop`.
pub(super) fn without_lead(container: &str) -> &str {
    let mut rest = container;
    let noun = take(&mut rest, &WORKS);
    let verb = take(&mut rest, &VERBS);
    let lead = (verb || noun) && take(&mut rest, &PREPOSITIONS);
    if !lead {
        return container;
    }
    while take(&mut rest, &ARTICLES) {}
    if rest.contains(char::is_alphanumeric) { rest } else { container }
}

/// Where the name of a translator begins that stands behind a title.
const TRANSLATORS: [&str; 11] = [
    "translated by ",
    "trans. by ",
    "transl. by ",
    "trans. ",
    "übersetzt von ",
    "übers. von ",
    "trad. ",
    "traduit par ",
    "traducido por ",
    "traduzido por ",
    "diterjemahkan oleh ",
];

/// A title without the translator behind it: `Passing Time. Translated by Jean Stewart`.
pub(super) fn without_translator(title: &str) -> &str {
    let lower = title.to_lowercase();
    // Lower case may be of another length, so that bytes would not be the same places.
    if lower.len() != title.len() {
        return title;
    }
    let starts = TRANSLATORS.iter().filter_map(|lead| {
        let at = lower.find(lead)?;
        let before = title.get(..at)?.trim_end_matches(' ');
        before.ends_with(['.', ',', ';', '(', '[']).then_some(before)
    });
    let before = starts.min_by_key(|before| before.len());
    let cut = before.map(|before| before.trim_end_matches(['.', ',', ';', '(', '[', ' ']));
    cut.filter(|cut| !cut.is_empty()).unwrap_or(title)
}

/// Parts a title in quotation marks from the words after it, which the tagger took along:
/// `« Le prix », communication présentée au Colloque` gives the title and the container.
pub(super) fn part_quoted(fields: &mut ReferenceFields) {
    const PAIRS: [(char, char); 4] = [('«', '»'), ('“', '”'), ('„', '“'), ('‘', '’')];
    let Some(title) = fields.title.as_deref() else { return };
    let Some((_, close)) = PAIRS.into_iter().find(|(open, _)| title.starts_with(*open)) else {
        return;
    };
    let Some((quoted, rest)) = title.split_once(close) else { return };
    let Some(after) = rest.strip_prefix([',', '.', ';']) else { return };
    let quoted = quoted.chars().skip(1).collect::<String>().trim().to_owned();
    let meeting = without_lead(after.trim());
    let lead = meeting.len() < after.trim().len();
    if fields.container.is_none() && lead {
        fields.container = Some(meeting.to_owned());
        fields.title = Some(quoted);
    }
}

/// Drops the first word where it is one of these.
fn take(rest: &mut &str, words: &[&str]) -> bool {
    let Some((word, after)) = rest.split_once(char::is_whitespace) else { return false };
    let found = words.contains(&word.to_lowercase().as_str());
    if found {
        *rest = after.trim_start();
    }
    found
}

/// Where a name is printed a second time as the publisher: `Bogotá: NAME`.
#[derive(Clone, Copy, Debug)]
struct Imprint<'t> {
    /// First byte of the place, or of the name.
    start: usize,
    /// Past the last byte of the name.
    end: usize,
    place: Option<&'t str>,
}

impl<'t> Imprint<'t> {
    /// The imprint that repeats `name` in `text` after byte `from`.
    fn find(text: &'t str, name: &str, from: usize) -> Option<Self> {
        let name_at = from + text.get(from..)?.rfind(name)?;
        let before = text.get(..name_at)?.trim_end();
        let end = name_at + name.len();
        if !before.ends_with(':') {
            let parted = before.ends_with(['.', ',', ';']);
            return parted.then_some(Self { start: name_at, end, place: None });
        }
        let sentence = before.rfind(['.', ';', '(', '?', '!']).map_or(from, |stop| stop + 1);
        let place = text.get(sentence.max(from)..before.len() - 1)?.trim();
        let start = before.len() - 1 - place.len();
        let short = !place.is_empty() && place.len() < 40;
        short.then_some(Self { start, end, place: Some(place) })
    }
}

/// The organisation whose name begins at `start` and was labelled up to `end`, where it has no commas and
/// initials and is printed again as the publisher. What follows it in both places belongs to it: the
/// tagger may have cut it short.
pub(super) fn repeated(text: &str, start: usize, end: usize) -> Option<&str> {
    let name = text.get(start..end)?;
    let trimmed = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    if !trimmed.contains(' ') || trimmed.contains([',', ';', '.', '&', '/']) {
        return None;
    }
    let imprint = Imprint::find(text, trimmed, end)?;
    let end = start + trimmed.len();
    let (first, second) = (text.get(end..)?, text.get(imprint.end..)?);
    let same = first.char_indices().zip(second.chars()).take_while(|((_, one), two)| {
        one == two && !matches!(one, '.' | ';' | ':' | '(' | ')' | '[')
    });
    let shared = same.last().map_or(0, |((at, one), _)| at + one.len_utf8());
    let whole = text.get(start..end + shared)?;
    let whole = whole.trim_end_matches(|c: char| !c.is_alphanumeric());
    let letters = whole.len().saturating_sub(trimmed.len()) > 3;
    Some(if letters { whole } else { trimmed })
}

/// Takes an organisation that opens the title for the author, where there is none, and ends a title
/// before the imprint that repeats the author. `titles` are the stretches labelled as title.
pub(super) fn mend(text: &str, titles: &[std::ops::Range<usize>], fields: &mut ReferenceFields) {
    if fields.authors.is_empty() && titles.first().is_some_and(|first| opens(text, first.start)) {
        organisation_in_front(text, fields);
    }
    let name = match fields.authors.as_slice() {
        [Person { family, given: None }] if family.contains(' ') => family.clone(),
        _ => return,
    };
    let Some(from) = text.find(&name).map(|at| at + name.len()) else { return };
    let Some(Imprint { start, end, place }) = Imprint::find(text, &name, from) else { return };
    let Some(place) = place.or_else(|| place_after(text, end)) else { return };
    if !titles.iter().any(|title| title.start < end && start < title.end) {
        return;
    }
    let between = text.get(from..start).unwrap_or_default();
    let title = after_date(between).trim_matches(|c: char| c.is_whitespace() || ".,;:".contains(c));
    if !title.contains(char::is_alphabetic) {
        return;
    }
    fields.title = Some(title.replace('\n', " "));
    fields.publisher = Some(name);
    fields.place = Some(place.to_owned());
}

/// The place that stands behind a publisher's name, at the end of the reference: `, Perth.`
fn place_after(text: &str, end: usize) -> Option<&str> {
    let place = text.get(end..)?.strip_prefix(',')?.trim().trim_end_matches('.');
    let plain = !place.is_empty()
        && place.len() < 40
        && !place.contains(|c: char| c.is_numeric() || matches!(c, '.' | ':' | ';' | '('));
    plain.then_some(place)
}

/// Whether nothing but the number of the entry stands before byte `start`.
fn opens(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|before| !before.contains(char::is_alphabetic))
}

/// Moves an organisation from the front of the title to the authors.
fn organisation_in_front(text: &str, fields: &mut ReferenceFields) {
    let parts = fields.title.as_deref().and_then(|title| title.split_once(". "));
    let Some((name, rest)) = parts else { return };
    let plain = !name.contains(|c: char| c.is_numeric() || matches!(c, ':' | '"' | '“' | '?'));
    let again = text.matches(name).nth(1).is_some();
    if plain && name.contains(' ') && (names::is_institution(name) || again) {
        let name = name.to_owned();
        fields.title = Some(rest.trim_start().to_owned());
        fields.authors = vec![Person { family: name, given: None }];
    }
}

/// What follows a year, in brackets or not, that opens a text.
fn after_date(text: &str) -> &str {
    let open = text.trim_start_matches(|c: char| c.is_whitespace() || ".,;:([".contains(c));
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    let rest = open.get(digits..).unwrap_or_default();
    let year = digits == 4 && rest.starts_with([')', ']', '.', ',', ':']);
    if year { rest.trim_start_matches([')', ']']) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reference::parse::parse;

    #[test]
    fn leads_go_and_names_of_meetings_stay() {
        for (container, without) in [
            ("presented at 4th Nordic Workshop", "4th Nordic Workshop"),
            ("Paper presented at the Annual Meeting", "Annual Meeting"),
            ("Makalah disajikan pada Seminar Nasional", "Seminar Nasional"),
            ("Ponencia presentada en el XII Congreso", "XII Congreso"),
            ("Trabalho apresentado no Encontro", "Encontro"),
            ("Vortrag auf der Jahrestagung", "Jahrestagung"),
            ("Communication présentée au Colloque", "Colloque"),
            ("Paper Technology", "Paper Technology"),
        ] {
            assert_eq!(without_lead(container), without);
        }
    }

    #[test]
    fn a_quoted_title_ends_at_its_quotation_mark() {
        let title = "« Le prix », communication présentée au Colloque sur la soie".to_owned();
        let mut fields = ReferenceFields { title: Some(title), ..ReferenceFields::default() };
        part_quoted(&mut fields);
        assert_eq!(fields.title.as_deref(), Some("Le prix"));
        assert_eq!(fields.container.as_deref(), Some("Colloque sur la soie"));
    }

    #[test]
    fn an_organisation_is_author_and_publisher() {
        let fields = parse(
            "Pepper Growers’ Union of Kenya. Harvest figures 2010-2014. Nairobi: Pepper Growers’ \
             Union of Kenya; 2015.",
        );
        assert_eq!(fields.authors[0].family, "Pepper Growers’ Union of Kenya");
        assert_eq!(fields.title.as_deref(), Some("Harvest figures 2010-2014"));
        assert_eq!(fields.publisher.as_deref(), Some("Pepper Growers’ Union of Kenya"));
    }

    #[test]
    fn a_title_ends_where_its_organisation_is_named_again() {
        let fields = parse(
            "Hill Food and Drink Partnership 2015, Exporting provenance: sector review 2014/15, Hill Food and \
             Drink Partnership, Perth.",
        );
        assert_eq!(fields.title.as_deref(), Some("Exporting provenance: sector review 2014/15"));
        assert_eq!(fields.publisher.as_deref(), Some("Hill Food and Drink Partnership"));
    }

    #[test]
    fn what_stands_before_the_date_is_the_author() {
        for (raw, author) in [
            (
                "Ministry of Trade and Ports (n.d.) Export grant: Guidelines for applicants. Available at: \
              https://www.trade.example/eg (Accessed: 14 March 2009).",
                "Ministry of Trade and Ports",
            ),
            (
                "Weavers’ Forum (2013). Members and machines: Census of units. Dhaka: Author.",
                "Weavers’ Forum",
            ),
        ] {
            let fields = parse(raw);
            assert_eq!(
                fields.authors.first().map(|one| one.family.as_str()),
                Some(author),
                "{raw}"
            );
        }
    }
}
