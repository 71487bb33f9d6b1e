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
        #[cfg(feature = "parquet")]
        (Some(Packing { form: Form::Parquet, .. }), Kind::File) => {
            Verdict::Refuse(ContainerFailure::Packed)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_refused_on_every_system() {
        for name in ["../a.txt", "a/../../b.txt", "/etc/a.txt", "..", "C:\\a.txt", "c:a.txt"]
            .into_iter()
            .chain(["a\\..\\b.txt", "\\\\host\\a.txt", "a\0.txt", ""])
        {
            let verdict = judge(name, Kind::File);
            assert_eq!(verdict, Verdict::Refuse(ContainerFailure::UnsafeName), "{name:?}");
        }
        for name in ["a..b.txt", "...txt/a.txt", "b/c.d.txt"] {
            let verdict = judge(name, Kind::File);
            assert_ne!(verdict, Verdict::Refuse(ContainerFailure::UnsafeName), "{name:?}");
        }
    }

    #[test]
    fn members_are_read_refused_or_passed_over() {
        let refused = |name, kind| match judge(name, kind) {
            Verdict::Refuse(reason) => Some(reason),
            _ => None,
        };
        assert!(matches!(judge("./a/b.TXT", Kind::File), Verdict::Read(_)));
        assert!(matches!(
            judge("w.jsonl.gz", Kind::File),
            Verdict::Read(Packing { gzip: true, .. })
        ));
        assert_eq!(refused("in.tar.gz", Kind::File), Some(ContainerFailure::Nested));
        assert_eq!(refused("l.txt", Kind::Link), Some(ContainerFailure::Link));
        for name in ["a.png", ".hidden.txt", "__MACOSX/a.txt", "a/.git/b.txt", "README.md"] {
            assert_eq!(judge(name, Kind::File), Verdict::PassOver, "{name}");
        }
        assert_eq!(judge("a/", Kind::Folder), Verdict::Ignore);
    }

    #[test]
    fn names_are_shown_without_what_a_terminal_would_obey() {
        assert_eq!(shown("./a//b\u{1b}[2J.txt"), "a/b\u{fffd}[2J.txt");
    }
}
