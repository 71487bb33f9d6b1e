//! Parquet: one record a row.
//!
//! What a file unpacks to is judged by what its footer says, since pages are unpacked by the library;
//! a footer that lies is found out only by a page that does not fit. The library may panic on damaged
//! files, which is caught and told.

use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;

use super::{Form, LEAST_ALLOWANCE, MOST_EXPANSION, PartNumber, Spot, Visit};
use crate::error::{ContainerFailure, Error};
use crate::read::structured::has_text_column;

const UNIT: &str = "row";

impl Visit<'_> {
    /// Shows the rows of a table that has a column for full texts.
    pub(super) fn parquet(&mut self, file: File, spot: &Spot) -> ControlFlow<()> {
        let opened = guarded(|| SerializedFileReader::new(file).map_err(|error| error.to_string()));
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) => return self.refuse(spot, error),
        };
        let metadata = reader.metadata();
        let columns = metadata.file_metadata().schema_descr().root_schema().get_fields();
        if !has_text_column(columns.iter().map(|column| column.name()), self.fields()) {
            let known = self.fields().known();
            return self.no_papers(spot, ContainerFailure::NoTextColumn { known }.into());
        }
        let sizes = metadata.row_groups().iter().map(|group| group.total_byte_size());
        let unpacked = sizes.fold(0_u64, |sum, size| sum.saturating_add(size.unsigned_abs()));
        let limit = LEAST_ALLOWANCE.max(self.packed.saturating_mul(MOST_EXPANSION));
        if unpacked > limit {
            let bomb = ContainerFailure::Bomb { packed: self.packed, limit };
            return self.refuse(spot, bomb.into());
        }
        match guarded(|| reader.get_row_iter(None).map_err(|error| error.to_string())) {
            Ok(rows) => self.parquet_rows(rows, spot),
            Err(error) => self.refuse(spot, error),
        }
    }

    fn parquet_rows(&mut self, mut rows: RowIter<'_>, spot: &Spot) -> ControlFlow<()> {
        let limit = self.options.size_limit;
        for number in 0_usize.. {
            if !self.wants_more(PartNumber { member: spot.member, record: number }) {
                break;
            }
            let unit = (UNIT, number + 1);
            let row = guarded(|| rows.next().transpose().map_err(|error| error.to_string()));
            let row = match row {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) => return self.refuse_record(spot, unit, number, error),
            };
            let bytes = serde_json::to_vec(&row.to_json_value()).unwrap_or_default();
            if bytes.len() as u64 > limit {
                let error = ContainerFailure::TooLarge { limit };
                self.refuse_record(spot, unit, number, error.into())?;
            } else {
                self.record(spot, Form::Parquet, unit, number, bytes)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// What the library gives; a failure or a panic of it is a damaged table.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, Error> {
    let damaged = |why: String| ContainerFailure::Table(why).into();
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(damaged),
        Err(_) => Err(damaged("its parts do not fit each other".to_owned())),
    }
}
