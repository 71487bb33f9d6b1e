//! Words that the reader of author-year citations knows, in six languages.

/// Conjunctions between two authors.
pub(super) const CONJUNCTIONS: [&str; 14] =
    [
    "and", "и", "ve", "dan", "y", "e", "et", "und", "en", "och", "og", "i", "ed", "with",
];

/// Words after a conjunction that stand for the other authors: "and colleagues", "e cols."
pub(super) const OTHERS: [&str; 24] = [
    "al", "alii", "alia", "others", "colleagues", "coworkers", "co-workers", "associates",
    "collaborators", "cols", "col", "coll", "colaboradores", "colegas", "otros", "otras",
    "outros", "outras", "colaboradoras", "collègues", "andere", "kollegen", "mitarbeiter",
    "kawan-kawan",
];

/// Words that stand for the other authors without a conjunction.
pub(super) const OTHERS_ALONE: [&str; 4] = [
    "dkk", "etal", "dll", "kk",
];

/// Small words inside the name of an organisation.
pub(super) const INSIDE_ORGANISATION: [&str; 25] = [
    "of", "for", "the", "on", "in", "to", "de", "del", "do", "da", "dos", "das", "des", "du",
    "la", "le", "los", "las", "para", "für", "der", "des", "zur", "untuk", "sobre",
];

/// Particles of family names in small letters.
pub(super) const PARTICLES: [&str; 46] = [
    "van", "von", "der", "den", "de", "del", "della", "dela", "di", "da", "dos", "das", "do",
    "du", "la", "le", "las", "los", "bin", "binti", "ibn", "al", "el", "abd", "abu", "ter", "ten",
    "te", "zu", "zur", "zum", "vom", "af", "av", "d", "dal", "dalla", "degli", "st", "san", "op",
    "in't", "van't", "ap", "ould", "'t",
];

/// Capitalised words that are no part of a name before which they stand.
pub(super) const OPENERS: [&str; 151] = [
    // English
    "a", "about", "according", "additionally", "after", "again", "all", "also", "although",
    "among", "an", "and", "as", "at", "based", "because", "before", "besides", "both", "building",
    "but", "by", "cf", "consistent", "contrary", "despite", "drawing", "e.g", "early", "even",
    "finally", "first", "following", "for", "from", "furthermore", "given", "hence", "here",
    "how", "however", "i.e", "if", "in", "including", "indeed", "instead", "interestingly", "it",
    "later", "like", "likewise", "moreover", "more", "most", "nevertheless", "next", "now", "of",
    "on", "or", "other", "our", "per", "prior", "recently", "reviewed", "second", "see",
    "similar", "similarly", "since", "so", "some", "specifically", "still", "such", "than",
    "that", "the", "their", "then", "there", "therefore", "these", "they", "third", "this",
    "thus", "to", "today", "under", "unlike", "until", "using", "was", "we", "what", "when",
    "where", "whereas", "while", "with",
    // Indonesian
    "menurut", "dalam", "lihat", "oleh", "pada", "seperti", "sementara", "sedangkan", "selain",
    // Spanish and Portuguese
    "seguindo", "según", "véase", "ver", "segundo", "conforme", "para", "em", "en", "como", "por",
    "de", "no", "na", "el", "la", "os", "las", "los",
    // French
    "selon", "voir", "chez", "d'après", "pour", "comme", "dans",
    // German
    "nach", "laut", "siehe", "vgl", "bei", "auch", "wie", "so", "bereits", "gemäß", "zu", "im",
    "für",
];

/// Words that make a bracket with a year something else than a citation.
pub(super) const LOOK_ALIKES: [&str; 123] = [
    // months and seasons
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "januari", "februari", "maret", "mei", "juni", "juli", "agustus",
    "oktober", "desember", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janeiro", "fevereiro", "março",
    "maio", "junho", "julho", "setembro", "outubro", "novembro", "dezembro", "janvier", "février",
    "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre", "januar", "februar", "märz", "dezember", "spring", "summer", "autumn", "fall",
    "winter",
    // parts of a paper
    "figure", "fig", "figs", "table", "tables", "tab", "appendix", "equation", "eq", "section",
    "chapter", "box", "gambar", "tabel", "tabla", "figura", "tabela", "abbildung", "tabelle",
    // versions, laws, events, firms
    "version", "release", "edition", "windows", "excel", "office", "act", "law", "regulation",
    "directive", "article", "paragraph", "ley", "lei", "decreto", "olympics", "conference",
    "congress", "inc", "ltd", "corp", "gmbh", "llc", "usa", "uk", "total", "year", "years",
];

/// Words before a bracketed callout that make it part of the sentence: "According to (Lee, 2016)".
pub(super) const INTRODUCTIONS: [&str; 17] = [
    "according to", "menurut", "según", "segundo", "de acordo com", "de acuerdo con", "conforme",
    "selon", "d'après", "d’après", "laut", "gemäß", "nach", "berdasarkan", "as argued by",
    "as shown by", "as stated by",
];

/// Words in small letters that may stand right before the first name of a callout.
pub(super) const PREFIXES: [&str; 44] = [
    "see", "also", "cf", "e.g", "i.e", "in", "by", "as", "from", "after", "review", "reviewed",
    "example", "instance", "especially", "particularly", "notably", "cited", "adapted",
    "modified", "e", "g", "eg", "ie", "per", "data", "source", "vgl", "siehe", "auch", "nach",
    "bei", "zit", "ver", "véase", "apud", "citado", "lihat", "dalam", "voir", "dans", "cité",
    "that", "namely",
];

/// Words before a place or a time: what follows one up to a comma is no author.
pub(super) const PLACING: [&str; 22] = [
    "in", "at", "for", "from", "during", "under", "within", "across", "since", "after", "before",
    "em", "en", "na", "no", "di", "pada", "dans", "bei", "im", "para", "until",
];

/// Words inside the name of an organisation that no person's name has.
pub(super) const ONLY_ORGANISATION: [&str; 8] =
    [
    "of", "for", "on", "the", "für", "para", "untuk", "sobre",
];
