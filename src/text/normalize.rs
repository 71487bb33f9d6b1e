//! The norm of a word: the form under which index, codebook and concordance know it.
//!
//! In order: format characters go (soft hyphen, joiners, marks of direction); compatibility
//! characters become plain ones (NFKC: `ofﬁce` is `office`); case is folded as Unicode's full case
//! folding says (`Straße` is `strasse`); typographic apostrophes become `'`; a possessive ending
//! goes (`firm's` is `firm`); and so does an elided Romance article, pronoun or preposition
//! (`l'entreprise` is `entreprise`) before a vowel or h where at least three letters follow, which
//! leaves `j'ai`, `don't` and `o'clock` alone.
//!
//! Folding and decomposing take turns as the Unicode Standard's definition of compatibility
//! caseless matching (D146) has it, composed again at the end, so that normalizing twice changes
//! nothing. ASCII and Latin-1 letters need none of that and are folded directly.

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;

/// Elided words without their apostrophe.
const ELIDED: [&str; 9] = ["l", "d", "qu", "j", "n", "s", "c", "m", "t"];

/// Fewest letters that may stand after an elided word.
const LETTERS_AFTER_ELISION: usize = 3;

/// Replaces what is in `into` by the norm of `token`.
///
/// The norm of a token that holds a letter or digit is never empty.
///
/// ```
/// use leitmotif::text::normalize;
/// let norm = |token: &str| {
///     let mut norm = String::new();
///     normalize(token, &mut norm);
///     norm
/// };
/// assert_eq!(norm("Firm’s"), "firm");
/// assert_eq!(norm("L'Entreprise"), "entreprise");
/// assert_eq!(norm("oﬃce"), "office");
/// assert_eq!(norm("don't"), "don't");
/// ```
pub fn normalize(token: &str, into: &mut String) {
    into.clear();
    if token.is_ascii() {
        into.push_str(token);
        into.make_ascii_lowercase();
    } else if !fold_latin(token, into) {
        into.clear();
        fold(token, into);
    }
    if memchr::memchr(b'\'', into.as_bytes()).is_some() {
        strip_possessive(into);
        strip_elision(into);
    }
}

/// Replaces what is in `into` by the printed form of `token`: all that [`normalize`] does but the
/// folding of case, so that `AEC's` is `AEC`.
///
/// ```
/// let mut form = String::new();
/// leitmotif::text::unfolded("L’AEC’s", &mut form);
/// assert_eq!(form, "AEC");
/// ```
pub fn unfolded(token: &str, into: &mut String) {
    into.clear();
    if token.is_ascii() {
        into.push_str(token);
    } else {
        let composed = token.chars().filter(|&letter| !is_format(letter)).nfkc();
        into.extend(composed.map(plain_apostrophe));
        if into.is_empty() {
            into.push_str(token);
        }
    }
    if into.contains('\'') {
        let mut stripped: String = into.chars().map(lower_of_same_length).collect();
        strip_possessive(&mut stripped);
        into.truncate(stripped.len());
        let before = stripped.len();
        strip_elision(&mut stripped);
        into.drain(..before - stripped.len());
    }
}

/// The lower case of a letter, where it has as many bytes.
fn lower_of_same_length(letter: char) -> char {
    let lower = letter.to_lowercase().next().filter(|lower| lower.len_utf8() == letter.len_utf8());
    lower.unwrap_or(letter)
}

fn plain_apostrophe(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' => '\'',
        _ => letter,
    }
}

/// Folds ASCII, the letters of Latin-1 and the typographic apostrophe; `false` at any other.
fn fold_latin(token: &str, into: &mut String) -> bool {
    for character in token.chars() {
        into.push(match character {
            '\0'..='\x7f' => character.to_ascii_lowercase(),
            '’' => '\'',
            'ß' | '×' | '÷' => return false,
            'à'..='ÿ' => character,
            'À'..='Þ' => character.to_lowercase().next().unwrap_or(character),
            _ => return false,
        });
    }
    true
}

/// Folds any text.
fn fold(token: &str, into: &mut String) {
    let folded = token
        .chars()
        .filter(|&character| !is_format(character))
        .nfd()
        .default_case_fold()
        .nfkd()
        .default_case_fold()
        .nfkc()
        .filter(|&character| !is_format(character));
    into.extend(folded.map(plain_apostrophe));
    if into.is_empty() {
        into.push_str(token);
    }
}

/// Whether `character` only steers how its neighbours are shown (general category Cf, with the
/// variation selectors).
fn is_format(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}'
        | '\u{110cd}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

fn strip_possessive(norm: &mut String) {
    while let Some(rest) = norm.strip_suffix("'s") {
        if rest.is_empty() {
            return;
        }
        norm.truncate(rest.len());
    }
}

fn strip_elision(norm: &mut String) {
    let Some((before, after)) = norm.split_once('\'') else { return };
    if ELIDED.contains(&before)
        && after.chars().next().is_some_and(may_follow_elision)
        && after.chars().filter(|character| character.is_alphabetic()).count()
            >= LETTERS_AFTER_ELISION
    {
        let cut = norm.len() - after.len();
        norm.drain(..cut);
    }
}

/// Vowels and h, with the accents that French, Italian, Catalan and Portuguese put on them.
fn may_follow_elision(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö'
        | 'ù'..='ý' | 'œ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn norm(token: &str) -> String {
        let mut norm = String::from("left over");
        normalize(token, &mut norm);
        norm
    }

    #[test]
    fn case_ligatures_and_compatibility_forms_are_folded() {
        for (token, expected) in [
            ("SMEs", "smes"),
            ("ÉCONOMIE", "économie"),
            ("e\u{301}conomie", "économie"),
            ("Straße", "strasse"),
            ("ofﬁce", "office"),
            ("ΣΟΦΟΣ", "σοφοσ"),
            ("co\u{ad}operate", "cooperate"),
            ("Ｆｉｒｍ", "firm"),
            ("İstanbul", "i\u{307}stanbul"),
            ("U.S", "u.s"),
            ("2²", "22"),
        ] {
            assert_eq!(norm(token), expected);
        }
    }

    #[test]
    fn possessives_go_and_other_apostrophes_stay() {
        for (token, expected) in [
            ("firm's", "firm"),
            ("FIRM’S", "firm"),
            ("Côté’s", "côté"),
            ("don't", "don't"),
            ("o’clock", "o'clock"),
            ("'s", "'s"),
            ("boss's's", "boss"),
        ] {
            assert_eq!(norm(token), expected);
        }
    }

    #[test]
    fn elided_words_go_where_enough_is_left() {
        for (token, expected) in [
            ("l'entreprise", "entreprise"),
            ("L’Économie", "économie"),
            ("qu'elles", "elles"),
            ("d'être", "être"),
            ("l'homme", "homme"),
            ("j'ai", "j'ai"),
            ("m'lady", "m'lady"),
            ("aujourd'hui", "aujourd'hui"),
        ] {
            assert_eq!(norm(token), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn normalizing_twice_changes_nothing(token in "[a-zA-ZÀ-ɏͅͰ-ϿḀ-ỿἀ-῿'’ʼŉﬀ-ﬆª²½µ\u{300}-\u{345}\u{ad}\u{200d}ㄱ-ㆎ각]{0,12}") {
            let once = norm(&token);
            prop_assert_eq!(norm(&once), once);
        }

        #[test]
        fn the_printed_form_has_the_norm_of_the_token(token in "[a-zA-ZÀ-ÿ'’ﬀ-ﬆ\u{ad}]{1,12}") {
            let mut form = String::new();
            unfolded(&token, &mut form);
            prop_assert_eq!(norm(&form), norm(&token));
        }

        #[test]
        fn normalizing_twice_changes_nothing_in_any_text(token in any::<String>()) {
            let once = norm(&token);
            prop_assert_eq!(norm(&once), once);
        }

        #[test]
        fn the_fast_paths_agree_with_full_folding(token in "[a-zA-Z0-9_À-ÖØ-öø-ÿ’']{1,12}") {
            let mut slow = String::new();
            fold(&token, &mut slow);
            strip_possessive(&mut slow);
            strip_elision(&mut slow);
            prop_assert_eq!(norm(&token), slow);
        }
    }
}
