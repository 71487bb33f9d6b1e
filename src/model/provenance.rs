//! Where a result comes from: enough to make the same numbers again.
//!
//! No clock, path or machine is part of it, so that the same corpus, codebook and settings give
//! the same bytes.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What made a result: the program, its settings, and fingerprints of what it was made from.
///
/// ```
/// use leitmotif::model::Provenance;
/// let provenance = Provenance::new("query themes").with("per", 1_000).over("3f2a9c", 16);
/// assert!(provenance.to_string().ends_with("query themes; per 1000; 16 papers (3f2a9c)"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of leitmotif.
    pub version: String,
    /// The command, without its paths: `query themes`.
    pub command: String,
    /// Every setting that can change a number, by its name on the command line.
    pub settings: BTreeMap<String, String>,
    /// The papers that the result was made from.
    pub corpus: Option<CorpusStamp>,
    /// The codebook that the result was made with.
    pub codebook: Option<CodebookStamp>,
}

/// Which papers a result was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusStamp {
    /// Hash over the hashes of the papers, in hexadecimal digits.
    pub fingerprint: String,
    /// How many papers.
    pub papers: u64,
    /// Hash over the bibliographic records that papers were given; `None` where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
}

/// Which codebook a result was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodebookStamp {
    /// The codebook's title.
    pub name: String,
    /// Hash of what it says, in hexadecimal digits.
    pub fingerprint: String,
}

impl Default for Provenance {
    /// This version of leitmotif, and nothing more.
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: String::new(),
            settings: BTreeMap::new(),
            corpus: None,
            codebook: None,
        }
    }
}

impl Provenance {
    /// A result of this version's `command`.
    #[must_use]
    pub fn new(command: impl Into<String>) -> Self {
        Self { command: command.into(), ..Self::default() }
    }

    /// With a setting.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.settings.insert(name.into(), value.to_string());
        self
    }

    /// Made from so many papers, whose hashes have this fingerprint.
    #[must_use]
    pub fn over(mut self, fingerprint: impl Into<String>, papers: u64) -> Self {
        let fingerprint = fingerprint.into();
        self.corpus = Some(CorpusStamp { fingerprint, papers, records: None });
        self
    }

    /// With the fingerprint of the records that the papers were given.
    #[must_use]
    pub fn with_records(mut self, fingerprint: Option<String>) -> Self {
        if let Some(corpus) = &mut self.corpus {
            corpus.records = fingerprint;
        }
        self
    }

    /// Made with this codebook.
    #[must_use]
    pub fn coded_by(mut self, name: impl Into<String>, fingerprint: impl Into<String>) -> Self {
        self.codebook = Some(CodebookStamp { name: name.into(), fingerprint: fingerprint.into() });
        self
    }
}

impl fmt::Display for Provenance {
    /// One line, its parts divided by semicolons.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "leitmotif {}", self.version)?;
        if !self.command.is_empty() {
            write!(formatter, ", {}", self.command)?;
        }
        for (name, value) in &self.settings {
            write!(formatter, "; {name} {value}")?;
        }
        if let Some(CorpusStamp { fingerprint, papers, records }) = &self.corpus {
            let noun = if *papers == 1 { "paper" } else { "papers" };
            write!(formatter, "; {papers} {noun} ({fingerprint}")?;
            if let Some(records) = records {
                write!(formatter, ", records {records}")?;
            }
            write!(formatter, ")")?;
        }
        if let Some(CodebookStamp { name, fingerprint }) = &self.codebook {
            // A pattern typed by hand is a codebook without a name.
            match name.as_str() {
                "" => write!(formatter, "; codebook ({fingerprint})")?,
                name => write!(formatter, "; codebook “{name}” ({fingerprint})")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codebook_without_a_name_has_no_empty_quotes() {
        let line = Provenance::new("query context").coded_by("", "cd34").to_string();
        assert!(line.ends_with("; codebook (cd34)"), "{line}");
    }

    #[test]
    fn one_line_names_everything_in_a_fixed_order() {
        let provenance = Provenance::new("query themes")
            .with("where", "year > 2010")
            .with("per", 1_000)
            .over("ab12", 1)
            .coded_by("Motives", "cd34");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            provenance.to_string(),
            format!(
                "leitmotif {version}, query themes; per 1000; where year > 2010; 1 paper (ab12); codebook “Motives” (cd34)"
            )
        );
    }
}
