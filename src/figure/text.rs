//! Estimated widths of text, since no font is at hand.
//!
//! Widths are those of a wide sans serif in parts of the font size, by classes of characters, so that text is
//! rather thought too wide than too narrow. What has no room is cut with an ellipsis, and said in full where
//! the pointer rests.

use unicode_width::UnicodeWidthChar as _;

/// The width of text of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|letter| of(letter) * size).sum()
}

fn of(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' => 0.28,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '—' | '…' => 0.88,
        'A'..='Z' => 0.68,
        _ if letter.is_ascii() => 0.57,
        _ => match letter.width() {
            Some(2) => 1.0,
            Some(0) | None => 0.0,
            Some(_) => 0.6,
        },
    }
}

/// The text, cut so that it is at most this wide.
pub(super) fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut left = most - of('…') * size;
    let mut cut = String::new();
    for letter in text.chars() {
        left -= of(letter) * size;
        if left < 0.0 {
            break;
        }
        cut.push(letter);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}
