//! Which themes are raised in the same sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::themes::ThemeName;
use crate::query::MentionFacts;

/// How often two themes are raised together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Together {
    /// Sentences that raise both.
    pub(super) sentences: u64,
    /// Papers with such a sentence.
    pub(super) papers: u64,
}

/// For each pair of themes (the first before the second) how often both are raised in one sentence, whatever
/// the number of mentions. A theme with themes below it is raised where one of them is, so it is no pair with
/// them.
pub(super) fn together(
    mentions: &[MentionFacts],
    names: &[ThemeName],
) -> BTreeMap<(u32, u32), Together> {
    let end = |theme: u32| names.get(theme as usize).map_or(0, |name| name.end);
    let counts = |mention: &&MentionFacts| {
        mention.union == (end(mention.theme) > mention.theme as usize + 1)
    };
    let mut sentences: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for mention in mentions.iter().filter(counts) {
        sentences.entry((mention.document, mention.sentence)).or_default().insert(mention.theme);
    }
    let mut pairs: BTreeMap<(u32, u32), (Together, Option<u32>)> = BTreeMap::new();
    for ((document, _), themes) in sentences {
        for &first in &themes {
            let below = u32::try_from(end(first)).unwrap_or(u32::MAX).max(first + 1);
            for &second in themes.range(below..) {
                let (together, last) = pairs.entry((first, second)).or_default();
                together.sentences += 1;
                together.papers += u64::from(last.replace(document) != Some(document));
            }
        }
    }
    pairs.into_iter().map(|(pair, (together, _))| (pair, together)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;

    fn mention(document: u32, sentence: u32, theme: u32) -> MentionFacts {
        MentionFacts {
            document,
            first_token: sentence * 10 + theme,
            end_token: sentence * 10 + theme + 1,
            theme,
            pattern: theme,
            sentence,
            section: SectionKind::Other,
            negated: false,
            hedged: false,
            union: false,
        }
    }

    #[test]
    fn sentences_and_papers_count_once_and_a_theme_is_no_pair_with_those_below_it() {
        let mut codebook = crate::codebook::load_built_in().unwrap().codebook;
        codebook.themes.truncate(4);
        let mut names = super::super::themes::theme_names(&codebook);
        // 0 has 1 below it; 2 and 3 stand alone.
        for (name, end) in names.iter_mut().zip([2, 2, 3, 4]) {
            name.end = end;
        }
        let union =
            |document, sentence| MentionFacts { union: true, ..mention(document, sentence, 0) };
        let again = MentionFacts { first_token: 19, end_token: 20, ..mention(0, 1, 1) };
        let found = together(
            &[
                union(0, 1),
                mention(0, 1, 0),
                mention(0, 1, 1),
                again,
                mention(0, 1, 3),
                mention(0, 2, 1),
                mention(0, 2, 3),
                mention(1, 1, 3),
                mention(1, 1, 1),
                mention(1, 1, 2),
            ],
            &names,
        );
        assert_eq!(found[&(1, 3)], Together { sentences: 3, papers: 2 });
        assert_eq!(found[&(0, 3)], Together { sentences: 1, papers: 1 });
        assert_eq!(found[&(1, 2)], Together { sentences: 1, papers: 1 });
        assert!(!found.contains_key(&(0, 1)));
    }
}
