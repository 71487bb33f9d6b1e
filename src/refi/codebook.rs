//! Codes as a `.qdc` file.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::code::{Code, write_codes};
use super::guid::Guid;
use super::{origin, xml};

/// The namespace of codebooks.
const NAMESPACE: &str = "urn:QDA-XML:codebook:1.0";

/// What a codebook says beside its codes: REFI-QDA has no place for it but a set of all codes at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Its title.
    pub name: String,
    /// The rest.
    pub description: String,
}

/// Writes codes as a `.qdc` file.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(codes: &[Code], whole: Option<&Whole>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = xml::writer(out);
    xml::declaration(&mut writer)?;
    let origin = origin();
    let root = BytesStart::new("CodeBook")
        .with_attributes([("xmlns", NAMESPACE), ("origin", origin.as_str())]);
    writer.write_event(Event::Start(root))?;
    write_codes(codes, &mut writer)?;
    if let Some(whole) = whole {
        writer
            .create_element("Sets")
            .write_inner_content(|writer| write_set(codes, whole, writer))?;
    }
    writer.write_event(Event::End(BytesEnd::new("CodeBook")))?;
    writer.get_mut().write_all(b"\n")
}

fn write_set<W: Write>(codes: &[Code], whole: &Whole, writer: &mut Writer<W>) -> io::Result<()> {
    let (guid, name) = (Guid::of(&["codebook"]).to_string(), xml::one_line(&whole.name));
    let set = writer.create_element("Set");
    let set = set.with_attributes([("guid", guid.as_str()), ("name", name.as_str())]);
    set.write_inner_content(|writer| {
        xml::text_element(writer, "Description", &whole.description)?;
        for code in codes.iter().filter(|code| code.depth == 0) {
            let guid = code.guid.to_string();
            writer
                .create_element("MemberCode")
                .with_attribute(("guid", guid.as_str()))
                .write_empty()?;
        }
        Ok(())
    })
    .map(drop)
}
