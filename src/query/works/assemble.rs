//! From clusters of items to works: what is shown, ids, and which papers of the corpus they are.

use std::collections::BTreeMap;

use super::explain::merges;
use super::item::{Authors, Item};
use super::papers::Papers;
use super::union::Clusters;
use super::{Merge, Work, key};
use crate::model::Person;
use crate::parallel::map_in_order;
use crate::query::facts::CorpusFacts;

/// Words of a title in an id, and letters that such a word has at least.
const ID_TITLE_WORDS: usize = 3;
const ID_WORD_LETTERS: usize = 4;
/// Words of a title that stands for missing authors.
const LABEL_TITLE_WORDS: usize = 6;

/// The works in the order of their ids, and the items of each, of which `groups` are the clusters; made
/// by `jobs` threads.
pub(super) fn assemble(
    items: &[Item],
    clusters: &Clusters,
    groups: Vec<Vec<usize>>,
    corpus: &CorpusFacts,
    jobs: usize,
) -> (Vec<Work>, Vec<Vec<usize>>) {
    let papers = Papers::of(corpus);
    let merges = merges(clusters, &groups, items.len());
    let works = map_in_order(&groups, jobs, |number, places| {
        let members: Vec<&Item> = places.iter().filter_map(|&place| items.get(place)).collect();
        let mut work = work_of(&members, merges.get(number).copied().unwrap_or_default());
        work.in_corpus = papers.find(&work);
        work
    });
    let mut made: Vec<(Work, Vec<usize>)> = works.into_iter().zip(groups).collect();
    number_equal_ids(&mut made);
    letter_equal_labels(&mut made);
    made.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    made.into_iter().unzip()
}

/// Gives the second and later works of one id a number; works come in the order of their items.
fn number_equal_ids(made: &mut [(Work, Vec<usize>)]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (work, _) in made {
        let count = seen.entry(work.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            work.id = format!("{}-{count}", work.id);
        }
    }
}

/// Tells works of one label apart by letters after the year, in the order of their titles, as APA's
/// style does in a bibliography: `Lee (2018a)`. Works without a title stay as they are.
fn letter_equal_labels(made: &mut [(Work, Vec<usize>)]) {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (work, _)) in made.iter().enumerate() {
        if work.title.is_some() && work.year.is_some() && !work.authors.is_empty() {
            same.entry(work.label.clone()).or_default().push(place);
        }
    }
    for mut places in same.into_values().filter(|places| places.len() > 1) {
        let title = |place: &usize| {
            made.get(*place).map(|(work, _)| {
                (key::title(work.title.as_deref().unwrap_or_default()), work.id.clone())
            })
        };
        places.sort_by_cached_key(title);
        for (number, place) in places.into_iter().enumerate() {
            if let Some((work, _)) = made.get_mut(place)
                && let Some(before) = work.label.strip_suffix(')')
            {
                work.label = format!("{before}{})", letters(number));
            }
        }
    }
}

/// `a` to `z`, then `aa`, `ab` and so on.
fn letters(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

fn work_of(members: &[&Item], merge: Merge) -> Work {
    let listed: Vec<&Item> = members.iter().copied().filter(|item| item.listed).collect();
    let mut listed_in: Vec<u32> = listed.iter().map(|item| item.document).collect();
    listed_in.sort_unstable();
    listed_in.dedup();
    // A bibliography says more than a marker; names come from there where there is one.
    let telling = if listed.is_empty() { members } else { &listed };
    let shown = || telling.iter().map(|item| &item.shown);
    let letters = |text: &&str| text.chars().count();
    let year = most_frequent(members.iter().filter_map(|item| item.year), |_| 0);
    let title = most_frequent(shown().filter_map(|shown| shown.title.as_deref()), letters);
    let container = most_frequent(shown().filter_map(|shown| shown.container.as_deref()), letters);
    let authors = shown().map(|shown| &shown.authors).filter(|authors| !authors.is_empty());
    let authors = most_frequent(authors, |authors| authors.count());
    let authors = authors.map(Authors::people).unwrap_or_default();
    let et_al = telling.iter().all(|item| item.et_al);
    Work {
        id: id(&authors, et_al, year, title),
        label: label(&authors, et_al, year, title),
        authors,
        year,
        title: title.map(str::to_owned),
        container: container.map(str::to_owned),
        doi: members.iter().filter_map(|item| item.doi.clone()).min(),
        kind: most_frequent(shown().map(|shown| shown.kind), |_| 0).unwrap_or_default(),
        listed_in,
        in_corpus: None,
        merge,
    }
}

/// The most frequent value; of equally frequent ones the longest, then the first in order.
fn most_frequent<T: Ord>(
    values: impl Iterator<Item = T>,
    length: impl Fn(&T) -> usize,
) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    if values.len() > 1 {
        values.sort_unstable();
    }
    // Runs of equal values ascend, so the first of the best ones stays.
    let mut best: Option<(T, (usize, usize))> = None;
    let mut values = values.into_iter().peekable();
    while let Some(value) = values.next() {
        let mut count = 1;
        while values.next_if_eq(&value).is_some() {
            count += 1;
        }
        let rank = (count, length(&value));
        if best.as_ref().is_none_or(|(_, known)| rank > *known) {
            best = Some((value, rank));
        }
    }
    best.map(|(value, _)| value)
}

/// First author or both of two, year, and the first long words of the title.
fn id(authors: &[Person], et_al: bool, year: Option<i32>, title: Option<&str>) -> String {
    let mut parts: Vec<String> = match authors {
        [] => Vec::new(),
        [one, two] if !et_al => vec![key::family(&one.family), key::family(&two.family)],
        [first, ..] => vec![key::family(&first.family)],
    };
    parts.push(year.map_or_else(|| "nd".to_owned(), |year| year.to_string()));
    let words = title.map(key::words).unwrap_or_default();
    let long = words.into_iter().filter(|word| word.chars().count() >= ID_WORD_LETTERS);
    parts.extend(long.take(ID_TITLE_WORDS));
    parts.retain(|part| !part.is_empty());
    parts.join("-")
}

/// As a text names a work: up to two authors, else the first and "et al."; the title where there is
/// no author.
fn label(authors: &[Person], et_al: bool, year: Option<i32>, title: Option<&str>) -> String {
    let names = match authors {
        [] => {
            let words: Vec<_> = title.unwrap_or("Anonymous").split_whitespace().collect();
            let short = words.get(..LABEL_TITLE_WORDS);
            short.map_or_else(|| words.join(" "), |short| format!("{}…", short.join(" ")))
        }
        [one] if !et_al => one.family.clone(),
        [one, two] if !et_al => format!("{} & {}", one.family, two.family),
        [first, ..] => format!("{} et al.", first.family),
    };
    let year = year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
    format!("{names} ({year})")
}
