//! Does a codebook measure what it claims? A sample of sentences for coding by hand, and how well
//! coders and codebook agree on it.
//!
//! 1. [`plan`] divides the sentences of the selected text into strata (one for each theme, one for text
//!    without mentions), and draws from each.
//! 2. [`sample`] lays the drawn sentences out in random order, blind: nothing a coder reads tells what the
//!    codebook found. What is needed to weight a row back to the corpus stands in its [`key`], which cannot
//!    be parted from the row, nor be moved to another one without being noticed.
//! 3. [`coded`] reads the files of coders as the spreadsheets left them.
//! 4. [`locate`] finds each row's sentence in the index again, and what the codebook, as it is now, finds
//!    there.
//! 5. [`judge`] puts both together, and [`accuracy`], [`reliability`] and [`codes`] are its results, each
//!    with its table.
//!
//! A coder's codes are [`coded::Codes`]: what was said of which sentence on which theme. Whatever else yields
//! them can be judged by the same means: [`passages`] makes them from passages that were coded in another
//! program.

pub mod accuracy;
pub mod coded;
pub mod codes;
pub mod judge;
pub mod key;
pub mod locate;
pub mod passages;
pub mod plan;
pub mod reliability;
pub mod sample;

mod sheet;
#[cfg(test)]
mod tests;

use crate::error::Result;

/// Gives the numbers of a document's sentences that can be drawn, ascending: those with a word, in
/// selected sections.
pub trait SentenceSource {
    /// The sentences of the document at this place of the corpus.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn sentences(&self, document: u32) -> Result<Vec<u32>>;
}
