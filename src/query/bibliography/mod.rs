//! Bibliographies: the references of papers as they are, or the cited works once each, with keys by
//! which a manuscript can cite them.

mod key;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::passage::squeezed;
use super::works::Works;
use crate::model::{Bibliography, BibliographyEntry, Provenance, ReferenceFields};

use key::Keys;

/// An entry of a paper's bibliography.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedReference {
    /// The paper, by its place in the corpus.
    pub document: u32,
    /// The entry, by its place in the paper's list.
    pub number: u32,
    /// The printed reference.
    pub raw: String,
    /// The fields parsed from it.
    pub fields: ReferenceFields,
}

/// Every reference, in the given order, with a key made of its first author, year, and the first
/// long word of its title: `Meulen2005Network`. Where several would have the same key, the second
/// and later ones get a number.
///
/// ```
/// use leitmotif::extract::reference::parse::parse;
/// use leitmotif::model::Provenance;
/// use leitmotif::query::bibliography::of_references;
/// let raw = "Lee, K. (2003a). On ports. Trade Review, 3(2), 1-9.";
/// let twice = [(raw.to_owned(), parse(raw)), (raw.to_owned(), parse(raw))];
/// let bibliography = of_references(twice, Provenance::default());
/// let keys: Vec<&str> = bibliography.entries.iter().map(|entry| entry.key.as_str()).collect();
/// assert_eq!(keys, ["Lee2003aPorts", "Lee2003aPorts-2"]);
/// ```
#[must_use]
pub fn of_references(
    references: impl IntoIterator<Item = (String, ReferenceFields)>,
    provenance: Provenance,
) -> Bibliography {
    let mut keys = Keys::default();
    let entries = references.into_iter().map(|(raw, fields)| {
        let key = keys.unique(key::of_fields(&fields));
        BibliographyEntry { key, fields, raw: squeezed(&raw) }
    });
    Bibliography { entries: entries.collect(), provenance }
}

/// The works with these ids, in the order of the ids, each under its id, with the fields of its
/// fullest reference; what that reference lacks comes from the others of the same kind of
/// publication. Works that no bibliography lists are left out: nothing but names and a year is
/// known of them.
#[must_use]
pub fn of_works<'a>(
    works: &Works,
    ids: impl IntoIterator<Item = &'a str>,
    listed: &[ListedReference],
    provenance: Provenance,
) -> Bibliography {
    let mut members: BTreeMap<u32, Vec<&ListedReference>> = BTreeMap::new();
    for reference in listed {
        if let Some(work) = works.of_reference(reference.document, reference.number) {
            members.entry(work).or_default().push(reference);
        }
    }
    let numbered = (0_u32..).zip(&works.works);
    let places: BTreeMap<&str, u32> =
        numbered.map(|(place, work)| (work.id.as_str(), place)).collect();
    let entries = ids.into_iter().filter_map(|id| {
        let place = *places.get(id)?;
        let work = works.works.get(place as usize)?;
        let (fields, raw) = merged(members.remove(&place)?, work.year, work.doi.as_deref())?;
        Some(BibliographyEntry { key: id.to_owned(), fields, raw })
    });
    Bibliography { entries: entries.collect(), provenance }
}

/// The fields and the raw string of the fullest of `members`, completed by the others.
fn merged(
    mut members: Vec<&ListedReference>,
    year: Option<i32>,
    doi: Option<&str>,
) -> Option<(ReferenceFields, String)> {
    members.sort_by(|a, b| {
        rank(a, year).cmp(&rank(b, year)).then_with(|| {
            b.fields.confidence.total_cmp(&a.fields.confidence).then_with(|| a.raw.cmp(&b.raw))
        })
    });
    let (best, others) = members.split_first()?;
    let mut fields = best.fields.clone();
    for other in others.iter().filter(|other| other.fields.kind == best.fields.kind) {
        complete(&mut fields, &other.fields);
    }
    if fields.doi.is_none() {
        fields.doi = doi.map(str::to_owned);
    }
    Some((fields, squeezed(&best.raw)))
}

/// The fullest first: the work's year, all authors, most fields.
fn rank(reference: &ListedReference, year: Option<i32>) -> (bool, bool, Reverse<usize>) {
    let fields = &reference.fields;
    let own = fields.year.as_ref().and_then(|year| year.value);
    (own != year, fields.et_al, Reverse(fields.field_confidence.len()))
}

/// Takes from `other` what `fields` lacks, but for what only makes sense together with the rest:
/// authors, year, title, volume and pages.
fn complete(fields: &mut ReferenceFields, other: &ReferenceFields) {
    let pairs = [
        (&mut fields.container, &other.container),
        (&mut fields.publisher, &other.publisher),
        (&mut fields.place, &other.place),
        (&mut fields.doi, &other.doi),
        (&mut fields.url, &other.url),
        (&mut fields.isbn, &other.isbn),
        (&mut fields.arxiv, &other.arxiv),
        (&mut fields.pmid, &other.pmid),
    ];
    for (own, other) in pairs {
        if own.is_none() {
            own.clone_from(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reference::parse::parse;
    use crate::model::{Layers, Reference, Span};
    use crate::query::works::WorksBuilder;
    use crate::query::{CorpusFacts, DocumentFacts};

    #[test]
    fn a_work_has_the_fields_of_its_fullest_reference_and_the_doi_of_any() {
        let raws = [
            "Lee, K. et al. (2003). On the growth of ports. Trade Review, 3. https://doi.org/10.1234/a",
            "Lee, K., & Wu, B. (2003). On the growth of ports. Trade Review, 3(2), 1-9.",
        ];
        let mut builder = WorksBuilder::new();
        let mut listed = Vec::new();
        for (document, raw) in (0_u32..).zip(raws) {
            let fields = parse(raw);
            let span = Span::new(0, raw.len());
            let reference = Reference { span, label: None, raw: None, fields: fields.clone() };
            builder.add(document, &Layers::default(), &[], &[reference]);
            listed.push(ListedReference { document, number: 0, raw: raw.to_owned(), fields });
        }
        let documents = vec![DocumentFacts::default(); 2];
        let works = builder.build(&CorpusFacts { documents });
        let ids = works.works.iter().map(|work| work.id.as_str());
        let bibliography = of_works(&works, ids, &listed, Provenance::default());
        let [entry] = &bibliography.entries[..] else { panic!("{bibliography:?}") };
        assert_eq!(entry.raw, raws[1]);
        assert_eq!(entry.fields.authors.len(), 2);
        assert_eq!(entry.fields.doi.as_deref(), Some("10.1234/a"));
        assert_eq!(entry.key, works.works[0].id);
        let none = of_works(&works, ["no-such-work"], &listed, Provenance::default());
        assert!(none.entries.is_empty());
    }
}
