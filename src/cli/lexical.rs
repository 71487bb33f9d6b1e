//! What the commands on words share: which words are left out, and how many rows are shown.

use clap::{Args, ValueEnum};
use leitmotif::model::Provenance;
use leitmotif::pipeline::study::Study;
use leitmotif::query::Selection;
use leitmotif::query::lexical::WordFilter;

/// Which words to leave out, and how many rows to show.
#[derive(Debug, Args)]
pub(crate) struct RowArgs {
    /// Words to leave out: of n-grams those that begin or end with one. Totals and rates still rest
    /// on all words.
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    without: Vec<Without>,
    /// At most this many rows; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Words that are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Without {
    /// Articles, pronouns, conjunctions and the like of the papers' languages.
    FunctionWords,
    /// Words with a digit.
    Numbers,
}

impl RowArgs {
    /// At most so many rows.
    pub(crate) fn limit(&self) -> Option<usize> {
        Some(self.limit).filter(|&limit| limit > 0)
    }

    /// Whether no words are left out.
    pub(crate) fn is_plain(&self) -> bool {
        self.without.is_empty()
    }

    /// The filter for words of these texts.
    pub(crate) fn filter(&self, study: &Study, texts: &[&Selection]) -> WordFilter {
        let mut filter = WordFilter::default();
        if self.without.contains(&Without::FunctionWords) {
            filter.without_function_words = study.languages(texts);
        }
        filter.without_numbers = self.without.contains(&Without::Numbers);
        filter
    }

    /// What a result was made with.
    pub(crate) fn provenance(&self, provenance: Provenance) -> Provenance {
        let names: Vec<&str> =
            [(Without::FunctionWords, "function words"), (Without::Numbers, "numbers")]
                .into_iter()
                .filter(|(kind, _)| self.without.contains(kind))
                .map(|(_, name)| name)
                .collect();
        if names.is_empty() { provenance } else { provenance.with("without", names.join(", ")) }
    }
}
