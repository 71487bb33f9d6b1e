//! What an index notes of how its papers were read, so that only indexes that fit are merged.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Duplicates, IngestOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::index::manifest::Manifest;
use crate::index::{Shards, Writer};

/// Names of the settings, as the options are called.
const ABSTRACTS: &str = "--abstracts";
const DUPLICATES: &str = "--duplicates";

/// Refuses a shard for an index of other papers, and notes what the index holds.
pub(super) fn describe(
    index: &Path,
    writer: &Writer,
    is_empty: bool,
    options: &IngestOptions,
) -> Result<()> {
    let shards = options.shard.map(Shards::of_one);
    if let Some(wanted) = options.shard
        && !is_empty
    {
        let before = Manifest::read(index)?.shards;
        if before != shards {
            let held = match before {
                Some(held) => format!("shard {held}"),
                None => "papers of a whole corpus".to_owned(),
            };
            let kind = ErrorKind::OtherShard { held, wanted: wanted.to_string() };
            return Err(Error::new(kind).at_path(index));
        }
    }
    writer.describe(shards, settings(options))
}

/// The options that change which papers are in an index, or their texts.
fn settings(options: &IngestOptions) -> BTreeMap<String, String> {
    let fields = &options.read.fields;
    let one = |name: &Option<String>| name.clone().unwrap_or_default();
    let all = [
        (ABSTRACTS, if options.abstracts { "on" } else { "off" }.to_owned()),
        (DUPLICATES, options.duplicates.name().to_owned()),
        ("--max-size", (options.read.size_limit >> 20).to_string()),
        ("--text-field", fields.text.join(", ")),
        ("--id-field", one(&fields.id)),
        ("--title-field", one(&fields.title)),
        ("--year-field", one(&fields.year)),
        ("--author-field", one(&fields.authors)),
    ];
    let told = all.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The options with which the papers of an index were ingested, as far as they bear on records and
/// duplicates.
pub(super) fn options(settings: &BTreeMap<String, String>, jobs: usize) -> IngestOptions {
    let duplicates = Duplicates::ALL
        .into_iter()
        .find(|one| settings.get(DUPLICATES).is_some_and(|name| name == one.name()));
    IngestOptions {
        jobs,
        abstracts: settings.get(ABSTRACTS).is_some_and(|value| value == "on"),
        duplicates: duplicates.unwrap_or_default(),
        ..IngestOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bears_on_records_and_duplicates_comes_back() {
        for duplicates in Duplicates::ALL {
            let before = IngestOptions { abstracts: true, duplicates, ..IngestOptions::default() };
            let after = options(&settings(&before), 3);
            assert_eq!((after.abstracts, after.duplicates, after.jobs), (true, duplicates, 3));
        }
    }

    #[test]
    fn a_setting_is_called_as_its_option() {
        let plain = settings(&IngestOptions::default());
        let names: Vec<&str> = plain.keys().map(String::as_str).collect();
        assert_eq!(names, ["--abstracts", "--duplicates", "--max-size"]);
        assert_eq!(plain["--max-size"], "32");
    }
}
