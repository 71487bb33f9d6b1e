use super::*;
use crate::extract::resolve::read_keys;

/// The citations of a text as `[N] callout = authors year @locator <prefix`.
fn read(text: &str, entries: &[&str]) -> String {
    let index = ReferenceIndex::new(read_keys(entries.iter().copied()));
    let strictness = if index.is_empty() { Strictness::Open } else { Strictness::Strict };
    let citations = find(text, &[Span::new(0, text.len())], &index, strictness);
    let shown: Vec<String> = citations.iter().map(|citation| show(text, citation)).collect();
    shown.join(" || ")
}

fn show(text: &str, citation: &Citation) -> String {
    let markers: Vec<String> = citation
        .markers
        .iter()
        .map(|marker| {
            let year = marker.year.as_ref().map_or("", |year| year.raw.as_str());
            let et_al = if marker.et_al { "+" } else { "" };
            let mut shown = format!("{}{et_al} {year}", marker.authors.join("/"));
            if let Some(prefix) = marker.prefix {
                shown.push_str(&format!(" <{}", prefix.of(text)));
            }
            if let Some(locator) = marker.locator {
                shown.push_str(&format!(" @{}", locator.of(text)));
            }
            match marker.resolution.references() {
                [] => {}
                references => shown.push_str(&format!(" ->{references:?}")),
            }
            shown
        })
        .collect();
    let kind = if citation.narrative { "N" } else { "P" };
    format!("{kind} {} = {}", citation.span.of(text).replace('\n', "⏎"), markers.join("; "))
}

#[test]
fn probe() {
    for text in CASES {
        println!("{}\n    {}", text.replace('\n', "⏎"), read(text, &[]));
    }
}
const CASES: &[&str] = &[
    "Small firms export early (Lee 2003; Wu 2010, p. 4).",
    "Lee (2003) shows growth.",
    "Lee and Wu (2003, 2005) show growth.",
    "As Lee, Wu, and Oh (2003) argue, ports matter.",
    "In Brazil, Lee and Wu (2003) found little.",
    "However, Lee (2003) found little.",
    "(see also van der Berg & de la Cruz, 2011a, b; cf. O'Brien, 1998/2005)",
    "(e.g., García-López et al., 2018a,b; Müller, in press)",
    "Porter's (1990) diamond",
    "According to (Muchtar & Qamariah, 2016)., in general",
    "Menurut Rahayu dan Sari (2018), usaha kecil",
    "Menurut (Rahayu & Sari, 2018), usaha kecil",
    "usaha kecil (Laysandra dkk., 2019; Hartanti dan Setiawati, 2017, hlm. 5)",
    "(Abd\nAziz & Basir, 2017) (Zhang & Ghorbani, 2020)",
    "(Yulianti,\nDamayanti, & Prastowo, 2021)",
    "Según García y Pérez (2015, p. 23), las empresas",
    "las empresas (García y otros, 2015; Pérez e Iglesias, s.f.)",
    "Segundo Silva e Souza (2010), as empresas",
    "(SILVA; COSTA; SOUZA, 2010, p. 45)",
    "(SILVA et al., 2010; COSTA, 2011)",
    "Selon Dupont et Durand (2004), les entreprises",
    "(voir Dupont et al., 2004 ; Durand, sous presse)",
    "Nach Schmidt und Weber (2009, S. 12) sind Firmen",
    "Firmen (vgl. Schmidt u. a. 2009, S. 12 f.; Weber/Meyer 2010)",
    "(World Bank, 2019)",
    "(Organisation for Economic Co-operation and Development [OECD], 2019)",
    "World Health Organization (WHO, 2011) warns",
    "World Health Organization (WHO) (2011) warns",
    "(J. Lee, 2003; K. Lee, 2003)",
    "(Lee, J. 2003)",
    "(Lee, 1990, as cited in Wu, 2005)",
    "(Lee, 1990, dalam Wu, 2005)",
    "(Lee, 2003: 23; Wu, 2004, pp. 3–5)",
    "Lee 2003; 2005",
    "(Lee 2003; 2005)",
    "the study by Lee et al. 2003 showed",
    "(Lee, 2003, p. 4; 2005, p. 9)",
    "(Ministry of Health, Labour and Welfare, 2012)",
    "Lee, Wu, & Oh (in press)",
    "(Lee, n.d.-a, n.d.-b)",
    "(January 2010)",
    "(Figure 2010)",
    "(n = 2010)",
    "in May 2010 (May 2010)",
    "Windows (2010)",
    "the Companies Act (2006)",
    "from 1990 to 2010",
    "between 2003 and 2005 (2003–2005)",
    "Article 12 of Law 13.146 (2015)",
    "(version 2010)",
    "(Sigma-Aldrich, St. Louis, 2010)",
    "Lee's seminal study (2003)",
    "王芳 (2015) 认为",
    "Иванов и Петров (2011)",
    "(Lee 2003), (Wu 2004)",
    "Sherly et al. (2020) and (2021)",
    "(for a review see Lee 2003)",
    "(Lee (2003) disagrees)",
    "Van Gelderen et\u{a0}al.\u{a0}(2008)",
    "Lee and colleagues (2003)",
    "Lee et al.’s (2003) model",
    "(Bin Abdullah, 2011; Ibn Khaldun, 1967; Al-Rashid & El Said, 2004)",
    "(Lee, 2003a; idem, 2004)",
    "St. John and McDonald Jr. (2001)",
    "Mont'Alvão, and d’Hombres (2019)",
    "(Statistics Indonesia [BPS] 2020)",
    "(BPS, t.t.)",
    "(Lee, forthcoming)",
    "According to the U.S. Department of Agriculture (2016)",
    "(Lee, 2003, Fig. 3; Wu, 2004, ch. 2)",
    "Lee [2003] says",
    "[Lee, 2003; Wu 2004]",
    "(Lee & Wu eds., 2003)",
    "In 2003, Lee (2005) said",
    "Both Lee (2003) and Wu (2004) agree",
];
