//! Codes: what REFI-QDA makes of themes.
//!
//! A code bears the name of its theme; where several themes have the same name, in whatever
//! capitals, all of them bear their paths, since programs want one name for one code. What its description
//! says beside the definition is the codebook's affair ([`crate::codebook`] makes the codes).

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::guid::Guid;
use super::xml::{one_line, text_element};
use crate::model::Codebook;

/// A code: a theme in the words of REFI-QDA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Made from the path of the theme.
    pub guid: Guid,
    /// Unique in the codebook, in any capitals.
    pub name: String,
    /// Whether texts can be coded by it.
    pub codable: bool,
    /// As `#rrggbb`, where it has one of its own.
    pub color: Option<String>,
    /// Definition, patterns and all else that the theme says; may be empty.
    pub description: String,
    /// Codes above, so 0 at the top.
    pub depth: usize,
}

/// Colours for codes at the top that have none, which people with any colour vision tell apart: the
/// palette of M. Okabe & K. Ito, Color Universal Design (2008), without black.
const PALETTE: [&str; 7] =
    ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"];

/// Gives codes without a colour that of the nearest code above that has one, else one of seven by the
/// place of the topmost code: programs show codings by their colours.
pub(super) fn paint(codes: &mut [Code]) {
    let mut above: Vec<String> = Vec::new();
    let mut tops = 0;
    for code in codes {
        above.truncate(code.depth);
        let usual = || PALETTE.get(tops % PALETTE.len()).copied().unwrap_or_default().to_owned();
        let color = code.color.take().or_else(|| above.last().cloned()).unwrap_or_else(usual);
        tops += usize::from(code.depth == 0);
        above.push(color.clone());
        code.color = Some(color);
    }
}

/// The names of the codes for the themes of a codebook, in its order.
#[must_use]
pub fn names(codebook: &Codebook) -> Vec<String> {
    let written =
        codebook.themes.iter().map(|theme| (one_line(&theme.name), one_line(&theme.path)));
    unique(written.collect())
}

/// For each thing its short name where no other has it, in whatever capitals; else its long name, with
/// a number where that is taken too.
pub(super) fn unique(named: Vec<(String, String)>) -> Vec<String> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (short, _) in &named {
        *uses.entry(short.to_lowercase()).or_default() += 1;
    }
    let single = |short: &String| uses.get(&short.to_lowercase()) == Some(&1);
    let mut taken: BTreeMap<String, usize> = named
        .iter()
        .filter(|(short, _)| single(short))
        .map(|(short, _)| (short.to_lowercase(), 1))
        .collect();
    let mut give = |(short, long): (String, String)| {
        if single(&short) {
            return short;
        }
        let mut name = long.clone();
        while taken.contains_key(&name.to_lowercase()) {
            let number = taken.entry(long.to_lowercase()).or_insert(1);
            *number += 1;
            name = format!("{long} ({number})");
        }
        taken.insert(name.to_lowercase(), 1);
        name
    };
    named.into_iter().map(&mut give).collect()
}

/// Writes `<Codes>` with all codes, each inside the one above it; nothing where there is none, since
/// the schema asks for one at least.
///
/// # Errors
/// Where `writer` does not take the bytes.
pub fn write_codes<W: Write>(codes: &[Code], writer: &mut Writer<W>) -> io::Result<()> {
    if codes.is_empty() {
        return Ok(());
    }
    writer.write_event(Event::Start(BytesStart::new("Codes")))?;
    let mut open = 0;
    for (place, code) in codes.iter().enumerate() {
        while open > code.depth {
            writer.write_event(Event::End(BytesEnd::new("Code")))?;
            open -= 1;
        }
        let guid = code.guid.to_string();
        let start = BytesStart::new("Code").with_attributes([
            ("guid", guid.as_str()),
            ("name", code.name.as_str()),
            ("isCodable", if code.codable { "true" } else { "false" }),
        ]);
        let color = code.color.as_deref().map(|color| ("color", color));
        let start = start.with_attributes(color);
        let below = codes.get(place + 1).is_some_and(|next| next.depth > code.depth);
        if below || !code.description.is_empty() {
            writer.write_event(Event::Start(start))?;
            text_element(writer, "Description", &code.description)?;
            open += 1;
        } else {
            writer.write_event(Event::Empty(start))?;
        }
    }
    for _ in 0..open {
        writer.write_event(Event::End(BytesEnd::new("Code")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("Codes")))
}
