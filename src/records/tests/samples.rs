//! Fifty records by chance: particles, organisations, diacritics, LaTeX, missing years and DOIs.

use crate::model::{Bibliography, BibliographyEntry, Person, ReferenceFields, WorkKind, Year};

/// What is written and must come back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) key: String,
    pub(super) authors: Vec<Person>,
    pub(super) title: String,
    pub(super) container: String,
    pub(super) year: Option<i32>,
    pub(super) volume: String,
    pub(super) pages: (u32, u32),
    pub(super) doi: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) summary: String,
    pub(super) file: String,
}

const PEOPLE: [(&str, &str); 14] = [
    ("van der Berg", "Jan"),
    ("Özgür", "Şule"),
    ("O'Brien", "Niamh M."),
    ("García Márquez", "Inés"),
    ("Müller-Lüdenscheidt", "K.-H."),
    ("de la Cruz", "María José"),
    ("Nguyễn", "Thị Hà"),
    ("Łukasiewicz", "Jan"),
    ("al-Rashid", "Omar"),
    ("Ångström", "Bjørn"),
    ("D'Souza", "Anita"),
    ("Lee", "J. K."),
    ("Dvořák", "Čeněk"),
    ("von Neumann", "J."),
];
const ORGANISATIONS: [&str; 4] = [
    "World Trade Observatory",
    "Ministry of Trade and Industry",
    "OECD",
    "Bank Pembangunan Nusantara",
];
const TITLES: [&str; 8] = [
    "Costs & benefits of 50% tariffs",
    "Why do small firms export? Evidence from Łódź",
    "“Born global” in São Paulo: A study of R&D",
    "Ekspor usaha kecil dan menengah",
    "Markets, maps and $mart money",
    "Under_scores, #tags and {braces}",
    "Über die Grenze: Kleine Firmen im Ausland",
    "The effect of A < B on trade",
];
const CONTAINERS: [&str; 4] = [
    "Journal of Small Business & Trade",
    "Revista de Economía Andina",
    "Jurnal Usaha, Dagang dan Industri",
    "Zeitschrift für Außenhandel",
];

/// The samples, the same at every run.
pub(super) fn samples() -> Vec<Sample> {
    (0..50_usize)
        .map(|number| {
            let pick = |by: usize, of: usize| (number * by + number / 7) % of;
            let mut authors: Vec<Person> = (0..=number % 3)
                .map(|next| {
                    let (family, given) = PEOPLE[(pick(5, 14) + next * 3) % 14];
                    Person { family: family.into(), given: Some(given.into()) }
                })
                .collect();
            if number % 5 == 1 {
                let name = ORGANISATIONS[pick(3, 4)];
                authors.insert(number % 2, Person { family: name.into(), given: None });
            }
            let first = u32::try_from(number).unwrap() * 13 + 1;
            Sample {
                key: format!("key{number}"),
                authors,
                title: format!("{} no {number}", TITLES[pick(3, 8)]),
                container: CONTAINERS[pick(1, 4)].into(),
                year: (number % 6 != 2).then(|| 1975 + i32::try_from(number).unwrap()),
                volume: (number + 1).to_string(),
                pages: (first, first + 12),
                doi: (number % 3 != 1).then(|| format!("10.5555/j_{number}.(x)")),
                keywords: vec!["export motives".into(), format!("país {number}")],
                summary: format!("We study {number} firms & their < 5 markets."),
                file: format!("files/{number}/Paper {number}.pdf"),
            }
        })
        .collect()
}

/// The samples for the writers of bibliographies.
pub(super) fn bibliography(samples: &[Sample]) -> Bibliography {
    let entries = samples.iter().map(|sample| BibliographyEntry {
        key: sample.key.clone(),
        raw: String::new(),
        fields: ReferenceFields {
            kind: WorkKind::Article,
            authors: sample.authors.clone(),
            title: Some(sample.title.clone()),
            container: Some(sample.container.clone()),
            year: sample.year.map(|year| Year {
                value: Some(year),
                letter: None,
                raw: year.to_string(),
            }),
            volume: Some(sample.volume.clone()),
            first_page: Some(sample.pages.0.to_string()),
            last_page: Some(sample.pages.1.to_string()),
            doi: sample.doi.clone(),
            ..ReferenceFields::default()
        },
    });
    Bibliography { entries: entries.collect(), ..Bibliography::default() }
}

/// `Family, Given`; organisations as they are.
pub(super) fn inverted(person: &Person) -> String {
    match &person.given {
        Some(given) => format!("{}, {given}", person.family),
        None => person.family.clone(),
    }
}

/// All authors so, parted by semicolons.
pub(super) fn authors(sample: &Sample) -> String {
    sample.authors.iter().map(inverted).collect::<Vec<_>>().join("; ")
}
