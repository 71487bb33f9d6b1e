//! The words of a pattern as terms of other programs, and patterns with a distance as rules.

use super::notice::NoticeKind;
use super::write::{Capabilities, Operand, Rule, Wildcards};
use crate::codebook::pattern::{Lexeme, LexemeKind, leftover, read_lexemes};
use crate::codebook::reference::Names;
use crate::model::{Codebook, Expression, Pattern, Word};

/// Most terms that one pattern is written out as.
const MOST_TERMS: usize = 500;

/// A term, with what it does not say.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) stem: bool,
    pub(super) folded: bool,
    pub(super) capitals: bool,
}

/// The terms of a pattern, or why there are none.
pub(super) fn terms_of(pattern: &Pattern, can: Capabilities) -> Result<Vec<Written>, NoticeKind> {
    let sequences = sequences(&pattern.expression)?;
    let as_written = plain_source(&pattern.source).filter(|_| sequences.len() == 1);
    let mut all = Vec::with_capacity(sequences.len());
    for words in sequences {
        let mut written = Written::default();
        let mut forms = Vec::with_capacity(words.len());
        for word in words {
            forms.push(form(word, can.wildcards, &mut written)?);
        }
        written.text = match &as_written {
            Some(text) => text.clone(),
            None => forms.join(" "),
        };
        if written.text.contains(can.refused) {
            return Err(NoticeKind::Sign);
        }
        all.push(written);
    }
    Ok(all)
}

/// The runs of words that an expression stands for.
fn sequences(expression: &Expression) -> Result<Vec<Vec<&Word>>, NoticeKind> {
    let all = match expression {
        Expression::Word(word) => vec![vec![word]],
        Expression::Either(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(sequences(part)?);
            }
            all
        }
        Expression::Phrase(parts) => {
            let mut all = vec![Vec::new()];
            for part in parts {
                let ends = sequences(part)?;
                if all.len() * ends.len() > MOST_TERMS {
                    return Err(NoticeKind::TooMany);
                }
                let join = |begin: &Vec<_>| {
                    let begin = begin.clone();
                    ends.iter().map(move |end| [begin.as_slice(), end.as_slice()].concat())
                };
                all = all.iter().flat_map(join).collect();
            }
            all
        }
        _ => return Err(NoticeKind::Operator),
    };
    if all.len() > MOST_TERMS { Err(NoticeKind::TooMany) } else { Ok(all) }
}

/// A word as terms have it.
fn form(word: &Word, wildcards: Wildcards, written: &mut Written) -> Result<String, NoticeKind> {
    Ok(match word {
        Word::Any if wildcards == Wildcards::Suffix => return Err(NoticeKind::Wildcard),
        Word::Any => "*".to_owned(),
        Word::Exact(norm) => norm.clone(),
        Word::Stem { norm, .. } => {
            written.stem = true;
            norm.clone()
        }
        Word::Printed(form) => {
            written.capitals = true;
            globbed(&form.to_lowercase(), wildcards)?
        }
        Word::Wildcard(glob) => globbed(glob, wildcards)?,
        Word::Regex(_) => return Err(NoticeKind::Regex),
        Word::Loose { word, .. } => {
            written.folded = true;
            form(word, wildcards, written)?
        }
    })
}

/// A word with wildcards, where the format knows them.
fn globbed(glob: &str, wildcards: Wildcards) -> Result<String, NoticeKind> {
    let known = match wildcards {
        Wildcards::Glob => true,
        Wildcards::Star => !glob.contains('?'),
        Wildcards::Suffix => {
            let stem = glob.trim_end_matches('*');
            !stem.is_empty() && !stem.contains(['*', '?'])
        }
    };
    if known { Ok(glob.to_owned()) } else { Err(NoticeKind::Wildcard) }
}

/// The source of a pattern that is nothing but words, without quotation marks; `None` where it holds
/// anything else, or signs that formats could take for something.
fn plain_source(source: &str) -> Option<String> {
    let mut pieces = Vec::new();
    for lexeme in read_lexemes(source).ok()? {
        match lexeme.kind {
            LexemeKind::Word(text) | LexemeKind::Quoted(text) => pieces.push(text.trim()),
            _ => return None,
        }
    }
    let text = pieces.join(" ");
    let plain = |letter: char| letter.is_alphanumeric() || " -'’.&*?".contains(letter);
    let left = leftover(&text);
    let begins = text.starts_with(|letter: char| letter.is_alphanumeric() || "*?".contains(letter));
    (text.chars().all(plain) && begins && left.every_piece && !left.signs).then_some(text)
}

/// The pattern as a rule, where it is two operands with a distance between them.
pub(super) fn rule_of(pattern: &Pattern, weight: f64, codebook: &Codebook) -> Option<Rule> {
    let Expression::Near { left, right, distance, ordered } = &pattern.expression else {
        return None;
    };
    let lexemes = read_lexemes(&pattern.source).ok()?;
    let is_distance = |lexeme: &Lexeme<'_>| {
        matches!(lexeme.kind, LexemeKind::Distance { .. } | LexemeKind::Gap(_))
    };
    let at = lexemes.iter().position(is_distance)?;
    let (before, after) = lexemes.split_at(at);
    Some(Rule {
        left: operand(before, left, codebook)?,
        right: operand(after.get(1..)?, right, codebook)?,
        distance: *distance,
        ordered: *ordered,
        weight,
    })
}

/// One side of a rule: a theme of a name that no other has, or words that are compared whole.
fn operand(
    lexemes: &[Lexeme<'_>],
    expression: &Expression,
    codebook: &Codebook,
) -> Option<Operand> {
    if let [Lexeme { kind: LexemeKind::Reference(name), .. }] = lexemes {
        let names = Names { themes: &codebook.themes, lists: &codebook.lists };
        let target = names.find(name).ok().filter(|target| !target.is_list)?;
        let name = &codebook.themes.get(target.index)?.name;
        let same = codebook.themes.iter().filter(|theme| theme.name.eq_ignore_ascii_case(name));
        return (same.count() == 1).then(|| Operand::Name(name.clone()));
    }
    let sequences = sequences(expression).ok()?;
    let [words] = sequences.as_slice() else { return None };
    let mut written = Written::default();
    let mut forms = Vec::new();
    for word in words {
        forms.push(form(word, Wildcards::Glob, &mut written).ok()?);
    }
    let whole = !(written.stem || written.folded || written.capitals);
    let plain = lexemes
        .iter()
        .all(|lexeme| matches!(lexeme.kind, LexemeKind::Word(_) | LexemeKind::Quoted(_)));
    (whole && plain).then(|| Operand::Term(forms.join(" ")))
}
