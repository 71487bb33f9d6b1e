//! Writing XML: what all parts of a project share.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::plain::is_legal;

/// A writer that indents by one space a level.
pub(super) fn writer<W: Write>(out: W) -> Writer<W> {
    Writer::new_with_indent(out, b' ', 1)
}

/// Writes the declaration that opens a file.
pub(super) fn declaration<W: Write>(writer: &mut Writer<W>) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
}

/// Writes an element that holds nothing but text; none where there is no text.
pub(super) fn text_element<W: Write>(
    writer: &mut Writer<W>,
    name: &str,
    text: &str,
) -> io::Result<()> {
    if !text.is_empty() {
        let text = legal(text);
        writer.create_element(name).write_text_content(BytesText::new(&text))?;
    }
    Ok(())
}

/// `text` without the characters that XML forbids, and with line feeds only.
fn legal(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| is_legal(character) && character != '\r') {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.chars().filter(|&character| is_legal(character)).collect())
}

/// `text` on one line, fit for an attribute.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|&character| is_legal(character)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_legal() {
        let mut out = Vec::new();
        text_element(&mut writer(&mut out), "Description", "a < b & c\u{1}\r\nd").unwrap();
        text_element(&mut writer(&mut out), "Description", "").unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<Description>a &lt; b &amp; c\nd</Description>"
        );
        assert_eq!(one_line(" a\tb\n\u{1}c "), "a b c");
    }
}
