//! Words that stand beside numbers, in six languages: each list in the order of the alphabet.
//!
//! Collected from articles of many fields; none is meant to be complete.

/// Words that take a number of their own, in lower case.
#[rustfmt::skip]
pub(crate) const NAMING: [&str; 92] = [
    "abb", "age", "aged", "anexo", "annex", "appendix", "apêndice", "article", "box", "case",
    "chapter", "chr", "chromosome", "class", "cluster", "cohort", "column", "compound", "cuadro",
    "day", "days", "dose", "eq", "eqs", "equation", "example", "exon", "experiment", "factor",
    "fase", "fig", "figs", "figura", "figure", "figures", "file", "gambar", "generation", "grade",
    "group", "grupo", "hour", "hypothesis", "item", "items", "july", "june", "lane", "lanes",
    "level", "line", "march", "may", "mean", "model", "month", "n", "no", "nos", "number", "panel",
    "part", "patient", "phase", "plate", "point", "quadro", "question", "scheme", "section",
    "september", "site", "stage", "step", "study", "supplementary", "tab", "tabel", "tabela",
    "tabla", "table", "tables", "tier", "tipo", "trial", "type", "version", "vol", "volume", "week",
    "weeks", "year",
];

/// Words after which a number is a quantity, in lower case.
#[rustfmt::skip]
pub(crate) const BEFORE_QUANTITY: [&str; 96] = [
    "a", "about", "above", "achieved", "after", "all", "an", "and", "approximately", "are",
    "around", "as", "at", "average", "before", "below", "between", "by", "com", "contained", "dan",
    "dari", "de", "des", "do", "du", "during", "e", "each", "either", "em", "en", "entre", "equal",
    "every", "exceeded", "exceeds", "except", "first", "following", "for", "from", "hingga", "in",
    "included", "including", "is", "las", "last", "least", "less", "los", "more", "most", "nas",
    "nearly", "next", "of", "on", "only", "or", "os", "other", "over", "per", "plus", "pour",
    "previous", "reached", "remaining", "roughly", "scored", "selama", "sobre", "than", "the",
    "these", "those", "through", "times", "to", "top", "total", "totaling", "under", "until", "up",
    "used", "using", "was", "were", "when", "with", "within", "without", "y",
];

/// Words in small letters that go on after a citation rather than name what is counted.
#[rustfmt::skip]
pub(crate) const AFTER_CITATION: [&str; 62] = [
    "a", "afirmam", "also", "an", "and", "are", "as", "at", "because", "been", "but", "by", "can",
    "could", "dan", "de", "described", "did", "does", "e", "em", "en", "for", "found", "from",
    "had", "has", "have", "however", "in", "into", "is", "it", "la", "may", "o", "observed", "on",
    "or", "para", "proposed", "que", "reported", "showed", "shows", "since", "suggest", "suggested",
    "that", "the", "their", "this", "to", "using", "was", "we", "were", "when", "whereas", "which",
    "while", "with",
];

/// Words with stops that are no ends of sentences before a number.
#[rustfmt::skip]
pub(crate) const ABBREVIATIONS: [&str; 24] = [
    "abb", "app", "art", "ca", "cap", "cf", "ch", "eq", "eqs", "fig", "figs", "hal", "no", "nos",
    "nr", "p", "pp", "ref", "refs", "sec", "tab", "v", "vol", "vs",
];
