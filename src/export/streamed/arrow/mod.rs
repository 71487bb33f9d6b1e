//! Batches in the IPC stream format of Apache Arrow, a row a paper.
//!
//! The columns are `id`, `document`, the tables (a struct for what a paper has one row of, else a list of
//! structs) and `error`, a struct; types in [`schema`]. Batches end after a number of papers, or of bytes, and
//! never for lack of time, so that the same papers give the same bytes.

mod columns;
mod schema;

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};

use crate::model::{Cell, FindingTable, StreamedPaper};

pub use schema::schema;

/// Bytes of words in the results after which a batch ends, however few its papers.
const BATCH_BYTES: usize = 16 << 20;

/// Writes the papers of a stream in batches.
pub struct ArrowWriter<W: Write> {
    writer: StreamWriter<W>,
    tables: Vec<FindingTable>,
    schema: SchemaRef,
    papers: Vec<StreamedPaper>,
    bytes: usize,
    batch: usize,
}

impl<W: Write> ArrowWriter<W> {
    /// Begins a stream of papers with these tables, in batches of `batch` papers; the schema is written at once.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn new(tables: &[FindingTable], batch: usize, out: W) -> io::Result<Self> {
        let schema = Arc::new(schema(tables));
        let mut writer = StreamWriter::try_new(out, &schema).map_err(io_error)?;
        writer.flush().map_err(io_error)?;
        let (tables, batch) = (tables.to_vec(), batch.max(1));
        Ok(Self { writer, tables, schema, papers: Vec::new(), bytes: 0, batch })
    }

    /// Adds a paper, and writes the batch that it fills.
    ///
    /// # Errors
    /// Where the bytes are not taken, or a batch has more than 2 GiB of one column.
    pub fn push(&mut self, paper: StreamedPaper) -> io::Result<()> {
        self.bytes = self.bytes.saturating_add(size(&paper));
        self.papers.push(paper);
        if self.papers.len() >= self.batch || self.bytes >= BATCH_BYTES {
            self.write_batch()?;
        }
        Ok(())
    }

    fn write_batch(&mut self) -> io::Result<()> {
        if self.papers.is_empty() {
            return Ok(());
        }
        let columns = columns::of(&self.schema, &self.tables, &self.papers).map_err(io_error)?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(io_error)?;
        self.papers.clear();
        self.bytes = 0;
        self.writer.write(&batch).and_then(|()| self.writer.flush()).map_err(io_error)
    }

    /// Writes the last batch and the end of the stream; returns what it was written to.
    ///
    /// # Errors
    /// As [`ArrowWriter::push`].
    pub fn finish(mut self) -> io::Result<W> {
        self.write_batch()?;
        self.writer.finish().and_then(|()| self.writer.flush()).map_err(io_error)?;
        self.writer.into_inner().map_err(io_error)
    }
}

/// Bytes of words in the results of a paper.
fn size(paper: &StreamedPaper) -> usize {
    let rows = paper.outcome.iter().flatten().flatten();
    rows.flatten().map(words).sum()
}

fn words(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Marked(text, _) => text.len(),
        Cell::List(cells) => cells.iter().map(words).sum(),
        Cell::Record(fields) => fields.iter().map(|(_, cell)| words(cell)).sum(),
        Cell::Missing | Cell::Integer(_) | Cell::Real(_) | Cell::Flag(_) => 0,
    }
}

/// The failure of whoever takes the bytes, where it is one.
fn io_error(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        other => io::Error::other(other),
    }
}
