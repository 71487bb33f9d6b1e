//! Citations by key in Markdown, as Pandoc reads them: `[see @lee2003, p. 3; -@wu2001]`, `@lee2003`.
//!
//! The text stays as the file has it, so a marker is the key in the text, and the references stand
//! nowhere in it: their spans are empty, their labels are the keys, and they are laid out by author and
//! year. They come from the files that `bibliography` in the front matter names (`.bib`, CSL-JSON
//! `.json`), else from the `.bib` file with the name of the paper. A key that they lack is unresolved in
//! brackets, and no citation outside of them, where `@` may mean anything.
//!
//! Code is passed over. Limits: references written into the front matter are not read.
//! Syntax: Pandoc User's Guide, "Citation syntax".

use rustc_hash::FxHashMap;

use super::beside::Beside;
use super::{bib, csl, encoding, entry, metadata};
use crate::model::{GivenCitations, GivenMarker, GivenReference, ReferenceFields, Span};

/// Longest group of citations in brackets, in bytes.
const LONGEST_GROUP: usize = 4000;
/// Longest key, in bytes.
const LONGEST_KEY: usize = 200;

/// The citations by key in a Markdown text, and the references that they point to.
pub(super) fn given(text: &str, beside: &Beside) -> GivenCitations {
    if !text.contains('@') {
        return GivenCitations::default();
    }
    let works = works(text, beside);
    let mut given = GivenCitations::default();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for Key { span, name, bracketed } in keys(text) {
        let known = works.get(name);
        if known.is_none() && !bracketed {
            continue;
        }
        let references = known.map(|fields| {
            *places.entry(name.to_owned()).or_insert_with(|| {
                given.references.push(GivenReference {
                    span: Span::default(),
                    label: Some(name.to_owned()),
                    raw: Some(entry::printed(fields)),
                    fields: Some(fields.clone()),
                });
                given.references.len() - 1
            })
        });
        given.markers.push(GivenMarker { span, references: references.into_iter().collect() });
    }
    given
}

/// Reads what [`given`] reads beside the source, so that its hash covers it.
pub(super) fn visit(text: &str, beside: &Beside) {
    if text.contains('@') {
        works(text, beside);
    }
}

/// The works of the bibliographies that a text names, or of the one beside it, by key.
fn works(text: &str, beside: &Beside) -> FxHashMap<String, ReferenceFields> {
    let mut works = FxHashMap::default();
    let mut named = metadata::bibliographies(text);
    if named.is_empty() && !beside.stem().is_empty() {
        named.push(format!("{}.bib", beside.stem()));
    }
    for name in named {
        let bytes = beside.read(&name, &["bib", "json"]);
        let Some(source) = bytes.and_then(|bytes| encoding::decode(&bytes).ok()) else { continue };
        if name.ends_with(".json") {
            works.extend(csl::entries(&source));
        } else {
            let entries = bib::entries(&source).into_iter().flatten();
            works.extend(entries.map(|entry| (entry.key, entry.fields)));
        }
    }
    works
}

/// A key in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key<'t> {
    /// The key with its `@`, and the `-` before it.
    span: Span,
    name: &'t str,
    bracketed: bool,
}

/// The keys outside of code and front matter, in the order of the text.
fn keys(text: &str) -> Vec<Key<'_>> {
    let mut keys = Vec::new();
    let mut fence: Option<&str> = None;
    let mut from = metadata::front_matter_end(text);
    // Brackets that are open, up to the end of the paragraph.
    let mut group_end = 0;
    let mut code = false;
    while from < text.len() {
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find('\n').map_or(text.len(), |end| from + end + 1);
        let line = text.get(from..end).unwrap_or_default();
        let bare = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                if bare.is_empty() {
                    group_end = 0;
                    code = false;
                }
                for (at, c) in line.char_indices().map(|(at, c)| (from + at, c)) {
                    match c {
                        '`' => code = !code,
                        '[' if !code && at >= group_end => {
                            group_end = group(text, at).unwrap_or(group_end);
                        }
                        '@' if !code => keys.extend(key(text, at, at < group_end)),
                        _ => {}
                    }
                }
            }
        }
        from = end;
    }
    keys
}

/// The end of the brackets that open at `open`; `None` where they are those of a link, or never close
/// in the paragraph.
fn group(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut line_ended = false;
    for (at, byte) in text.bytes().enumerate().skip(open).take(LONGEST_GROUP) {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b'\n' if line_ended => return None,
            _ => {}
        }
        line_ended = byte == b'\n' || line_ended && byte.is_ascii_whitespace();
        if depth == 0 {
            let after = text.as_bytes().get(at + 1);
            return (after != Some(&b'(')).then_some(at + 1);
        }
    }
    None
}

/// The key whose `@` stands at `at`.
fn key(text: &str, at: usize, bracketed: bool) -> Option<Key<'_>> {
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '@' | '_' | '.' | '/')) {
        return None;
    }
    let rest = text.get(at + 1..)?;
    let (name, length) = if let Some(inside) = rest.strip_prefix('{') {
        let name = inside.split_once('}')?.0;
        (name, name.len() + 2)
    } else {
        let name = bare_key(rest)?;
        (name, name.len())
    };
    let foreign = |c: char| c.is_whitespace() || matches!(c, '@' | '{');
    if name.is_empty() || name.len() > LONGEST_KEY || name.contains(foreign) {
        return None;
    }
    let start = at - usize::from(before == Some('-') && bracketed);
    Some(Key { span: Span::new(start, at + 1 + length), name, bracketed })
}

/// A key without braces: letters, digits and `_`, with single signs between them.
fn bare_key(rest: &str) -> Option<&str> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    rest.chars().next().filter(|&c| is_letter(c) || c == '*')?;
    let mut end = 0;
    let mut sign = false;
    for (at, c) in rest.char_indices() {
        if is_letter(c) || at == 0 {
            end = at + c.len_utf8();
            sign = false;
        } else if !sign
            && matches!(
                c,
                ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/'
            )
        {
            sign = true;
        } else {
            break;
        }
    }
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, Source, read_document};

    const BIB: &str = "@article{lee2003, author={Lee, Jo}, title={On ports}, journal={Trade}, year=2003}\n\
        @book{wu:2001, author={Wu, K.}, title={Of tides}, publisher={Hafen}, year=2001}";

    fn names(text: &str) -> Vec<(&str, bool)> {
        keys(text).iter().map(|key| (key.span.of(text), key.bracketed)).collect()
    }

    #[test]
    fn keys_are_found_as_pandoc_finds_them() {
        let text = "See [e.g. @lee2003, p. 3; also -@wu:2001] and @lee2003. Mail a@b.org, \\@no, `@code`,\n\
            [text @link](http://x), [open @here\n\n```\n[@fence]\n```\n[@{a b}; @{x.y}]";
        assert_eq!(
            names(text),
            [
                ("@lee2003", true),
                ("-@wu:2001", true),
                ("@lee2003", false),
                ("@link", false),
                ("@here", false),
                ("@{x.y}", true)
            ]
        );
    }

    #[test]
    fn works_come_from_the_bibliography_that_is_named() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
        write("refs.bib", BIB);
        let csl = r#"[{"id":"oh","type":"book","title":"Rising","author":[{"family":"Oh","given":"S."}],"issued":{"date-parts":[[2002]]}}]"#;
        write("more.json", csl);
        let text = "---\ntitle: On ports\nbibliography: [refs.bib, more.json]\n---\n\n# Introduction\n\n\
            Ports grow [see @lee2003, p. 3; @none]. @oh [ch. 4] says so; so does @nobody.\n\n\
            Then [-@wu:2001].\n";
        write("paper.md", text);
        let source = Source { name: "paper.md".to_owned(), path: place.path().join("paper.md") };
        let document = read_document(&source, &ReadOptions::default()).unwrap();
        assert_eq!(document.text, text);
        assert_ne!(document.hash, Beside::default().hash(text.as_bytes()));
        let extraction = crate::extract::extract(&document);
        let shown: Vec<String> = extraction
            .citations
            .iter()
            .flat_map(|citation| citation.markers.iter().map(move |marker| (citation, marker)))
            .map(|(citation, marker)| {
                let titles = marker.resolution.references().iter();
                let titles: Vec<_> = titles
                    .map(|&place| extraction.references[place].fields.title.clone().unwrap())
                    .collect();
                let locator = marker.locator.map_or("", |locator| locator.of(text));
                let words = marker.span.of(text);
                format!("{words} {locator} {} {titles:?}", citation.narrative)
            })
            .collect();
        let expected = [
            "@lee2003 p. 3 false [\"On ports\"]",
            "@none  false []",
            "@oh ch. 4 true [\"Rising\"]",
            "-@wu:2001  false [\"Of tides\"]",
        ];
        assert_eq!(shown, expected);
        let lee = &extraction.references[0];
        assert_eq!((lee.label.as_deref(), lee.span), (Some("lee2003"), Span::default()));
        assert_eq!(lee.printed(text), "Lee, Jo (2003). On ports. Trade.");
    }

    proptest::proptest! {
        #[test]
        fn spans_stand_in_the_text(text in "(@|-|\\[|\\]|\\(|;|`|```\n|a|é|:|\\{|\\}| |\n|\n\n|---\n|\\\\){0,60}") {
            let mut end = 0;
            for key in keys(&text) {
                proptest::prop_assert!(key.span.start >= end && key.span.of(&text).contains(key.name));
                end = key.span.end;
            }
        }
    }
}
