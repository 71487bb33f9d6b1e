//! Which sentences are drawn: strata, their share of the sample, and the draw.
//!
//! Every sentence belongs to one stratum. Sentences without a mention are the first; a sentence with
//! mentions belongs to the theme, of those it mentions, that the fewest sentences mention (the first of the
//! codebook where several are as rare), so that rare themes are not crowded out by frequent ones that stand
//! beside them.
//!
//! Half of the sample goes to sentences without a mention, since all recall hangs on them, and the other
//! half in equal parts to the themes; what a small stratum cannot give goes to the others. Where there would
//! be less than two sentences a theme, themes that are neighbours in the codebook share a stratum. Within a
//! stratum each sentence is as likely to be drawn as any other, so its probability is `drawn / size`
//! (W. G. Cochran 1977, *Sampling techniques*, chapter 5: stratified random sampling).

use super::SentenceSource;
use crate::error::Result;
use crate::query::MentionFacts;
use crate::stats::random::Generator;

/// Fewest sentences a stratum.
const FEWEST: usize = 2;

/// Most strata of themes: one less than a row's key can number.
const MOST_STRATA: usize = u16::MAX as usize;

/// How much is drawn, and by which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleOptions {
    /// Sentences in all.
    pub size: usize,
    /// Seed of the draw and of the order.
    pub seed: u64,
}

/// Sentences that are drawn from together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedStratum {
    /// The themes, by their places in the codebook; none for sentences without a mention.
    pub themes: Vec<u32>,
    /// Sentences that belong to it.
    pub size: usize,
    /// Sentences that are drawn.
    pub drawn: usize,
}

/// One drawn sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drawn {
    /// Place of the document in the corpus.
    pub document: u32,
    /// Number of the sentence, from 0.
    pub sentence: u32,
    /// Its stratum, by the place in [`Plan::strata`].
    pub stratum: usize,
}

/// A stratified sample of sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Strata with any sentence: first that without mentions, then by theme.
    pub strata: Vec<PlannedStratum>,
    /// The drawn sentences, in random order.
    pub sentences: Vec<Drawn>,
}

/// Document and sentence.
type Place = (u32, u32);

impl Plan {
    /// Draws from the sentences of `documents` documents. `mentions` are those that count; of themes with
    /// themes below them only their own are looked at.
    ///
    /// # Errors
    /// Where the sentences cannot be read.
    pub fn draw(
        documents: u32,
        mentions: &[MentionFacts],
        source: &dyn SentenceSource,
        options: SampleOptions,
    ) -> Result<Self> {
        let by_theme = Mentioned::of(mentions);
        let mut members: Vec<Vec<Place>> = vec![Vec::new(); by_theme.themes];
        let mut without: Vec<usize> = Vec::new();
        for document in 0..documents {
            let mut rest = 0;
            for sentence in source.sentences(document)? {
                match by_theme.stratum((document, sentence)) {
                    Some(theme) => {
                        if let Some(members) = members.get_mut(theme as usize) {
                            members.push((document, sentence));
                        }
                    }
                    None => rest += 1,
                }
            }
            without.push(rest);
        }
        let mut strata = pooled(members, options.size - options.size / 2);
        let rest = without.iter().sum();
        let drawn = allocate(rest, &strata, options.size);
        let mut generator = Generator::new(options.seed);
        let mut plan = Self::default();
        if rest > 0 {
            let stratum = PlannedStratum { themes: Vec::new(), size: rest, drawn: drawn.without };
            plan.strata.push(stratum);
            let chosen = generator.sample(0..rest, drawn.without);
            plan.add(0, nth_without(&chosen, &without, &by_theme, source)?);
        }
        for ((themes, members), drawn) in strata.drain(..).zip(drawn.of_themes) {
            let place = plan.strata.len();
            plan.strata.push(PlannedStratum { themes, size: members.len(), drawn });
            plan.add(place, generator.sample(members.into_iter(), drawn));
        }
        generator.shuffle(&mut plan.sentences);
        Ok(plan)
    }

    fn add(&mut self, stratum: usize, places: Vec<Place>) {
        let drawn = places.into_iter();
        self.sentences.extend(drawn.map(|(document, sentence)| Drawn {
            document,
            sentence,
            stratum,
        }));
    }
}

/// Which themes sentences mention.
struct Mentioned {
    /// Sentences with mentions, each once, ascending, with the rarest theme of each.
    rarest: Vec<(Place, u32)>,
    /// One more than the last theme with a mention.
    themes: usize,
}

impl Mentioned {
    fn of(mentions: &[MentionFacts]) -> Self {
        let own = mentions.iter().filter(|mention| !mention.union);
        let mut pairs: Vec<(Place, u32)> =
            own.map(|mention| ((mention.document, mention.sentence), mention.theme)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let themes = pairs.iter().map(|&(_, theme)| theme as usize + 1).max().unwrap_or(0);
        let mut sentences = vec![0_usize; themes];
        for &(_, theme) in &pairs {
            if let Some(count) = sentences.get_mut(theme as usize) {
                *count += 1;
            }
        }
        let rarity = |theme: u32| (sentences.get(theme as usize).copied(), theme);
        let rarest = pairs
            .chunk_by(|one, next| one.0 == next.0)
            .filter_map(|chunk| chunk.iter().copied().min_by_key(|&(_, theme)| rarity(theme)))
            .collect();
        Self { rarest, themes }
    }

    /// The theme whose stratum a sentence belongs to; `None` for one without a mention.
    fn stratum(&self, place: Place) -> Option<u32> {
        let at = self.rarest.binary_search_by_key(&place, |&(place, _)| place).ok()?;
        self.rarest.get(at).map(|&(_, theme)| theme)
    }
}

/// The strata of themes that have any sentence; neighbours put together where `share` sentences would not
/// do for two each.
fn pooled(members: Vec<Vec<Place>>, share: usize) -> Vec<(Vec<u32>, Vec<Place>)> {
    let filled = (0_u32..).zip(members).filter(|(_, members)| !members.is_empty());
    let filled: Vec<(u32, Vec<Place>)> = filled.collect();
    let groups = (share / FEWEST).clamp(1, filled.len().clamp(1, MOST_STRATA));
    let of = filled.len().max(1);
    let mut strata: Vec<(Vec<u32>, Vec<Place>)> = Vec::with_capacity(groups);
    for (number, (theme, members)) in filled.into_iter().enumerate() {
        if strata.len() <= number * groups / of {
            strata.push((Vec::new(), Vec::new()));
        }
        if let Some((themes, places)) = strata.last_mut() {
            themes.push(theme);
            places.extend(members);
        }
    }
    strata.iter_mut().for_each(|(_, places)| places.sort_unstable());
    strata
}

/// How many sentences are drawn from each stratum.
struct Allocation {
    without: usize,
    of_themes: Vec<usize>,
}

fn allocate(rest: usize, strata: &[(Vec<u32>, Vec<Place>)], size: usize) -> Allocation {
    let available: usize = strata.iter().map(|(_, members)| members.len()).sum();
    let half = (size / 2).min(rest);
    let wanted = (size - half).min(available);
    let mut of_themes = vec![0; strata.len()];
    let mut left = wanted;
    while left > 0 {
        let open =
            strata.iter().zip(&of_themes).filter(|((_, members), drawn)| **drawn < members.len());
        let each = (left / open.count().max(1)).max(1);
        for ((_, members), drawn) in strata.iter().zip(&mut of_themes) {
            let more = each.min(members.len() - *drawn).min(left);
            *drawn += more;
            left -= more;
        }
    }
    Allocation { without: (size - wanted).min(rest), of_themes }
}

/// The places of sentences without a mention, by their numbers among all such sentences, which ascend;
/// `without` says how many each document has.
fn nth_without(
    chosen: &[usize],
    without: &[usize],
    mentioned: &Mentioned,
    source: &dyn SentenceSource,
) -> Result<Vec<Place>> {
    let mut places = Vec::with_capacity(chosen.len());
    let mut chosen = chosen.iter().copied().peekable();
    let mut before = 0;
    for (document, count) in (0_u32..).zip(without) {
        if chosen.peek().is_some_and(|&number| number < before + count) {
            let sentences = source.sentences(document)?;
            let rest: Vec<u32> = sentences
                .into_iter()
                .filter(|&sentence| mentioned.stratum((document, sentence)).is_none())
                .collect();
            while let Some(number) = chosen.next_if(|&number| number < before + count) {
                places.extend(rest.get(number - before).map(|&sentence| (document, sentence)));
            }
        }
        before += count;
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;
    use std::collections::BTreeSet;

    /// Documents with so many sentences each, all of which can be drawn.
    struct Lengths(Vec<u32>);

    impl SentenceSource for Lengths {
        fn sentences(&self, document: u32) -> Result<Vec<u32>> {
            Ok((0..self.0[document as usize]).collect())
        }
    }

    fn mention(document: u32, sentence: u32, theme: u32) -> MentionFacts {
        MentionFacts {
            document,
            sentence,
            theme,
            pattern: theme,
            first_token: 0,
            end_token: 1,
            section: SectionKind::Other,
            negated: false,
            hedged: false,
            union: false,
        }
    }

    fn mentions() -> Vec<MentionFacts> {
        let mut mentions: Vec<_> = (0..40).map(|sentence| mention(0, sentence, 0)).collect();
        mentions.extend((30..34).map(|sentence| mention(0, sentence, 3)));
        mentions.extend((0..10).map(|sentence| mention(2, sentence, 1)));
        mentions
    }

    fn draw(size: usize, seed: u64) -> Plan {
        let lengths = Lengths(vec![100, 0, 60]);
        Plan::draw(3, &mentions(), &lengths, SampleOptions { size, seed }).unwrap()
    }

    #[test]
    fn sentences_belong_to_their_rarest_theme_and_small_strata_are_taken_whole() {
        let plan = draw(40, 1);
        let strata: Vec<_> =
            plan.strata.iter().map(|s| (s.themes.clone(), s.size, s.drawn)).collect();
        assert_eq!(
            strata,
            [(vec![], 110, 20), (vec![0], 36, 8), (vec![1], 10, 8), (vec![3], 4, 4),]
        );
        assert_eq!(plan.sentences.len(), 40);
        let distinct: BTreeSet<_> =
            plan.sentences.iter().map(|d| (d.document, d.sentence)).collect();
        assert_eq!(distinct.len(), 40);
        for drawn in &plan.sentences {
            let themes = mentions().into_iter().filter(|mention| {
                (mention.document, mention.sentence) == (drawn.document, drawn.sentence)
            });
            let themes: Vec<u32> = themes.map(|mention| mention.theme).collect();
            let own = &plan.strata[drawn.stratum].themes;
            assert!(own.iter().all(|theme| themes.contains(theme)), "{drawn:?} {themes:?}");
            assert_eq!(own.is_empty(), themes.is_empty());
        }
    }

    #[test]
    fn a_seed_gives_one_sample_in_an_order_that_tells_nothing() {
        assert_eq!(draw(40, 1), draw(40, 1));
        assert_ne!(draw(40, 1).sentences, draw(40, 2).sentences);
        let strata: Vec<_> = draw(40, 1).sentences.iter().map(|drawn| drawn.stratum).collect();
        assert!(!strata.is_sorted());
    }

    #[test]
    fn a_sample_larger_than_the_text_is_all_of_it() {
        let plan = draw(1_000, 1);
        assert_eq!(plan.sentences.len(), 160);
        assert!(plan.strata.iter().all(|stratum| stratum.drawn == stratum.size));
    }

    #[test]
    fn many_themes_and_few_sentences_share_strata() {
        let plan = draw(8, 1);
        let strata: Vec<_> = plan.strata.iter().map(|s| (s.themes.clone(), s.drawn)).collect();
        assert_eq!(strata, [(vec![], 4), (vec![0, 1], 2), (vec![3], 2)]);
    }

    #[test]
    fn every_sentence_is_as_likely_as_its_stratum_says() {
        let mut counts = [0_u32; 100];
        for seed in 0..2_000 {
            let drawn = draw(40, seed).sentences.into_iter().filter(|drawn| drawn.document == 0);
            drawn.for_each(|drawn| counts[drawn.sentence as usize] += 1);
        }
        // Of theme 0: 8 of 36, 444 expected, standard deviation 19; without mention: 20 of 110, 364, 17.
        assert!(counts[..30].iter().all(|count| (350..540).contains(count)), "{counts:?}");
        assert!(counts[30..34].iter().all(|&count| count == 2_000), "{counts:?}");
        assert!(counts[40..].iter().all(|count| (275..450).contains(count)), "{counts:?}");
    }

    #[test]
    fn text_without_mentions_or_without_anything_else_is_no_trouble() {
        let none =
            Plan::draw(1, &[], &Lengths(vec![5]), SampleOptions { size: 4, seed: 1 }).unwrap();
        assert_eq!((none.strata.len(), none.sentences.len()), (1, 4));
        let only = [mention(0, 0, 0), mention(0, 1, 0)];
        let only =
            Plan::draw(1, &only, &Lengths(vec![2]), SampleOptions { size: 9, seed: 1 }).unwrap();
        assert_eq!((only.strata.len(), only.sentences.len()), (1, 2));
        let empty =
            Plan::draw(0, &[], &Lengths(vec![]), SampleOptions { size: 4, seed: 1 }).unwrap();
        assert_eq!(empty, Plan::default());
    }
}
