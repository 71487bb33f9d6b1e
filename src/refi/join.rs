//! Codings of a project as codings of our papers and themes.
//!
//! A source is the paper of its GUID, else the one of its name, with or without the ending of a file. A
//! code is the theme of its GUID, which it keeps when it is moved or renamed in a program that keeps
//! GUIDs; else the theme of its path, else of its name: that of the theme in an export, its own, or its
//! label, in any capitals and with any signs between words. What stays unknown is told, never guessed.

use std::collections::BTreeMap;
use std::fmt;

use super::align::{Alignment, Counting, project_counting};
use super::code;
use super::guid::Guid;
use super::plain::PlainText;
use super::project::source_names;
use super::read::{Project, ReadSource};
use crate::error::Result;
use crate::model::{Codebook, Coding};

/// A paper that sources may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPaper {
    /// The name that results carry.
    pub name: String,
    /// Hash of its source.
    pub hash: String,
}

/// The codings of a project, and what could not be taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Sorted, each once.
    pub codings: Vec<Coding>,
    /// The papers that the project holds, coded or not, sorted.
    pub papers: Vec<String>,
    /// In the order of the project.
    pub remarks: Vec<Remark>,
}

/// Something that was not taken over, or not as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// A source that is none of the papers.
    UnknownSource {
        /// Name of the source.
        source: String,
        /// Its codings.
        codings: usize,
    },
    /// A code that is none of the themes.
    UnknownCode {
        /// The names from the top to it, joined by stops.
        code: String,
        /// Codings by it.
        codings: usize,
    },
    /// A source without a plain text.
    NoText {
        /// Name of the source.
        source: String,
        /// Its codings.
        codings: usize,
    },
    /// Codings of the whole source or of what is no text.
    WithoutPlace {
        /// Name of the source.
        source: String,
        /// How many.
        codings: usize,
    },
    /// A source whose text is not that of the paper; its passages were sought by their words.
    OtherText {
        /// Name of the paper.
        paper: String,
    },
    /// Characters that are not counted as the standard says; that was mended.
    OtherCounting {
        /// Name of the paper, or `None` for the whole project.
        paper: Option<String>,
    },
    /// Codings whose passage the paper does not have.
    Lost {
        /// Name of the paper.
        paper: String,
        /// How many.
        codings: usize,
    },
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: &usize| match count {
            1 => "1 coding".to_owned(),
            count => format!("{count} codings"),
        };
        match self {
            Self::UnknownSource { source, codings } => write!(
                formatter,
                "left out: {} of the source `{source}`, which is no paper of the index",
                counted(codings)
            ),
            Self::UnknownCode { code, codings } => write!(
                formatter,
                "left out: {} by the code `{code}`, which is no theme of the codebook; give it the name \
                 of a theme, or add the theme",
                counted(codings)
            ),
            Self::NoText { source, codings } => write!(
                formatter,
                "left out: {} of the source `{source}`, which has no plain text in the project",
                counted(codings)
            ),
            Self::WithoutPlace { source, codings } => write!(
                formatter,
                "left out: {} of the whole of `{source}`, or of what is no text",
                counted(codings)
            ),
            Self::OtherText { paper } => write!(
                formatter,
                "the text of `{paper}` was changed; its passages were found again by their words"
            ),
            Self::OtherCounting { paper: None } => write!(
                formatter,
                "the program does not count characters as the standard says; the places were mended"
            ),
            Self::OtherCounting { paper: Some(paper) } => write!(
                formatter,
                "the characters of `{paper}` are not counted like those of the other papers; the places \
                 were mended"
            ),
            Self::Lost { paper, codings } => write!(
                formatter,
                "left out: {} of passages that `{paper}` does not have",
                counted(codings)
            ),
        }
    }
}

/// The codings of `project` by the themes of `codebook` in `papers`; `text_of` gives the text of the
/// paper at a place of `papers`, and is asked once for each source that is a paper and has codings.
///
/// # Errors
/// Those of `text_of`.
pub fn join(
    project: &Project,
    codebook: &Codebook,
    papers: &[KnownPaper],
    mut text_of: impl FnMut(usize) -> Result<String>,
) -> Result<Joined> {
    let themes = Themes::of(codebook);
    let codes: BTreeMap<&str, Option<&str>> = project
        .codes
        .iter()
        .map(|code| (code.id.as_str(), themes.find(&code.id, &code.name, &code.path)))
        .collect();
    let names = PaperNames::of(papers);
    let mut joined = Joined::default();
    let counting = project_counting(project);
    if !counting.is_usual() {
        joined.remarks.push(Remark::OtherCounting { paper: None });
    }
    let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &project.sources {
        let Some(place) = names.find(source) else {
            let codings = source.codings.len() + source.without_place;
            joined.remarks.push(Remark::UnknownSource { source: source.name.clone(), codings });
            continue;
        };
        let Some(paper) = papers.get(place) else { continue };
        joined.papers.push(paper.name.clone());
        if source.without_place > 0 {
            let codings = source.without_place;
            joined.remarks.push(Remark::WithoutPlace { source: source.name.clone(), codings });
        }
        if source.codings.is_empty() {
            continue;
        }
        for coding in &source.codings {
            if codes.get(coding.code.as_str()).copied().flatten().is_none() {
                *unknown.entry(&coding.code).or_default() += 1;
            }
        }
        joined.take(source, paper, &codes, counting, &text_of(place)?);
    }
    joined.remarks.extend(unknown.into_iter().map(|(id, codings)| {
        let code = project.codes.iter().find(|code| code.id == id);
        Remark::UnknownCode { code: code.map_or(id, |code| &code.path).to_owned(), codings }
    }));
    joined.codings.sort();
    joined.codings.dedup();
    joined.papers.sort();
    joined.papers.dedup();
    Ok(joined)
}

impl Joined {
    /// Takes the codings of one source over to the paper that it is.
    fn take(
        &mut self,
        source: &ReadSource,
        paper: &KnownPaper,
        codes: &BTreeMap<&str, Option<&str>>,
        expected: Counting,
        text: &str,
    ) {
        let Some(theirs) = &source.text else {
            let codings = source.codings.len();
            self.remarks.push(Remark::NoText { source: source.name.clone(), codings });
            return;
        };
        let plain = PlainText::of(text);
        let alignment = Alignment::new(theirs, &source.codings, expected, &plain);
        let paper = paper.name.clone();
        if !alignment.same {
            self.remarks.push(Remark::OtherText { paper: paper.clone() });
        }
        if alignment.counting != expected {
            self.remarks.push(Remark::OtherCounting { paper: Some(paper.clone()) });
        }
        let mut lost = 0;
        for coding in &source.codings {
            let Some(theme) = codes.get(coding.code.as_str()).copied().flatten() else { continue };
            match alignment.span(text, coding.start, coding.end) {
                Some(span) => self.codings.push(Coding {
                    document: paper.clone(),
                    span,
                    theme: theme.to_owned(),
                    coder: coding.coder.clone(),
                }),
                None => lost += 1,
            }
        }
        if lost > 0 {
            self.remarks.push(Remark::Lost { paper, codings: lost });
        }
    }
}

/// Themes by what a code may be known by.
struct Themes<'a> {
    by_guid: BTreeMap<String, &'a str>,
    /// By path, by name in an export, by own name, by label; `None` where several have it.
    by_name: [BTreeMap<String, Option<&'a str>>; 4],
}

impl<'a> Themes<'a> {
    fn of(codebook: &'a Codebook) -> Self {
        let mut themes = Self { by_guid: BTreeMap::new(), by_name: Default::default() };
        for (theme, exported) in codebook.themes.iter().zip(code::names(codebook)) {
            let path = theme.path.as_str();
            themes.by_guid.insert(Guid::of_theme(path).to_string(), path);
            let label = theme.label.as_deref().unwrap_or(&theme.name);
            let names = [path, &exported, &theme.name, label];
            for (known, name) in themes.by_name.iter_mut().zip(names) {
                add(known, key(name), path);
            }
        }
        themes
    }

    fn find(&self, id: &str, name: &str, path: &str) -> Option<&'a str> {
        let [by_path, by_names @ ..] = &self.by_name;
        let by_guid = self.by_guid.get(id).copied();
        by_guid
            .or_else(|| by_path.get(&key(path)).copied().flatten())
            .or_else(|| by_names.iter().find_map(|known| known.get(&key(name)).copied().flatten()))
    }
}

/// Papers by what a source may be known by.
struct PaperNames {
    by_guid: BTreeMap<String, usize>,
    /// By name in an export, by name without folder and ending; `None` where several have it.
    by_name: [BTreeMap<String, Option<usize>>; 2],
}

impl PaperNames {
    fn of(papers: &[KnownPaper]) -> Self {
        let mut names = Self { by_guid: BTreeMap::new(), by_name: Default::default() };
        let exported = source_names(papers.iter().map(|paper| paper.name.as_str()));
        for (place, (paper, exported)) in papers.iter().zip(exported).enumerate() {
            names.by_guid.insert(Guid::of_paper(&paper.hash).to_string(), place);
            let [by_export, by_stem] = &mut names.by_name;
            add(by_export, key(&exported), place);
            add(by_stem, key(stem(&paper.name)), place);
        }
        names
    }

    fn find(&self, source: &ReadSource) -> Option<usize> {
        let [by_export, by_stem] = &self.by_name;
        let by_guid = self.by_guid.get(&source.id).copied();
        by_guid.or_else(|| by_export.get(&key(&source.name)).copied().flatten()).or_else(|| {
            // A name without an ending is its own stem.
            let stems = [stem(&source.name), &source.name];
            stems.into_iter().find_map(|name| by_stem.get(&key(name)).copied().flatten())
        })
    }
}

/// Adds a thing by a key; one that another thing has names neither.
fn add<T: PartialEq + Copy>(known: &mut BTreeMap<String, Option<T>>, key: String, thing: T) {
    known
        .entry(key)
        .and_modify(|one| *one = one.filter(|one| *one == thing))
        .or_insert(Some(thing));
}

/// A name by its letters and digits, in lower case, with one space between words.
fn key(name: &str) -> String {
    let words = name.split(|character: char| !character.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ")
}

/// The last part of a path, without the ending of a file.
fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match last.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && !ending.contains(' ') => {
            stem
        }
        _ => last,
    }
}
