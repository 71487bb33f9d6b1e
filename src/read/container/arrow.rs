//! A stream of Arrow record batches (IPC stream format): one record a row.
//!
//! A row becomes a JSON object, as every record does. Numbers, strings, truth values, dates, lists, structs
//! and maps are taken over, dictionaries of strings too; columns of other types (binary data, decimals,
//! intervals) are none of a record's fields.

use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, ArrowTemporalType, Date32Type, Date64Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{DataType, TimeUnit};
use serde_json::{Map, Value};

use super::{Part, PartNumber, Place, Spot, Visit};
use crate::error::{ContainerFailure, Error};
use crate::model::SourceFormat;

const UNIT: &str = "row";

impl Visit<'_> {
    /// Shows the rows of all batches of a stream.
    pub(super) fn arrow(&mut self, reader: impl Read, spot: &Spot) -> ControlFlow<()> {
        let opened = guarded(|| StreamReader::try_new_buffered(reader, None));
        let mut stream = match opened {
            Ok(stream) => stream,
            Err(error) => return self.refuse(spot, error),
        };
        let mut number = 0;
        loop {
            match guarded(|| stream.next().transpose()) {
                Ok(Some(batch)) => self.arrow_rows(&batch, &mut number, spot)?,
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => {
                    return self.refuse_record(spot, (UNIT, number + 1), number, error);
                }
            }
        }
    }

    fn arrow_rows(
        &mut self,
        batch: &RecordBatch,
        number: &mut usize,
        spot: &Spot,
    ) -> ControlFlow<()> {
        let limit = self.options.size_limit;
        for row in 0..batch.num_rows() {
            let (place, record) = ((UNIT, *number + 1), *number);
            *number += 1;
            let bytes = serde_json::to_vec(&record_of(batch, row)).unwrap_or_default();
            if bytes.len() as u64 > limit {
                let error = ContainerFailure::TooLarge { limit };
                self.refuse_record(spot, place, record, error.into())?;
            } else {
                self.paper(Part {
                    number: PartNumber { member: spot.member, record },
                    place: Place { member: spot.name.clone(), record: Some(place) },
                    format: SourceFormat::Structured,
                    form: "Arrow",
                    bytes,
                })?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// What the library gives; a failure or a panic of it is a damaged stream.
fn guarded<T>(work: impl FnOnce() -> Result<T, arrow_schema::ArrowError>) -> Result<T, Error> {
    let damaged = |why: String| Error::from(ContainerFailure::ArrowStream(why));
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| damaged(error.to_string())),
        Err(_) => Err(damaged("its parts do not fit each other".to_owned())),
    }
}

fn record_of(batch: &RecordBatch, row: usize) -> Value {
    let schema = batch.schema_ref();
    let columns = schema.fields().iter().zip(batch.columns());
    let fields = columns.map(|(field, column)| (field.name().clone(), value(column, row)));
    Value::Object(fields.collect())
}

/// A value as JSON; `null` for one of a type that records do not have.
fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into(),
        DataType::Utf8View => array.as_string_view().value(row).into(),
        DataType::Int8 => number::<Int8Type>(array, row),
        DataType::Int16 => number::<Int16Type>(array, row),
        DataType::Int32 => number::<Int32Type>(array, row),
        DataType::Int64 => number::<Int64Type>(array, row),
        DataType::UInt8 => number::<UInt8Type>(array, row),
        DataType::UInt16 => number::<UInt16Type>(array, row),
        DataType::UInt32 => number::<UInt32Type>(array, row),
        DataType::UInt64 => number::<UInt64Type>(array, row),
        DataType::Float32 => number::<Float32Type>(array, row),
        DataType::Float64 => number::<Float64Type>(array, row),
        DataType::Date32 => date::<Date32Type>(array, row),
        DataType::Date64 => date::<Date64Type>(array, row),
        DataType::Timestamp(TimeUnit::Second, _) => date::<TimestampSecondType>(array, row),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            date::<TimestampMillisecondType>(array, row)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            date::<TimestampMicrosecondType>(array, row)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => date::<TimestampNanosecondType>(array, row),
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => list(&array.as_fixed_size_list().value(row)),
        DataType::Struct(_) => object(array.as_struct(), row),
        DataType::Map(..) => map(&array.as_map().value(row)),
        DataType::Dictionary(key, _) => match **key {
            DataType::Int8 => entry::<Int8Type>(array, row),
            DataType::Int16 => entry::<Int16Type>(array, row),
            DataType::Int32 => entry::<Int32Type>(array, row),
            DataType::Int64 => entry::<Int64Type>(array, row),
            _ => Value::Null,
        },
        _ => Value::Null,
    }
}

fn number<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> Value
where
    T::Native: Into<Value>,
{
    array.as_primitive::<T>().value(row).into()
}

fn date<T>(array: &dyn Array, row: usize) -> Value
where
    T: ArrowTemporalType,
    i64: From<T::Native>,
{
    let date = array.as_primitive::<T>().value_as_date(row);
    date.map_or(Value::Null, |date| date.to_string().into())
}

fn list(items: &dyn Array) -> Value {
    (0..items.len()).map(|item| value(items, item)).collect()
}

fn object(array: &StructArray, row: usize) -> Value {
    let fields = array.fields().iter().zip(array.columns());
    let fields = fields.map(|(field, column)| (field.name().clone(), value(column, row)));
    Value::Object(fields.collect())
}

/// An object of the entries of a map; keys that are no strings are written as they are shown.
fn map(entries: &StructArray) -> Value {
    let mut fields = Map::new();
    if let [keys, values] = entries.columns() {
        for entry in 0..entries.len() {
            let key = match value(keys, entry) {
                Value::String(key) => key,
                other => other.to_string(),
            };
            fields.insert(key, value(values, entry));
        }
    }
    Value::Object(fields)
}

fn entry<K: arrow_array::types::ArrowDictionaryKeyType>(array: &dyn Array, row: usize) -> Value {
    let dictionary = array.as_dictionary::<K>();
    let key = dictionary.key(row);
    key.map_or(Value::Null, |key| value(dictionary.values(), key))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::builder::{ListBuilder, StringBuilder};
    use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int64Array, StringArray};
    use arrow_ipc::writer::StreamWriter;

    use super::super::{Found, visit_arrow};
    use super::*;
    use crate::read::ReadOptions;

    fn batch() -> RecordBatch {
        let mut authors = ListBuilder::new(StringBuilder::new());
        authors.append_value([Some("Lee, K."), Some("Wu, B.")]);
        authors.append_null();
        let journals: DictionaryArray<Int8Type> = [Some("Trade"), None].into_iter().collect();
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("id", Arc::new(StringArray::from(vec!["a", "b"]))),
            ("text", Arc::new(StringArray::from(vec![Some("Ports grow."), None]))),
            ("year", Arc::new(Int64Array::from(vec![Some(2003), None]))),
            ("publication_date", Arc::new(Date32Array::from(vec![Some(12_000), None]))),
            ("authors", Arc::new(authors.finish())),
            ("journal", Arc::new(journals)),
        ];
        RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        )
        .unwrap()
    }

    fn stream(batches: usize) -> Vec<u8> {
        let batch = batch();
        let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
        for _ in 0..batches {
            writer.write(&batch).unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn rows(bytes: &[u8]) -> Vec<Result<Value, String>> {
        let mut rows = Vec::new();
        let _ = visit_arrow(bytes, &ReadOptions::default(), &mut |found| {
            rows.push(match found {
                Found::Paper(part) => Ok(serde_json::from_slice(&part.bytes).unwrap()),
                Found::Refused(_, place, error) => Err(format!("{:?}: {error}", place.record)),
                other => panic!("{other:?}"),
            });
            ControlFlow::Continue(())
        });
        rows
    }

    #[test]
    fn rows_become_records() {
        let rows = rows(&stream(2));
        assert_eq!(rows.len(), 4);
        let first = rows[2].as_ref().unwrap();
        let expected = serde_json::json!({
            "id": "a", "text": "Ports grow.", "year": 2003, "publication_date": "2002-11-09",
            "authors": ["Lee, K.", "Wu, B."], "journal": "Trade",
        });
        assert_eq!(*first, expected);
        assert_eq!(rows[3].as_ref().unwrap()["text"], Value::Null);
    }

    #[test]
    fn a_stream_that_breaks_off_is_told_after_what_came() {
        let bytes = stream(2);
        let rows = rows(&bytes[..bytes.len() - 200]);
        assert_eq!(rows.len(), 3);
        let told = rows[2].as_ref().unwrap_err();
        assert!(told.contains("(\"row\", 3)") && told.contains("Arrow stream"), "{told}");
    }

    #[test]
    fn what_is_no_stream_is_told() {
        for bytes in [&b""[..], b"{\"id\": 1}\n", &[0xff; 64]] {
            assert!(matches!(rows(bytes).as_slice(), [Err(_)]), "{bytes:?}");
        }
    }
}
