//! Text analysis: words, sentences, sections, languages, stems.
