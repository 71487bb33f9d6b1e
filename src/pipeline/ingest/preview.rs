//! What an ingest would do, told without doing it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::gather::Gathered;
use super::plan::{Decision, Plan, plan};
use super::take::{Material, Task, read_material, skip_task, with_material};
use super::{IngestOptions, Surveyed, discover, gone, known_files, survey};
use crate::error::{Error, ErrorKind, Result, Skipped};
use crate::index::known_papers;
use crate::model::table::{Cell, Display};
use crate::model::{Column, Document, Provenance, SourceFormat, Table};
use crate::observe::{Observer, Stage};
use crate::read::{encoding_of, read_source};

/// What would become of the papers at some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The papers and files, in the order in which they would be read, then those that cannot be found.
    pub papers: Vec<PreviewedPaper>,
    /// Names of papers that would leave the index.
    pub removed: Vec<String>,
    /// Files in the folders and archives that are of no format for papers.
    pub passed_over: usize,
    /// Whether it was stopped before its end, so that papers are missing.
    pub stopped: bool,
}

/// What would become of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewedPaper {
    /// The name that results would carry; of what is skipped the path.
    pub name: String,
    /// What would be done: `new`, `changed`, `unchanged`, `duplicate` or `skipped`.
    pub action: &'static str,
    /// Why it is skipped, or the paper that has the same content.
    pub reason: Option<String>,
    /// What it would be read as.
    pub form: Option<&'static str>,
    /// The encoding of a text file, by its name in the WHATWG Encoding Standard.
    pub encoding: Option<&'static str>,
    /// Size in bytes, unpacked.
    pub bytes: Option<u64>,
    /// Title, of papers that are new or changed.
    pub title: Option<String>,
    /// Year of publication, of papers that are new or changed.
    pub year: Option<i32>,
    /// Main language, of papers that are new or changed.
    pub language: Option<String>,
}

/// Looks at the papers at `paths` as [`ingest`](super::ingest) does, reads those that are new or
/// changed, and tells what would be done. The index is not touched, and need not be there.
///
/// # Errors
/// Where there is an index that cannot be read.
pub fn preview(
    index: &Path,
    paths: &[PathBuf],
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<Outlook> {
    let (_, discovered) = discover(paths, options)?;
    let known = match known_papers(index, options.jobs) {
        Err(error) if *error.kind() == ErrorKind::NoIndex => Vec::new(),
        known => known?,
    };
    let Surveyed { gathering, skipped: unreadable, roots } =
        survey(discovered, paths, options, observer);
    let plan = match gathering.stopped {
        true => Plan::default(),
        false => {
            let pruned = gone(&known, &gathering, &roots, options);
            plan(&gathering.papers, &known_files(&known), pruned)
        }
    };
    let mut outlook = Outlook {
        removed: plan.removed,
        passed_over: gathering.passed_over,
        stopped: gathering.stopped,
        ..Outlook::default()
    };
    let mut tasks = Vec::new();
    for (paper, decision) in gathering.papers.into_iter().zip(plan.decisions) {
        let mut row = described(&paper);
        (row.action, row.reason) = match decision {
            Decision::New => ("new", None),
            Decision::Changed => ("changed", None),
            Decision::Unchanged => ("unchanged", None),
            Decision::Duplicate(same_as) => ("duplicate", Some(format!("the same as {same_as}"))),
            Decision::Refused(reason) => ("skipped", Some(reason)),
        };
        if matches!(row.action, "new" | "changed") {
            tasks.push((outlook.papers.len(), Task { paper, replace: row.action == "changed" }));
        }
        outlook.papers.push(row);
    }
    read_all(tasks, options, observer, &mut outlook);
    outlook.papers.extend(unreadable.into_iter().map(skipped));
    Ok(outlook)
}

fn described(paper: &Gathered) -> PreviewedPaper {
    PreviewedPaper {
        name: paper.name.clone(),
        form: Some(paper.form),
        bytes: Some(paper.bytes),
        ..PreviewedPaper::default()
    }
}

fn skipped(paper: Skipped) -> PreviewedPaper {
    PreviewedPaper {
        name: paper.name,
        action: "skipped",
        reason: Some(paper.reason),
        ..PreviewedPaper::default()
    }
}

/// Reads papers, and tells what is found; each comes with the number of its row.
fn read_all(
    tasks: Vec<(usize, Task)>,
    options: &IngestOptions,
    observer: &dyn Observer,
    outlook: &mut Outlook,
) {
    let (places, tasks): (Vec<usize>, Vec<Task>) = tasks.into_iter().unzip();
    observer.begin(Stage::Previewing, tasks.len());
    let read = with_material(&tasks, options, observer, Vec::new, |own, number, task, material| {
        let read = catch_unwind(AssertUnwindSafe(|| read_material(task, &material, &options.read)))
            .unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect)));
        let read = read.map_err(|error| skip_task(task, &material, &error));
        let read = read.map(|document| (encoding(task, &material, &document, options), document));
        own.push((number, read.map(|(encoding, document)| (encoding, document.metadata))));
        observer.advance(task.paper.bytes);
    });
    observer.end();
    let mut seen = 0;
    for (number, read) in read.into_iter().flatten() {
        seen += 1;
        let row = places.get(number).and_then(|&place| outlook.papers.get_mut(place));
        let Some(row) = row else { continue };
        match read {
            Ok((encoding, metadata)) => {
                row.encoding = encoding;
                row.title = metadata.title;
                row.year = metadata.year;
                row.language = metadata.language.map(|language| language.to_string());
            }
            Err(Skipped { reason, .. }) => {
                row.action = "skipped";
                row.reason = Some(reason);
            }
        }
    }
    outlook.stopped |= seen < tasks.len();
}

/// The encoding of a file that is its own text.
fn encoding(
    task: &Task,
    material: &Material,
    document: &Document,
    options: &IngestOptions,
) -> Option<&'static str> {
    if !document.format.is_own_text() {
        return (document.format == SourceFormat::Structured).then_some("UTF-8");
    }
    match material {
        Material::Part(part) => encoding_of(&part.bytes),
        Material::File => {
            let bytes = read_source(&task.paper.file.source, &options.read).ok()?;
            encoding_of(&bytes)
        }
        Material::Gone => None,
    }
}

impl Outlook {
    /// Whether a paper would be skipped.
    #[must_use]
    pub fn skips(&self) -> bool {
        self.papers.iter().any(|paper| paper.action == "skipped")
    }

    /// One row a paper.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new("ingest", "What an ingest would do");
        table.columns = vec![
            Column::text("document", "name of the paper; of what is skipped its path"),
            Column::text("action", "new, changed, unchanged, duplicate or skipped"),
            Column::text("format", "what it is read as"),
            Column::text("encoding", "encoding of a text file"),
            Column::integer("bytes", "size, unpacked").hidden(),
            Column::ordinal("year", "year of publication, of new and changed papers"),
            Column::text(
                "language",
                "two-letter code of the main language, of new and changed papers",
            )
            .hidden(),
            Column::text("title", "title, of new and changed papers").shown(Display::Brief),
            Column::text("reason", "why it is skipped, or the paper that has the same content")
                .hidden(),
        ];
        table.provenance = Provenance::new("ingest");
        for paper in &self.papers {
            let text = |field: &Option<String>| Cell::from(field.as_deref());
            table.push(vec![
                paper.name.as_str().into(),
                paper.action.into(),
                paper.form.into(),
                paper.encoding.into(),
                paper.bytes.into(),
                paper.year.into(),
                text(&paper.language),
                text(&paper.title),
                text(&paper.reason),
            ]);
        }
        table
    }
}
