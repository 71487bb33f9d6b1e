//! Where the entries of a list without labels start, decided for the whole list at once.
//!
//! Every line gets a score for opening an entry: how it opens (names), how the line before it ends,
//! whether that line was broken although the next word would have fitted, indents and empty lines.
//! An entry as a whole is scored too: it should have a year, and not many lines. In a list in
//! alphabetical order the first words of successive entries count as well. The segmentation of
//! highest score is found by dynamic programming over the lines; an entry has at most
//! [`LONGEST`] lines, so the cost is linear in their number.
//!
//! The weights are log odds set by hand from lists in the styles of journals and checked on
//! hard-wrapped bibliographies; none depends on a single list.

use unicode_normalization::UnicodeNormalization;

use super::line::{Line, Role};
use super::opening::{self, Opening};

/// Most lines of one entry.
const LONGEST: usize = 60;

/// What is known of the layout of a whole list.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Width at which lines are broken, if they are.
    wrap: Option<usize>,
    /// Whether empty lines stand between the entries.
    blank_separated: bool,
    /// What indents say, where lines have different ones.
    indent: Option<Indent>,
    /// Whether entries are in alphabetical order.
    alphabetical: bool,
}

/// What one line says, found once.
struct Evidence {
    /// Log odds that the line opens an entry.
    start: f32,
    /// Whether the line has a year or says that there is none.
    dated: bool,
    /// Width in characters.
    width: usize,
    /// First letters for the alphabet; empty where a dash repeats the authors.
    key: String,
    /// An entry must start here.
    forced: bool,
}

/// The numbers of the lines (of role `Text`) that open an entry; the first always does.
pub(crate) fn starts(text: &str, lines: &[Line]) -> Vec<usize> {
    let places: Vec<usize> =
        (0..lines.len()).filter(|&index| lines[index].role == Role::Text).collect();
    let mut layout = layout_of(text, lines, &places);
    let evidence = evidence_of(text, lines, &places, layout);
    let first = segment(&evidence, layout);
    layout.alphabetical = is_alphabetical(&evidence, &first);
    let found = if layout.alphabetical { segment(&evidence, layout) } else { first };
    found.into_iter().map(|index| places[index]).collect()
}

fn layout_of(text: &str, lines: &[Line], places: &[usize]) -> Layout {
    let mut widths: Vec<usize> = places
        .iter()
        .filter(|&&index| !lines[index].inside && breakable(lines[index].span.of(text)))
        .map(|&index| lines[index].indent + lines[index].width)
        .collect();
    widths.sort_unstable();
    let count = widths.len();
    let blanks = places.iter().skip(1).filter(|&&index| lines[index].blank_before).count();
    let blank_separated = blanks * 5 >= count && count > 2;
    let high = widths.get((count * 98 / 100).min(count.saturating_sub(1))).copied().unwrap_or(0);
    let full = widths
        .iter()
        .filter(|&&width| width * 100 >= high * 85 && width * 100 <= high * 108)
        .count();
    let wrapped = count >= 3 && full * 100 >= count * 33 && high < 200;
    let indent = indent_of(text, lines, places);
    Layout { wrap: wrapped.then_some(high), blank_separated, indent, alphabetical: false }
}

/// Which lines are indented.
#[derive(Clone, Copy, Debug)]
enum Indent {
    /// All but the first of an entry; first lines have this indent.
    Hanging(usize),
    /// The first of an entry; other lines have this indent.
    First(usize),
}

/// Indents are of use where two kinds of lines open differently: names open one of them.
fn indent_of(text: &str, lines: &[Line], places: &[usize]) -> Option<Indent> {
    let least = places.iter().map(|&index| lines[index].indent).min()?;
    let mut sums = [(0.0f32, 0u16); 2];
    for &index in places {
        let line = &lines[index];
        let slot = &mut sums[usize::from(line.indent > least)];
        slot.0 += opening_score(opening::of(&window(text, line)), line.span.of(text));
        slot.1 = slot.1.saturating_add(1);
    }
    let [(plain, plain_count), (deep, deep_count)] = sums;
    // An indent here and there tells nothing.
    if plain_count.min(deep_count) < 2
        || usize::from(plain_count.min(deep_count)) * 8 < places.len()
    {
        return None;
    }
    let difference = plain / f32::from(plain_count) - deep / f32::from(deep_count);
    if difference > 0.8 {
        Some(Indent::Hanging(least))
    } else if difference < -0.8 {
        Some(Indent::First(least))
    } else {
        None
    }
}

/// Whether a line could have been broken elsewhere: one that is a single address could not.
fn breakable(line: &str) -> bool {
    !line.contains("//") || line.bytes().filter(|byte| *byte == b' ').count() > 2
}

fn evidence_of(text: &str, lines: &[Line], places: &[usize], layout: Layout) -> Vec<Evidence> {
    let mut evidence = Vec::with_capacity(places.len());
    let mut before: Option<usize> = None;
    for &index in places {
        let line = &lines[index];
        let inside = line.span.of(text);
        // A heading between two lines parts them.
        let parted = before.is_none_or(|previous| {
            lines[previous + 1..index].iter().any(|line| line.role == Role::Heading)
        });
        let open = opening::of(&window(text, line));
        let mut start = opening_score(open, inside);
        if let Some(previous) = before {
            start += ending_score(lines[previous].span.of(text));
            start += layout_score(&lines[previous], line, inside, layout);
        }
        evidence.push(Evidence {
            start,
            dated: opening::find_year(inside).is_some()
                || opening::has_no_date(opening::clip(inside, 400)),
            width: line.width,
            key: if open == Opening::Repeated { String::new() } else { sort_key(inside) },
            forced: parted,
        });
        before = Some(index);
    }
    evidence
}

/// The line and what follows it, to read names that run over its end, on one line.
fn window(text: &str, line: &Line) -> String {
    let rest = opening::clip(text.get(line.span.start..).unwrap_or_default(), 260);
    rest.replace(['\n', '\r'], " ")
}

fn opening_score(open: Opening, line: &str) -> f32 {
    match open {
        Opening::Repeated => 5.0,
        Opening::Name(strength) => 0.4 + 0.9 * f32::from(strength),
        Opening::Organisation => 1.2,
        Opening::Capital => -0.4,
        Opening::Lower => -3.5,
        Opening::Digit if line.len() > 5 => -2.0,
        Opening::Digit => -3.5,
        Opening::Address => -3.5,
        Opening::Mark => -4.0,
    }
}

/// Abbreviations behind whose stop an entry goes on.
const ABBREVIATIONS: [&str; 12] =
    ["al", "vol", "Vol", "no", "No", "pp", "p", "eds", "Eds", "ed", "Ed", "doi"];

/// Words behind which an entry goes on.
const JOINING: [&str; 18] = [
    "and", "of", "in", "the", "for", "on", "de", "la", "und", "dan", "y", "e", "et", "da", "do",
    "a", "with", "to",
];

/// What the end of the line before says.
fn ending_score(before: &str) -> f32 {
    let last_word = before.rsplit(' ').next().unwrap_or_default();
    if last_word.contains("://") || last_word.starts_with("10.") || last_word.starts_with("doi") {
        return 1.5;
    }
    let word = last_word.trim_end_matches('.');
    match before.chars().next_back() {
        Some('.') if opening::are_dotted_initials(last_word) => -1.5,
        Some('.') if word == "In" || ABBREVIATIONS.contains(&word) => -1.5,
        Some('.') => 1.2,
        Some(',' | '&' | ';' | ':' | '-' | '‐' | '(' | '[' | '/' | '–' | '—') => -4.0,
        Some(']') => 0.8,
        Some(')' | '”' | '"' | '»') => 0.0,
        Some(c) if c.is_ascii_digit() => 0.6,
        Some(_) if JOINING.contains(&word) => -4.0,
        Some(c) if c.is_uppercase() => -1.2,
        _ => -2.0,
    }
}

/// What breaks, empty lines and indents say.
fn layout_score(before: &Line, line: &Line, inside: &str, layout: Layout) -> f32 {
    let mut score = 0.0;
    if line.inside {
        return 0.5;
    }
    if layout.blank_separated {
        score += if line.blank_before { 4.0 } else { -3.0 };
    } else if line.blank_before {
        score += 1.5;
    }
    score += match layout.indent {
        Some(Indent::Hanging(least)) if line.indent == least => 3.0,
        Some(Indent::First(least)) if line.indent > least => 3.0,
        Some(_) => -3.0,
        None => 0.0,
    };
    match layout.wrap {
        Some(wrap) => {
            let word = inside.split(' ').next().map_or(0, |word| word.chars().count());
            let needed = before.indent + before.width + 1 + word;
            // Ragged text of proportional fonts is broken up to a tenth early.
            score += if needed + wrap / 10 <= wrap {
                4.0
            } else if needed <= wrap {
                1.0
            } else {
                -0.8
            };
        }
        None => score += 4.0,
    }
    score
}

/// The letters by which an entry is sorted.
fn sort_key(line: &str) -> String {
    line.nfd()
        .filter(|c| c.is_alphabetic() || *c == ' ' || *c == ',')
        .skip_while(|c| !c.is_alphabetic())
        .take_while(|c| *c != ',')
        .filter(|c| *c != ' ')
        .flat_map(char::to_lowercase)
        .take(8)
        .collect()
}

fn is_alphabetical(evidence: &[Evidence], starts: &[usize]) -> bool {
    let keys: Vec<&str> = starts
        .iter()
        .map(|&index| evidence[index].key.as_str())
        .filter(|key| !key.is_empty())
        .collect();
    let rising = keys.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    keys.len() >= 6 && rising * 100 >= (keys.len() - 1) * 75
}

/// What the alphabet says about an entry that follows another.
fn order_score(before: &str, key: &str) -> f32 {
    if before.is_empty() || key.is_empty() {
        return 0.0;
    }
    let (Some(a), Some(b)) = (before.chars().next(), key.chars().next()) else { return 0.0 };
    if before <= key {
        match u32::from(b).abs_diff(u32::from(a)) {
            0 | 1 => 1.2,
            2 | 3 => 0.0,
            _ => -0.8,
        }
    } else if a == b {
        -0.6
    } else {
        -2.5
    }
}

/// The best segmentation: the places of the first lines.
fn segment(evidence: &[Evidence], layout: Layout) -> Vec<usize> {
    let count = evidence.len();
    if count == 0 {
        return Vec::new();
    }
    // best[j]: highest score of all entries before line j, given that one starts at j.
    let mut best = vec![f32::NEG_INFINITY; count + 1];
    let mut back = vec![0usize; count + 1];
    best[0] = 0.0;
    for start in 0..count {
        if best[start] == f32::NEG_INFINITY {
            continue;
        }
        let (mut dated, mut width) = (false, 0);
        for end in start + 1..=(start + LONGEST).min(count) {
            let line = &evidence[end - 1];
            dated |= line.dated;
            width += line.width;
            let mut score = best[start] + entry_score(dated, width, end - start);
            if let Some(next) = evidence.get(end) {
                score += if next.forced { 0.0 } else { next.start };
                if layout.alphabetical {
                    score += order_score(&evidence[start].key, &next.key);
                }
            }
            if score > best[end] {
                best[end] = score;
                back[end] = start;
            }
            if evidence.get(end).is_some_and(|next| next.forced) {
                break;
            }
        }
    }
    let mut found = Vec::new();
    let mut at = count;
    while at > 0 {
        at = back[at];
        found.push(at);
    }
    found.reverse();
    found
}

/// How much like one entry some lines are as a whole.
fn entry_score(dated: bool, width: usize, lines: usize) -> f32 {
    let mut score = 0.0;
    if !dated {
        score -= 2.5;
    }
    if width < 40 {
        score -= 2.0;
    }
    if lines > 8 {
        score -= 0.3 * f32::from(u16::try_from(lines - 8).unwrap_or(u16::MAX));
    }
    score
}
