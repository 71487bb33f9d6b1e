//! Themes: patterns resolved on the term dictionary and matched on postings.
