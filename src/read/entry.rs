//! A reference made of fields: how it is printed, and the small values that fields are made of.

use crate::model::{Person, ReferenceFields, WorkKind, Year};

/// A year with its letter: `2003a`, `in press`; `None` without words.
pub(super) fn year(words: &str) -> Option<Year> {
    let raw = words.trim().trim_matches(['(', ')', '.', ',']).trim();
    if raw.is_empty() {
        return None;
    }
    let start = raw.char_indices().find_map(|(at, _)| {
        let digits = raw.get(at..at + 4)?;
        (digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(at)
    });
    let value = start.and_then(|at| raw.get(at..at + 4)?.parse().ok());
    let after = start.and_then(|at| raw.get(at + 4..)).unwrap_or_default();
    let mut letters = after.chars();
    let letter = letters.next().filter(char::is_ascii_lowercase);
    let letter = letter.filter(|_| !letters.next().is_some_and(char::is_alphanumeric));
    Some(Year { value, letter, raw: raw.to_owned() })
}

/// First and last page of `12-19`, `1197–202`, the last in full.
pub(super) fn pages(words: &str) -> (Option<String>, Option<String>) {
    let words = words.trim();
    let mut ends = words.split(['-', '–', '—', '‐']).map(str::trim).filter(|end| !end.is_empty());
    let first = ends.next().map(str::to_owned);
    let last = ends.next().map(|last| last_page(first.as_deref(), last));
    (first, last)
}

/// The last page in full, after `first`: 1202 for 1197 and 202.
pub(super) fn last_page(first: Option<&str>, last: &str) -> String {
    let digits = |words: &str| !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit());
    match first.filter(|first| digits(first) && digits(last) && first.len() > last.len()) {
        Some(first) => {
            let kept = first.get(..first.len() - last.len()).unwrap_or_default();
            let full = format!("{kept}{last}");
            // 199–02 goes on in the next hundred.
            match (first.parse::<u64>(), full.parse::<u64>(), u32::try_from(last.len())) {
                (Ok(from), Ok(to), Ok(length)) if to < from => {
                    (to + 10_u64.saturating_pow(length)).to_string()
                }
                _ => full,
            }
        }
        None => last.to_owned(),
    }
}

/// A DOI without a resolver's address, in lower case; `None` where it is none.
pub(super) fn doi(words: &str) -> Option<String> {
    let at = words.find("10.")?;
    let doi = words.get(at..)?.split_whitespace().next()?.trim_end_matches(['.', ',', ';']);
    doi.contains('/').then(|| doi.to_lowercase())
}

/// Says of fields that a source names that they are sure.
pub(super) fn sure(mut fields: ReferenceFields) -> ReferenceFields {
    fields.confidence = 1.0;
    fields.field_confidence = fields.found().map(|name| (name, 1.0)).collect();
    fields
}

/// The entry with these fields, as a list of references by author and year has it.
pub(super) fn printed(fields: &ReferenceFields) -> String {
    let mut parts: Vec<String> = Vec::new();
    let by = if fields.authors.is_empty() { &fields.editors } else { &fields.authors };
    let mut head = people(by, fields.et_al);
    if fields.authors.is_empty() && !by.is_empty() {
        head.push_str(if by.len() == 1 { " (Ed.)" } else { " (Eds.)" });
    }
    let title = fields.title.clone().unwrap_or_default();
    let year = fields.year.as_ref().map(|year| format!("({})", year.raw));
    let titled = head.is_empty();
    if titled {
        head.clone_from(&title);
    }
    if let Some(year) = year {
        head.push_str(if head.is_empty() { "" } else { " " });
        head.push_str(&year);
    }
    parts.push(head);
    if !titled {
        parts.push(title);
    }
    parts.push(venue(fields));
    let publisher = fields.publisher.clone().unwrap_or_default();
    parts.push(match &fields.place {
        Some(place) if !publisher.is_empty() => format!("{place}: {publisher}"),
        Some(place) => place.clone(),
        None => publisher,
    });
    let mut whole = String::new();
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        whole.push_str(if whole.is_empty() { "" } else { " " });
        whole.push_str(part);
        whole.push_str(if part.ends_with(['.', '?', '!']) { "" } else { "." });
    }
    if let Some(doi) = &fields.doi {
        whole.push_str(" doi:");
        whole.push_str(doi);
    } else if let Some(url) = &fields.url {
        whole.push(' ');
        whole.push_str(url);
    }
    whole.trim_start().to_owned()
}

/// Container with volume, issue and pages.
fn venue(fields: &ReferenceFields) -> String {
    let mut venue = String::new();
    if let Some(container) = &fields.container {
        if matches!(fields.kind, WorkKind::Chapter | WorkKind::Conference) {
            venue.push_str("In ");
            if !fields.authors.is_empty() && !fields.editors.is_empty() {
                venue.push_str(&people(&fields.editors, false));
                venue.push_str(if fields.editors.len() == 1 { " (Ed.), " } else { " (Eds.), " });
            }
        }
        venue.push_str(container);
    }
    let mut add = |before: &str, words: &str| {
        venue.push_str(if venue.is_empty() { "" } else { before });
        venue.push_str(words);
    };
    if let Some(volume) = &fields.volume {
        add(", ", volume);
    }
    if let Some(issue) = &fields.issue {
        add(if fields.volume.is_some() { "" } else { ", " }, &format!("({issue})"));
    }
    if let Some(first) = &fields.first_page {
        match &fields.last_page {
            Some(last) => add(", ", &format!("{first}–{last}")),
            None => add(", ", first),
        }
    }
    venue
}

/// Names as `Lee, J., Wu, K., & Oh, S.`
fn people(people: &[Person], et_al: bool) -> String {
    let mut names: Vec<String> = people
        .iter()
        .map(|person| match &person.given {
            Some(given) => format!("{}, {given}", person.family),
            None => person.family.clone(),
        })
        .collect();
    if et_al {
        names.push("et al.".to_owned());
        return names.join(", ");
    }
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{}, & {last}", names.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_printed_by_author_and_year() {
        let person = |family: &str, given: &str| Person {
            family: family.to_owned(),
            given: Some(given.to_owned()).filter(|given| !given.is_empty()),
        };
        let mut fields = ReferenceFields {
            authors: vec![person("Lee", "J."), person("Wu", "K.")],
            year: year("2003a"),
            title: Some("Why ports grow?".to_owned()),
            container: Some("Trade".to_owned()),
            volume: Some("3".to_owned()),
            issue: Some("2".to_owned()),
            first_page: Some("1".to_owned()),
            last_page: Some("9".to_owned()),
            doi: Some("10.5555/x".to_owned()),
            ..ReferenceFields::default()
        };
        assert_eq!(
            printed(&fields),
            "Lee, J., & Wu, K. (2003a). Why ports grow? Trade, 3(2), 1–9. doi:10.5555/x"
        );
        fields.authors = vec![person("Harbour Office", "")];
        fields.container = None;
        fields.volume = None;
        fields.issue = None;
        fields.doi = None;
        assert_eq!(printed(&fields), "Harbour Office (2003a). Why ports grow? 1–9.");
    }

    #[test]
    fn years_pages_and_identifiers() {
        let read = year("2003b").unwrap();
        assert_eq!((read.value, read.letter), (Some(2003), Some('b')));
        assert_eq!(year("in press").unwrap().value, None);
        assert_eq!(year(" "), None);
        assert_eq!(pages("1197–202"), (Some("1197".into()), Some("1202".into())));
        assert_eq!(pages("199-02").1.as_deref(), Some("202"));
        assert_eq!(pages("e12").0.as_deref(), Some("e12"));
        assert_eq!(doi("https://doi.org/10.5555/AbC."), Some("10.5555/abc".to_owned()));
    }
}
