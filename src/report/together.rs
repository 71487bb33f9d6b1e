//! Which themes are raised in the same sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::query::MentionFacts;

/// How often two themes are raised together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Together {
    /// Sentences that raise both.
    pub(super) sentences: u64,
    /// Papers with such a sentence.
    pub(super) papers: u64,
}

/// For each pair of themes without themes below them (the first place below the second) how often both are
/// raised in one sentence, whatever the number of mentions.
pub(super) fn together(mentions: &[MentionFacts]) -> BTreeMap<(u32, u32), Together> {
    let mut sentences: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| !mention.union) {
        sentences.entry((mention.document, mention.sentence)).or_default().insert(mention.theme);
    }
    let mut pairs: BTreeMap<(u32, u32), (Together, Option<u32>)> = BTreeMap::new();
    for ((document, _), themes) in sentences {
        for &first in &themes {
            for &second in themes.range(first + 1..) {
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
    fn sentences_and_papers_count_once() {
        let union = MentionFacts { union: true, ..mention(0, 1, 7) };
        let again = MentionFacts { first_token: 19, end_token: 20, ..mention(0, 1, 1) };
        let found = together(&[
            mention(0, 1, 1),
            again,
            mention(0, 1, 3),
            union,
            mention(0, 2, 1),
            mention(0, 2, 3),
            mention(1, 1, 3),
            mention(1, 1, 1),
            mention(1, 1, 2),
        ]);
        assert_eq!(found[&(1, 3)], Together { sentences: 3, papers: 2 });
        assert_eq!(found[&(1, 2)], Together { sentences: 1, papers: 1 });
        assert_eq!(found.len(), 3);
    }
}
