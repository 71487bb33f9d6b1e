//! Tagged lines, which RIS, MEDLINE and Web of Science share: a tag, a value, and lines that go on.

/// A tag with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tagged<'t> {
    /// Line, from 1.
    pub(super) line: usize,
    /// The tag.
    pub(super) tag: &'t str,
    /// The value; lines that go on are kept as lines.
    pub(super) value: String,
}

/// Reads lines by `split`, which gives tag and value of a line that has a tag; other lines go on with
/// the value before them, blank ones do not. Lines before the first tag are passed over.
pub(super) fn tagged<'t>(
    text: &'t str,
    split: impl Fn(&'t str) -> Option<(&'t str, &'t str)>,
) -> Vec<Tagged<'t>> {
    let mut found: Vec<Tagged<'t>> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some((tag, value)) = split(line) {
            found.push(Tagged { line: number + 1, tag, value: value.trim().to_owned() });
        } else if !line.trim().is_empty()
            && let Some(last) = found.last_mut()
        {
            last.value.push('\n');
            last.value.push_str(line.trim());
        }
    }
    found
}

/// The name of a field that a format calls `tag`, by its table; the tag itself in small letters where
/// the table does not know it.
pub(super) fn field(table: &[(&str, &str)], tag: &str) -> String {
    let known = table.iter().find(|(known, _)| *known == tag);
    known.map_or_else(|| tag.to_lowercase(), |(_, name)| (*name).to_owned())
}
