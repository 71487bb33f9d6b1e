//! From bytes to text: UTF-8, UTF-16 with a byte-order mark, and older encodings.
//!
//! UTF-8 is taken as it is, a byte-order mark included, so that offsets into the text are offsets
//! into the file. Anything else is decoded by the encoding that `chardetng` guesses, or as
//! windows-1252, and only where the result is plausible: no control characters of the C1 range, and
//! hardly any character beyond ASCII that no text of that kind would have in that place. What looks
//! like UTF-8 with broken bytes is refused, because a guess would fill the text with wrong letters.
//!
//! Limits: an older encoding is told by its letters, so a text with a single odd byte may be
//! refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, ErrorKind, Position, Result};
use crate::text::identify;

/// One control character in so many bytes makes a file binary.
const CONTROL_SHARE: usize = 200;

/// One implausible character in so many beyond ASCII refutes an encoding.
const IMPLAUSIBLE_SHARE: usize = 12;

/// Fewest letters that a guess can be trusted with.
const FEWEST_LETTERS: usize = 40;

/// Languages written in windows-1252.
const WESTERN: [&str; 12] =
    ["en", "es", "pt", "fr", "de", "it", "nl", "id", "ms", "ca", "da", "sv"];

/// The first bytes of formats that are no text.
const BINARY_SIGNATURES: [&[u8]; 5] =
    [b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xd0\xcf\x11\xe0"];

/// A text and its encoding.
type Decoded = (String, &'static Encoding);

/// The text that `bytes` hold.
pub(crate) fn decode(bytes: &[u8]) -> Result<String> {
    decode_with(bytes).map(|(text, _)| text)
}

/// The encoding of the text that `bytes` hold, by its name in the WHATWG Encoding Standard; `None`
/// where they hold no text.
#[must_use]
pub fn encoding_of(bytes: &[u8]) -> Option<&'static str> {
    decode_with(bytes).ok().map(|(_, encoding)| encoding.name())
}

/// The text that `bytes` hold, and its encoding.
fn decode_with(bytes: &[u8]) -> Result<Decoded> {
    if BINARY_SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return Err(Error::new(ErrorKind::Binary));
    }
    for (mark, encoding) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if bytes.starts_with(mark) {
            return decode_utf_16(bytes, encoding).map(|text| (text, encoding));
        }
    }
    let nul = memchr::memchr(0, bytes).is_some();
    if nul || count_controls(bytes) * CONTROL_SHARE > bytes.len() {
        return Err(Error::new(ErrorKind::Binary));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), UTF_8)),
        Err(error) => decode_legacy(bytes).ok_or_else(|| damaged(error.valid_up_to())),
    }
}

fn damaged(at: usize) -> Error {
    Error::new(ErrorKind::Encoding).at_position(Position::Byte(at))
}

/// How many bytes are control characters that no text has; counted so that the compiler can take
/// many bytes at once.
fn count_controls(bytes: &[u8]) -> usize {
    let is_control = |byte: u8| (byte < 0x20 && byte.wrapping_sub(9) > 4) | (byte == 0x7f);
    bytes
        .chunks(usize::from(u8::MAX))
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>()))
        .sum()
}

fn decode_utf_16(bytes: &[u8], encoding: &'static Encoding) -> Result<String> {
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    let controls = count_controls(text.as_bytes());
    let unassigned =
        text.chars().filter(|&c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')).count();
    if broken || unassigned * IMPLAUSIBLE_SHARE > text.chars().count() {
        return Err(damaged(0));
    }
    if controls * CONTROL_SHARE > text.len() {
        return Err(Error::new(ErrorKind::Binary));
    }
    Ok(text.into_owned())
}

/// The text of an older encoding, where one is plausible. Western text is tried first, because a
/// guess from a few letters with accents is often wrong; a short text gives too little for one.
fn decode_legacy(bytes: &[u8]) -> Option<Decoded> {
    if is_broken_utf_8(bytes) {
        return None;
    }
    let western = decode_by(bytes, WINDOWS_1252);
    let language = western.as_ref().and_then(|(text, _)| identify(text));
    if language.is_some_and(|language| WESTERN.contains(&language.code())) {
        return western;
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if letters.max(2 * beyond) < FEWEST_LETTERS {
        return western;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = decode_by(bytes, detector.guess(None, Utf8Detection::Deny));
    if letters < 4 * FEWEST_LETTERS { western.or(guess) } else { guess.or(western) }
}

/// The text in one encoding, where every byte fits and the whole is plausible.
fn decode_by(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_plausible(&text).then(|| (text.into_owned(), encoding))
}

/// Whether at least as many characters beyond ASCII are valid UTF-8 as are not.
fn is_broken_utf_8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid > 0 && valid >= broken
}

/// Whether decoded text reads like text.
fn is_plausible(text: &str) -> bool {
    let (mut beyond, mut implausible) = (0_usize, 0_usize);
    let (mut latin, mut accented, mut other) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match character {
            'a'..='z' | 'A'..='Z' => latin += 1,
            '\0'..='\x7f' => {}
            '\u{80}'..='\u{9f}' => return false,
            _ => {
                beyond += 1;
                implausible += usize::from(!fits(before, character, after));
                accented += usize::from(matches!(character, 'À'..='ÿ'));
                other += usize::from(character > '\u{24f}' && character.is_alphabetic());
            }
        }
        before = character;
    }
    let mixed = other > 0 && other * 4 < latin;
    !mixed && accented * 2 <= latin && implausible * IMPLAUSIBLE_SHARE <= beyond
}

/// Whether a character beyond ASCII is one that texts have between these neighbours.
fn fits(before: char, character: char, after: char) -> bool {
    match character {
        'ÿ' | 'Ÿ' => false,
        'ª' | 'º' => !before.is_whitespace() && !after.is_alphabetic(),
        'à' | 'á' | 'é' | 'è' | 'ó' => {
            inside(before) || inside(after) || edge(before) && edge(after)
        }
        'À' | 'Á' | 'É' | 'È' | 'Ó' if edge(before) && edge(after) => true,
        _ if character.is_lowercase() => before.is_alphabetic() || after.is_alphabetic(),
        _ if character.is_uppercase() => {
            !before.is_lowercase() && (after.is_alphabetic() || before.is_uppercase())
        }
        _ if character.is_alphabetic() => true,
        '¡' | '¿' => !before.is_alphabetic(),
        '²' | '³' | '¹' | '£' | '¥' | '¢' | '¼' | '½' | '¾' => !after.is_alphabetic(),
        '\u{a0}' | '\u{ad}' | '«' | '»' | '“' | '”' | '‘' | '’' | '„' | '‚' | '‹' | '›' => {
            true
        }
        '–' | '—' | '…' | '•' | '·' | '°' | '§' | '¶' | '†' | '‡' | '‰' | '©' | '®' | '™' => {
            true
        }
        '€' | '±' | '×' | '÷' | '№' => true,
        // Punctuation, syllables and ideographs of East Asian encodings.
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}' => true,
        _ => false,
    }
}

/// Whether a word can go on with the character.
fn inside(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\'' | '’' | '-' | '\u{ad}')
}

/// Whether a word can end before the character.
fn edge(character: char) -> bool {
    character.is_ascii_whitespace()
        || matches!(character, ')' | '"' | '“' | '”' | '«' | '»' | ',' | '.' | ';' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> ErrorKind {
        decode(bytes).unwrap_err().kind().clone()
    }

    #[test]
    fn utf_8_keeps_its_bytes() {
        for text in ["Économie 市场", "\u{feff}Title", "", "a\x0cb\tc\r\n"] {
            assert_eq!(decode(text.as_bytes()).unwrap(), text);
        }
    }

    #[test]
    fn utf_16_needs_its_mark() {
        let units: Vec<u16> = "\u{feff}Économie 市场".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(decode(&little).unwrap(), "Économie 市场");
        assert_eq!(decode(&big).unwrap(), "Économie 市场");
        assert_eq!(kind(&little[2..]), ErrorKind::Binary);
        assert_eq!(kind(&little[..little.len() - 1]), ErrorKind::Encoding);
    }

    #[test]
    fn older_encodings_are_read() {
        for (encoding, text) in [
            (
                "windows-1252",
                "L’économie française, où l’État exporte à l’étranger – « déjà » : ça va.",
            ),
            (
                "windows-1252",
                "Las pequeñas empresas según Muñoz (2010): ¿por qué? Crecerán más allá.",
            ),
            ("windows-1252", "Usaha kecil “go international” – menurut Sari (2010) – naik 5 %…"),
            ("windows-1252", "It’s a firm’s “choice”."),
            ("windows-1252", "As exportações não são só ação do Estado; é a inovação."),
            ("windows-1252", "Größere Märkte für Öl, Straßen und Übersee"),
            ("windows-1252", "The caf\u{e9} was open."),
            (
                "windows-1251",
                "Малые предприятия выходят на внешние рынки, когда внутренний рынок мал.",
            ),
            ("gbk", "中小企业走向国际市场的原因是国内市场有限而且竞争非常激烈。"),
            ("shift_jis", "中小企業が海外市場に進出する理由は国内市場の縮小である。"),
            (
                "windows-1250",
                "Małe przedsiębiorstwa eksportują, gdyż rynek krajowy jest zbyt wąski.",
            ),
        ] {
            let (bytes, _, unmappable) =
                Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
            assert!(!unmappable);
            assert_eq!(decode(&bytes).unwrap(), text, "{encoding}");
        }
    }

    #[test]
    fn damaged_text_is_refused_with_its_place() {
        for bytes in [
            &b"Good text \xff\xfe and more"[..],
            b"Good text \xc3\x28 and more",
            b"Good text \xe2\x28\xa1 and more",
            b"Good text \xf0\x9f\x98 and more",
            b"Good text \xed\xa0\x80 and more",
            b"Good text \xc0\xaf and more",
            b"Good text \x80\x81\x82 and more",
            b"Good caf\xc3\xa9 and \xc3 and caf\xc3\xa9",
            b"Good text \xff",
        ] {
            let error = decode(bytes).unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::Encoding, "{bytes:?}");
            let at = std::str::from_utf8(bytes).unwrap_err().valid_up_to();
            assert_eq!(error.position(), Some(Position::Byte(at)));
        }
    }

    #[test]
    fn binary_data_is_no_text() {
        for bytes in [&b"%PDF-1.4\nabc"[..], b"a\0b", b"\x01\x02\x03\x04", b"\x89PNG\r\n"] {
            assert_eq!(kind(bytes), ErrorKind::Binary);
        }
    }
}
