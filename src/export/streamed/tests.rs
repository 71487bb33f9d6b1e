//! Arrow says what JSON lines say.

#![cfg(feature = "arrow")]

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_ipc::reader::StreamReader;
use arrow_schema::DataType;
use serde_json::{Map, Value};

use super::arrow::ArrowWriter;
use super::json;
use crate::model::{FindingTable, StreamedPaper};
use crate::pipeline::stream::Miner;
use crate::read::{Found, ReadOptions, visit_lines};

const PAPERS: &str = concat!(
    r#"{"id": "a", "title": "On ports", "text": "Introduction\n\nPorts grow (Lee, 2003, p. 4; Wu 2010), "#,
    r#"says Kim (2020).\n\nReferences\n\nLee, J. (2003). On ports. Trade, 1(2), 1-9.\n\n"#,
    r#"Wu, B. (Ed.). (2010a). Barriers. Oxford: OUP.\n\nWu, B. (2010b). Other barriers. Oxford: OUP.\n"}"#,
    "\nnonsense\n",
    r#"{"id": "b", "text": "Nothing is cited here."}"#,
);

fn mined(miner: &Miner<'_>) -> Vec<StreamedPaper> {
    let mut papers = Vec::new();
    let _ = visit_lines(PAPERS.as_bytes(), &ReadOptions::default(), &mut |found| {
        if let Found::Paper(part) = found {
            papers.push(miner.mine(&part));
        }
        std::ops::ControlFlow::Continue(())
    });
    papers
}

/// A value as JSON, with all that is null left out of objects.
fn value(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|item| value(&items, item)).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let named = fields.iter().zip(columns);
            let named = named.map(|(field, column)| (field.name().clone(), value(column, row)));
            Value::Object(named.filter(|(_, value)| !value.is_null()).collect())
        }
        other => panic!("{other}"),
    }
}

fn rows(batch: &RecordBatch) -> Vec<Value> {
    let schema = batch.schema();
    let row = |row| {
        let named = schema.fields().iter().zip(batch.columns());
        let named = named.map(|(field, column)| (field.name().clone(), value(column, row)));
        Value::Object(named.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
    };
    (0..batch.num_rows()).map(row).collect()
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(fields.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

fn as_json(tables: &[FindingTable], papers: &[StreamedPaper]) -> Vec<Value> {
    let mut lines = Vec::new();
    for paper in papers {
        json::write(tables, paper, &mut lines).unwrap();
    }
    let lines = String::from_utf8(lines).unwrap();
    lines.lines().map(|line| without_nulls(serde_json::from_str(line).unwrap())).collect()
}

#[test]
fn arrow_and_json_lines_say_the_same() {
    let miner = Miner::new(&crate::model::Finding::ALL, None, ReadOptions::default());
    let papers = mined(&miner);
    let expected = as_json(miner.tables(), &papers);
    assert_eq!(expected.len(), 3);
    let citations = expected[0]["citations"].as_array().unwrap();
    assert!(citations.len() >= 3, "{citations:?}");
    assert!(expected[0]["citations"].to_string().contains("differs"), "{citations:?}");
    assert_eq!(expected[1]["error"]["kind"], "not-a-record");
    for batch in [1, 2, 64] {
        let mut writer = ArrowWriter::new(miner.tables(), batch, Vec::new()).unwrap();
        for paper in &papers {
            writer.push(paper.clone()).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let reader = StreamReader::try_new(bytes.as_slice(), None).unwrap();
        let batches: Vec<RecordBatch> = reader.map(|batch| batch.unwrap()).collect();
        assert_eq!(batches.len(), papers.len().div_ceil(batch));
        let found: Vec<Value> = batches.iter().flat_map(rows).collect();
        assert_eq!(found, expected, "batches of {batch}");
    }
}
