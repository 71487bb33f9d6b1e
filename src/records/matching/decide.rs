//! What becomes of each record, from the claims of all papers: by DOI, then by file, then by title.

use std::collections::BTreeMap;

use super::{Ambiguity, Claim, Finding, MARGIN, Means};
use crate::model::MatchMeans;

/// Decides over the claims of all papers; one finding for each of the `records`.
#[must_use]
pub fn decide(claims: &[Vec<Claim>], records: usize) -> Vec<Finding> {
    let mut decision = Decision::new(claims, records);
    decision.by_doi();
    decision.by_file();
    decision.by_title();
    let near = decision.nearest();
    let findings = decision.findings.into_iter().zip(near);
    findings.map(|(finding, near)| finding.unwrap_or(Finding::Unmatched(near))).collect()
}

struct Decision {
    /// For each record the papers that claim it.
    claims: Vec<Vec<(usize, Means)>>,
    findings: Vec<Option<Finding>>,
    taken: Vec<bool>,
}

impl Decision {
    fn new(claims: &[Vec<Claim>], records: usize) -> Self {
        let mut by_record = vec![Vec::new(); records];
        for (paper, claims) in claims.iter().enumerate() {
            for claim in claims {
                if let Some(papers) = by_record.get_mut(claim.record) {
                    papers.push((paper, claim.means));
                }
            }
        }
        Self { claims: by_record, findings: vec![None; records], taken: vec![false; claims.len()] }
    }

    fn of(&self, record: usize) -> &[(usize, Means)] {
        self.claims.get(record).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_open(&self, record: usize) -> bool {
        self.findings.get(record).is_some_and(Option::is_none)
    }

    fn is_taken(&self, paper: usize) -> bool {
        self.taken.get(paper).copied().unwrap_or(true)
    }

    fn settle(&mut self, record: usize, finding: Finding) {
        if let Finding::Matched { paper, .. } = finding
            && let Some(taken) = self.taken.get_mut(paper)
        {
            *taken = true;
        }
        if let Some(place) = self.findings.get_mut(record) {
            *place = Some(finding);
        }
    }

    fn by_doi(&mut self) {
        for record in 0..self.claims.len() {
            let papers: Vec<usize> = self
                .of(record)
                .iter()
                .filter(|(_, means)| *means == Means::Doi)
                .map(|(paper, _)| *paper)
                .collect();
            match papers.as_slice() {
                [] => {}
                [paper] => {
                    let paper = *paper;
                    self.settle(
                        record,
                        Finding::Matched { paper, means: MatchMeans::Doi, similarity: None },
                    );
                }
                _ => self.settle(
                    record,
                    Finding::Ambiguous { papers, reason: Ambiguity::SeveralPapersOfDoi },
                ),
            }
        }
    }

    fn by_file(&mut self) {
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for record in
            (0..self.claims.len()).filter(|&record| self.is_open(record)).collect::<Vec<_>>()
        {
            let files: Vec<(usize, usize, bool)> = self
                .of(record)
                .iter()
                .filter_map(|(paper, means)| match means {
                    Means::File { depth, contradicted } => Some((*paper, *depth, *contradicted)),
                    _ => None,
                })
                .collect();
            let Some(deepest) = files.iter().map(|(_, depth, _)| *depth).max() else { continue };
            let best: Vec<_> =
                files.into_iter().filter(|(_, depth, _)| *depth == deepest).collect();
            let papers: Vec<usize> = best.iter().map(|(paper, ..)| *paper).collect();
            let ambiguous = |reason| Some(Finding::Ambiguous { papers: papers.clone(), reason });
            let finding = match best.as_slice() {
                [(paper, ..)] if self.is_taken(*paper) => ambiguous(Ambiguity::FileOfAnother),
                // Another paper may still have its title.
                [(.., true)] if self.has_title(record) => None,
                [(.., true)] => ambiguous(Ambiguity::OtherContent),
                [(paper, ..)] => {
                    wanted.entry(*paper).or_default().push(record);
                    None
                }
                _ => ambiguous(Ambiguity::SeveralFiles),
            };
            if let Some(finding) = finding.filter(|_| !self.has_title(record)) {
                self.settle(record, finding);
            }
        }
        for (paper, records) in wanted {
            for &record in &records {
                let finding = match records.as_slice() {
                    [_] => Finding::Matched { paper, means: MatchMeans::File, similarity: None },
                    _ => Finding::Ambiguous {
                        papers: vec![paper],
                        reason: Ambiguity::SeveralRecords,
                    },
                };
                self.settle(record, finding);
            }
        }
    }

    /// Whether a paper that is free has the title of the record.
    fn has_title(&self, record: usize) -> bool {
        self.of(record)
            .iter()
            .any(|(paper, means)| matches!(means, Means::Title(_)) && !self.is_taken(*paper))
    }

    fn by_title(&mut self) {
        let mut wanted: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for record in
            (0..self.claims.len()).filter(|&record| self.is_open(record)).collect::<Vec<_>>()
        {
            let free = |paper: usize| !self.is_taken(paper);
            let titles: Vec<(usize, f64)> = self
                .of(record)
                .iter()
                .filter_map(|(paper, means)| match means {
                    Means::Title(alike) if free(*paper) => Some((*paper, *alike)),
                    _ => None,
                })
                .collect();
            let most = titles.iter().map(|(_, alike)| *alike).fold(0.0, f64::max);
            let best: Vec<_> =
                titles.into_iter().filter(|(_, alike)| *alike > most - MARGIN).collect();
            match best.as_slice() {
                [] => {}
                [(paper, alike)] => wanted.entry(*paper).or_default().push((record, *alike)),
                _ => {
                    let papers = best.iter().map(|(paper, _)| *paper).collect();
                    self.settle(
                        record,
                        Finding::Ambiguous { papers, reason: Ambiguity::SeveralPapers },
                    );
                }
            }
        }
        for (paper, records) in wanted {
            let most = records.iter().map(|(_, alike)| *alike).fold(0.0, f64::max);
            let best: Vec<_> =
                records.into_iter().filter(|(_, alike)| *alike > most - MARGIN).collect();
            for &(record, alike) in &best {
                let finding = match best.as_slice() {
                    [_] => Finding::Matched {
                        paper,
                        means: MatchMeans::Title,
                        similarity: Some(alike),
                    },
                    _ => Finding::Ambiguous {
                        papers: vec![paper],
                        reason: Ambiguity::SeveralRecords,
                    },
                };
                self.settle(record, finding);
            }
        }
    }

    /// For each record the paper whose title comes nearest.
    fn nearest(&self) -> Vec<Option<(usize, f64)>> {
        let near = |claims: &Vec<(usize, Means)>| {
            let titles = claims.iter().filter_map(|(paper, means)| match means {
                Means::Near(alike) | Means::Title(alike) => Some((*paper, *alike)),
                _ => None,
            });
            titles.reduce(|best, next| if next.1 > best.1 { next } else { best })
        };
        self.claims.iter().map(near).collect()
    }
}
