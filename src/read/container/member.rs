//! What to do with a member of an archive, by its name and kind.

use std::path::Path;

use super::{Form, Packing, packing_of};
use crate::error::ContainerFailure;
use crate::read::discover::is_about_the_folder;
use crate::read::format_of;

/// What the headers of an archive say about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A device, or whatever else is no file.
    Other,
}

/// What is done with a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is read, in this way.
    Read(Packing),
    /// It is refused.
    Refuse(ContainerFailure),
    /// It is something else than a paper.
    PassOver,
    /// It is not even counted.
    Ignore,
}

/// Decides from name and kind.
pub(super) fn judge(name: &str, kind: Kind) -> Verdict {
    if leads_out(name) {
        return Verdict::Refuse(ContainerFailure::UnsafeName);
    }
    if kind == Kind::Folder {
        return Verdict::Ignore;
    }
    let hidden = |part: &str| part.starts_with('.') && part != "." || part == "__MACOSX";
    if name.split('/').any(hidden) || is_about_the_folder(Path::new(name)) {
        return Verdict::PassOver;
    }
    let path = Path::new(name);
    let packing = packing_of(path).or_else(|| {
        format_of(path).map(|format| Packing { gzip: false, form: Form::Single(format) })
    });
    match (packing, kind) {
        (None, _) => Verdict::PassOver,
        (Some(_), Kind::Link) => Verdict::Refuse(ContainerFailure::Link),
        (Some(_), Kind::Other | Kind::Folder) => Verdict::PassOver,
        (Some(Packing { form: Form::Zip | Form::Tar, .. }), Kind::File) => {
            Verdict::Refuse(ContainerFailure::Nested)
        }
        (Some(packing), Kind::File) => Verdict::Read(packing),
    }
}

/// Whether a name would lead out of the folder that the archive is unpacked in, on any system.
fn leads_out(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':')
        && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    name.is_empty()
        || name.starts_with(['/', '\\'])
        || drive
        || name.contains('\0')
        || name.split(['/', '\\']).any(|part| part == "..")
}

/// The name as results carry it: without `.` parts and control characters.
pub(super) fn shown(name: &str) -> String {
    let parts: Vec<&str> =
        name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/").chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
