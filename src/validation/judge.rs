//! Coders and codebook side by side: for each theme and sentence, what each says.
//!
//! A theme stands for itself and all themes below it, as in `query themes`. A coder says yes to it by a yes
//! to any of them, and no by a no to all; the codebook says yes by a mention of any. A coder has coded a
//! theme where each theme below it that has patterns has a column (else a no would be a guess), or where a
//! theme without patterns has a column of its own.

use std::collections::BTreeMap;

use super::coded::Codes;
use super::locate::{Located, Stratum, Unit};
use crate::model::Codebook;

/// Whose codes count as the truth where there are several coders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Truth {
    /// Each coder's for itself.
    #[default]
    Each,
    /// What more than half of those say who coded the sentence; a tie counts for nothing.
    Majority,
    /// What all say who coded the sentence; other sentences count for nothing.
    Consensus,
}

impl Truth {
    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Majority => "majority",
            Self::Consensus => "consensus",
        }
    }
}

/// What one coder, or several taken together, say: for each theme of [`Judged::themes`], each unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rater {
    /// The coder's name, or how coders are taken together.
    pub name: String,
    /// `None` where a unit is not coded.
    pub codes: Vec<Vec<Option<bool>>>,
}

/// What all say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The sentences.
    pub units: Vec<Unit>,
    /// Strata by their numbers.
    pub strata: BTreeMap<u16, Stratum>,
    /// Places of the themes that anybody coded, in the order of the codebook.
    pub themes: Vec<usize>,
    /// Themes with patterns that nobody coded, by their places.
    pub uncoded: Vec<usize>,
    /// The coders, in the order of their files.
    pub coders: Vec<Rater>,
    /// What the codebook says: for each theme, each unit.
    pub codebook: Vec<Vec<bool>>,
}

impl Judged {
    /// Puts together what coders say of the sentences that were found, and what `codebook` finds.
    #[must_use]
    pub fn new(coders: &[Codes], located: Located, codebook: &Codebook) -> Self {
        let all = 0..codebook.themes.len();
        let covered = |theme: usize| coders.iter().any(|codes| covers(codes, codebook, theme));
        let (themes, uncoded): (Vec<usize>, Vec<usize>) = all.partition(|&theme| covered(theme));
        let has_patterns =
            |theme: &usize| codebook.themes.get(*theme).is_some_and(|it| !it.include.is_empty());
        let uncoded = uncoded.into_iter().filter(has_patterns).collect();
        let Located { units, strata, rows, .. } = located;
        let raters = coders.iter().zip(&rows).map(|(codes, rows)| Rater {
            name: codes.coder.clone(),
            codes: themes.iter().map(|&of| said(codes, rows, units.len(), codebook, of)).collect(),
        });
        let raters = raters.collect();
        let finds = |unit: &Unit, theme: usize| {
            let end = codebook.themes.get(theme).map_or(theme, |it| it.end);
            unit.mentions.iter().any(|mention| (theme..end).contains(&(mention.theme as usize)))
        };
        let found = themes.iter().map(|&of| units.iter().map(|unit| finds(unit, of)).collect());
        let codebook = found.collect();
        Self { units, strata, themes, uncoded, coders: raters, codebook }
    }

    /// Those whose codes are the truth.
    #[must_use]
    pub fn truths(&self, truth: Truth) -> Vec<Rater> {
        if truth == Truth::Each || self.coders.len() < 2 {
            return self.coders.clone();
        }
        let together = |theme: usize, unit: usize| {
            let says = |yes| {
                let codes = self.coders.iter().filter_map(|coder| coder.codes.get(theme));
                codes.filter(|codes| codes.get(unit) == Some(&Some(yes))).count()
            };
            match (says(true), says(false)) {
                (0, 0) => None,
                (_, 0) => Some(true),
                (0, _) => Some(false),
                (yes, no) => (truth == Truth::Majority && yes != no).then_some(yes > no),
            }
        };
        let units = self.units.len();
        let codes = (0..self.themes.len())
            .map(|theme| (0..units).map(|unit| together(theme, unit)).collect())
            .collect();
        vec![Rater { name: truth.name().to_owned(), codes }]
    }

    /// For each stratum how many sentences of the corpus each of its units stands for that `counts` says
    /// yes to: the sentences of the stratum, divided by those units.
    #[must_use]
    pub fn weights(&self, counts: impl Fn(usize) -> bool) -> BTreeMap<u16, f64> {
        let mut coded: BTreeMap<u16, f64> = BTreeMap::new();
        for (_, unit) in self.units.iter().enumerate().filter(|(place, _)| counts(*place)) {
            *coded.entry(unit.stratum).or_default() += 1.0;
        }
        let weights = coded.into_iter().map(|(stratum, count)| {
            let size = self.strata.get(&stratum).map_or(0, |stratum| stratum.size);
            (stratum, f64::from(size) / count)
        });
        weights.collect()
    }

    /// Share of the corpus that lies in these strata.
    #[must_use]
    pub fn coverage(&self, strata: &BTreeMap<u16, f64>) -> f64 {
        let sizes = |counts: &dyn Fn(&u16) -> bool| {
            let strata = self.strata.iter().filter(|(number, _)| counts(number));
            strata.map(|(_, stratum)| f64::from(stratum.size)).sum::<f64>()
        };
        let all = sizes(&|_| true);
        if all > 0.0 { sizes(&|number| strata.contains_key(number)) / all } else { 0.0 }
    }
}

/// Whether a coder has coded a theme.
fn covers(codes: &Codes, codebook: &Codebook, theme: usize) -> bool {
    let Some(of) = codebook.themes.get(theme) else { return false };
    let has_column = |theme: usize| {
        let path = codebook.themes.get(theme).map(|theme| theme.path.as_str());
        codes.themes.iter().any(|coded| Some(coded.as_str()) == path)
    };
    let below = codebook.themes.get(theme..of.end).unwrap_or_default();
    let mut with_patterns =
        (theme..).zip(below).filter(|(_, it)| !it.include.is_empty()).peekable();
    let any = with_patterns.peek().is_some();
    (any && with_patterns.all(|(place, _)| has_column(place)))
        || (of.include.is_empty() && has_column(theme))
}

/// What a coder says of a theme and those below it, for each unit.
fn said(
    codes: &Codes,
    rows: &[Option<usize>],
    units: usize,
    codebook: &Codebook,
    theme: usize,
) -> Vec<Option<bool>> {
    let mut said = vec![None; units];
    if !covers(codes, codebook, theme) {
        return said;
    }
    let end = codebook.themes.get(theme).map_or(theme, |it| it.end);
    let below = codebook.themes.get(theme..end).unwrap_or_default();
    let columns: Vec<usize> = codes
        .themes
        .iter()
        .enumerate()
        .filter(|(_, path)| below.iter().any(|theme| theme.path == **path))
        .map(|(column, _)| column)
        .collect();
    for (row, unit) in codes.rows.iter().zip(rows) {
        let Some(of) = unit.and_then(|unit| said.get_mut(unit)) else { continue };
        let cells = || columns.iter().filter_map(|&column| row.codes.get(column).copied());
        *of = if cells().any(|code| code == Some(true)) {
            Some(true)
        } else {
            cells().all(|code| code == Some(false)).then_some(false)
        };
    }
    said
}
