//! Patterns made ready for matching: distinct words numbered, phrases flattened.
//!
//! Themes stand before the themes below them, so the patterns of a theme are a range of pattern
//! numbers, and those of a theme with all below it are one, too.

use rustc_hash::FxHashMap;

use crate::model::{Codebook, Expression, Language, Pattern, Word};
use crate::text::normalize;

/// The place of a word among the distinct words of a program.
pub(super) type WordId = u32;

/// What a pattern asks for, over numbered words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// One token that the word finds.
    Word(WordId),
    /// So many tokens, whatever they are; at least 1.
    Any(u32),
    /// Words at fixed distances from the first token; the token count is `length`.
    Fixed { words: Vec<(u32, WordId)>, length: u32 },
    /// Parts one after the other.
    Phrase(Vec<Node>),
    /// Any of these.
    Either(Vec<Node>),
    /// Both, with at most `distance` tokens between.
    Near { left: Box<Node>, right: Box<Node>, distance: u32, ordered: bool },
    /// All of these in one sentence.
    Together(Vec<Node>),
    /// All of these in one paragraph.
    Paragraph(Vec<Node>),
    /// One token that the word finds and that is printed so, in signs of a glob.
    Printed { word: WordId, form: Vec<char> },
    /// The first, where it shares no token with the second.
    Except { of: Box<Node>, without: Box<Node> },
}

/// One pattern.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) node: Node,
    /// Whether its own overlapping matches are settled, the shortest first, before they compete with
    /// those of other patterns.
    pub(super) nearest_first: bool,
    /// Documents in other languages are passed over.
    pub(super) language: Option<Language>,
}

/// What `exclude` says, and for which patterns.
#[derive(Clone, Debug)]
pub(super) struct Exclusion {
    pub(super) rule: Rule,
    /// The patterns whose matches it may drop: `first..end`.
    pub(super) first: u32,
    pub(super) end: u32,
}

/// Where a theme stands, and which patterns are its own and which are below.
#[derive(Clone, Debug)]
pub(super) struct ThemeRules {
    pub(super) parent: Option<usize>,
    /// Whether themes stand below it.
    pub(super) has_children: bool,
    /// Own patterns: `first..own_end`; with those below: `first..end`.
    pub(super) first: u32,
    pub(super) own_end: u32,
    pub(super) end: u32,
}

/// A codebook made ready for matching.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    /// Each with its alternatives.
    pub(super) words: Vec<Vec<Word>>,
    pub(super) rules: Vec<Rule>,
    pub(super) exclusions: Vec<Exclusion>,
    pub(super) themes: Vec<ThemeRules>,
    /// For each pattern the theme whose own it is.
    pub(super) theme_of: Vec<u32>,
}

impl Program {
    /// The program of a codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        let mut program = Self::default();
        let mut words = WordTable::default();
        let mut own_counts = Vec::new();
        for (index, theme) in codebook.themes.iter().enumerate() {
            own_counts.push(theme.include.len());
            for pattern in &theme.include {
                program.rules.push(words.rule(pattern));
                program.theme_of.push(number(index));
            }
        }
        let mut starts = vec![0_usize];
        for count in &own_counts {
            starts.push(starts.last().copied().unwrap_or_default() + count);
        }
        let start = |theme: usize| number(starts.get(theme).copied().unwrap_or_default());
        for (index, theme) in codebook.themes.iter().enumerate() {
            let (first, own_end, end) = (start(index), start(index + 1), start(theme.end));
            let has_children = theme.end > index + 1;
            let parent = theme.parent;
            program.themes.push(ThemeRules { parent, has_children, first, own_end, end });
            for pattern in &theme.exclude {
                let rule = words.rule(pattern);
                program.exclusions.push(Exclusion { rule, first, end });
            }
        }
        program.words = words.words;
        program
    }
}

/// Distinct words in the order of their first use. Alternatives of single words are one word, whose
/// postings the index puts together.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    pub(super) words: Vec<Vec<Word>>,
    ids: FxHashMap<Vec<Word>, WordId>,
}

impl WordTable {
    pub(super) fn rule(&mut self, pattern: &Pattern) -> Rule {
        Rule {
            node: self.node(&pattern.expression),
            nearest_first: has_distance(&pattern.expression),
            language: pattern.language,
        }
    }

    fn id(&mut self, mut word: Vec<Word>) -> WordId {
        word.sort_unstable();
        word.dedup();
        if let Some(&id) = self.ids.get(&word) {
            return id;
        }
        let id = number(self.words.len());
        self.words.push(word.clone());
        self.ids.insert(word, id);
        id
    }

    fn node(&mut self, expression: &Expression) -> Node {
        if let Some(word) = one_token(expression) {
            return Node::Word(self.id(word));
        }
        match expression {
            Expression::Word(Word::Printed(form)) => {
                Node::Printed { word: self.id(vec![any_case(form)]), form: form.chars().collect() }
            }
            Expression::Word(_) => Node::Any(1),
            Expression::Phrase(parts) => self.phrase(parts),
            Expression::Either(all) => Node::Either(self.nodes(all)),
            Expression::Together(all) => Node::Together(self.nodes(all)),
            Expression::Paragraph(all) => Node::Paragraph(self.nodes(all)),
            Expression::Except { of, without } => {
                Node::Except { of: Box::new(self.node(of)), without: Box::new(self.node(without)) }
            }
            Expression::Near { left, right, distance, ordered } => Node::Near {
                left: Box::new(self.node(left)),
                right: Box::new(self.node(right)),
                distance: *distance,
                ordered: *ordered,
            },
        }
    }

    fn nodes(&mut self, all: &[Expression]) -> Vec<Node> {
        all.iter().map(|one| self.node(one)).collect()
    }

    /// A phrase of words alone has fixed places; runs of any words are put together.
    fn phrase(&mut self, parts: &[Expression]) -> Node {
        let nodes = self.nodes(parts);
        if nodes.iter().all(|node| matches!(node, Node::Word(_) | Node::Any(_))) {
            let length = number(nodes.len());
            let words: Vec<(u32, WordId)> = (0..)
                .zip(&nodes)
                .filter_map(|(offset, node)| match node {
                    Node::Word(word) => Some((offset, *word)),
                    _ => None,
                })
                .collect();
            return if words.is_empty() {
                Node::Any(length)
            } else {
                Node::Fixed { words, length }
            };
        }
        let mut joined: Vec<Node> = Vec::new();
        for node in nodes {
            match (joined.last_mut(), node) {
                (Some(Node::Any(run)), Node::Any(more)) => *run += more,
                (_, node) => joined.push(node),
            }
        }
        Node::Phrase(joined)
    }
}

/// The alternatives of an expression for a single token that is not any token.
fn one_token(expression: &Expression) -> Option<Vec<Word>> {
    match expression {
        Expression::Word(Word::Any | Word::Printed(_)) => None,
        Expression::Word(word) => Some(vec![word.clone()]),
        Expression::Either(all) => {
            let all: Option<Vec<Vec<Word>>> = all.iter().map(one_token).collect();
            all.map(|all| all.concat())
        }
        _ => None,
    }
}

/// What a word printed as `form` can be in the index, which knows no capitals.
fn any_case(form: &str) -> Word {
    let mut norm = String::new();
    normalize(form, &mut norm);
    if norm.contains(['*', '?']) { Word::Wildcard(norm) } else { Word::Exact(norm) }
}

/// Whether `NEAR`, `BEFORE` or a gap is anywhere in it.
fn has_distance(expression: &Expression) -> bool {
    matches!(expression, Expression::Near { .. }) || expression.parts().any(has_distance)
}

/// A count or place as the 32-bit number that mentions and tables use.
///
/// Codebooks are read from files whose size bounds them far below the limit.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
