//! Themes that are raised together.

use std::collections::{BTreeMap, BTreeSet};

use super::joined;
use crate::model::network::{Network, Node};
use crate::query::facts::{MentionFacts, ThemeFacts, has_children};

/// How often two themes are raised together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Sentences that raise both.
    pub sentences: u64,
    /// Papers that raise both in one sentence.
    pub papers: u64,
}

/// What two themes are raised in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One sentence.
    Sentence,
    /// One paper.
    Paper,
}

/// For each pair of themes (the first before the second) how often both are raised in one sentence, whatever
/// the number of mentions. A theme with themes below it is raised where one of them is, so it is no pair with
/// them.
#[must_use]
pub fn together(
    mentions: &[MentionFacts],
    themes: &[ThemeFacts],
) -> BTreeMap<(u32, u32), Together> {
    let mut pairs: BTreeMap<(u32, u32), (Together, Option<u32>)> = BTreeMap::new();
    for ((document, _), raised) in units(mentions, themes, Unit::Sentence) {
        for pair in pairs_of(&raised, themes) {
            let (together, last) = pairs.entry(pair).or_default();
            together.sentences += 1;
            together.papers += u64::from(last.replace(document) != Some(document));
        }
    }
    pairs.into_iter().map(|(pair, (together, _))| (pair, together)).collect()
}

/// Themes that are raised together, in at least `least` units; `labels` are their names in figures.
#[must_use]
pub fn themes(
    mentions: &[MentionFacts],
    themes: &[ThemeFacts],
    labels: &[String],
    unit: Unit,
    (least, all): (u64, u64),
) -> Network {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let mut weights: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for raised in units(mentions, themes, unit).values() {
        raised.iter().for_each(|&theme| *counts.entry(theme).or_default() += 1);
        pairs_of(raised, themes).for_each(|pair| *weights.entry(pair).or_default() += 1);
    }
    let pairs: Vec<_> = weights.into_iter().filter(|&(_, weight)| weight >= least).collect();
    let node = |theme: u32| Node {
        id: themes.get(theme as usize).map(|theme| theme.path.clone()).unwrap_or_default(),
        label: labels.get(theme as usize).cloned().unwrap_or_default(),
        year: None,
        count: counts.get(&theme).copied().unwrap_or_default(),
    };
    let what = match (unit, least) {
        (Unit::Sentence, ..=1) => "one sentence".to_owned(),
        (Unit::Sentence, _) => format!("{least} sentences or more"),
        (Unit::Paper, ..=1) => "one paper".to_owned(),
        (Unit::Paper, _) => format!("{least} papers or more"),
    };
    let title = format!("Themes raised together in {what}");
    joined(&pairs, all, node, ("themes", title))
}

/// The themes of each sentence, or of each paper.
fn units(
    mentions: &[MentionFacts],
    themes: &[ThemeFacts],
    unit: Unit,
) -> BTreeMap<(u32, u32), BTreeSet<u32>> {
    let parents = has_children(themes);
    let counts =
        |mention: &&MentionFacts| parents.get(mention.theme as usize) == Some(&mention.union);
    let mut units: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for mention in mentions.iter().filter(counts) {
        let sentence = if unit == Unit::Sentence { mention.sentence } else { 0 };
        units.entry((mention.document, sentence)).or_default().insert(mention.theme);
    }
    units
}

/// The pairs of themes of which none is above the other.
fn pairs_of<'a>(
    raised: &'a BTreeSet<u32>,
    themes: &'a [ThemeFacts],
) -> impl Iterator<Item = (u32, u32)> + 'a {
    let is_above = |above: u32, theme: u32| {
        std::iter::successors(Some(theme as usize), |&theme| themes.get(theme)?.parent)
            .any(|theme| theme == above as usize)
    };
    raised.iter().flat_map(move |&first| {
        let after = raised.range(first + 1..);
        after.filter(move |&&second| !is_above(first, second)).map(move |&second| (first, second))
    })
}
