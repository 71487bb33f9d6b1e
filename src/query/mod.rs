//! Results over the corpus: frequencies, concordance, evidence, works, search.
