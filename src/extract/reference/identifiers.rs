//! Identifiers and addresses in a reference string, found by rule before anything else is parsed.
//!
//! DOI, arXiv, PubMed, ISBN and ISSN numbers and web addresses have fixed forms, so a grammar finds
//! them more surely than a statistical tagger. One pass over the bytes; each trigger (`10.`, `http`,
//! `doi`, `arXiv`, `PMID`, `ISBN` …) is tried only at the start of a word.
//!
//! Repairs: identifiers that run over a line end, or that a PDF printed with a space after a slash,
//! a full stop or a hyphen, are joined when what follows cannot be the next word of the reference;
//! full stops, commas and unbalanced brackets at the end are not part of them; Unicode hyphens in a
//! DOI become ASCII hyphens. DOI syntax: DOI Handbook, section 2.2 (prefix `10.` and a registrant of
//! four to nine digits); arXiv: the schemes before and after April 2007.

use crate::model::Span;

/// What an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// Digital object identifier, in lower case without a resolver's address.
    Doi,
    /// Address on the web.
    Url,
    /// arXiv number: `1706.03762v2`, `hep-th/9901001`.
    Arxiv,
    /// PubMed number.
    Pmid,
    /// PubMed Central number with its `PMC`.
    Pmcid,
    /// Book number, digits and `X` only.
    Isbn,
    /// Serial number: `1234-5678`.
    Issn,
}

/// An identifier and where it stands, its prefix (`doi:`, `https://doi.org/`) included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Where it stands.
    pub span: Span,
    /// The repaired value without its prefix.
    pub value: String,
}

/// Archives of the arXiv whose old numbers are printed without the word `arXiv`.
const ARCHIVES: [&str; 18] = [
    "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin",
    "nucl-ex", "nucl-th", "physics", "quant-ph", "math", "alg-geom", "dg-ga", "q-alg", "solv-int",
];

/// Bytes of the longest identifier; bounds the work on hostile text.
const LONGEST: usize = 2_000;

/// Finds the identifiers of a prepared reference string, in order; empties `found` first.
pub fn find(text: &str, found: &mut Vec<Identifier>) {
    found.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        if is_trigger(byte)
            && !before.is_ascii_alphanumeric()
            && let Some((kind, end, value)) = identifier_at(text, at)
        {
            found.push(Identifier { kind, span: Span::new(at, end), value });
            before = b' ';
            at = end;
            continue;
        }
        before = if byte.is_ascii() { byte } else { b'a' };
        at += 1;
    }
}

const fn is_trigger(byte: u8) -> bool {
    matches!(
        byte,
        b'1' | b'a'
            | b'A'
            | b'c'
            | b'd'
            | b'D'
            | b'f'
            | b'g'
            | b'h'
            | b'H'
            | b'I'
            | b'i'
            | b'm'
            | b'n'
            | b'P'
            | b'p'
            | b'q'
            | b's'
            | b'w'
            | b'W'
    )
}

type Found = (IdentifierKind, usize, String);

fn identifier_at(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    match rest.as_bytes().first()?.to_ascii_lowercase() {
        b'1' => doi(rest, at),
        b'd' => prefixed_doi(rest, at).or_else(|| old_arxiv(rest, at)),
        b'h' => address(rest, at).or_else(|| old_arxiv(rest, at)),
        b'f' | b'w' => address(rest, at),
        b'a' => arxiv(rest, at).or_else(|| old_arxiv(rest, at)),
        b'p' => pubmed(rest, at).or_else(|| old_arxiv(rest, at)),
        b'i' => standard_number(rest, at),
        _ => old_arxiv(rest, at),
    }
}

/// `rest` after `prefix`, letters compared without case.
fn after<'t>(rest: &'t str, prefix: &str) -> Option<&'t str> {
    let head = rest.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| rest.get(prefix.len()..))?
}

/// `rest` without the separators that stand between a prefix and its number.
fn skip_separators(rest: &str) -> &str {
    rest.trim_start_matches([':', '.', ' ', '\n', '#', '='])
}

/// The DOI after `doi:`, `DOI`, `doi:https://doi.org/` and the like.
fn prefixed_doi(rest: &str, at: usize) -> Option<Found> {
    let mut inner = after(rest, "doi").or_else(|| after(rest, "dx.doi"))?;
    for _ in 0..2 {
        inner = skip_separators(inner);
        inner = inner.strip_prefix('[').unwrap_or(inner);
        for prefix in ["https://", "http://", "dx.", "www.", "doi.org/", "org/", "doi:", "doi"] {
            inner = after(inner, prefix).unwrap_or(inner);
        }
    }
    doi(inner, at + (rest.len() - inner.len()))
}

/// The DOI that starts `rest`, which stands at byte `at`.
fn doi(rest: &str, at: usize) -> Option<Found> {
    let registrant = rest.strip_prefix("10.")?.trim_start_matches(' ');
    let digits = registrant.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if !(4..=12).contains(&digits) {
        return None;
    }
    let suffix = registrant.get(digits..)?.trim_start_matches(' ').strip_prefix('/')?;
    let suffix = suffix.trim_start_matches([' ', '\n']);
    let length = extent(suffix, doi_ends, doi_goes_on);
    let printed = trim_end(suffix.get(..length)?);
    if printed.is_empty() {
        return None;
    }
    let end = at + (rest.len() - suffix.len()) + printed.len();
    let mut value = String::with_capacity(digits + printed.len() + 4);
    value.push_str("10.");
    value.push_str(registrant.get(..digits)?);
    value.push('/');
    push_repaired(printed, &mut value);
    Some((IdentifierKind::Doi, end, value.to_lowercase()))
}

/// The characters of an identifier without white space, and with ASCII hyphens.
fn push_repaired(printed: &str, value: &mut String) {
    value.extend(printed.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '‐' | '‑' | '–' | '—' | '−' => '-',
        _ => c,
    }));
}

/// The DOI named in an address of a publisher or resolver, in lower case.
#[must_use]
pub fn doi_of_address(address: &str) -> Option<String> {
    let at = address.find("/10.")? + 1;
    let value = doi(address.get(at..)?, at)?.2;
    let end = value.find(['?', '#', '&']).unwrap_or(value.len());
    let value = value.get(..end)?;
    let value = ["/full", "/abstract", "/pdf", "/epdf", "/meta"]
        .iter()
        .fold(value, |value, ending| value.strip_suffix(ending).unwrap_or(value));
    Some(value.to_owned())
}

/// Length of the identifier that starts `text`: to the first character that ends it, or white space
/// after which it does not go on.
fn extent(text: &str, ends: fn(&str) -> bool, goes_on: fn(&str, bool, &str) -> bool) -> usize {
    let mut depth = 0_i32;
    let mut joins = 0;
    for (at, character) in text.char_indices() {
        if at > LONGEST {
            return at;
        }
        let rest = text.get(at..).unwrap_or_default();
        match character {
            ' ' | '\n' => {
                let before = text.get(..at).unwrap_or_default();
                if joins == 4 || !goes_on(before, character == '\n', rest.trim_start()) {
                    return at;
                }
                joins += 1;
            }
            '(' | '[' if !ends(rest) => depth += 1,
            ')' | ']' => {
                depth -= 1;
                if depth < 0 {
                    return at;
                }
            }
            _ if character.is_whitespace() || ends(rest) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a DOI ends before `rest`.
fn doi_ends(rest: &str) -> bool {
    let mut characters = rest.chars();
    match (characters.next(), characters.next()) {
        (Some('"' | '“' | '”' | '»' | '{' | '}' | '|' | '\\'), _) => true,
        (Some(',' | ';'), next) => next.is_none_or(|next| !next.is_ascii_digit()),
        (Some('h'), Some('t')) => rest.starts_with("http"),
        (Some('.'), Some('U' | 'u')) => after(rest, ".url").is_some(),
        (Some('['), _) => after(rest, "[doi]").is_some() || after(rest, "[pii]").is_some(),
        (Some('P'), Some('M')) => rest.starts_with("PMID") || rest.starts_with("PMCID"),
        _ => false,
    }
}

/// Whether a DOI that was broken off goes on with `after`.
fn doi_goes_on(before: &str, line_break: bool, after: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let chunk = after.split([' ', '\n']).next().unwrap_or_default();
    let core = trim_end(chunk);
    let Some(first) = core.chars().next() else { return false };
    if !core.bytes().any(|b| b.is_ascii_digit()) || core.contains("://") {
        return false;
    }
    let open = matches!(last, '/' | '-' | '‐' | '_' | '(');
    let year = core.len() == 4 && core.starts_with(['1', '2']);
    let after_stop = last == '.' && (first.is_ascii_digit() || first.is_ascii_lowercase());
    let starts_inside = line_break && matches!(first, '.' | '/' | '-' | '_') && core.len() > 1;
    let plain = core.bytes().all(|b| b.is_ascii_alphanumeric() || b"./-_()".contains(&b));
    plain && (open || (after_stop && (line_break || !year)) || starts_inside)
}

/// An address on the web; an address of the DOI resolver is a DOI.
fn address(rest: &str, at: usize) -> Option<Found> {
    let inner = ["https", "http", "ftp"].iter().find_map(|scheme| {
        after(rest, scheme)?
            .trim_start()
            .strip_prefix(':')?
            .trim_start()
            .strip_prefix("//")
            .map(str::trim_start)
    });
    let host = inner.or_else(|| after(rest, "www.").map(|_| rest))?;
    let start = at + (rest.len() - host.len());
    if let Some(path) = ["doi.org/", "dx.doi.org/", "www.doi.org/"]
        .iter()
        .find_map(|resolver| after(host, resolver))
    {
        let path = after(path.trim_start(), "doi:").unwrap_or(path).trim_start();
        if let Some(found) = doi(path, start + (host.len() - path.len())) {
            return Some(found);
        }
    }
    let length = extent(host, address_ends, address_goes_on);
    let printed = trim_end(host.get(..length)?);
    if !printed.contains('.') {
        return None;
    }
    let end = start + printed.len();
    let mut value = String::with_capacity(end - at);
    let scheme = rest.get(..rest.len() - host.len()).unwrap_or_default();
    value.extend(scheme.chars().filter(|c| !c.is_whitespace()));
    value.extend(printed.chars().filter(|c| !c.is_whitespace()));
    Some((IdentifierKind::Url, end, value))
}

fn address_ends(rest: &str) -> bool {
    rest.starts_with(['"', '“', '”', '«', '»', '<', '>', '{', '}', '|'])
        || rest.starts_with(", ")
        || rest.starts_with("; ")
}

/// Whether an address that was broken off goes on with `after`.
fn address_goes_on(before: &str, line_break: bool, after: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let chunk = after.split([' ', '\n']).next().unwrap_or_default();
    let core = trim_end(chunk);
    let open = matches!(last, '/' | '_' | '=' | '?' | '&' | '-' | '%');
    let inner = core.contains(['/', '_', '=', '?', '&', '%', '.']) && !core.contains("://");
    let plain = core.bytes().all(|b| b.is_ascii_alphanumeric() || b"./-_=?&%#+~:".contains(&b));
    if !plain || core.is_empty() {
        return false;
    }
    let one_word = core.bytes().all(|b| b.is_ascii_alphabetic());
    let dotted = last == '.' && inner && core.starts_with(|c: char| c.is_ascii_lowercase());
    if line_break {
        (open && !(one_word && core.len() < 3)) || inner
    } else {
        open && inner || dotted
    }
}

/// An arXiv number after `arXiv:`.
fn arxiv(rest: &str, at: usize) -> Option<Found> {
    let inner = skip_separators(after(rest, "arxiv")?);
    let found = new_arxiv(inner).or_else(|| old_arxiv_number(inner));
    let (length, value) = found?;
    Some((IdentifierKind::Arxiv, at + (rest.len() - inner.len()) + length, value))
}

/// `1706.03762v2`: length as printed and value.
fn new_arxiv(text: &str) -> Option<(usize, String)> {
    let head = text.get(..4)?;
    let tail = text.get(4..)?.strip_prefix('.')?.trim_start();
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if !head.bytes().all(|b| b.is_ascii_digit()) || !(4..=5).contains(&digits) {
        return None;
    }
    let version = tail.get(digits..)?;
    let version = match version.strip_prefix('v') {
        Some(number) => 1 + number.bytes().take_while(u8::is_ascii_digit).count(),
        None => 0,
    };
    let version = if version > 1 { version } else { 0 };
    let length = text.len() - tail.len() + digits + version;
    Some((length, format!("{head}.{}", tail.get(..digits + version)?)))
}

/// `hep-th/9901001`, `math.AG/0601001`: length as printed and value.
fn old_arxiv_number(text: &str) -> Option<(usize, String)> {
    let archive = ARCHIVES.iter().find(|archive| after(text, archive).is_some())?;
    let mut inner = after(text, archive)?;
    if let Some(class) = inner.strip_prefix('.') {
        let letters = class.bytes().take_while(u8::is_ascii_uppercase).count();
        inner = class.get(letters..)?;
    }
    let number = inner.trim_start().strip_prefix('/')?.trim_start();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 7 {
        return None;
    }
    let length = text.len() - number.len() + digits;
    let value: String = text.get(..length)?.chars().filter(|c| !c.is_whitespace()).collect();
    Some((length, value.to_lowercase()))
}

fn old_arxiv(rest: &str, at: usize) -> Option<Found> {
    let (length, value) = old_arxiv_number(rest)?;
    Some((IdentifierKind::Arxiv, at + length, value))
}

/// `PMID: 12345`, `PMCID: PMC12345`, `PMC12345`.
fn pubmed(rest: &str, at: usize) -> Option<Found> {
    let (kind, inner) = if let Some(inner) = after(rest, "pmcid") {
        (IdentifierKind::Pmcid, skip_separators(inner))
    } else if let Some(inner) = after(rest, "pmid") {
        (IdentifierKind::Pmid, skip_separators(inner))
    } else {
        (IdentifierKind::Pmcid, after(rest, "pmc").map(|_| rest)?)
    };
    // Some databases print `PMCPMC12345`.
    let inner = after(inner, "pmcpmc").and_then(|_| inner.get(3..)).unwrap_or(inner);
    let number = after(inner, "pmc").unwrap_or(inner);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let fits = if kind == IdentifierKind::Pmid { 1..=9 } else { 4..=9 };
    if !fits.contains(&digits) {
        return None;
    }
    let end = at + (rest.len() - number.len()) + digits;
    let value = inner.get(..inner.len() - number.len() + digits)?;
    Some((kind, end, value.to_owned()))
}

/// `ISBN 978-3-16-148410-0`, `ISSN: 1234-5678`.
fn standard_number(rest: &str, at: usize) -> Option<Found> {
    let (kind, inner) = if let Some(inner) = after(rest, "isbn") {
        (IdentifierKind::Isbn, inner)
    } else {
        (IdentifierKind::Issn, after(rest, "issn")?)
    };
    let inner =
        ["-13", "-10", "13:", "10:"].iter().find_map(|form| after(inner, form)).unwrap_or(inner);
    let inner = skip_separators(inner);
    let wanted = match kind {
        IdentifierKind::Issn => 8,
        _ if inner.starts_with("97") => 13,
        _ => 10,
    };
    let mut value = String::new();
    for (index, character) in inner.char_indices() {
        match character {
            '0'..='9' | 'X' | 'x' => value.push(character.to_ascii_uppercase()),
            '-' | '‐' | '–' | ' ' => {}
            _ => return None,
        }
        if value.len() == wanted {
            if kind == IdentifierKind::Issn {
                value.insert(4, '-');
            }
            let end = at + (rest.len() - inner.len()) + index + character.len_utf8();
            return Some((kind, end, value));
        }
    }
    None
}

/// `printed` without the punctuation that belongs to the sentence around it.
fn trim_end(printed: &str) -> &str {
    let mut rest = printed;
    loop {
        let trimmed = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '\'' | '’' | '"' | '*')
        });
        let closing = trimmed.ends_with(')')
            && trimmed.matches('(').count() < trimmed.matches(')').count()
            || trimmed.ends_with(']') && !trimmed.contains('[');
        let next = if closing { trimmed.get(..trimmed.len() - 1).unwrap_or("") } else { trimmed };
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(IdentifierKind, String)> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|one| (one.kind, one.value)).collect()
    }

    fn one(text: &str) -> String {
        let mut found = found(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0).1
    }

    #[test]
    fn a_doi_is_found_in_every_dress() {
        for text in [
            "Nature 2001. doi: 10.1210/Endo-127-1-126 (1990).",
            "Nature 2001. https://doi.org/10.1210/endo-127-1-126.",
            "Nature 2001 doi:https://doi.org/10.1210/endo-127-1-126",
            "Nature http://dx.doi.org/10.1210/endo-\n127-1-126",
            "(DOI: 10.1210/endo-127-1-126)",
            "10.1210/endo‐127‐1‐126",
        ] {
            assert_eq!(one(text), "10.1210/endo-127-1-126", "{text}");
        }
        assert_eq!(one("doi 10.1016/S0140-6736(05)67889-0)."), "10.1016/s0140-6736(05)67889-0");
        assert_eq!(one("10.1016/j.aei. 2016.12.001"), "10.1016/j.aei.2016.12.001");
        assert_eq!(one("doi:10.1002/abc.12 Accessed 2012"), "10.1002/abc.12");
        assert_eq!(one("10.1038/nm.2234[doi]"), "10.1038/nm.2234");
    }

    #[test]
    fn a_doi_does_not_swallow_what_follows() {
        assert_eq!(one("10.1002/abc.12. 2012"), "10.1002/abc.12");
        assert_eq!(one("10.1002/abc.12, 15 p."), "10.1002/abc.12");
        assert_eq!(
            found("10.1007/JHEP06(2010)043,arXiv: 1002.2581.")[0].1,
            "10.1007/jhep06(2010)043"
        );
        assert_eq!(found("10.1103/RMP.75.715.URLhttps : //a.org/x")[0].1, "10.1103/rmp.75.715");
        assert_eq!(one("section 10.3 and doi:10.1002/x1; see"), "10.1002/x1");
    }

    #[test]
    fn addresses_are_joined_over_line_ends() {
        assert_eq!(
            one("Available at http://www.a.org/b/\nc.html (accessed"),
            "http://www.a.org/b/c.html"
        );
        assert_eq!(one("https ://a.org/x [1 May 2010]"), "https://a.org/x");
        assert_eq!(one("www.bild.de/artikel_1.html, abgerufen"), "www.bild.de/artikel_1.html");
        assert_eq!(one("http://a.org/x.\nAccessed 2010"), "http://a.org/x");
    }

    #[test]
    fn preprints_and_numbers_of_databases() {
        assert_eq!(one("arXiv preprint arXiv:1706.03762v2."), "1706.03762v2");
        assert_eq!(one("[arXiv: hep-th/9901001]"), "hep-th/9901001");
        assert_eq!(one("Phys. Rev. D (2001) hep-ph/0106197;"), "hep-ph/0106197");
        assert_eq!(
            found("PMID: 19910308 PMCID: PMC2796818. ISSN: 1367-4811"),
            [
                (IdentifierKind::Pmid, "19910308".to_owned()),
                (IdentifierKind::Pmcid, "PMC2796818".to_owned()),
                (IdentifierKind::Issn, "1367-4811".to_owned()),
            ]
        );
        assert_eq!(one("ISBN-13: 978-3-16-148410-0."), "9783161484100");
        assert_eq!(found("Physics 10.5 (ISBN unknown), diphtheria, wwwroot"), []);
    }

    #[test]
    fn the_address_of_a_publisher_names_the_doi() {
        let address = "https://onlinelibrary.wiley.com/doi/abs/10.1002/Abc.12?x=1";
        assert_eq!(doi_of_address(address).as_deref(), Some("10.1002/abc.12"));
        assert_eq!(doi_of_address("https://a.org/1"), None);
    }

    proptest! {
        #[test]
        fn identifiers_are_in_order_inside_the_text(
            text in "(doi:|10\\.1234/|http://|arXiv:|hep-th/|PMID|ISBN|[a-zä(). /\n0-9‐]){0,40}",
        ) {
            let mut found = Vec::new();
            find(&text, &mut found);
            let mut last = 0;
            for one in found {
                prop_assert!(one.span.start >= last && !one.span.is_empty());
                prop_assert!(!one.span.of(&text).is_empty());
                last = one.span.end;
            }
        }
    }
}
