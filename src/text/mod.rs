//! Text analysis: words, sentences, paragraphs, sections, languages, stems.
//!
//! Everything here works on a text that never changes and gives spans into it. [`tokens`] and
//! [`normalize`] are the one analyzer: index, codebook, concordance and statistics all cut and fold
//! words with these two functions. [`layers`] divides a whole text; it is what reading a paper
//! calls.

mod function_words;
mod language;
mod layers;
mod line;
mod loose;
mod malay;
mod normalize;
mod paragraph;
mod section;
mod sentence;
mod sketch;
mod stem;
mod token;

pub use function_words::{FunctionWord, function_word};
pub use language::identify;
pub use layers::{Layout, MarkedHeading, form_feed_pages, layers, layers_of_layout};
pub(crate) use loose::prefix_before_spelling;
pub use loose::{fold_diacritics, fold_spelling};
pub use normalize::{normalize, unfolded};
pub use section::{heading_kind, is_caption};
pub use sentence::{Sentences, sentences};
pub use sketch::{Sketch, Sketcher};
pub use stem::Stemmer;
pub use token::{Tokens, tokens};
