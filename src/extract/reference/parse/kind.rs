//! What kind of publication a reference names, from its words and the fields it has.
//!
//! Signs in the order of their strength: words for theses, laws, software and data; a preprint server
//! without a journal; `Proceedings` in the container; editors or `In` before the container; volume,
//! issue or pages of a container; a publisher without a container; a web address alone.

use super::lexicon::Roles;
use crate::model::{ReferenceFields, WorkKind};

/// Beginnings of containers that are preprint servers, in lower case.
const PREPRINT_SERVERS: [&str; 6] = ["arxiv", "biorxiv", "medrxiv", "ssrn", "psyarxiv", "chemrxiv"];

/// Words of titles that are laws, norms, patents or decisions, in lower case.
const LEGAL: [&str; 14] = [
    "lei nº",
    "lei n.",
    "decreto",
    "ley ",
    "gesetz",
    "bundesgesetz",
    "undang-undang",
    "peraturan",
    "patent",
    "din en",
    "iso ",
    "directive ",
    "regulation (",
    "resolução",
];

/// The kind of the publication with these fields; `in_container` where `In` stands before the
/// container, `roles` are those of all words outside of names and title.
pub(super) fn of_fields(fields: &ReferenceFields, outside: Roles, in_container: bool) -> WorkKind {
    let title = fields.title.as_deref().unwrap_or_default().to_lowercase();
    let container = fields.container.as_deref().unwrap_or_default().to_lowercase();
    let server = PREPRINT_SERVERS.iter().any(|server| container.starts_with(server));
    let located = fields.volume.is_some() || fields.issue.is_some() || fields.first_page.is_some();
    if outside.any(Roles::THESIS) && container.is_empty() {
        return WorkKind::Thesis;
    }
    if LEGAL.iter().any(|word| title.starts_with(word)) && !located {
        return WorkKind::Legal;
    }
    if title.contains("r package") || container.contains("r package") {
        return WorkKind::Software;
    }
    if title.contains("[dataset]") || title.contains("[data set]") {
        return WorkKind::Dataset;
    }
    if server || fields.arxiv.is_some() && container.is_empty() {
        return WorkKind::Preprint;
    }
    if conference(&container) {
        return WorkKind::Conference;
    }
    if !container.is_empty() {
        // `In: Archiv 23 (1987)`: a numbered volume that no publisher brought out is a journal's.
        let journal = fields.issue.is_some()
            || fields.volume.is_some() && fields.publisher.is_none() && fields.place.is_none();
        let edited = !fields.editors.is_empty() || in_container && !journal;
        return match (edited, fields.publisher.is_some(), located) {
            (true, _, _) | (false, true, false) => WorkKind::Chapter,
            (_, true, _) if fields.volume.is_none() => WorkKind::Chapter,
            _ => WorkKind::Article,
        };
    }
    if outside.any(Roles::REPORT) {
        return WorkKind::Report;
    }
    if fields.publisher.is_some() || fields.isbn.is_some() || fields.edition.is_some() {
        return WorkKind::Book;
    }
    if fields.url.is_some() {
        return WorkKind::Web;
    }
    WorkKind::Other
}

fn conference(container: &str) -> bool {
    ["proceedings of the national", "proceedings of the royal", "proceedings of the ieee"]
        .iter()
        .all(|journal| !container.starts_with(journal))
        && ["conference", "symposium", "workshop", "congress", "congreso", "tagung", "kongress"]
            .iter()
            .chain(&["proceedings of the", "prosiding", "anais do", "actas del", "simposio"])
            .chain(&["seminar nasional", "konferensi", "seminário", "seminario", "colloque"])
            .chain(&["encontro nacional", "simpósio", "congresso", "congrès", "jornadas"])
            .any(|word| container.contains(word))
}
