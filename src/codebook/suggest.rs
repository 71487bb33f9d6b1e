//! Guesses what a misspelt key or value was meant to be.

/// Names of languages that people write instead of their codes.
const LANGUAGES: [(&str, &str); 24] = [
    ("arabic", "ar"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("français", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
    ("greek", "el"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("bahasa indonesia", "id"),
    ("italian", "it"),
    ("malay", "ms"),
    ("norwegian", "nb"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("español", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
];

/// The one of `known` that `written` is most like, where it is like any: at most two letters wrong,
/// missing, added or changed about, and at most a third of them.
pub(crate) fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let written = written.to_lowercase();
    let scored = known.iter().map(|&name| {
        let prefix = name.strip_prefix(written.as_str()).is_some_and(|_| written.len() > 2);
        let distance = strsim::damerau_levenshtein(&written, name);
        (if prefix { distance.min(1) } else { distance }, name)
    });
    let (distance, name) = scored.min()?;
    (distance <= 2 && distance * 3 <= name.chars().count()).then_some(name)
}

/// The code of the language that `written` means.
pub(crate) fn language_code(written: &str) -> Option<String> {
    let folded = written.trim().to_lowercase();
    let names: Vec<&str> = LANGUAGES.iter().map(|&(name, _)| name).collect();
    let name = nearest(&folded, &names);
    let code = LANGUAGES.iter().find(|&&(known, _)| Some(known) == name).map(|&(_, code)| code);
    let head = folded.split(['-', '_']).next().unwrap_or_default();
    let is_code = head.len() == 2 && head.bytes().all(|byte| byte.is_ascii_lowercase());
    code.or(is_code.then_some(head)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_recognised_and_strangers_are_not() {
        let known = ["include", "exclude", "label", "match"];
        assert_eq!(nearest("inclued", &known), Some("include"));
        assert_eq!(nearest("exlcude", &known), Some("exclude"));
        assert_eq!(nearest("Match", &known), Some("match"));
        assert_eq!(nearest("labour", &known), None);
        assert_eq!(nearest("patterns", &known), None);
    }

    #[test]
    fn names_of_languages_give_codes() {
        assert_eq!(language_code("English").as_deref(), Some("en"));
        assert_eq!(language_code("en-GB").as_deref(), Some("en"));
        assert_eq!(language_code("Portugese").as_deref(), Some("pt"));
        assert_eq!(language_code("klingon"), None);
    }
}
