//! The main document and the notes of a Word document, element after element.

use super::numbering::Numbering;
use super::style::{Role, Styles, outline_role};
use super::{Notes, Part};
use crate::error::DocumentFailure;
use crate::read::builder::Builder;
use crate::read::events::{Event, Tag, walk};

/// Elements that hold no words of the text, or none that are still in it.
const SKIPPED: [&str; 18] = [
    "del",
    "moveFrom",
    "Fallback",
    "delText",
    "delInstrText",
    "pPrChange",
    "rPrChange",
    "sectPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "sdtPr",
    "sdtEndPr",
    "rt",
    "docPr",
    "posOffset",
    "annotationRef",
];

/// The parts of the main document.
pub(super) fn parts(
    entry: &str,
    xml: &str,
    styles: &Styles,
    numbering: Numbering,
    notes: [Notes; 2],
) -> Result<Vec<Part>, DocumentFailure> {
    let mut body = Body::new(styles, numbering, notes);
    walk(entry, xml, |event| body.take(&event))?;
    Ok(body.builder.finish())
}

/// The notes of a file of footnotes or endnotes.
pub(super) fn notes(
    entry: &str,
    xml: &str,
    styles: &Styles,
    numbering: Numbering,
) -> Result<Notes, DocumentFailure> {
    let mut body = Body::new(styles, numbering, [Notes::new(), Notes::new()]);
    let mut notes = Notes::new();
    let mut open = None;
    walk(entry, xml, |event| match &event {
        Event::Open(tag) if matches!(tag.name.as_str(), "footnote" | "endnote") => {
            open = tag.get("id").map(str::to_owned);
            body.builder.open_parts();
        }
        Event::Close("footnote" | "endnote") => {
            let parts = body.builder.take_parts();
            notes.extend(open.take().map(|id| (id, parts)));
        }
        _ => body.take(&event),
    })?;
    Ok(notes)
}

/// How far a field has come: its instruction, then what it shows.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows: bool,
}

/// What the properties of a paragraph say.
#[derive(Clone, Debug, Default)]
struct Paragraph {
    role: Role,
    list: Option<(String, usize)>,
    /// Its end was deleted, so that the next one goes on with it.
    goes_on: bool,
}

/// What the properties of a run say.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    raised: bool,
    hidden: bool,
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    notes: [Notes; 2],
    builder: Builder,
    /// Open elements inside of one that is skipped, itself included.
    skipped: usize,
    /// Alternatives that are open, and whether one of each is read.
    alternatives: Vec<bool>,
    paragraphs: Vec<Paragraph>,
    run: Run,
    fields: Vec<Field>,
    in_instruction: bool,
    in_paragraph_properties: bool,
    in_text: bool,
    own_mark: bool,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles, numbering: Numbering, notes: [Notes; 2]) -> Self {
        Self {
            styles,
            numbering,
            notes,
            builder: Builder::default(),
            skipped: 0,
            alternatives: Vec::new(),
            paragraphs: Vec::new(),
            run: Run::default(),
            fields: Vec::new(),
            in_instruction: false,
            in_paragraph_properties: false,
            in_text: false,
            own_mark: false,
        }
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(_) if self.skipped > 0 => self.skipped += 1,
            Event::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Event::Open(tag) => self.open(tag),
            Event::Close(name) => self.close(name),
            Event::Text(words) if self.skipped > 0 || words.is_empty() => {}
            Event::Text(words) => self.text(words),
        }
    }

    fn text(&mut self, words: &str) {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut() {
                field.instruction.push_str(words);
            }
        } else if self.in_text {
            self.push(words);
        }
    }

    /// Adds words of the run, where they are shown.
    fn push(&mut self, words: &str) {
        let raised = self.run.raised;
        if self.is_shown()
            && let Some(into) = self.builder.words()
        {
            into.push(words, raised);
        }
    }

    fn is_shown(&self) -> bool {
        let is_contents = |field: &Field| {
            field.instruction.split_whitespace().next().is_some_and(|name| name == "TOC")
        };
        !self.run.hidden && self.fields.iter().all(|field| field.shows && !is_contents(field))
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            // Inside of the properties of a paragraph, `del` is the end of the paragraph.
            "del" if self.in_paragraph_properties => {
                self.paragraph(|paragraph| paragraph.goes_on = true);
                self.skipped = 1;
            }
            name if SKIPPED.contains(&name) => self.skipped = 1,
            "AlternateContent" => self.alternatives.push(false),
            "Choice" => match self.alternatives.last_mut() {
                Some(read @ false) => *read = true,
                _ => self.skipped = 1,
            },
            "p" => {
                self.builder.open_paragraph();
                self.paragraphs.push(Paragraph::default());
            }
            "tbl" => self.builder.open_table(),
            "tr" => self.builder.open_row(),
            "tc" | "txbxContent" => self.builder.open_parts(),
            "pPr" => self.in_paragraph_properties = true,
            "t" => self.in_text = true,
            "instrText" => self.in_instruction = true,
            "r" => self.run = Run::default(),
            _ if self.in_paragraph_properties => self.paragraph_property(tag),
            _ => self.inline(tag),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "AlternateContent" => {
                self.alternatives.pop();
            }
            "p" => self.close_paragraph(),
            "tbl" => self.builder.close_table(),
            "tc" | "txbxContent" => self.builder.close_parts(),
            "pPr" => self.in_paragraph_properties = false,
            "t" => self.in_text = false,
            "instrText" => self.in_instruction = false,
            "r" => self.run = Run::default(),
            _ => {}
        }
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn paragraph_property(&mut self, tag: &Tag) {
        let value = tag.get("val").unwrap_or_default();
        match tag.name.as_str() {
            "pStyle" => {
                let (role, list) = (self.styles.role(value), self.styles.list(value));
                self.paragraph(|paragraph| {
                    paragraph.role = role;
                    paragraph.list = paragraph.list.take().or(list);
                });
            }
            "outlineLvl" => {
                if let Ok(level @ 0..=8) = value.parse() {
                    self.paragraph(|paragraph| paragraph.role = outline_role(level));
                }
            }
            "ilvl" => {
                let level = value.parse().unwrap_or_default();
                self.paragraph(|paragraph| {
                    let list = paragraph.list.take().map(|(list, _)| list);
                    paragraph.list = Some((list.unwrap_or_default(), level));
                });
            }
            "numId" => self.paragraph(|paragraph| {
                let level = paragraph.list.take().map_or(0, |(_, level)| level);
                // The list `0` is none.
                paragraph.list = (value != "0").then(|| (value.to_owned(), level));
            }),
            _ => {}
        }
    }

    /// What stands in a run, and its properties.
    fn inline(&mut self, tag: &Tag) {
        let value = tag.get("val");
        let is_on = !matches!(value, Some("0" | "false" | "off"));
        match tag.name.as_str() {
            "rStyle" => {
                let raised = value.and_then(|id| self.styles.is_raised(id));
                self.run.raised = raised.unwrap_or(self.run.raised);
            }
            "vertAlign" => self.run.raised = value == Some("superscript"),
            "vanish" => self.run.hidden = is_on,
            "tab" | "ptab" => self.push(" "),
            "noBreakHyphen" => self.push("-"),
            "br" | "cr" if tag.get("type") != Some("page") => {
                if self.is_shown()
                    && let Some(words) = self.builder.words()
                {
                    words.end_line();
                }
            }
            "br" => self.push(" "),
            "lastRenderedPageBreak" => {
                if let Some(words) = self.builder.words() {
                    words.turn_page();
                }
            }
            "sym" => self.symbol(tag),
            "fldChar" => match tag.get("fldCharType") {
                Some("begin") => self.fields.push(Field::default()),
                Some("separate") => {
                    self.fields.last_mut().into_iter().for_each(|field| field.shows = true);
                }
                _ => {
                    self.fields.pop();
                }
            },
            "footnoteReference" => self.call(0, tag),
            "endnoteReference" => self.call(1, tag),
            _ => {}
        }
    }

    /// A character of a named font; those of symbol fonts are in the private area from `F000`.
    fn symbol(&mut self, tag: &Tag) {
        let code = tag.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(code) = code else { return };
        let symbol = match code {
            0xf000..=0xf0ff if tag.get("font") == Some("Symbol") => symbol_of(code - 0xf000),
            0xe000..=0xf8ff => None,
            code => char::from_u32(code),
        };
        if let Some(symbol) = symbol {
            self.push(symbol.encode_utf8(&mut [0; 4]));
        }
    }

    /// Calls a footnote or endnote.
    fn call(&mut self, kind: usize, tag: &Tag) {
        self.own_mark = tag.get("customMarkFollows").is_some_and(|on| !matches!(on, "0" | "false"));
        let notes = self.notes.get_mut(kind);
        let id = tag.get("id").unwrap_or_default();
        let Some(parts) = notes.and_then(|notes| notes.remove(id)) else { return };
        if !self.is_shown() {
            return;
        }
        if self.own_mark {
            self.builder.marked_note(parts);
        } else {
            self.builder.note(parts);
        }
    }

    fn close_paragraph(&mut self) {
        let Paragraph { role, list, goes_on } = self.paragraphs.pop().unwrap_or_default();
        // An instruction that is never ended must not hide the rest of the paper.
        self.fields.retain(|field| field.shows);
        if goes_on {
            // The words stay open, for the next paragraph to go on with.
            self.builder.keep_words();
        }
        let is_blank = self.builder.words().is_none_or(|words| words.is_blank());
        let label = match list {
            Some((list, level)) if !is_blank && role != Role::Contents => {
                self.numbering.next(&list, level)
            }
            _ => None,
        };
        self.builder.close_paragraph(|words| role.part(label.unwrap_or_default() + &words));
    }
}

/// The character of a place in the font Symbol.
fn symbol_of(place: u32) -> Option<char> {
    const LATIN: &str = "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW";
    const GREEK: &str = "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ";
    match place {
        0xa3 => Some('≤'),
        0xb1 => Some('±'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xb7 => Some('•'),
        0xb9 => Some('≠'),
        0xbb => Some('≈'),
        0x20..=0x7e => {
            let letter = char::from_u32(place)?;
            let at = LATIN.chars().position(|latin| latin == letter);
            at.and_then(|at| GREEK.chars().nth(at)).or(Some(letter))
        }
        _ => None,
    }
}
