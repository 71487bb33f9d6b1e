//! The numbers that Word shows before the items of lists and before headings; the text of the file
//! lacks them. Bibliographies with numbers depend on them: `[12]` in the text means the item that
//! Word shows as `[12]`.

use std::collections::BTreeMap;

use crate::error::DocumentFailure;
use crate::read::events::{Event, walk};

/// Levels of a list.
const LEVELS: usize = 9;

/// How a level is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2` with the numbers of the levels in place of `%1`, `%2`.
    pattern: String,
}

/// The lists of a document, and how far each has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<String, Vec<Level>>,
    /// The abstract list of each list.
    lists: BTreeMap<String, String>,
    /// The last numbers of each abstract list.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &str) -> Result<Self, DocumentFailure> {
        let mut numbering = Self::default();
        let (mut list, mut outer): (Option<String>, Option<String>) = (None, None);
        walk("numbering.xml", xml, |event| match event {
            Event::Open(tag) => {
                let value = || tag.get("val").unwrap_or_default().to_owned();
                let levels = outer.as_ref().and_then(|id| numbering.abstracts.get_mut(id));
                let level = levels.and_then(|levels| levels.last_mut());
                match tag.name.as_str() {
                    "abstractNum" => {
                        let id = tag.get("abstractNumId").unwrap_or_default().to_owned();
                        numbering.abstracts.insert(id.clone(), Vec::new());
                        outer = Some(id);
                    }
                    "num" => list = tag.get("numId").map(str::to_owned),
                    "abstractNumId" => {
                        if let Some(list) = list.take() {
                            numbering.lists.insert(list, value());
                        }
                    }
                    "lvl" => {
                        let levels = outer.as_ref().and_then(|id| numbering.abstracts.get_mut(id));
                        if let Some(levels) = levels.filter(|levels| levels.len() < LEVELS) {
                            levels.push(Level { start: 1, ..Level::default() });
                        }
                    }
                    "start" => {
                        if let (Some(level), Ok(start)) = (level, value().parse()) {
                            level.start = start;
                        }
                    }
                    "numFmt" => level.into_iter().for_each(|level| level.format = value()),
                    "lvlText" => level.into_iter().for_each(|level| level.pattern = value()),
                    _ => {}
                }
            }
            Event::Close("abstractNum") => outer = None,
            _ => {}
        })?;
        Ok(numbering)
    }

    /// The label of the next item of a list, and a space; nothing for bullets and unknown lists.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let outer = self.lists.get(list)?;
        let levels = self.abstracts.get(outer)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(outer.clone()).or_default();
        for (place, count) in counts.iter_mut().enumerate().skip(level) {
            *count = match *count {
                Some(last) if place == level => Some(last.saturating_add(1)),
                None if place == level => Some(own.start),
                _ => None,
            };
        }
        if matches!(own.format.as_str(), "bullet" | "none") || own.pattern.is_empty() {
            return None;
        }
        let mut label = own.pattern.clone();
        for (place, (level, count)) in levels.iter().zip(counts).enumerate() {
            let mark = format!("%{}", place + 1);
            if label.contains(&mark) {
                let number = written(count.unwrap_or(level.start), &level.format);
                label = label.replace(&mark, &number);
            }
        }
        label.push(' ');
        Some(label)
    }
}

/// A number in the way of a format.
pub(in crate::read) fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, 'a'),
        "upperLetter" => letters(number, 'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

/// `a` to `z`, then `aa` to `zz`, as Word counts.
fn letters(number: u32, first: char) -> String {
    let place = number.saturating_sub(1);
    let letter = u32::from(first) + place % 26;
    let times = usize::try_from(place / 26 + 1).unwrap_or(1).min(10);
    char::from_u32(letter).map(|letter| letter.to_string().repeat(times)).unwrap_or_default()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut written) = (number.min(3999), String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_as_word_shows_them() {
        let mut numbering = Numbering::read(
            r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">
            <w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl>
            <w:lvl w:ilvl="1"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>
            </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
        )
        .unwrap();
        let mut next = |level| numbering.next("7", level).unwrap();
        assert_eq!([next(0), next(0), next(1), next(1)], ["[1] ", "[2] ", "2.i ", "2.ii "]);
        assert_eq!([next(0), next(1)], ["[3] ", "3.i "]);
        assert_eq!(numbering.next("8", 0), None);
        assert_eq!(written(28, "upperLetter"), "BB");
    }
}
