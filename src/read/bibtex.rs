//! BibTeX and BibLaTeX, by the `biblatex` crate, entry by entry.
//!
//! That crate reads a file whole or not at all, so entries are cut apart first; one that is broken
//! is a mistake, and the next one begins at the next line that starts with `@`. Strings (`@string`)
//! are shared by all entries, and a name without one stands for itself, as with journals of styles.

use std::panic::{AssertUnwindSafe, catch_unwind};

use biblatex::{
    Bibliography, ChunksExt, Entry, Pair, ParseErrorKind, RawBibliography, RawChunk, Spanned,
};

/// Most names without a string of one entry.
const MOST_NAMES: usize = 30;

/// Deepest braces of an entry: the time that the crate takes grows with their square.
const DEEPEST: usize = 200;

/// The entries of a file in their order, each with the byte where it begins; for each that cannot be
/// read the reason.
///
/// An entry with a `crossref` to another one of the file has what it takes from that.
pub(crate) fn entries(text: &str) -> Vec<(usize, Result<Entry, String>)> {
    let pieces = pieces(text);
    let strings: Vec<RawBibliography<'_>> = pieces
        .iter()
        .filter(|piece| piece.kind == "string" && depth(piece.source) <= DEEPEST)
        .filter_map(|piece| RawBibliography::parse(piece.source).ok())
        .collect();
    let strings: Vec<Pair<'_>> = strings.into_iter().flat_map(|raw| raw.abbreviations).collect();
    let of_papers = pieces
        .iter()
        .filter(|piece| !matches!(piece.kind.as_str(), "string" | "comment" | "preamble"));
    let parsed = of_papers.map(|piece| {
        let read = |source: &str| {
            catch_unwind(AssertUnwindSafe(|| entry(source, &strings)))
                .unwrap_or_else(|_| Err("it cannot be read".to_owned()))
        };
        if depth(piece.source) > DEEPEST {
            return (piece.start, Err(format!("more than {DEEPEST} braces in each other")));
        }
        let alone = read(piece.source);
        let parent = alone.as_ref().ok().and_then(|entry| parent(entry, piece, &pieces));
        let with_parent = parent.map(|parent| read(&format!("{}\n{parent}", piece.source)));
        (piece.start, with_parent.filter(Result::is_ok).unwrap_or(alone))
    });
    parsed.collect()
}

/// The source of the entry that another one takes fields from.
fn parent<'t>(entry: &Entry, own: &Piece<'_>, pieces: &[Piece<'t>]) -> Option<&'t str> {
    let key = entry.get("crossref")?.format_verbatim();
    let parent = pieces.iter().find(|piece| piece.key() == key && piece.start != own.start)?;
    Some(parent.source)
}

/// Takes out the references of entries to themselves, those of all but the first, and further names of
/// entries: the crate follows references without an end where they go round.
fn without_circles(raw: &mut RawBibliography<'_>) {
    for (place, entry) in raw.entries.iter_mut().enumerate() {
        let key = entry.v.key.v;
        entry.v.fields.retain(|field| match field.key.v.to_ascii_lowercase().as_str() {
            "ids" => false,
            "crossref" | "xdata" => place == 0 && names_others(&field.value.v, key),
            _ => true,
        });
    }
}

/// Whether a value is plain keys, none of which is `own`.
fn names_others(value: &[Spanned<RawChunk<'_>>], own: &str) -> bool {
    let [Spanned { v: RawChunk::Normal(words), .. }] = value else { return false };
    !words.contains(['\\', '{', '}']) && words.split(',').all(|word| word.trim() != own.trim())
}

/// A piece of the file from one `@` to the end of its braces.
struct Piece<'t> {
    start: usize,
    kind: String,
    source: &'t str,
}

impl<'t> Piece<'t> {
    /// The key of an entry.
    fn key(&self) -> &'t str {
        let inside = self.source.split_once(['{', '(']).map_or("", |(_, inside)| inside);
        inside.split(',').next().unwrap_or_default().trim()
    }
}

/// The entries of a file. Each begins with `@` and a word at the start of a line; where braces do not
/// close, it ends before the next such line.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut starts = Vec::new();
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        let after = text.get(at + 1..).unwrap_or_default();
        let kind: String = after.chars().take_while(char::is_ascii_alphabetic).take(40).collect();
        let opens =
            after.get(kind.len()..).unwrap_or_default().trim_start().starts_with(['{', '(']);
        if opens
            && !kind.is_empty()
            && (before.is_empty() || before.ends_with(['\n', '\r', '}', ')']))
        {
            starts.push((at, kind.to_ascii_lowercase()));
        }
    }
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(starts.len());
    let mut closed = 0;
    for (number, (start, kind)) in starts.iter().enumerate() {
        // An `@` inside of the braces of an entry, as in an abstract, begins none.
        if *start < closed {
            continue;
        }
        let whole = text.get(*start..).unwrap_or_default();
        let next = starts.get(number + 1).map_or(text.len(), |(next, _)| *next);
        let broken = text.get(*start..next).unwrap_or_default();
        let source = match end_of_braces(whole) {
            // An entry that swallows the beginning of another one at the start of a line is broken.
            Some(end) if !hides_entry(whole.get(1..end).unwrap_or_default()) => {
                whole.get(..end).unwrap_or(broken)
            }
            _ => broken,
        };
        closed = start + source.len();
        pieces.push(Piece { start: *start, kind: kind.clone(), source });
    }
    pieces
}

/// Whether a line of the text begins an entry with a key: `@article{lee2003,`.
fn hides_entry(text: &str) -> bool {
    text.lines().skip(1).any(|line| {
        let Some((kind, rest)) = line.strip_prefix('@').and_then(|line| line.split_once('{'))
        else {
            return false;
        };
        let key = rest.trim_end().strip_suffix(',');
        kind.bytes().all(|byte| byte.is_ascii_alphabetic())
            && key.is_some_and(|key| !key.contains([' ', '}', '=']))
    })
}

/// How deep braces lie in each other.
fn depth(text: &str) -> usize {
    let mut depth = 0_usize;
    let depths = text.bytes().map(|sign| {
        match sign {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    });
    depths.max().unwrap_or_default()
}

/// One past the brace that closes the first one.
fn end_of_braces(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, sign) in text.bytes().enumerate() {
        match sign {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' | b'(' if depth == 0 => depth = 1,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The first entry of `source` with its fields resolved.
fn entry(source: &str, strings: &[Pair<'_>]) -> Result<Entry, String> {
    let told = |kind: &ParseErrorKind| match kind {
        ParseErrorKind::UnexpectedEof => {
            "it is never closed; a brace or quotation mark is missing".to_owned()
        }
        other => other.to_string(),
    };
    let mut raw = RawBibliography::parse(source).map_err(|error| told(&error.kind))?;
    without_circles(&mut raw);
    let mut names: Vec<String> = Vec::new();
    while names.len() <= MOST_NAMES {
        let mut own = raw.clone();
        own.abbreviations = strings.to_vec();
        own.abbreviations.extend(names.iter().map(|name| {
            let chunk = Spanned::new(RawChunk::Normal(name.as_str()), 0..0);
            Pair::new(Spanned::new(name.as_str(), 0..0), Spanned::new(vec![chunk], 0..0))
        }));
        match Bibliography::from_raw(own) {
            Ok(bibliography) => {
                let first = bibliography.into_vec().into_iter().next();
                return first.ok_or_else(|| "it has no key".to_owned());
            }
            Err(error) => match error.kind {
                ParseErrorKind::UnknownAbbreviation(name) if !names.contains(&name) => {
                    names.push(name);
                }
                other => return Err(told(&other)),
            },
        }
    }
    Err("too many names without a @string".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_entry_lacks_comes_from_the_one_it_refers_to() {
        let text = "@incollection{lee, title = {Quays}, crossref = {all}}\n\
                    @collection{all, title = {Harbours}, publisher = hafen, year = 2003}";
        let read: Vec<Entry> = entries(text).into_iter().map(|(_, read)| read.unwrap()).collect();
        let field = |name: &str| read[0].get(name).map(|chunks| chunks.format_verbatim());
        assert_eq!((read[0].key.as_str(), read.len()), ("lee", 2));
        assert_eq!(field("title").as_deref(), Some("Quays"));
        assert_eq!(field("booktitle").as_deref(), Some("Harbours"));
        assert_eq!(field("publisher").as_deref(), Some("hafen"));
    }

    #[test]
    fn entries_that_refer_to_each_other_end() {
        let read = entries(
            "@misc{a, crossref = {b}}\n@misc{b, crossref = {a}}\n@misc{c, crossref = {c}}\n@misc{d, xdata = {c, d}}\n\
             @string{e = {e}}\n@misc{e, crossref = e}\n@misc{f, crossref = {{f}}}\n@misc{g, ids = {h}, crossref = {h}}\n\
             @misc{i, crossref = \"i\" # \"\"}",
        );
        assert_eq!(read.len(), 8);
    }

    #[test]
    fn braces_that_lie_too_deep_take_no_time() {
        let (open, close) = ("{".repeat(300_000), "}".repeat(300_000));
        let read =
            entries(&format!("@misc{{a, title = {open}x{close}}}\n@misc{{b, title = {{Tides}}}}"));
        assert!(read[0].1.is_err() && read[1].1.is_ok());
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read(source in "(@|article|string|comment|\\{|\\}|\\(|\\)|,|=|\"|a|é|\\\\|\n| |title|crossref|#){0,60}") {
            entries(&source);
        }
    }
}
