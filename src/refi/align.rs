//! From the places of another program's text to places of ours.
//!
//! Two things can differ. First the counting: programs count code points or UTF-16 units, a line end as
//! one character or two, a byte order mark or not. What the project itself says tells which: the names
//! of selections, which often are their words, else whether codings begin and end at words; all sources
//! together are asked first. Second the text: some programs change white space, and people mend texts. Texts that differ in white space
//! alone are matched character by character; in others each passage is sought with the words around it.

use super::plain::PlainText;
use super::read::{Project, ReadCoding};

/// Fewest codings whose ends can tell how a program counts, where no selection shows its words.
const FEWEST: usize = 4;
/// Share of ends at words, in percent, below which the usual counting is doubted.
const DOUBTED: usize = 70;
/// Share of ends at words, in percent, at which another counting is believed.
const BELIEVED: usize = 90;
/// Characters before and after it that a passage is sought with, white space aside; the most first.
const AROUND: [(usize, usize); 10] =
    [(32, 32), (12, 12), (32, 0), (0, 32), (4, 4), (12, 0), (0, 12), (4, 0), (0, 4), (0, 0)];

/// Fewest characters that tell a passage.
const SHORTEST: usize = 8;

/// How a program counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counting {
    /// A byte order mark counts as a character.
    mark: bool,
    /// A line end counts as two characters.
    two_ends: bool,
    /// Characters beyond the Basic Multilingual Plane count as two.
    units: bool,
}

impl Counting {
    /// How many ways to count there are.
    const COUNT: usize = 8;

    /// Whether it is that of the standard.
    pub(super) fn is_usual(self) -> bool {
        self == Self::default()
    }

    /// All ways to count, the usual one first.
    fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
        (0..Self::COUNT).map(|bits| Self {
            two_ends: bits & 1 != 0,
            mark: bits & 2 != 0,
            units: bits & 4 != 0,
        })
    }

    /// Where each character stands, and the end.
    fn places(self, text: &[char]) -> Vec<usize> {
        let mut at = usize::from(self.mark);
        let mut places = Vec::with_capacity(text.len() + 1);
        for &character in text {
            places.push(at);
            at += match character {
                '\n' if self.two_ends => 2,
                other if self.units => other.len_utf16(),
                _ => 1,
            };
        }
        places.push(at);
        places
    }
}

/// The text of a source beside ours.
pub(super) struct Alignment<'a> {
    /// How the other program counts.
    pub(super) counting: Counting,
    /// Where each of its characters stands by that counting.
    places: Vec<usize>,
    theirs: Solid,
    ours: Solid,
    plain: &'a PlainText,
    /// Whether the texts are the same but for white space.
    pub(super) same: bool,
}

impl<'a> Alignment<'a> {
    /// Lays the text of a source, from a project that is counted as `expected`, beside ours; its codings
    /// tell where it is counted otherwise.
    pub(super) fn new(
        text: &str,
        codings: &[ReadCoding],
        expected: Counting,
        plain: &'a PlainText,
    ) -> Self {
        let text = characters(text);
        let counting = source_counting(expected, &text, codings);
        let (theirs, ours) = (Solid::of(text.iter().copied()), Solid::of(plain.text().chars()));
        let same = theirs.text == ours.text;
        Self { counting, places: counting.places(&text), theirs, ours, plain, same }
    }

    /// The first and last bytes of `source`, which our text was made of, for a place in theirs; `None`
    /// where it lies beyond the text, holds nothing but white space, or cannot be found again.
    pub(super) fn span(
        &self,
        source: &str,
        start: usize,
        end: usize,
    ) -> Option<crate::model::Span> {
        let last = *self.places.last()?;
        if end > last {
            return None;
        }
        let at = |place| self.places.partition_point(|&known| known < place);
        let (first, end) = (self.theirs.rank(at(start)), self.theirs.rank(at(end)));
        if end <= first {
            return None;
        }
        let (first, end) = if self.same { (first, end) } else { self.sought(first, end)? };
        let from = *self.ours.places.get(first)?;
        let to = *self.ours.places.get(end - 1)? + 1;
        self.plain.span(source, from, to)
    }

    /// Where the passage between two characters of theirs stands in ours: with as much around it as is
    /// found again, at the place nearest to where it should be; alone, only where it is there once.
    fn sought(&self, first: usize, end: usize) -> Option<(usize, usize)> {
        let (theirs, ours) = (self.theirs.places.len(), self.ours.places.len());
        for (before, after) in AROUND {
            let from = first.saturating_sub(before);
            let to = (end + after).min(theirs);
            if to - from < SHORTEST {
                continue;
            }
            let needle = self.theirs.between(from, to)?;
            let found: Vec<usize> = self.ours.find(needle).map(|at| at + (first - from)).collect();
            if (before, after) == (0, 0) && found.len() > 1 {
                return None;
            }
            let expected = first * ours / theirs.max(1);
            if let Some(at) = found.into_iter().min_by_key(|&at| at.abs_diff(expected)) {
                return Some((at, at + (end - first)));
            }
        }
        None
    }
}

/// A text without its white space.
struct Solid {
    text: String,
    /// For each character where it stands in the whole text, in code points.
    places: Vec<usize>,
    /// For each character where it stands in `text`, in bytes, and the end.
    bytes: Vec<usize>,
}

impl Solid {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut solid = Self { text: String::new(), places: Vec::new(), bytes: Vec::new() };
        for (place, character) in characters.enumerate() {
            let unseen = matches!(character, '\u{feff}' | '\u{ad}' | '\u{200b}');
            if !(unseen || character.is_whitespace() || character.is_control()) {
                solid.bytes.push(solid.text.len());
                solid.places.push(place);
                solid.text.push(character);
            }
        }
        solid.bytes.push(solid.text.len());
        solid
    }

    /// How many characters stand before the code point at `place` of the whole text.
    fn rank(&self, place: usize) -> usize {
        self.places.partition_point(|&known| known < place)
    }

    fn between(&self, first: usize, end: usize) -> Option<&str> {
        self.text.get(*self.bytes.get(first)?..*self.bytes.get(end)?)
    }

    /// The characters at which `needle` begins.
    fn find(&self, needle: &str) -> impl Iterator<Item = usize> {
        let found = self.text.match_indices(needle);
        found.filter_map(|(byte, _)| self.bytes.binary_search(&byte).ok())
    }
}

/// The characters of a source's text, with every line end as one, and without a byte order mark.
fn characters(text: &str) -> Vec<char> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n").chars().collect()
}

/// How the program counts that wrote the project: all its sources together tell that best.
pub(super) fn project_counting(project: &Project) -> Counting {
    let coded = project.sources.iter().filter(|source| !source.codings.is_empty());
    let coded = coded.filter_map(|source| Some((characters(source.text.as_deref()?), source)));
    let mut codings = 0;
    let mut sums = [Evidence::default(); Counting::COUNT];
    for (text, source) in coded {
        codings += source.codings.len();
        for (sum, counting) in sums.iter_mut().zip(Counting::all()) {
            let evidence = Evidence::of(counting, &text, &source.codings);
            sum.words += evidence.words;
            sum.ends += evidence.ends;
        }
    }
    likeliest(Counting::default(), sums, codings)
}

/// How this source is counted, in a project that is counted as `expected`.
fn source_counting(expected: Counting, text: &[char], codings: &[ReadCoding]) -> Counting {
    let evidence = Evidence::of(expected, text, codings);
    if evidence.words == codings.len() || evidence.ends == 2 * codings.len() {
        return expected;
    }
    let mut all = [Evidence::default(); Counting::COUNT];
    for (evidence, counting) in all.iter_mut().zip(Counting::all()) {
        *evidence = Evidence::of(counting, text, codings);
    }
    likeliest(expected, all, codings.len())
}

/// The way to count that most speaks for, if that is much more than for the expected one.
fn likeliest(
    expected: Counting,
    evidence: [Evidence; Counting::COUNT],
    codings: usize,
) -> Counting {
    let known = Counting::all().zip(evidence);
    let usual = known.clone().find(|(counting, _)| *counting == expected);
    let usual = usual.map(|(_, evidence)| evidence).unwrap_or_default();
    // Of equal ones the first, so that what leaves no trace is not supposed.
    let best = known.rev().max_by_key(|(_, evidence)| (evidence.words, evidence.ends));
    let Some((counting, best)) = best else { return expected };
    let share = |evidence: Evidence| evidence.ends * 50 / codings.max(1);
    let told_by_words = best.words > usual.words;
    let told_by_ends =
        best.words == 0 && codings >= FEWEST && share(usual) < DOUBTED && share(best) >= BELIEVED;
    if told_by_words || told_by_ends { counting } else { expected }
}

/// What speaks for a way to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Evidence {
    /// Selections that have the words that their names show.
    words: usize,
    /// Ends of selections that stand at the end of a word.
    ends: usize,
}

impl Evidence {
    fn of(counting: Counting, text: &[char], codings: &[ReadCoding]) -> Self {
        let places = counting.places(text);
        let at = |place| places.binary_search(&place).ok();
        let mut evidence = Self { words: 0, ends: 0 };
        for coding in codings {
            let (Some(start), Some(end)) = (at(coding.start), at(coding.end)) else { continue };
            evidence.ends += usize::from(is_edge(text, start)) + usize::from(is_edge(text, end));
            let cut = text.get(start..end).unwrap_or_default();
            evidence.words += usize::from(shows(&coding.words, cut));
        }
        evidence
    }
}

/// Whether no word goes on over `place`.
fn is_edge(text: &[char], place: usize) -> bool {
    let is_word =
        |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
    !(is_word(place.checked_sub(1)) && is_word(Some(place)))
}

/// Whether a name shows the words of a selection, or their beginning.
fn shows(name: &str, cut: &[char]) -> bool {
    let solid = |text: &mut dyn Iterator<Item = char>| {
        text.filter(|character| !character.is_whitespace()).collect::<String>()
    };
    let name = solid(&mut name.trim_end_matches(['.', '…']).chars());
    let cut = solid(&mut cut.iter().copied());
    !name.is_empty()
        && cut.starts_with(&name)
        && (name.len() * 2 > cut.len() || name.chars().count() > 8)
}
