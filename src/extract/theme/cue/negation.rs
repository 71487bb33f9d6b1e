//! The phrases of negation of each language.
//!
//! The idea, the limit of five tokens and the kinds of phrases are those of NegEx (W. Chapman,
//! W. Bridewell, P. Hanbury, G. Cooper, B. Buchanan, "A simple algorithm for identifying negated findings
//! and diseases in discharge summaries", Journal of Biomedical Informatics 34(5), 301-310, 2001); the
//! lists are our own, for scholarly prose in six languages. `no longer` and `not always` count as
//! negations; a few cues reach less far: `non` in `non-tariff` the next token only, German `nicht` behind
//! its object. Negated verbs further away are not seen.

use super::CueTable;
use crate::model::Language;

/// Most tokens between a cue and what it negates, as in NegEx.
const FAR: u32 = 5;
/// The same for cues whose scope is a short phrase, often ended by a comma that the index lacks:
/// "without support, exports fall".
const NEAR: u32 = 3;
/// The same for cues after what they negate, which have a verb between at most.
const CLOSE: u32 = 3;

pub(super) const CUE_TABLES: [CueTable; 6] =
    [ENGLISH, INDONESIAN, SPANISH, PORTUGUESE, FRENCH, GERMAN];

const ENGLISH: CueTable = CueTable {
    language: Language::ENGLISH,
    before: &[
        ("no|not|never|neither|nor|none|nothing|cannot", FAR),
        ("without", NEAR),
        ("can't|couldn't|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|won't|wouldn't", FAR),
        ("shouldn't|haven't|hasn't|hadn't", FAR),
        ("hardly|scarcely|barely", FAR),
        ("non", 0),
        ("rather than", NEAR),
        ("instead of", NEAR),
        ("as opposed to", NEAR),
        ("other than", NEAR),
        ("far from", FAR),
        ("fail|fails|failed|failing|failure to", FAR),
        ("unable|unwilling|unlikely to", FAR),
        ("lack|lacks|lacked|lacking", FAR),
        ("absence of", FAR),
        ("little|insufficient|scant evidence", FAR),
        (
            "deny|denies|denied|denying|reject|rejects|rejected|rejecting|refute|refutes|refuted",
            FAR,
        ),
    ],
    after: &[
        ("not found|supported|confirmed|observed|significant|evident|present|detected", CLOSE),
        ("not important|relevant|decisive|reported|mentioned|identified|considered", CLOSE),
        ("(do|does|did not)|don't|doesn't|didn't matter", CLOSE),
        ("(play|plays|played no role)|(play|plays|played no part)", CLOSE),
        ("is|are|was|were absent|lacking|negligible|insignificant", CLOSE),
        ("ruled out", CLOSE),
    ],
    no_cues: &[
        "not only|just|merely|simply|solely|least|until|necessarily|surprisingly|unlike",
        "not to mention",
        "not without",
        "no doubt|wonder|matter|sooner",
        "no fewer|less than",
        "nothing but",
        "none other",
        "neither here nor there",
        "whether or not",
        "cannot be overstated",
    ],
    boundaries: &[
        "but|however|nevertheless|nonetheless|yet|although|though|whereas|while|whilst",
        "because|since|unless|except|which|who|whose|where|when|if",
        "apart from",
        "so that",
    ],
};

const INDONESIAN: CueTable = CueTable {
    language: Language::INDONESIAN,
    before: &[
        ("tidak|tak|tidaklah|bukan|bukanlah|belum|jangan|tiada", FAR),
        ("gagal", FAR),
        ("tanpa", NEAR),
        ("ketiadaan|kurangnya|minimnya", FAR),
        ("alih-alih", NEAR),
        ("non", 0),
    ],
    after: &[
        ("tidak ditemukan|terbukti|didukung|signifikan|berpengaruh|teramati|penting|ada", CLOSE),
        ("belum ditemukan|terbukti|ada", CLOSE),
    ],
    no_cues: &[
        "tidak|tak|bukan hanya|cuma|sekadar|semata|saja|melulu",
        "tidak lain|jarang|langsung|sedikit|diragukan|heran",
        "tidak hanya",
        "mau tidak mau",
        "belum lagi",
    ],
    boundaries: &[
        "tetapi|tapi|namun|melainkan|sedangkan|sementara|meskipun|meski|walaupun|walau|kendati",
        "karena|sebab|ketika|jika|apabila|kecuali|akan-tetapi",
    ],
};

const SPANISH: CueTable = CueTable {
    language: Language::SPANISH,
    before: &[
        ("no|nunca|jamás|ni|tampoco|nada|nadie|apenas", FAR),
        ("sin", NEAR),
        ("ningún|ninguno|ninguna|ningunos|ningunas", FAR),
        ("en lugar|vez de|del", NEAR),
        ("lejos de|del", FAR),
        ("falta|ausencia|carencia de|del", FAR),
        ("carece|carecen|carecía|carecían|carecer de", FAR),
    ],
    after: &[
        ("no (se NEAR/2 encontró|encontraron|observó|observaron|confirmó|confirmaron)", CLOSE),
        (
            "no es|son|fue|fueron|era|eran|resultó|resultaron significativo|significativa|significativos|significativas|importante|importantes|relevante|relevantes|decisivo|decisiva|decisivos|decisivas",
            CLOSE,
        ),
        ("no influye|influyen|influyó|influyeron|importa|importan|existe|existen", CLOSE),
    ],
    no_cues: &[
        "no solo|solamente|únicamente|obstante|menos|sólo",
        "no cabe duda",
        "sin embargo|duda|dudas",
        "sin lugar a dudas",
        "nada más|menos",
    ],
    boundaries: &[
        "pero|sino|mas|aunque|mientras|porque|pues|cuando|donde|si|quien|quienes|cuyo|cuya|cuyos|cuyas",
        "sin embargo",
        "no obstante",
    ],
};

const PORTUGUESE: CueTable = CueTable {
    language: Language::PORTUGUESE,
    before: &[
        ("não|nunca|jamais|nem|tampouco|nada|ninguém", FAR),
        ("sem", NEAR),
        ("nenhum|nenhuma|nenhuns|nenhumas", FAR),
        ("(em vez)|(ao invés) de|do|da|dos|das", NEAR),
        ("longe de", FAR),
        ("falta|ausência|carência de", FAR),
        ("carece|carecem|careciam|carecer de", FAR),
    ],
    after: &[
        ("não (se NEAR/2 encontrou|encontraram|observou|observaram|confirmou|confirmaram)", CLOSE),
        (
            "não foi|foram|é|são|era|eram encontrado|encontrada|encontrados|encontradas|observado|observada|observados|observadas|confirmado|confirmada|confirmados|confirmadas|significativo|significativa|significativos|significativas|importante|importantes|relevante|relevantes",
            CLOSE,
        ),
        (
            "não influencia|influenciam|influenciou|influenciaram|importa|importam|existe|existem",
            CLOSE,
        ),
    ],
    no_cues: &[
        "não só|somente|apenas|obstante|raro|menos",
        "sem dúvida|dúvidas",
        "nada mais|menos",
    ],
    boundaries: &[
        "mas|porém|contudo|todavia|entretanto|embora|enquanto|porque|pois|quando|onde|senão",
        "cujo|cuja|cujos|cujas",
        "no entanto",
    ],
};

const FRENCH: CueTable = CueTable {
    language: Language::FRENCH,
    before: &[
        ("pas|jamais|ni|rien|guère|nullement|non", FAR),
        ("sans", NEAR),
        ("aucun|aucune|aucuns|aucunes|nul|nulle", FAR),
        ("ne BEFORE/2 plus", FAR),
        ("au lieu de|du|des", NEAR),
        ("au lieu", NEAR),
        ("plutôt que", NEAR),
        ("loin de|du|des", FAR),
        ("absence|manque|faute de|du|des", FAR),
    ],
    after: &[
        (
            "pas (été NEAR/1 observé|observée|observés|observées|confirmé|confirmée|confirmés|confirmées|retenu|retenue|retenus|retenues)",
            CLOSE,
        ),
        (
            "pas significatif|significative|significatifs|significatives|important|importante|importants|importantes|déterminant|déterminante|déterminants|déterminantes",
            CLOSE,
        ),
        ("ne joue|jouent|jouait|jouaient aucun|pas", CLOSE),
    ],
    no_cues: &[
        "pas|non seulement|uniquement|simplement|moins",
        "sans doute",
        "sans aucun doute",
        "non plus",
        "rien moins",
    ],
    boundaries: &[
        "mais|cependant|toutefois|néanmoins|pourtant|quoique|car|dont|où|lorsque|quand|qui|si",
        "bien|tandis|alors que|qu",
        "parce que|qu",
    ],
};

const GERMAN: CueTable = CueTable {
    language: Language::GERMAN,
    before: &[
        (
            "nicht|nie|niemals|nirgends|nichts|niemand|kaum|weder|ohne|statt|anstatt|anstelle|mangels",
            FAR,
        ),
        ("kein|keine|keinen|keinem|keiner|keines|keinerlei", FAR),
        ("weder BEFORE/10 noch", FAR),
        ("fehlen|mangel von|an|der|des", FAR),
        (
            "fehlende|fehlender|fehlendes|fehlenden|fehlendem|mangelnde|mangelnder|mangelndes|mangelnden",
            1,
        ),
    ],
    after: &[
        ("nicht", 0),
        (
            "nicht bestätigt|bestätigen|nachgewiesen|gefunden|beobachtet|signifikant|bedeutsam|wichtig|entscheidend",
            CLOSE,
        ),
        ("fehlt|fehlen|fehlte|fehlten", 1),
        ("keine rolle|bedeutung", CLOSE),
    ],
    no_cues: &[
        "nicht nur|allein|bloß|lediglich|zuletzt|minder|umsonst",
        "kein|ohne zweifel",
        "keine frage",
        "ohne weiteres",
        "nichts anderes",
    ],
    boundaries: &[
        "aber|jedoch|sondern|obwohl|obgleich|während|weil|denn|wenn|falls|wobei|allerdings|hingegen|dennoch",
        "welche|welcher|welches|welchen|welchem",
    ],
};
