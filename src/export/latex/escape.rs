//! Text that LaTeX prints as it is.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

use crate::export::printable;

/// Longer words of long texts may be broken where a sign divides them.
const LONG_WORD: usize = 12;

/// Text that LaTeX prints as it is; in a column of numbers hyphens before digits are minus signs.
pub(super) fn escaped(text: &str, is_number: bool) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    let mut letters = text.nfc().filter_map(printable).peekable();
    let mut is_first = true;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '-' if is_number && next.is_some_and(|next| next.is_ascii_digit()) => {
                safe.push_str("$-$");
            }
            // These would join with the next into another sign.
            '-' | '\'' | ',' if next == Some(letter) => safe.extend([letter, '{', '}']),
            // Arguments of the end of the row before.
            '[' | '*' if is_first => safe.extend(['{', letter, '}']),
            '\\' => safe.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => safe.extend(['\\', letter]),
            '^' => safe.push_str("\\textasciicircum{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '`' => safe.push_str("\\textasciigrave{}"),
            '<' => safe.push_str("$<$"),
            '>' => safe.push_str("$>$"),
            '|' => safe.push_str("$|$"),
            '"' => safe.push_str("\\symbol{34}"),
            '·' => safe.push_str("$\\cdot$"),
            '\u{a0}' => safe.push('~'),
            '\n' | '\r' | '\t' => safe.push(' '),
            '\u{2010}' | '\u{2011}' => safe.push('-'),
            '\u{2009}' | '\u{200a}' | '\u{202f}' => safe.push_str("\\,"),
            '\u{2000}'..='\u{2008}' | '\u{3000}' => safe.push(' '),
            '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            _ => match mathematics(letter) {
                Some(name) => {
                    let _ = write!(safe, "${name}$");
                }
                None => safe.push(letter),
            },
        }
        is_first = false;
    }
    safe
}

/// Signs that text fonts lack and mathematics has.
const MATHEMATICS: [(char, &str); 60] = [
    ('α', "\\alpha"),
    ('β', "\\beta"),
    ('γ', "\\gamma"),
    ('δ', "\\delta"),
    ('ε', "\\varepsilon"),
    ('ζ', "\\zeta"),
    ('η', "\\eta"),
    ('θ', "\\theta"),
    ('ι', "\\iota"),
    ('κ', "\\kappa"),
    ('λ', "\\lambda"),
    ('μ', "\\mu"),
    ('ν', "\\nu"),
    ('ξ', "\\xi"),
    ('π', "\\pi"),
    ('ρ', "\\rho"),
    ('σ', "\\sigma"),
    ('ς', "\\varsigma"),
    ('τ', "\\tau"),
    ('υ', "\\upsilon"),
    ('φ', "\\varphi"),
    ('χ', "\\chi"),
    ('ψ', "\\psi"),
    ('ω', "\\omega"),
    ('Γ', "\\Gamma"),
    ('Δ', "\\Delta"),
    ('Θ', "\\Theta"),
    ('Λ', "\\Lambda"),
    ('Ξ', "\\Xi"),
    ('Π', "\\Pi"),
    ('Σ', "\\Sigma"),
    ('Φ', "\\Phi"),
    ('Ψ', "\\Psi"),
    ('Ω', "\\Omega"),
    ('−', "-"),
    ('×', "\\times"),
    ('÷', "\\div"),
    ('±', "\\pm"),
    ('≤', "\\leq"),
    ('≥', "\\geq"),
    ('≠', "\\neq"),
    ('≈', "\\approx"),
    ('∞', "\\infty"),
    ('→', "\\rightarrow"),
    ('←', "\\leftarrow"),
    ('↔', "\\leftrightarrow"),
    ('∑', "\\sum"),
    ('∏', "\\prod"),
    ('√', "\\surd"),
    ('∂', "\\partial"),
    ('∈', "\\in"),
    ('∼', "\\sim"),
    ('≡', "\\equiv"),
    ('⊂', "\\subset"),
    ('∪', "\\cup"),
    ('∩', "\\cap"),
    ('′', "'"),
    ('″', "''"),
    ('∗', "\\ast"),
    ('⁻', "^{-}"),
];

fn mathematics(letter: char) -> Option<&'static str> {
    MATHEMATICS.iter().find(|(sign, _)| *sign == letter).map(|(_, name)| *name)
}

/// Whether pdfLaTeX knows a letter that is not ASCII, with T1 fonts: Latin letters of Europe and the usual
/// punctuation.
pub(super) const fn is_known(letter: char) -> bool {
    matches!(
        letter,
        '\u{a1}'..='\u{137}'
            | '\u{139}'..='\u{148}'
            | '\u{14a}'..='\u{165}'
            | '\u{168}'..='\u{17e}'
            | '\u{218}'..='\u{21b}'
            | '\u{1e9e}'
            | '–' | '—' | '‘' | '’' | '‚' | '“' | '”' | '„' | '†' | '‡' | '•' | '…' | '‰' | '‹' | '›' | '€' | '™'
    )
}

/// An escaped word that may be broken behind underscores, dots and strokes, as of paths and addresses, where it is
/// long.
pub(super) fn breakable(word: &str) -> String {
    if word.chars().count() <= LONG_WORD {
        return word.to_owned();
    }
    let mut broken = String::with_capacity(2 * word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        broken.push(letter);
        if matches!(letter, '_' | '.' | '/') && letters.peek().is_some() {
            broken.push_str("\\allowbreak{}");
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_be_broken_behind_signs() {
        let broken = "motives.\\allowbreak{}low\\_\\allowbreak{}cost";
        assert_eq!(breakable("motives.low\\_cost"), broken);
        assert_eq!(breakable("a.b"), "a.b");
    }

    #[test]
    fn every_sign_that_means_something_is_escaped() {
        assert_eq!(
            escaped("\\ { } $ & # % _ ^ ~ ` \" < > |", false),
            "\\textbackslash{} \\{ \\} \\$ \\& \\# \\% \\_ \\textasciicircum{} \\textasciitilde{} \
             \\textasciigrave{} \\symbol{34} $<$ $>$ $|$"
        );
        assert_eq!(escaped("a--b ''c'' ,,", false), "a-{}-b '{}'c'{}' ,{},");
        assert_eq!(escaped("[12] a[1]", false), "{[}12] a[1]");
        assert_eq!(escaped("-0.16 [-1, 2]", true), "$-$0.16 [$-$1, 2]");
        assert_eq!(escaped("e\u{301}t\u{e9} α≥2\u{2009}µ", false), "été $\\alpha$$\\geq$2\\,µ");
    }

    #[test]
    fn no_sign_of_ascii_is_taken_for_a_command() {
        // What is left when our own commands are taken out holds none of the signs that act.
        let all: String = (' '..='~').collect();
        let mut rest = escaped(&all.repeat(2), false);
        for ours in [
            "\\textbackslash{}",
            "\\textasciicircum{}",
            "\\textasciitilde{}",
            "\\textasciigrave{}",
            "\\symbol{34}",
            "$<$",
            "$>$",
            "$|$",
            "\\{",
            "\\}",
            "\\$",
            "\\&",
            "\\#",
            "\\%",
            "\\_",
            "{}",
        ] {
            rest = rest.replace(ours, "");
        }
        assert!(!rest.contains(['\\', '{', '}', '$', '&', '#', '%', '_', '^', '~', '"']), "{rest}");
    }
}
