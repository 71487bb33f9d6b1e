//! Sentences of each language with the words that are negated, or hedged, in them.

use super::*;
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};

/// The flagged words of a sentence among those that `pattern` finds, in order.
fn flagged(kind: CueKind, language: &str, pattern: &str, sentence: &str) -> Vec<bool> {
    let mut index = MemoryIndex::new();
    index.add_sentences(&["Not here, perhaps.", sentence]);
    let language: Language = language.parse().unwrap();
    index.set_language(language);
    let matcher = Matcher::of_pattern(pattern, language, Matching::Word).unwrap();
    let options = MatchOptions { negation: true, hedging: true, everywhere: false };
    let found = matcher.mentions(&index, options).unwrap();
    let flag = |mention: &Mention| match kind {
        CueKind::Negation => mention.negated,
        CueKind::Hedge => mention.hedged,
    };
    found.mentions.iter().map(flag).collect()
}

/// `X` stands for a mention that is not flagged, `N` for one that is.
fn check_for(kind: CueKind, language: &str, rows: &[&str]) {
    for row in rows {
        let expected: Vec<bool> = row
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| matches!(*word, "XX" | "NN"))
            .map(|word| word == "NN")
            .collect();
        assert!(!expected.is_empty(), "{row}");
        let sentence = row.replace("NN", "XX");
        assert_eq!(flagged(kind, language, "xx", &sentence), expected, "{row}");
    }
}

fn check(language: &str, rows: &[&str]) {
    check_for(CueKind::Negation, language, rows);
}

#[test]
fn every_table_is_well_formed() {
    for (kind, tables) in
        [(CueKind::Negation, &negation::CUE_TABLES), (CueKind::Hedge, &hedging::CUE_TABLES)]
    {
        let rules = CueRules::of(kind).unwrap();
        assert_eq!(rules.languages.len(), tables.len());
        for (table, rules) in tables.iter().zip(&rules.languages) {
            assert!(table.before.len() > 3 && table.boundaries.len() > 1, "{:?}", rules.language);
        }
    }
}

#[test]
fn english() {
    check(
        "en",
        &[
            "Firms were XX.",
            "The motives were not NN at all.",
            "We found no evidence of NN or NN.",
            "Cheap labour rather than NN drives them.",
            "They export XX instead of NN.",
            "The programme failed to produce NN.",
            "A lack of NN holds them back, but XX helps.",
            "Managers don’t mention NN.",
            "Not only XX but also XX matter.",
            "There is no doubt that XX matters.",
            "Neither NN nor NN played a part.",
            "It is no longer NN.",
            "Non-NN barriers are XX.",
            "NN was not significant.",
            "NN were not found, although XX was.",
            "Firms that do not export at all in any of the years are XX.",
            "It is not clear which XX are meant.",
            "Firms cannot rely on NN because XX is scarce.",
            "Tariffs are far from NN.",
            "Not without XX did they grow.",
            "Without government support NN fell, and so did XX.",
        ],
    );
}

#[test]
fn indonesian() {
    check(
        "id",
        &[
            "Perusahaan itu XX.",
            "Perusahaan itu tidak NN.",
            "Motifnya bukan NN melainkan XX.",
            "Mereka tumbuh tanpa NN.",
            "Usaha kecil belum NN.",
            "Tidak hanya XX tetapi juga XX.",
            "Ekspor tidak langsung lewat XX.",
            "NN tidak signifikan.",
            "Kurangnya NN menghambat ekspor.",
        ],
    );
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            "La empresa es XX.",
            "La empresa no es NN.",
            "Nunca hubo NN ni NN.",
            "Crecieron sin NN.",
            "No solo XX sino también XX.",
            "No por NN sino por XX.",
            "Tampoco encontramos NN.",
            "Sin embargo, XX importa.",
            "NN no es significativo.",
            "Buscan XX en lugar de NN.",
        ],
    );
}

#[test]
fn portuguese() {
    check(
        "pt",
        &[
            "A empresa é XX.",
            "A empresa não é NN.",
            "Nem NN nem NN explicam o resultado.",
            "Cresceram sem NN.",
            "Nunca houve NN, mas XX sim.",
            "Não só XX como XX.",
            "Em vez de NN, procuram emprego.",
            "NN não foi significativa.",
        ],
    );
}

#[test]
fn french() {
    check(
        "fr",
        &[
            "La firme est XX.",
            "La firme n’est pas NN.",
            "Elles ne cherchent pas NN mais XX.",
            "Sans NN, elles restent.",
            "Ni NN ni NN ne comptent.",
            "Aucune NN n’a joué.",
            "Elle ne cherche plus NN.",
            "Elle cherche de plus XX.",
            "Non seulement XX compte.",
            "Sans doute XX compte.",
            "Plutôt que NN, les petites entreprises cherchent XX.",
            "NN n'est pas significatif.",
        ],
    );
}

#[test]
fn german() {
    check(
        "de",
        &[
            "Die Firma ist XX.",
            "Die Firma ist nicht NN.",
            "Es gibt keine NN.",
            "Sie wachsen ohne NN.",
            "Weder NN noch NN spielen mit.",
            "Noch immer zählt XX.",
            "Nicht nur XX zählt.",
            "Nicht NN, sondern XX zählt.",
            "Die Unternehmen suchen NN nicht.",
            "NN wurde nicht bestätigt.",
        ],
    );
}

#[test]
fn a_cue_inside_a_mention_does_not_negate_it() {
    assert_eq!(
        flagged(CueKind::Negation, "en", "lack of finance", "The lack of finance hurts."),
        [false]
    );
    assert_eq!(
        flagged(CueKind::Negation, "en", "lack of finance", "There is no lack of finance."),
        [true]
    );
}

#[test]
fn each_document_has_the_cues_of_its_language() {
    let sentence = "XX tanpa XX without XX";
    assert_eq!(flagged(CueKind::Negation, "id", "xx", sentence), [false, true, true]);
    assert_eq!(flagged(CueKind::Negation, "en", "xx", sentence), [false, false, true]);
    assert_eq!(flagged(CueKind::Negation, "sw", "xx", sentence), [false, false, false]);
    let mut index = MemoryIndex::new();
    index.add_sentences(&["no XX"]);
    let matcher = Matcher::of_pattern("xx", Language::ENGLISH, Matching::Word).unwrap();
    let flags = |negation| {
        let options = MatchOptions { negation, ..MatchOptions::default() };
        matcher.mentions(&index, options).unwrap().mentions[0].negated
    };
    assert!(flags(true) && !flags(false));
}

#[test]
fn english_hedges() {
    check_for(
        CueKind::Hedge,
        "en",
        &[
            "Firms were XX.",
            "The motives may be NN.",
            "NN might explain why firms export.",
            "Our findings suggest that NN matters, but XX does not.",
            "It is likely that NN leads to NN.",
            "NN appears to drive them.",
            "Firms possibly seek NN.",
            "NN is thought to be decisive.",
            "A possible NN was named by managers who wanted XX.",
            "It remains unclear whether NN pays.",
            "The interviews of May 2010 were on XX.",
            "They could not rely on XX.",
            "XX appears in 14 studies, whereas NN appears to matter.",
            "We could obtain XX.",
            "They were three times as likely to name XX.",
            "XX was the motive, although NN may be one.",
            "Small firms tend to name NN first.",
            "The firms that we asked in all of these countries about the wages named XX.",
        ],
    );
}

#[test]
fn hedges_of_other_languages() {
    let rows: [(&str, &[&str]); 5] = [
        (
            "id",
            &[
                "Perusahaan itu XX.",
                "NN mungkin menjadi motif.",
                "Motifnya diduga NN, tetapi XX tetap penting.",
                "Hasil ini mengindikasikan bahwa NN penting.",
                "NN cenderung lebih kuat.",
            ],
        ),
        (
            "es",
            &[
                "Las empresas son XX.",
                "Las empresas podrían ser NN.",
                "NN parece decisivo, pero XX no lo es.",
                "Es posible que NN influya.",
                "Los resultados sugieren que NN importa.",
                "No pueden contar con XX.",
            ],
        ),
        (
            "pt",
            &[
                "As empresas são XX.",
                "As empresas poderiam ser NN.",
                "Talvez NN explique a decisão, mas XX não.",
                "É provável que NN influencie.",
                "NN parece decisivo.",
            ],
        ),
        (
            "fr",
            &[
                "Les entreprises sont XX.",
                "NN pourrait expliquer le choix.",
                "Il est possible que NN compte, mais XX ne compte pas.",
                "Les résultats suggèrent que NN importe.",
                "NN semble décisif.",
            ],
        ),
        (
            "de",
            &[
                "Die Firmen waren XX.",
                "NN könnte den Export erklären.",
                "Vermutlich ist NN der Grund, aber XX ist es nicht.",
                "Es ist wahrscheinlich, dass NN wirkt.",
                "NN scheint wichtig zu sein.",
            ],
        ),
    ];
    for (language, rows) in rows {
        check_for(CueKind::Hedge, language, rows);
    }
}

#[test]
fn negations_and_hedges_are_told_apart() {
    let sentence = "Firms may be xx, and they are not xx.";
    assert_eq!(flagged(CueKind::Negation, "en", "xx", sentence), [false, true]);
    assert_eq!(flagged(CueKind::Hedge, "en", "xx", sentence), [true, true]);
}
