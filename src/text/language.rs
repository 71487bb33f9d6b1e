//! The language of a text.
//!
//! `whatlang` compares letter triples of a sample with its profiles. The sample is bounded and
//! comes from two places in the first half of the text, where papers have running text: front
//! matter is at the beginning and the bibliography, which is in many languages, at the end.
//! `whatlang` has no Malay and takes it for Indonesian; the two are told apart by words of their own
//! (see [`malay`]).
//!
//! Limits: a sample of mixed languages gets the one that prevails; too little text gets none.

use whatlang::{Detector, Lang};

use super::malay;
use crate::model::Language;

/// Length of each of the two samples, in bytes.
const SAMPLE: usize = 700;

/// Fewest letters that say anything about the language.
const FEWEST_LETTERS: usize = 60;

/// One word in so many is `the` or `and` in English text.
const ENGLISH_SHARE: usize = 16;

/// Languages that papers are hardly ever written in, but that short samples are taken for.
const IMPROBABLE: [Lang; 9] = [
    Lang::Epo,
    Lang::Lat,
    Lang::Jav,
    Lang::Aka,
    Lang::Zul,
    Lang::Sna,
    Lang::Tuk,
    Lang::Yid,
    Lang::Tgl,
];

/// The main language of `text`; `None` where there is too little text to tell.
///
/// ```
/// use leitmotif::model::Language;
/// use leitmotif::text::identify;
/// let text = "Las pequeñas empresas exportan cuando el mercado interno ya no les basta para crecer.";
/// assert_eq!(identify(text), Some(Language::SPANISH));
/// assert_eq!(identify("12 × 4 = 48"), None);
/// ```
#[must_use]
pub fn identify(text: &str) -> Option<Language> {
    let sample = sample(text);
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    let wide = sample.chars().any(|character| character > '\u{2fff}');
    if letters < FEWEST_LETTERS && !(wide && letters >= FEWEST_LETTERS / 4) {
        return None;
    }
    if is_english(&sample) {
        return Some(Language::ENGLISH);
    }
    if malay::is_either(&sample.to_lowercase()) {
        return indonesian_or_malay(text).parse().ok();
    }
    let found = Detector::with_denylist(IMPROBABLE.to_vec()).detect(&sample)?;
    if letters < 2 * FEWEST_LETTERS && !wide && !found.is_reliable() && found.confidence() < 0.2 {
        return None;
    }
    let code = match found.lang() {
        Lang::Ind => indonesian_or_malay(text),
        other => two_letters(other)?,
    };
    code.parse().ok()
}

/// Whether two words that are frequent in English, and in no other language, make up a good part
/// of the sample. Most papers are English, and this takes a fraction of the time.
fn is_english(sample: &str) -> bool {
    let (mut words, mut english) = (0_usize, 0_usize);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        english += usize::from(matches!(word, "the" | "and" | "The"));
    }
    english * ENGLISH_SHARE >= words && english >= 3
}

/// Two stretches of the first half of a long text, cut at white space; the whole of a short one.
fn sample(text: &str) -> String {
    if text.len() <= 2 * SAMPLE {
        return text.to_owned();
    }
    let mut sample = String::with_capacity(2 * SAMPLE + 8);
    for at in [text.len() / 5, text.len() / 5 * 2] {
        let start = boundary(text, at.min(text.len() - SAMPLE));
        let end = boundary(text, start + SAMPLE);
        let piece = text.get(start..end).unwrap_or_default();
        let from = piece.find(char::is_whitespace).unwrap_or_default();
        sample.push_str(piece.get(from..).unwrap_or(piece));
        sample.push('\n');
    }
    sample
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn indonesian_or_malay(text: &str) -> &'static str {
    let sample = text.get(..boundary(text, 20_000)).unwrap_or_default().to_lowercase();
    if malay::is_malay(&sample) { "ms" } else { "id" }
}

/// ISO 639-1 code of a language that `whatlang` knows by its ISO 639-3 code.
fn two_letters(lang: Lang) -> Option<&'static str> {
    const CODES: &str = "eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk kat ka \
        ara ar hin hi jpn ja heb he pol pl amh am kor ko nob nb dan da swe sv fin fi tur tr nld nl \
        hun hu ces cs ell el bul bg bel be mar mr kan kn ron ro slv sl hrv hr srp sr mkd mk lit lt \
        lav lv est et tam ta vie vi urd ur tha th guj gu uzb uz pan pa aze az ind id tel te pes fa \
        mal ml ori or mya my nep ne sin si khm km afr af slk sk cat ca hye hy cym cy";
    let mut words = CODES.split_whitespace();
    words.find(|&word| word == lang.code())?;
    words.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_papers_are_told_apart() {
        for (code, text) in [
            ("en", "Small firms go abroad when the domestic market no longer offers room to grow."),
            (
                "id",
                "Penelitian ini menunjukkan bahwa perusahaan kecil mengekspor karena pasar dalam negeri terbatas.",
            ),
            (
                "ms",
                "Kajian ini menunjukkan bahawa syarikat kecil mengeksport kerana pasaran tempatan adalah terhad, iaitu daripada segi saiz.",
            ),
            (
                "es",
                "Las empresas pequeñas exportan porque el mercado nacional no ofrece espacio suficiente.",
            ),
            (
                "pt",
                "As pequenas empresas exportam porque o mercado interno não oferece espaço suficiente.",
            ),
            (
                "fr",
                "Les petites entreprises exportent parce que le marché intérieur ne leur suffit plus.",
            ),
            (
                "de",
                "Kleine Unternehmen exportieren, weil der heimische Markt nicht mehr genug Raum bietet.",
            ),
            ("zh", "中小企业走向国际市场的原因是国内市场有限而且竞争非常激烈。"),
        ] {
            assert_eq!(
                identify(text).map(|found| found.to_string()).as_deref(),
                Some(code),
                "{text}"
            );
        }
    }

    #[test]
    fn too_little_text_has_no_language() {
        for text in ["", "Firms", "1.2 3.4 5.6 7.8", "....."] {
            assert_eq!(identify(text), None);
        }
    }

    #[test]
    fn every_language_that_may_be_found_has_two_letters() {
        for &lang in Lang::all() {
            assert!(IMPROBABLE.contains(&lang) || two_letters(lang).is_some(), "{lang:?}");
        }
    }
}
