//! Codings of a study's papers that were made or corrected in another program.

use std::path::Path;

use super::study::Study;
use crate::error::Result;
use crate::model::Codebook;
use crate::refi::join::{Joined, KnownPaper, join};
use crate::refi::read;

/// The codings in the REFI-QDA project at `path`, by the themes of `codebook`, in the papers of `study`;
/// what could not be taken over stands in the remarks.
///
/// # Errors
/// Where the project or the index cannot be read.
pub fn codings_of_project(path: &Path, study: &Study, codebook: &Codebook) -> Result<Joined> {
    let project = read::read(path)?;
    let papers = study.papers().iter();
    let papers: Vec<KnownPaper> = papers
        .map(|paper| KnownPaper { name: paper.facts.name.clone(), hash: paper.facts.hash.clone() })
        .collect();
    join(&project, codebook, &papers, |place| {
        Ok(study.fetch(place)?.map(|paper| paper.document.text).unwrap_or_default())
    })
}
