//! Letters and signs that LaTeX writes as commands.

use unicode_normalization::UnicodeNormalization as _;

/// The combining character of an accent; `None` where the command is no accent.
pub(super) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "\"" => '\u{308}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30c}',
        "H" => '\u{30b}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "r" => '\u{30a}',
        "d" => '\u{323}',
        "b" => '\u{331}',
        _ => return None,
    })
}

/// A letter with its accent, as one character where there is one.
pub(super) fn accented(letter: char, accent: char) -> String {
    [letter, accent].into_iter().nfc().collect()
}

/// What a command without arguments stands for in text.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "&" => "&",
        "%" => "%",
        "$" | "textdollar" => "$",
        "#" => "#",
        "_" | "textunderscore" => "_",
        "{" | "textbraceleft" => "{",
        "}" | "textbraceright" => "}",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "aa" => "å",
        "AA" => "Å",
        "i" => "i",
        "j" => "j",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "ldots" | "dots" | "textellipsis" => "…",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "guillemotleft" | "og" => "«",
        "guillemotright" | "fg" => "»",
        "glqq" => "„",
        "grqq" => "“",
        "S" => "§",
        "P" => "¶",
        "pounds" | "textsterling" => "£",
        "euro" | "texteuro" => "€",
        "copyright" | "textcopyright" => "©",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textdegree" | "degree" => "°",
        "textbackslash" => "\\",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textbullet" => "•",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "BibTeX" => "BibTeX",
        "," | ";" | ":" | " " | "quad" | "qquad" | "\\" | "newline" | "linebreak" | "space"
        | "@" => " ",
        _ => return None,
    })
}

/// What a command stands for in a formula.
pub(super) fn in_formula(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "eta" => "η",
        "theta" => "θ",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "phi" | "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Delta" => "Δ",
        "Sigma" => "Σ",
        "Omega" => "Ω",
        "leq" | "le" => "≤",
        "geq" | "ge" => "≥",
        "neq" | "ne" => "≠",
        "approx" => "≈",
        "sim" => "∼",
        "pm" => "±",
        "times" => "×",
        "cdot" => "·",
        "to" | "rightarrow" => "→",
        "infty" => "∞",
        "in" => "∈",
        "circ" => "°",
        "ln" => "ln ",
        "log" => "log ",
        "exp" => "exp ",
        "max" => "max ",
        "min" => "min ",
        "sum" => "∑",
        "lt" => "<",
        "gt" => ">",
        other => return symbol(other),
    })
}

/// Dashes and quotation marks as they are set: `--`, ``` `` ```.
pub(super) fn typeset(word: &str) -> String {
    let mut set = word.to_owned();
    for (source, sign) in
        [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), (",,", "„"), ("`", "‘")]
    {
        if set.contains(source) {
            set = set.replace(source, sign);
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs() {
        assert_eq!(accented('e', accent("'").unwrap()), "é");
        assert_eq!(accented('ş', accent("'").unwrap()).chars().count(), 2);
        assert_eq!(typeset("``Labour''--a---b,,c`"), "“Labour”–a—b„c‘");
        assert_eq!(symbol("ss"), Some("ß"));
    }
}
