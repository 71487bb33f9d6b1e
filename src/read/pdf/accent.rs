//! Accents that a font draws as glyphs of their own, over or before their letters.

use unicode_normalization::char::compose as composed;

use super::glyph::Glyph;

/// The combining mark of a spacing accent.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' => '\u{300}',
        '´' => '\u{301}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¯' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}

/// Puts an accent and a letter that are drawn over each other together at the end of `text`, which
/// ends with what was drawn first. `false` where the two are no such pair.
pub(super) fn compose(text: &mut String, first: &Glyph, second: &Glyph) -> bool {
    let ([one], [other]) = (&first.characters[..], &second.characters[..]) else { return false };
    let overlap = first.x1.min(second.x1) - first.x0.max(second.x0);
    let narrow = (first.x1 - first.x0).min(second.x1 - second.x0);
    if overlap < 0.5 * narrow {
        return false;
    }
    let base = |letter: char| match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let letter = match (combining(*one), combining(*other)) {
        (Some(mark), None) => composed(base(*other), mark),
        (None, Some(mark)) => composed(base(*one), mark),
        _ => None,
    };
    if let Some(letter) = letter {
        text.pop();
        text.push(letter);
    }
    letter.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(character: char, x0: f64, x1: f64) -> Glyph {
        Glyph {
            characters: [character].into_iter().collect(),
            x0,
            x1,
            y: 0.0,
            size: 10.0,
            ink: 0.0,
        }
    }

    #[test]
    fn accent_and_letter_become_one() {
        let mut text = "Peñ´".to_owned();
        assert!(compose(&mut text, &glyph('´', 10.0, 13.0), &glyph('a', 9.5, 14.0)));
        assert_eq!(text, "Peñá");
        let mut text = "´".to_owned();
        assert!(!compose(&mut text, &glyph('´', 10.0, 13.0), &glyph('a', 13.0, 17.0)));
        assert_eq!(text, "´");
    }
}
