//! The reference string made ready for tokens: white space in order, words divided by a line end
//! joined.
//!
//! Line breaks are kept as one `\n`, since identifiers that run over a line end are repaired later.
//! A hyphen at a line end goes when a small letter follows (`stimu-⏎lation`), but stays before a
//! conjunction (`Vor-⏎und Nachteile`), a capital or a digit (`Smith-⏎Jones`, `143-⏎154`). Ligatures
//! are written out; invisible characters go. Strings longer than [`LONGEST`] bytes are cut there: no
//! reference is that long.

/// Bytes of a reference string that are read; the longest real author lists have about 80,000.
pub const LONGEST: usize = 100_000;

/// Conjunctions before which a hyphen at a line end is a hyphen of its own.
const CONJUNCTIONS: [&str; 9] = ["und", "and", "oder", "or", "y", "e", "et", "ou", "bzw"];

/// Bytes to look back for the start of an address.
const ADDRESS: usize = 200;

/// Writes the prepared form of `raw` to `out`, which is emptied first; returns whether a name was mended.
pub fn prepare(raw: &str, out: &mut String) -> bool {
    out.clear();
    let mut mended = false;
    let raw = raw.get(..raw.floor_char_boundary(LONGEST)).unwrap_or_default().trim();
    let mut rest = raw.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if character.is_whitespace() {
            let mut line_break = is_line_break(character);
            while let Some((_, next)) = rest.next_if(|(_, next)| next.is_whitespace()) {
                line_break |= is_line_break(next);
            }
            let after = rest.peek().map_or("", |&(next, _)| raw.get(next..).unwrap_or_default());
            if !(line_break && joins(out, after)) {
                out.push(if line_break { '\n' } else { ' ' });
            }
            continue;
        }
        if character == '<'
            && let Some(length) = markup(raw.get(at..).unwrap_or_default())
        {
            while rest.next_if(|(next, _)| *next < at + length).is_some() {}
            continue;
        }
        if character == '('
            && let Some(length) = catalogue_year(raw.get(at..).unwrap_or_default())
        {
            while rest.next_if(|(next, _)| *next < at + length).is_some() {}
            out.truncate(out.trim_end().len());
            mended = true;
            continue;
        }
        match character {
            // The emphasis of Markdown, which marks titles and containers.
            '*' => {}
            '\u{ad}' => {
                if raw.get(at + 2..).is_some_and(|after| after.starts_with(['\n', '\r'])) {
                    while rest.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                }
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            _ => out.push(character),
        }
    }
    mended
}

/// Length of the bracket that starts `text` where it is the rest of a catalogue's name for a journal:
/// `Science (80-. )` is what Mendeley makes of `Science (New York, N.Y. : 1880-)`.
fn catalogue_year(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("(80")?.strip_prefix(['-', '\u{2010}', '\u{2011}', '\u{2013}'])?;
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start().strip_prefix(')')?;
    Some(text.len() - rest.len())
}

/// Length of the tag of type that starts `text`: `<i>`, `</italic>`. Publishers send these along.
fn markup(text: &str) -> Option<usize> {
    const TAGS: [&str; 12] =
        ["i", "b", "em", "italic", "bold", "strong", "sub", "sup", "sc", "scp", "u", "span"];
    let inner = text.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = name.bytes().take(8).position(|byte| byte == b'>')?;
    TAGS.contains(&name.get(..end)?).then_some(text.len() - name.len() + end + 1)
}

const fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether the line that `before` ends goes on in `after` without a space. Drops the hyphen of a
/// divided word from `before`.
fn joins(before: &mut String, after: &str) -> bool {
    let mut ending = before.chars().rev();
    let (Some('-' | '‐' | '‑'), Some(last)) = (ending.next(), ending.next()) else {
        return false;
    };
    let Some(first) = after.chars().next() else { return false };
    if last.is_alphabetic() && first.is_lowercase() && !ends_in_address(before) {
        let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if CONJUNCTIONS.contains(&word) {
            return false;
        }
        before.pop();
        return true;
    }
    last.is_alphanumeric() && first.is_alphanumeric()
}

/// Whether the last unbroken stretch of `text` looks like an address or a DOI, whose hyphens stay.
fn ends_in_address(text: &str) -> bool {
    let from = text.ceil_char_boundary(text.len().saturating_sub(ADDRESS));
    let tail = text.get(from..).unwrap_or_default();
    let stretch = tail.rsplit(char::is_whitespace).next().unwrap_or_default();
    stretch.contains("//") || stretch.contains("www.") || stretch.contains("10.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(raw: &str) -> String {
        let mut out = String::new();
        prepare(raw, &mut out);
        out
    }

    #[test]
    fn words_divided_by_a_line_end_are_joined() {
        assert_eq!(prepared("magnetic stimu-\n  lation of"), "magnetic stimulation of");
        assert_eq!(prepared("Vor-\nund Nachteile"), "Vor-\nund Nachteile");
        assert_eq!(prepared("Smith-\r\nJones, pp. 143-\n154"), "Smith-Jones, pp. 143-154");
        assert_eq!(prepared("www.a.org/b-\nc"), "www.a.org/b-c");
        assert_eq!(prepared("stimu\u{ad}\nlation eﬃcient"), "stimulation efficient");
    }

    #[test]
    fn what_a_catalogue_adds_to_the_name_of_a_journal_goes() {
        assert_eq!(prepared("Science (80-. ). 354, 10–14."), "Science. 354, 10–14.");
        assert_eq!(prepared("Science (80‐.), vol. 309"), "Science, vol. 309");
        assert_eq!(prepared("Trade (80-99)"), "Trade (80-99)");
    }

    #[test]
    fn tags_of_type_go() {
        assert_eq!(prepared("<italic>Trends</italic> in CO<sub>2</sub>"), "Trends in CO2");
        assert_eq!(prepared("p < 0.05 <http://a.org>"), "p < 0.05 <http://a.org>");
    }

    #[test]
    fn white_space_is_one_character() {
        assert_eq!(prepared(" a\u{a0}\t b \n\n c "), "a b\nc");
        assert_eq!(prepared(" \n "), "");
    }

    #[test]
    fn an_endless_string_is_cut_at_a_character() {
        assert!(prepared(&"ä".repeat(LONGEST)).len() <= LONGEST);
    }
}
