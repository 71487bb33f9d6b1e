//! A codebook as a `.qdc` file.

use std::io::{self, Write};

use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::code::{codes, write_codes};
use super::{origin, xml};
use crate::model::Codebook;

/// The namespace of codebooks.
const NAMESPACE: &str = "urn:QDA-XML:codebook:1.0";

/// Writes the themes of `codebook` as the codes of a `.qdc` file.
///
/// # Errors
/// Where `out` does not take the bytes.
///
/// ```
/// use leitmotif::codebook::{Format, parse};
/// let codebook = parse("m.yaml", "themes: {motives: {wages: [cheap labour]}}", Format::Yaml)?;
/// let mut bytes = Vec::new();
/// leitmotif::refi::codebook::write(&codebook, &mut bytes)?;
/// let text = String::from_utf8(bytes)?;
/// assert!(text.contains("name=\"wages\" isCodable=\"true\""));
/// assert!(text.contains("\ninclude:\n  - cheap labour</Description>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(codebook: &Codebook, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = xml::writer(out);
    xml::declaration(&mut writer)?;
    let origin = origin();
    let root = BytesStart::new("CodeBook")
        .with_attributes([("xmlns", NAMESPACE), ("origin", origin.as_str())]);
    writer.write_event(Event::Start(root))?;
    write_codes(&codes(codebook), &mut writer)?;
    writer.write_event(Event::End(BytesEnd::new("CodeBook")))?;
    writer.get_mut().write_all(b"\n")
}
