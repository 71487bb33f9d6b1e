//! Words of headings in six languages, without diacritics: each list in the order of the alphabet.

/// Words one of which every heading of a bibliography has.
#[rustfmt::skip]
pub(crate) const CORE: [&str; 32] = [
    "bibliografi", "bibliografia", "bibliografias", "bibliografie", "bibliographia",
    "bibliographie", "bibliographies", "bibliography", "kepustakaan", "literatur", "literatura",
    "literaturangaben", "literature", "literaturliste", "literaturnachweis", "literaturnachweise",
    "literaturverzeichnis", "pustaka", "quellen", "quellenverzeichnis", "reference", "references",
    "referencia", "referencias", "referenser", "referensi", "referenzen", "rujukan",
    "schriftenverzeichnis", "schrifttum", "sumber", "zitate",
];

/// Words that may stand beside them.
#[rustfmt::skip]
pub(crate) const BESIDE: [&str; 63] = [
    "a", "acuan", "additional", "and", "annotated", "article", "bibliografica", "bibliograficas",
    "bibliograficos", "bibliographic", "bibliographical", "bibliographiques", "citada", "citadas",
    "citados", "cited", "citees", "consultada", "consultadas", "daftar", "dan", "data", "de", "des",
    "e", "et", "footnotes", "full", "general", "in", "key", "las", "les", "list", "lista", "liste",
    "main", "notas", "note", "notes", "of", "online", "only", "paper", "primary", "principal",
    "reading", "readings", "recommended", "s", "secondary", "select", "selected", "selective",
    "source", "sources", "the", "this", "und", "verwendete", "works", "y", "zitierte",
];

/// Whole headings, words joined by one space.
#[rustfmt::skip]
pub(crate) const WHOLE: [&str; 30] = [
    "additional reading", "additional readings", "additional references", "cited works",
    "daftar acuan", "fuentes", "fuentes consultadas", "further reading", "further readings",
    "further references", "internet resources", "internet sources", "lecturas recomendadas",
    "lectures complementaires", "leituras recomendadas", "obras citadas", "obras consultadas",
    "online resources", "ouvrages cites", "primary sources", "recommended reading",
    "secondary sources", "sources", "suggested reading", "suggested readings", "web references",
    "web resources", "weiterfuhrende literatur", "works cited", "works consulted",
];

/// Openings of headings, captions and lines that end a bibliography, words joined by one space. A
/// `#` stands for a number, a Roman number or a single letter.
#[rustfmt::skip]
pub(crate) const AFTER: [&str; 125] = [
    "abbildung #", "abbreviation", "abbreviations", "about the author", "about the authors",
    "abstract", "abstrak", "acknowledgement", "acknowledgements", "acknowledgment",
    "acknowledgments", "additional file", "additional files", "additional information",
    "additional material", "additional supporting", "address for correspondence", "agradecimentos",
    "agradecimiento", "agradecimientos", "anexo", "anexos", "anhang", "annex", "annexe", "annexes",
    "apendice", "apendices", "appendices", "appendix", "author affiliations", "author biographies",
    "author biography", "author contribution", "author contributions", "author details",
    "author information", "author note", "author profile", "authors", "authors biographies",
    "authors contribution", "authors contributions", "authors information", "autores",
    "availability of data", "biodata", "biografi penulis", "biographical note",
    "biographical notes", "biographical sketch", "biographies", "biography", "cite this article",
    "competing interest", "competing interests", "conclusion", "conclusions",
    "conflict of interest", "conflicts of interest", "copyright", "correspondence",
    "corresponding author", "danksagung", "data availability", "declaration of", "declarations",
    "disclaimer", "disclosure", "discussion", "edited by", "endnotes", "ethics statement", "fig #",
    "figura #", "figure #", "figure captions", "figure legends", "figures", "figures and tables",
    "footnotes", "funding", "gambar #", "glossary", "how to cite", "introduction", "lampiran",
    "legends", "list of figures", "list of tables", "materials and methods", "methods", "notas",
    "note on contributors", "notes", "notes on contributor", "notes on contributors",
    "online supplementary", "open access", "orcid", "peer review", "publisher s note",
    "questionnaire", "received", "remerciements", "resultados", "results", "resumen", "resumo",
    "reviewed by", "sobre los autores", "sobre os autores", "supplement", "supplemental",
    "supplementary", "supporting information", "tabel #", "tabela #", "tabelle #", "tabla #",
    "table #", "tableau #", "tables", "tentang penulis", "ucapan terima kasih",
];
