//! Adding, replacing and removing papers.
//!
//! Papers may be added from several threads at once. Nothing is visible, or kept after a crash,
//! before [`Writer::commit`]; a commit keeps all that was added before it. The lock on the folder is
//! the operating system's and goes with the process, so a killed writer leaves no stale lock.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};

use super::adapter::{Adapter, TOKENIZER};
use super::directory::{Folder, WriteFault};
use super::manifest::{self, Manifest};
use super::record::{MatchingFacts, PaperEntry, PaperFacts, PaperRecord, boundaries};
use super::schema::{self, Fields};
use super::shard::Shards;
use super::{decode_error, index_error, open, starts, work_key};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::Extraction;
use crate::model::{AppliedRecord, Document};

/// Share of deleted papers in a segment from which it is merged to be rid of them.
const DELETED_SHARE: f32 = 0.3;

/// tantivy's least memory for one indexing thread, in bytes, with room above it.
const LEAST_MEMORY: usize = 16 << 20;

/// How a [`Writer`] works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriterOptions {
    /// Indexing threads.
    pub threads: usize,
    /// Memory for postings before they are written out, in bytes over all threads; the peak is
    /// about twice that while a segment is written.
    pub memory: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self { threads: 1, memory: 256 << 20 }
    }
}

/// Where a paper comes from, beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where its source stands.
    pub source: String,
    /// The record whose fields its metadata hold.
    pub record: Option<AppliedRecord>,
}

/// The one writer of an index.
pub struct Writer {
    folder: PathBuf,
    writer: RwLock<IndexWriter>,
    fields: Fields,
    threads: usize,
    fault: WriteFault,
}

impl Writer {
    /// Opens the index in `folder` for writing, and makes it first where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] while another process writes to it, [`ErrorKind::IndexVersion`] for an
    /// index of another format, [`ErrorKind::NotEmpty`] for a folder that holds other files, and
    /// failures to read or write.
    pub fn open(folder: &Path, options: WriterOptions) -> Result<Self> {
        prepare_folder(folder)?;
        let (schema, fields) = schema::build();
        let directory = Folder::write(folder)?;
        let fault = directory.fault();
        let index = Index::open_or_create(directory, schema)
            .map_err(|error| fault.behind(index_error(error)).at_path(folder))?;
        index.tokenizers().register(TOKENIZER, Adapter);
        let threads = options.threads.max(1);
        let memory = options.memory.max(threads * LEAST_MEMORY);
        let writer = index
            .writer_with_num_threads(threads, memory)
            .map_err(|error| index_error(error).at_path(folder))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
        writer.set_merge_policy(Box::new(policy));
        // Files that a killed writer left would be in the way of those that this one writes.
        let cleared = writer.garbage_collect_files().wait();
        cleared.map_err(|error| fault.behind(index_error(error)).at_path(folder))?;
        Ok(Self { folder: folder.to_owned(), writer: RwLock::new(writer), fields, threads, fault })
    }

    /// The papers of the last commit by name, those among them that were left out as duplicates.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn known(&self) -> Result<Vec<PaperEntry>> {
        known_papers(&self.folder, self.threads)
    }

    /// Notes of which shards the index is, and how its papers are read.
    ///
    /// # Errors
    /// Where the manifest cannot be read or written.
    pub fn describe(
        &self,
        shards: Option<Shards>,
        settings: BTreeMap<String, String>,
    ) -> Result<()> {
        let before = Manifest::read(&self.folder)?;
        let manifest = Manifest { shards, settings, ..before.clone() };
        if manifest == before { Ok(()) } else { manifest.write(&self.folder) }
    }

    /// Adds a paper, and replaces the one of this name where `replace` says that there is one;
    /// returns what the index then knows of it.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(
        &self,
        document: Document,
        extraction: Extraction,
        origin: Origin,
        replace: bool,
    ) -> Result<PaperEntry> {
        let boundaries = boundaries(&document.text, &document.layers, |_, _| {});
        let facts = PaperFacts {
            name: document.name,
            hash: document.hash,
            source: origin.source,
            format: document.format,
            metadata: document.metadata,
            record_hash: origin.record.as_ref().map(|record| record.hash.clone()),
            same_as: None,
            tokens: boundaries.tokens,
            sentences: u32::try_from(boundaries.sentences.len()).unwrap_or(u32::MAX),
            sections: boundaries.sections,
        };
        let record = origin.record.map(Box::new);
        let matching = MatchingFacts { record, sketch: boundaries.sketch };
        let paper = PaperEntry { facts, matching };
        let mut entry = self.entry(&paper)?;
        entry.add_text(self.fields.body, &document.text);
        if let Some(title) = &paper.metadata.title {
            entry.add_text(self.fields.title, title);
        }
        for key in work_key::keys(&extraction.references) {
            entry.add_text(self.fields.work, key);
        }
        for piece in starts::to_bytes(&boundaries.sentences) {
            entry.add_bytes(self.fields.sentence_tokens, &piece);
        }
        for sentence in &document.layers.sentences {
            entry.add_u64(self.fields.sentence_bytes, sentence.start as u64);
        }
        let record = PaperRecord { layers: document.layers, extraction, given: document.given };
        entry.add_bytes(self.fields.record, &postcard::to_stdvec(&record).map_err(decode_error)?);
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        if replace {
            writer.delete_term(Term::from_field_text(self.fields.name, &paper.name));
        }
        writer.add_document(entry).map_err(|error| self.failure(error))?;
        Ok(paper)
    }

    /// The fields that every paper has, those left out too.
    fn entry(&self, paper: &PaperEntry) -> Result<TantivyDocument> {
        let mut entry = TantivyDocument::default();
        entry.add_text(self.fields.name, &paper.name);
        let facts = postcard::to_stdvec(&paper.facts).map_err(decode_error)?;
        entry.add_bytes(self.fields.facts, &facts);
        let matching = postcard::to_stdvec(&paper.matching).map_err(decode_error)?;
        entry.add_bytes(self.fields.matching, &matching);
        Ok(entry)
    }

    /// Takes a paper out of all queries, and remembers that it is the same as the paper
    /// `paper.same_as`, so that its file need not be read again.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn leave_out(&self, paper: &PaperEntry) -> Result<()> {
        let entry = self.entry(paper)?;
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.fields.name, &paper.name));
        writer.add_document(entry).map_err(|error| self.failure(error))?;
        Ok(())
    }

    /// Removes the paper of this name, if there is one.
    pub fn remove(&self, name: &str) {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.fields.name, name));
    }

    /// Makes all that was added and removed so far permanent and visible, all of it at once.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn commit(&self) -> Result<()> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        writer.commit().map_err(|error| self.failure(error))?;
        Ok(())
    }

    /// A failure of tantivy's, or what is behind it.
    fn failure(&self, error: TantivyError) -> Error {
        self.fault.behind(index_error(error)).at_path(&self.folder)
    }

    /// Commits, waits for running merges, and removes files that no commit needs.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn finish(self) -> Result<()> {
        self.commit()?;
        let Self { folder, writer, fault, .. } = self;
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer
            .wait_merging_threads()
            .map_err(|error| fault.behind(index_error(error)).at_path(folder))
    }
}

/// The papers of the last commit of the index in `folder` by name, those among them that were left out
/// as duplicates.
///
/// # Errors
/// Where there is no index of this format, or it cannot be read.
pub fn known_papers(folder: &Path, threads: usize) -> Result<Vec<PaperEntry>> {
    let corpus = open::Corpus::open(folder, threads)?;
    let mut known = corpus.entries(corpus.left_out())?;
    known.extend(corpus.entries(corpus.papers())?);
    known.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(known)
}

/// Makes the folder with its manifest, or checks the manifest that is there.
fn prepare_folder(folder: &Path) -> Result<()> {
    match Manifest::read(folder) {
        Ok(_) => return Ok(()),
        Err(error) if *error.kind() == ErrorKind::NoIndex => {}
        Err(error) => return Err(error),
    }
    fs::create_dir_all(folder).map_err(|error| Error::writing(folder, error))?;
    let entries = fs::read_dir(folder).map_err(|error| Error::reading(folder, error))?;
    for entry in entries {
        let name = entry.map_err(|error| Error::reading(folder, error))?.file_name();
        let name = name.to_string_lossy();
        let ours =
            name.starts_with(manifest::FILE_NAME) || name == "README.md" || name.starts_with('.');
        if !ours {
            return Err(Error::new(ErrorKind::NotEmpty).at_path(folder));
        }
    }
    Manifest::current().write(folder)
}
