//! What a candidate would find in the corpus, counted mention by mention.

use crate::query::facts::MentionFacts;
use crate::query::suggest::WINDOW;

/// Occurrences kept as examples.
const EXAMPLES: usize = 5;

/// A mention of a theme by its own patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnMention {
    /// Place of the document in the corpus.
    pub document: u32,
    /// Number of the sentence in the document.
    pub sentence: u32,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Place of the theme in the codebook.
    pub theme: u32,
}

/// The mentions of all themes, for looking up by sentence.
#[derive(Clone, Debug, Default)]
pub struct OwnMentions {
    sorted: Vec<OwnMention>,
    /// For each document where its mentions begin.
    starts: Vec<usize>,
}

impl OwnMentions {
    /// Of these mentions, which may come in any order, in a corpus of so many documents.
    #[must_use]
    pub fn new(mentions: impl IntoIterator<Item = OwnMention>, documents: usize) -> Self {
        let mut sorted: Vec<OwnMention> = mentions.into_iter().collect();
        sorted.sort_unstable();
        let start = |document: usize| {
            sorted.partition_point(|mention| (mention.document as usize) < document)
        };
        let starts = (0..=documents).map(start).collect();
        Self { sorted, starts }
    }

    /// All of them by document and sentence.
    #[must_use]
    pub fn all(&self) -> &[OwnMention] {
        &self.sorted
    }

    /// Those in one sentence.
    #[must_use]
    pub fn in_sentence(&self, document: u32, sentence: u32) -> &[OwnMention] {
        let place = document as usize;
        let (Some(&start), Some(&end)) = (self.starts.get(place), self.starts.get(place + 1))
        else {
            return &[];
        };
        let all = self.sorted.get(start..end).unwrap_or_default();
        let from = all.partition_point(|mention| mention.sentence < sentence);
        let to = all.partition_point(|mention| mention.sentence <= sentence);
        all.get(from..to).unwrap_or_default()
    }
}

/// A place where a candidate occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Whether it stands in no sentence that raises the theme: such examples come last.
    pub elsewhere: bool,
    /// Place of the document in the corpus.
    pub document: u32,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Number of the sentence.
    pub sentence: u32,
}

/// What a candidate finds beside what its theme counts already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CandidateFigures {
    /// Places that no pattern of the theme, or of one below it, counts.
    pub mentions: u64,
    /// Of these those in sentences that raise the theme.
    pub in_theme: u64,
    /// Of these those at most five tokens from a mention of the theme.
    pub near: u64,
    /// Papers with such a place.
    pub papers: u64,
    /// For each other theme that counts some of the places, how many: by theme.
    pub elsewhere: Vec<(u32, u64)>,
    /// Of the papers those that raise the theme.
    pub papers_in_theme: u64,
    /// The document counted last.
    pub(super) last_document: Option<u32>,
    /// Places to show: those where the theme is raised first, one a document, by document.
    pub examples: Vec<Occurrence>,
}

impl CandidateFigures {
    /// Counts a place of a candidate for the theme at `theme`, whose themes below end before `below`;
    /// `own` are the mentions in its sentence, and `in_theme` says whether its paper raises the theme.
    ///
    /// The places of a document come one after the other.
    pub fn add(
        &mut self,
        place: &MentionFacts,
        own: &[OwnMention],
        (theme, below): (u32, u32),
        in_theme: bool,
    ) {
        let overlaps =
            |known: &OwnMention| known.first < place.end_token && place.first_token < known.end;
        let counted = |known: &&OwnMention| (theme..below).contains(&known.theme);
        if own.iter().filter(counted).any(overlaps) {
            return;
        }
        self.mentions += 1;
        let of_theme = || own.iter().filter(|known| known.theme == theme);
        let raised = of_theme().next().is_some();
        self.in_theme += u64::from(raised);
        let near = of_theme().any(|known| {
            place.first_token < known.end.saturating_add(WINDOW)
                && known.first < place.end_token.saturating_add(WINDOW)
        });
        self.near += u64::from(near);
        let mut last = None;
        for known in own.iter().filter(|known| overlaps(known) && !counted(known)) {
            if last == Some(known.theme) {
                continue;
            }
            last = Some(known.theme);
            match self.elsewhere.iter_mut().find(|(theme, _)| *theme == known.theme) {
                Some((_, count)) => *count += 1,
                None => self.elsewhere.push((known.theme, 1)),
            }
        }
        if self.last_document != Some(place.document) {
            self.last_document = Some(place.document);
            self.papers += 1;
            self.papers_in_theme += u64::from(in_theme);
        }
        self.keep(Occurrence {
            elsewhere: !raised,
            document: place.document,
            first: place.first_token,
            end: place.end_token,
            sentence: place.sentence,
        });
    }

    /// Adds what was counted in other documents.
    pub fn merge(&mut self, other: Self) {
        self.mentions += other.mentions;
        self.in_theme += other.in_theme;
        self.near += other.near;
        self.papers += other.papers;
        for (theme, count) in other.elsewhere {
            match self.elsewhere.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, sum)) => *sum += count,
                None => self.elsewhere.push((theme, count)),
            }
        }
        self.papers_in_theme += other.papers_in_theme;
        other.examples.into_iter().for_each(|example| self.keep(example));
    }

    /// Keeps the first places in order, one a document, so that the order of coming does not matter.
    fn keep(&mut self, place: Occurrence) {
        if let Some(known) = self.examples.iter_mut().find(|k| k.document == place.document) {
            *known = place.min(*known);
        } else {
            self.examples.push(place);
        }
        self.examples.sort_unstable();
        self.examples.truncate(EXAMPLES);
    }

    /// The other theme that counts most of the places, at least half of them; of equal ones the first.
    #[must_use]
    pub fn other_theme(&self) -> Option<u32> {
        let most = self.elsewhere.iter().max_by_key(|(theme, n)| (*n, std::cmp::Reverse(*theme)));
        most.filter(|(_, count)| count * 2 >= self.mentions).map(|&(theme, _)| theme)
    }
}
