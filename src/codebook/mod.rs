//! Codebooks: the language of themes and patterns, read from files.
