//! What there is: every file and every paper in a file of many is hashed, on all threads.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::{IngestOptions, place_of};
use crate::error::{ContainerFailure, Error, Skipped};
use crate::model::SourceFormat;
use crate::observe::{Observer, Stage};
use crate::parallel::feed;
use crate::read::{self, Found, Part, PartNumber, Place, Source};

/// Papers of one file that are named with the reason why they cannot be read; further ones are
/// counted.
const TOLD: usize = 100;

/// A file, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) source: Source,
    /// For comparison with later runs.
    pub(super) place: String,
    /// Whether it was named, and not found in a folder.
    pub(super) named: bool,
}

/// A paper that was found, with the hash of its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gathered {
    /// The name that results carry.
    pub(super) name: String,
    pub(super) file: Arc<Located>,
    /// Which of the file's papers it is, where the file holds many.
    pub(super) part: Option<PartNumber>,
    pub(super) hash: String,
    pub(super) bytes: u64,
    /// What it was found in, for people.
    pub(super) form: &'static str,
}

impl Gathered {
    /// The path that leads to the paper, for messages.
    pub(super) fn shown(&self) -> String {
        let below = self.name.strip_prefix(&self.file.source.name).unwrap_or_default();
        format!("{}{below}", self.file.source.path.display())
    }
}

/// All that was found.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// In the order of the files, and of the papers in them.
    pub(super) papers: Vec<Gathered>,
    pub(super) skipped: Vec<Skipped>,
    /// Files and members of archives that are no papers.
    pub(super) passed_over: usize,
    /// Places of files of which something could not be read, sorted.
    pub(super) faulty: Vec<String>,
    /// Whether it was broken off.
    pub(super) stopped: bool,
}

/// What a thread found.
#[derive(Default)]
struct Own {
    papers: Vec<((usize, PartNumber), Gathered)>,
    faults: Faults,
}

enum Item {
    File(usize),
    Part(usize, Part),
}

/// Goes through all files.
pub(super) fn gather(
    sources: Vec<Source>,
    roots: &[String],
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Gathering {
    let locate = |source: Source| {
        let place = place_of(&source.path);
        Arc::new(Located { named: roots.contains(&place), source, place })
    };
    let wanted = |source: &Source| read::is_container(&source.path) || options.wants(&source.name);
    let files: Vec<Arc<Located>> = sources.into_iter().filter(wanted).map(locate).collect();
    observer.begin(Stage::Comparing, files.len());
    let mut gathering = Gathering::default();
    let mut faults = Faults::default();
    let produce = |give: &mut dyn FnMut(Item) -> bool| {
        for (number, file) in files.iter().enumerate() {
            if observer.stop_requested() {
                gathering.stopped = true;
                return;
            }
            if read::is_container(&file.source.path) {
                let mut give = |part| give(Item::Part(number, part));
                let broken = look_into(
                    number,
                    file,
                    options,
                    observer,
                    &mut give,
                    &mut faults,
                    &mut gathering,
                );
                gathering.stopped |= broken.is_break();
                observer.advance(0);
            } else if !give(Item::File(number)) {
                return;
            }
        }
    };
    let parts = feed(options.jobs, produce, Own::default, |own, item| {
        hash(own, item, &files, options, observer);
    });
    observer.end();
    let mut papers = Vec::new();
    for mut own in parts {
        papers.append(&mut own.papers);
        faults.merge(own.faults);
    }
    papers.sort_by_key(|&(place, _)| place);
    gathering.papers = papers.into_iter().map(|(_, paper)| paper).collect();
    let faulty = faults.0.keys().filter_map(|&number| files.get(number));
    gathering.faulty = faulty.map(|file| file.place.clone()).collect();
    gathering.faulty.sort();
    // All shards look into a file of many papers, and one of them tells what is wrong with it.
    faults.0.retain(|&number, _| {
        files.get(number).is_some_and(|file| options.wants(&file.source.name))
    });
    gathering.skipped = faults.told(|number| files.get(number).map(|file| shown(file)));
    gathering
}

/// Hands over the papers of a file that holds many.
fn look_into(
    number: usize,
    file: &Located,
    options: &IngestOptions,
    observer: &dyn Observer,
    give: &mut dyn FnMut(Part) -> bool,
    faults: &mut Faults,
    gathering: &mut Gathering,
) -> ControlFlow<()> {
    let mut empty = true;
    let outcome = read::visit(&file.source, &options.read, None, &mut |found| {
        if observer.stop_requested() {
            return ControlFlow::Break(());
        }
        empty &= matches!(found, Found::PassedOver);
        match found {
            Found::Paper(part) => {
                if !give(part) {
                    return ControlFlow::Break(());
                }
            }
            Found::Refused(part, place, error) => {
                faults.add(number, part, skip_part(&shown(file), &place, &error));
            }
            Found::NoPapers(error) if file.named => {
                faults.add(number, PartNumber::default(), skip(&shown(file), &error));
            }
            Found::PassedOver | Found::NoPapers(_) => gathering.passed_over += 1,
        }
        ControlFlow::Continue(())
    });
    if empty && outcome.is_continue() && !file.named {
        gathering.passed_over += 1;
    } else if empty && outcome.is_continue() {
        let error = ContainerFailure::NoPapers.into();
        faults.add(number, PartNumber::default(), skip(&shown(file), &error));
    }
    outcome
}

/// Hashes one paper.
fn hash(
    own: &mut Own,
    item: Item,
    files: &[Arc<Located>],
    options: &IngestOptions,
    observer: &dyn Observer,
) {
    let (Item::File(number) | Item::Part(number, _)) = item;
    let Some(file) = files.get(number) else { return };
    match item {
        Item::File(_) => {
            let part = PartNumber::default();
            match read::read_source(&file.source, &options.read) {
                Ok(bytes) => {
                    let paper = Gathered {
                        name: file.source.name.clone(),
                        file: Arc::clone(file),
                        part: None,
                        hash: read::hash_of(&file.source, &bytes, &options.read),
                        bytes: bytes.len() as u64,
                        form: form_of(&file.source),
                    };
                    own.papers.push(((number, part), paper));
                }
                Err(error) => own.faults.add(number, part, skip(&shown(file), &error)),
            }
            observer.advance(0);
        }
        Item::Part(_, part) => match read::part_name(&file.source, &part, &options.read) {
            Ok(name) if !options.wants(&name) => {}
            Ok(name) => {
                let paper = Gathered {
                    name,
                    file: Arc::clone(file),
                    part: Some(part.number),
                    hash: read::part_hash(&part, &options.read),
                    bytes: part.bytes.len() as u64,
                    form: part.form,
                };
                own.papers.push(((number, part.number), paper));
            }
            Err(error) => {
                let skipped = skip_part(&shown(file), &part.place, &error);
                own.faults.add(number, part.number, skipped);
            }
        },
    }
}

fn form_of(source: &Source) -> &'static str {
    read::format_of(&source.path).map_or("", SourceFormat::name)
}

fn shown(file: &Located) -> String {
    file.source.path.display().to_string()
}

/// Papers that cannot be read, by file: the first of each in the order of the file, and how many.
#[derive(Default)]
pub(super) struct Faults(BTreeMap<usize, FileFaults>);

#[derive(Default)]
struct FileFaults {
    first: BTreeMap<PartNumber, Skipped>,
    count: usize,
}

impl Faults {
    pub(super) fn add(&mut self, file: usize, part: PartNumber, skipped: Skipped) {
        let faults = self.0.entry(file).or_default();
        faults.count += 1;
        faults.first.entry(part).or_insert(skipped);
        if faults.first.len() > TOLD {
            faults.first.pop_last();
        }
    }

    fn merge(&mut self, other: Self) {
        for (file, faults) in other.0 {
            let beyond = faults.count - faults.first.len();
            for (part, skipped) in faults.first {
                self.add(file, part, skipped);
            }
            self.0.entry(file).or_default().count += beyond;
        }
    }

    /// All of them, in order; `name` gives the name of a file.
    pub(super) fn told(self, name: impl Fn(usize) -> Option<String>) -> Vec<Skipped> {
        let mut all = Vec::new();
        for (file, faults) in self.0 {
            let more = faults.count - faults.first.len();
            all.extend(faults.first.into_values());
            if more > 0 {
                let reason = format!("{more} more of its papers cannot be read");
                all.push(Skipped { name: name(file).unwrap_or_default(), reason });
            }
        }
        all
    }
}

/// A skipped paper, by the path that leads to it, with the reason, which need not name it again.
pub(super) fn skip(name: &str, error: &Error) -> Skipped {
    let place = error.position().map(|position| format!("{position}: ")).unwrap_or_default();
    let cause = std::error::Error::source(error).map(|cause| format!(" ({cause})"));
    let reason = format!("{place}{}{}", error.kind(), cause.unwrap_or_default());
    Skipped { name: name.to_owned(), reason }
}

/// A skipped paper of a file that holds many.
pub(super) fn skip_part(file: &str, place: &Place, error: &Error) -> Skipped {
    let name = match place.member.as_str() {
        "" => file.to_owned(),
        member => format!("{file}/{member}"),
    };
    let Skipped { name, reason } = skip(&name, error);
    let at = place.record.map(|(unit, number)| format!("{unit} {number}: ")).unwrap_or_default();
    Skipped { name, reason: format!("{at}{reason}") }
}
