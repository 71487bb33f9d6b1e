//! VBPro dictionaries: lines `>>Category<<`, each followed by its words and phrases, one a line.
//!
//! Categories are flat; names with stops (`motives.proactive`) are read as paths.

use super::format::is_vbpro_heading;
use super::lexicoder::{read_listed, write_listed};
use super::notice::Notice;
use super::outline::{Outline, Report};
use super::write::{Capabilities, Wildcards, collect};
use crate::model::Codebook;

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let heading = |line: &str| {
        let name = line.strip_prefix(">>").and_then(|line| line.strip_suffix("<<"));
        name.filter(|_| is_vbpro_heading(line)).map(|name| (name.to_owned(), None))
    };
    read_listed(report, heading, str::to_owned, "write `>>Category<<` before its words")
}

const CAPABILITIES: Capabilities =
    Capabilities { wildcards: Wildcards::Suffix, ..Capabilities::PLAIN };

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    write_listed(collect(codebook, CAPABILITIES), |path, _| format!(">>{path}<<"))
}
