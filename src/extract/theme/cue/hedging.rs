//! The phrases of hedging of each language.
//!
//! A hedge says that a claim is not held for certain. The kinds are those of K. Hyland, *Hedging in
//! scientific research articles* (1998): modal auxiliaries (`may`), verbs of judgement and evidence
//! (`suggest`, `appear`, `tend`), adverbs and adjectives of likelihood (`possibly`, `likely`), nouns
//! (`possibility`), and words on limits of knowledge (`unclear whether`). Of his hedges those on degree and
//! number (`about`, `quite`) are left out, since they do not touch whether a theme is raised for certain,
//! and so are `would`, `can` and `should`, which mostly mean something else.
//!
//! How far a hedge reaches follows the scopes of the shared task of CoNLL-2010 (R. Farkas, V. Vincze,
//! G. Móra, J. Csirik, G. Szarvas, "The CoNLL-2010 shared task: learning to detect hedges and their scope
//! in natural language text", 2010): from the cue to the end of its clause, here at most ten tokens up to a
//! boundary; of an adjective before its noun two tokens. The shared task takes the subject in for raising
//! verbs and passives (`X appears to`, `X is thought to`). We take it in for modal auxiliaries and adverbs
//! beside the verb, too: in `cheap labour may explain exports` the claim on cheap labour is hedged.
//! The lists are our own.
//!
//! `Could` of ability (`we could obtain`), `appear in` and comparisons of odds (`twice as likely`) are no
//! hedges where a list of phrases tells so.
//!
//! Limits: subjects more than six tokens away, and hedges in the sentence before, are not seen; `might`
//! as a noun is taken for a hedge. `May 2010` is not.

use super::CueTable;
use crate::model::Language;

/// Most tokens between a hedge and the end of its clause.
const CLAUSE: u32 = 10;
/// The same between an adjective and the noun that it hedges.
const NOUN: u32 = 2;
/// The same between a subject and the verb behind it.
const SUBJECT: u32 = 6;

pub(super) const CUE_TABLES: [CueTable; 6] =
    [ENGLISH, INDONESIAN, SPANISH, PORTUGUESE, FRENCH, GERMAN];

const ENGLISH: CueTable = CueTable {
    language: Language::ENGLISH,
    before: &[
        ("may|might|could|maybe|perhaps|possibly|probably|presumably|apparently|seemingly", CLAUSE),
        ("conceivably|arguably|potentially|plausibly|supposedly|allegedly", CLAUSE),
        ("suggest|suggests|suggested|suggesting", CLAUSE),
        ("imply|implies|implied|implying", CLAUSE),
        ("indicate|indicates|indicated|indicating that", CLAUSE),
        ("appear|appears|appeared|appearing|seem|seems|seemed|seeming to|that", CLAUSE),
        ("tend|tends|tended|tending to", CLAUSE),
        ("likely|unlikely|possible|probable|plausible|conceivable|arguable that|to", CLAUSE),
        ("assume|assumes|assumed|suppose|supposes|supposed|presume|presumed", CLAUSE),
        ("speculate|speculates|speculated|suspect|suspects|suspected", CLAUSE),
        ("hypothesise|hypothesises|hypothesised|hypothesize|hypothesizes|hypothesized", CLAUSE),
        ("believe|believes|believed|propose|proposes|proposed that", CLAUSE),
        ("hypothesis|possibility|assumption|likelihood|suggestion|notion|belief that|of", CLAUSE),
        ("unclear|uncertain|unknown|questionable|doubtful whether|if|how|why|that", CLAUSE),
        ("not clear|certain|sure|known|evident whether|if|how|why|that", CLAUSE),
        ("question|questions|wonder|wonders|doubt|doubts whether", CLAUSE),
        ("possible|probable|likely|potential|putative|plausible|apparent|alleged", NOUN),
        ("presumed|supposed|suspected|hypothesised|hypothesized", NOUN),
    ],
    after: &[
        ("may|might|could", SUBJECT),
        ("appear|appears|appeared to|that|likely", SUBJECT),
        ("seem|seems|seemed", SUBJECT),
        ("tend|tends|tended to", SUBJECT),
        ("probably|possibly|perhaps|presumably|apparently|arguably|seemingly|potentially", SUBJECT),
        (
            "is|are|was|were|be|been (most|very|more likely|unlikely)|likely|possible|probable",
            SUBJECT,
        ),
        ("is|are|was|were|be|been thought|believed|assumed|supposed|presumed|suspected", SUBJECT),
        ("is|are|was|were|be|been said|suggested|hypothesised|hypothesized|considered", SUBJECT),
        ("remain|remains|remained|is|are|was|were unclear|uncertain|unknown|questionable", SUBJECT),
        ("remain|remains|remained to be seen|shown|tested|established", SUBJECT),
    ],
    no_cues: &[
        "may|might as well",
        "may /[0-9]+/",
        "/[0-9]+/ may",
        "in|since|until|of|during|by|early|late may",
        "could not",
        "could be had|found|seen|answered|obtained|bought|sold",
        "we|i could",
        "times|twice as|more|less likely",
        "beyond doubt",
        "as possible",
        "no doubt whether",
    ],
    boundaries: &[
        "but|however|nevertheless|nonetheless|yet|although|though|whereas|while|whilst",
        "because|since|unless|except|which|who|whose|where|when",
        "so that",
    ],
};

const INDONESIAN: CueTable = CueTable {
    language: Language::INDONESIAN,
    before: &[
        ("mungkin|barangkali|kemungkinan|diduga|tampaknya|kelihatannya|sepertinya", CLAUSE),
        ("agaknya|rupanya|nampaknya|kiranya|konon", CLAUSE),
        ("cenderung|berpotensi|dimungkinkan", CLAUSE),
        ("bisa|boleh jadi", CLAUSE),
        ("mengindikasikan|menyiratkan|mengisyaratkan|menduga|memperkirakan|mengasumsikan", CLAUSE),
        ("diperkirakan|diasumsikan|disinyalir|diyakini|ditengarai", CLAUSE),
        ("dugaan|asumsi|hipotesis|indikasi bahwa", CLAUSE),
        ("belum|tidak jelas|diketahui|pasti apakah|bagaimana|mengapa", CLAUSE),
        ("potensial", NOUN),
    ],
    after: &[
        ("mungkin|barangkali|diduga|tampaknya|kelihatannya|sepertinya|agaknya|rupanya", SUBJECT),
        ("cenderung|diperkirakan|diasumsikan|dimungkinkan|berpotensi", SUBJECT),
        ("bisa|boleh jadi", SUBJECT),
        ("masih|belum jelas|diketahui|pasti", SUBJECT),
    ],
    no_cues: &["tidak mungkin", "semaksimal|sebaik|secepat|sebanyak mungkin"],
    boundaries: &[
        "tetapi|tapi|namun|melainkan|sedangkan|sementara|meskipun|meski|walaupun|walau|kendati",
        "karena|sebab|ketika|kecuali",
    ],
};

const SPANISH: CueTable = CueTable {
    language: Language::SPANISH,
    before: &[
        ("puede|pueden|pudo|pudieron|podría|podrían|pudiera|pudieran|pueda|puedan", CLAUSE),
        ("quizá|quizás|posiblemente|probablemente|aparentemente|supuestamente", CLAUSE),
        ("presumiblemente|potencialmente|seguramente", CLAUSE),
        ("tal vez", CLAUSE),
        ("a lo mejor", CLAUSE),
        ("sugiere|sugieren|sugirió|sugirieron|sugiriendo", CLAUSE),
        ("parece|parecen|parecía|parecían|pareció|parecería", CLAUSE),
        ("tiende|tienden|tendía|tendían a", CLAUSE),
        ("posible|probable|plausible|verosímil que", CLAUSE),
        ("se cree|supone|estima|presume|sospecha que", CLAUSE),
        ("hipótesis|posibilidad|probabilidad|suposición de|que", CLAUSE),
        ("no está|es claro|seguro si|que", CLAUSE),
        ("posible|posibles|probable|probables|potencial|potenciales|supuesto|supuesta", NOUN),
    ],
    after: &[
        ("puede|pueden|podría|podrían|pudiera|pudieran", SUBJECT),
        ("parece|parecen|parecía|parecían|pareció", SUBJECT),
        ("tiende|tienden a", SUBJECT),
        ("quizá|quizás|posiblemente|probablemente|aparentemente", SUBJECT),
        ("es|son|era|eran|fue posible|probable|posibles|probables", SUBJECT),
    ],
    no_cues: &["no puede|pueden|pudo|pudieron", "lo más posible"],
    boundaries: &[
        "pero|sino|mas|aunque|mientras|porque|pues|cuando|donde|quien|quienes|cuyo|cuya|cuyos|cuyas",
        "sin embargo",
        "no obstante",
    ],
};

const PORTUGUESE: CueTable = CueTable {
    language: Language::PORTUGUESE,
    before: &[
        ("pode|podem|poderia|poderiam|poderá|poderão|possa|possam|pudesse|pudessem", CLAUSE),
        ("talvez|possivelmente|provavelmente|aparentemente|supostamente", CLAUSE),
        ("presumivelmente|potencialmente|porventura", CLAUSE),
        ("sugere|sugerem|sugeriu|sugeriram|sugerindo", CLAUSE),
        ("parece|parecem|parecia|pareciam|pareceu", CLAUSE),
        ("tende|tendem|tendia|tendiam a", CLAUSE),
        ("possível|provável|plausível que", CLAUSE),
        ("acredita|supõe|estima|presume|suspeita se que", CLAUSE),
        ("hipótese|possibilidade|probabilidade|suposição de|que", CLAUSE),
        ("não está|é claro|certo se|que", CLAUSE),
        ("possível|possíveis|provável|prováveis|potencial|potenciais|suposto|suposta", NOUN),
    ],
    after: &[
        ("pode|podem|poderia|poderiam|poderá|poderão", SUBJECT),
        ("parece|parecem|parecia|pareciam|pareceu", SUBJECT),
        ("tende|tendem a", SUBJECT),
        ("talvez|possivelmente|provavelmente|aparentemente", SUBJECT),
        ("é|são|era|eram|foi possível|provável|possíveis|prováveis", SUBJECT),
    ],
    no_cues: &["não pode|podem|poderia|poderiam"],
    boundaries: &[
        "mas|porém|contudo|todavia|entretanto|embora|enquanto|porque|pois|quando|onde|senão",
        "cujo|cuja|cujos|cujas",
        "no entanto",
    ],
};

const FRENCH: CueTable = CueTable {
    language: Language::FRENCH,
    before: &[
        ("peut|peuvent|pourrait|pourraient|puisse|puissent|pouvait|pouvaient", CLAUSE),
        ("probablement|vraisemblablement|apparemment|éventuellement|possiblement", CLAUSE),
        ("potentiellement|prétendument", CLAUSE),
        ("sans doute", CLAUSE),
        ("suggère|suggèrent|suggérait|suggérant|suggéré", CLAUSE),
        ("semble|semblent|semblait|semblaient|paraît|paraissent|paraissait", CLAUSE),
        ("tend|tendent|tendait|tendaient à", CLAUSE),
        ("possible|probable|vraisemblable|plausible que|qu", CLAUSE),
        ("suppose|supposent|soupçonne|présume que|qu", CLAUSE),
        ("hypothèse|possibilité|probabilité|éventualité de|que|qu", CLAUSE),
        ("pas clair|certain|sûr si|que", CLAUSE),
        ("possible|possibles|probable|probables|potentiel|potentielle|potentiels", NOUN),
        ("potentielles|éventuel|éventuelle|éventuels|éventuelles|prétendu|prétendue", NOUN),
    ],
    after: &[
        ("peut|peuvent|pourrait|pourraient", SUBJECT),
        ("semble|semblent|semblait|semblaient|paraît|paraissent", SUBJECT),
        ("tend|tendent à", SUBJECT),
        ("probablement|vraisemblablement|apparemment|éventuellement", SUBJECT),
        ("est|sont|était|étaient possible|probable|possibles|probables", SUBJECT),
    ],
    no_cues: &["sans aucun doute", "peut|peuvent|pouvait|pouvaient pas"],
    boundaries: &[
        "mais|cependant|toutefois|néanmoins|pourtant|quoique|car|dont|où|lorsque|quand|qui",
        "bien|tandis|alors que|qu",
        "parce que|qu",
    ],
};

const GERMAN: CueTable = CueTable {
    language: Language::GERMAN,
    before: &[
        ("könnte|könnten|dürfte|dürften|mag|mögen|möge", CLAUSE),
        ("möglicherweise|vielleicht|vermutlich|wahrscheinlich|wohl|anscheinend|offenbar", CLAUSE),
        ("scheinbar|womöglich|eventuell|angeblich|mutmasslich|voraussichtlich", CLAUSE),
        ("scheint|scheinen|schien|schienen", CLAUSE),
        ("deutet|deuten|deutete|deuteten (darauf hin)|darauf|auf", CLAUSE),
        ("legt|legen|legte|legten BEFORE/8 nahe", CLAUSE),
        ("nahe dass", CLAUSE),
        ("tendiert|tendieren|neigt|neigen dazu|zu", CLAUSE),
        ("möglich|wahrscheinlich|denkbar|plausibel dass", CLAUSE),
        ("vermutet|vermuten|annimmt|annehmen|vermutete|vermuteten dass", CLAUSE),
        ("hypothese|möglichkeit|annahme|vermutung|wahrscheinlichkeit dass|einer|eines|der", CLAUSE),
        ("unklar|ungewiss|unbekannt|fraglich ob|wie|warum", CLAUSE),
        ("mögliche|möglicher|mögliches|möglichen|wahrscheinliche|wahrscheinlichen", NOUN),
        ("potenzielle|potenzieller|potenziellen|potentielle|potentieller|potentiellen", NOUN),
        ("angebliche|angeblichen|vermutete|vermuteten|mutmassliche|mutmasslichen", NOUN),
    ],
    after: &[
        ("könnte|könnten|dürfte|dürften|mag|mögen", SUBJECT),
        ("scheint|scheinen|schien|schienen", SUBJECT),
        ("tendiert|tendieren|neigt|neigen zu|dazu", SUBJECT),
        ("möglicherweise|vielleicht|vermutlich|wahrscheinlich|wohl|anscheinend|offenbar", SUBJECT),
        ("ist|sind|war|waren möglich|wahrscheinlich|denkbar", SUBJECT),
        ("bleibt|bleiben|ist|sind unklar|ungewiss|fraglich", SUBJECT),
    ],
    no_cues: &["sowohl BEFORE/10 als auch", "wohl aber"],
    boundaries: &[
        "aber|jedoch|sondern|obwohl|obgleich|während|weil|denn|wenn|falls|allerdings|hingegen|dennoch",
        "welche|welcher|welches|welchen|welchem",
    ],
};
