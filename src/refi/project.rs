//! What a project says of its papers: codes, variables, and each paper with its codings.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

use super::code::{Code, paint, unique, write_codes};
use super::guid::Guid;
use super::plain::PlainText;
use super::xml::{self, one_line, text_element};
use super::{CODER, CREATED, origin};
use crate::model::{Document, Span};

/// The namespace of projects.
const NAMESPACE: &str = "urn:QDA-XML:project:1.0";

/// What a project holds beside its papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What programs call the project.
    pub name: String,
    /// What it was made from, for its reader.
    pub description: String,
    codes: Vec<Code>,
    variables: Vec<(Guid, Variable)>,
}

/// Something that is known of each paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name; a project needs each name once.
    pub name: String,
    /// Whether its values are whole numbers.
    pub integer: bool,
    /// What it means.
    pub description: String,
}

/// What a paper has for a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
}

/// A paper with what was found in it.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// What programs call it; see [`source_names`].
    pub name: &'a str,
    /// The paper.
    pub document: &'a Document,
    /// What is known of it, for its reader; may be empty.
    pub description: String,
    /// Places that themes are raised at.
    pub codings: Vec<CodedSpan>,
    /// For each variable of the project, in its order, what the paper has for it.
    pub values: Vec<Option<Value>>,
}

/// One place that a theme is raised at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodedSpan {
    /// Bytes of the paper's text.
    pub span: Span,
    /// Place of the theme in the codebook.
    pub theme: usize,
    /// A remark for the reader; may be empty.
    pub note: String,
}

/// The names of papers in a project: their own, with `_` for what no file on any system may have in its
/// name, since programs make files of them.
#[must_use]
pub fn source_names<'a>(papers: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let fit = |name: &str| {
        let fits = |character: char| {
            !matches!(character, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        };
        one_line(name).chars().map(|c| if fits(c) { c } else { '_' }).collect::<String>()
    };
    unique(papers.into_iter().map(|name| (fit(name), fit(name))).collect())
}

impl Outline {
    /// A project coded by `codes`, in the order of the codebook's themes.
    #[must_use]
    pub fn new(
        name: &str,
        description: &str,
        mut codes: Vec<Code>,
        variables: Vec<Variable>,
    ) -> Self {
        paint(&mut codes);
        let named = variables.iter().map(|variable| (variable.name.clone(), variable.name.clone()));
        let names = unique(named.collect());
        let variables = variables.into_iter().zip(names).map(|(variable, name)| {
            (Guid::of(&["variable", &name]), Variable { name, ..variable })
        });
        Self {
            name: one_line(name),
            description: description.to_owned(),
            codes,
            variables: variables.collect(),
        }
    }

    /// Writes what stands before the papers.
    pub(super) fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = xml::writer(out);
        xml::declaration(&mut writer)?;
        let (coder, origin) = (Guid::of_coder(CODER).to_string(), origin());
        let root = BytesStart::new("Project").with_attributes([
            ("xmlns", NAMESPACE),
            ("name", self.name.as_str()),
            ("origin", origin.as_str()),
            ("creatingUserGUID", coder.as_str()),
            ("creationDateTime", CREATED),
        ]);
        writer.write_event(Event::Start(root))?;
        writer.create_element("Users").write_inner_content(|writer| {
            let user = writer.create_element("User");
            user.with_attributes([("guid", coder.as_str()), ("name", CODER)])
                .write_empty()
                .map(drop)
        })?;
        if !self.codes.is_empty() {
            writer
                .create_element("CodeBook")
                .write_inner_content(|writer| write_codes(&self.codes, writer))?;
        }
        if !self.variables.is_empty() {
            writer
                .create_element("Variables")
                .write_inner_content(|writer| self.write_variables(writer))?;
        }
        writer.get_mut().write_all(b"\n")
    }

    fn write_variables<W: Write>(&self, writer: &mut Writer<W>) -> io::Result<()> {
        for (guid, variable) in &self.variables {
            let guid = guid.to_string();
            let element = writer.create_element("Variable").with_attributes([
                ("guid", guid.as_str()),
                ("name", variable.name.as_str()),
                ("typeOfVariable", if variable.integer { "Integer" } else { "Text" }),
            ]);
            element.write_inner_content(|writer| {
                text_element(writer, "Description", &variable.description)
            })?;
        }
        Ok(())
    }

    /// Writes what stands after the papers.
    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = xml::writer(out);
        text_element(&mut writer, "Description", &self.description)?;
        writer.get_mut().write_all(b"\n</Project>\n")
    }

    /// What the project says of a paper, as XML.
    ///
    /// # Errors
    /// Never in practice: it is written to memory.
    pub fn source(&self, source: &Source<'_>) -> io::Result<Vec<u8>> {
        let mut xml = Vec::new();
        let mut writer = xml::writer(&mut xml);
        let guid = Guid::of_paper(&source.document.hash).to_string();
        let coder = Guid::of_coder(CODER).to_string();
        let path = format!("internal://{guid}.txt");
        let element = writer.create_element("TextSource").with_attributes([
            ("guid", guid.as_str()),
            ("name", source.name),
            ("plainTextPath", path.as_str()),
            ("creatingUser", coder.as_str()),
            ("creationDateTime", CREATED),
        ]);
        element.write_inner_content(|writer| {
            text_element(writer, "Description", &source.description)?;
            self.write_codings(writer, source, &coder)?;
            self.write_values(writer, &source.values)
        })?;
        xml.push(b'\n');
        Ok(xml)
    }

    fn write_codings<W: Write>(
        &self,
        writer: &mut Writer<W>,
        source: &Source<'_>,
        coder: &str,
    ) -> io::Result<()> {
        let Document { text, hash, .. } = source.document;
        let plain = PlainText::of(text);
        for CodedSpan { span, theme, note } in &source.codings {
            let Some(code) = self.codes.get(*theme) else { continue };
            let (start, end) = plain.positions(*span);
            if start == end {
                continue;
            }
            let (start, end) = (start.to_string(), end.to_string());
            let code = code.guid.to_string();
            let guid = |kind| Guid::of(&[kind, hash, &code, &start, &end]).to_string();
            let (selection, coding) = (guid("selection"), guid("coding"));
            let words = one_line(span.of(text));
            let element = writer.create_element("PlainTextSelection").with_attributes([
                ("guid", selection.as_str()),
                ("name", words.as_str()),
                ("startPosition", start.as_str()),
                ("endPosition", end.as_str()),
                ("creatingUser", coder),
                ("creationDateTime", CREATED),
            ]);
            element.write_inner_content(|writer| {
                text_element(writer, "Description", note)?;
                let element = writer.create_element("Coding").with_attributes([
                    ("guid", coding.as_str()),
                    ("creatingUser", coder),
                    ("creationDateTime", CREATED),
                ]);
                element.write_inner_content(|writer| reference(writer, "CodeRef", &code)).map(drop)
            })?;
        }
        Ok(())
    }

    fn write_values<W: Write>(
        &self,
        writer: &mut Writer<W>,
        values: &[Option<Value>],
    ) -> io::Result<()> {
        for ((guid, _), value) in self.variables.iter().zip(values) {
            let (name, value) = match value {
                Some(Value::Text(text)) => ("TextValue", one_line(text)),
                Some(Value::Integer(number)) => ("IntegerValue", number.to_string()),
                None => continue,
            };
            writer.create_element("VariableValue").write_inner_content(|writer| {
                reference(writer, "VariableRef", &guid.to_string())?;
                writer.create_element(name).write_text_content(BytesText::new(&value)).map(drop)
            })?;
        }
        Ok(())
    }
}

/// Opens the list of papers.
pub(super) const OPEN_SOURCES: &[u8] = b"<Sources>\n";
/// Closes the list of papers.
pub(super) const CLOSE_SOURCES: &[u8] = b"</Sources>\n";

fn reference<W: Write>(writer: &mut Writer<W>, name: &str, guid: &str) -> io::Result<()> {
    writer.create_element(name).with_attribute(("targetGUID", guid)).write_empty().map(drop)
}
