//! Callouts with names and years, and what only looks like them.

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

/// Every case of a table reads as it says.
fn check(cases: &[(&str, &str)], entries: &[&str]) {
    for (text, expected) in cases {
        assert_eq!(&read(text, entries), expected, "{text}");
    }
}

#[test]
fn citations_are_read_without_a_bibliography() {
    check(UNLISTED, &[]);
}

#[test]
fn look_alikes_are_left_out() {
    check(LOOK_ALIKES, &[]);
}

#[test]
fn the_bibliography_tells_where_names_start() {
    check(LISTED, &ENTRIES);
}

/// Texts without a bibliography, and their citations.
#[rustfmt::skip] // One case a line.
const UNLISTED: &[(&str, &str)] = &[
    ("Small firms export early (Lee 2003; Wu 2010, p. 4).", "P (Lee 2003; Wu 2010, p. 4) = Lee 2003; Wu 2010 @p. 4"),
    ("Lee (2003) shows growth.", "N Lee (2003) = Lee 2003"),
    ("Lee and Wu (2003, 2005) show growth.", "N Lee and Wu (2003, 2005) = Lee/Wu 2003; Lee/Wu 2005"),
    ("As Lee, Wu, and Oh (2003) argue, ports matter.", "N Lee, Wu, and Oh (2003) = Lee/Wu/Oh 2003"),
    ("In Brazil, Lee and Wu (2003) found little.", "N Lee and Wu (2003) = Lee/Wu 2003"),
    ("However, Lee (2003) found little.", "N Lee (2003) = Lee 2003"),
    ("(see also van der Berg & de la Cruz, 2011a, b; cf. O'Brien, 1998/2005)", "P (see also van der Berg & de la Cruz, 2011a, b; cf. O'Brien, 1998/2005) = van der Berg/de la Cruz 2011a <see also; van der Berg/de la Cruz 2011b; O'Brien 1998/2005 <cf."),
    ("(e.g., García-López et al., 2018a,b; Müller, in press)", "P (e.g., García-López et al., 2018a,b; Müller, in press) = García-López+ 2018a <e.g.; García-López+ 2018b; Müller in press"),
    ("Porter's (1990) diamond", "N Porter's (1990) = Porter 1990"),
    ("According to (Muchtar & Qamariah, 2016)., in general", "N (Muchtar & Qamariah, 2016) = Muchtar/Qamariah 2016"),
    ("Menurut Rahayu dan Sari (2018), usaha kecil", "N Rahayu dan Sari (2018) = Rahayu/Sari 2018"),
    ("Menurut (Rahayu & Sari, 2018), usaha kecil", "N (Rahayu & Sari, 2018) = Rahayu/Sari 2018"),
    ("usaha kecil (Laysandra dkk., 2019; Hartanti dan Setiawati, 2017, hlm. 5)", "P (Laysandra dkk., 2019; Hartanti dan Setiawati, 2017, hlm. 5) = Laysandra+ 2019; Hartanti/Setiawati 2017 @hlm. 5"),
    ("(Abd\nAziz & Basir, 2017) (Zhang & Ghorbani, 2020)", "P (Abd⏎Aziz & Basir, 2017) = Abd Aziz/Basir 2017 || P (Zhang & Ghorbani, 2020) = Zhang/Ghorbani 2020"),
    ("(Yulianti,\nDamayanti, & Prastowo, 2021)", "P (Yulianti,⏎Damayanti, & Prastowo, 2021) = Yulianti/Damayanti/Prastowo 2021"),
    ("Según García y Pérez (2015, p. 23), las empresas", "N García y Pérez (2015, p. 23) = García/Pérez 2015 @p. 23"),
    ("las empresas (García y otros, 2015; Pérez e Iglesias, s.f.)", "P (García y otros, 2015; Pérez e Iglesias, s.f.) = García+ 2015; Pérez/Iglesias s.f."),
    ("Segundo Silva e Souza (2010), as empresas", "N Silva e Souza (2010) = Silva/Souza 2010"),
    ("(SILVA; COSTA; SOUZA, 2010, p. 45)", "P (SILVA; COSTA; SOUZA, 2010, p. 45) = SILVA/COSTA/SOUZA 2010 @p. 45"),
    ("(SILVA et al., 2010; COSTA, 2011)", "P (SILVA et al., 2010; COSTA, 2011) = SILVA+ 2010; COSTA 2011"),
    ("Selon Dupont et Durand (2004), les entreprises", "N Dupont et Durand (2004) = Dupont/Durand 2004"),
    ("(voir Dupont et al., 2004 ; Durand, sous presse)", "P (voir Dupont et al., 2004 ; Durand, sous presse) = Dupont+ 2004 <voir; Durand sous presse"),
    ("Nach Schmidt und Weber (2009, S. 12) sind Firmen", "N Schmidt und Weber (2009, S. 12) = Schmidt/Weber 2009 @S. 12"),
    ("Firmen (vgl. Schmidt u. a. 2009, S. 12 f.; Weber/Meyer 2010)", "P (vgl. Schmidt u. a. 2009, S. 12 f.; Weber/Meyer 2010) = Schmidt+ 2009 <vgl. @S. 12 f.; Weber/Meyer 2010"),
    ("(World Bank, 2019)", "P (World Bank, 2019) = World Bank 2019"),
    ("(Organisation for Economic Co-operation and Development [OECD], 2019)", "P (Organisation for Economic Co-operation and Development [OECD], 2019) = Organisation for Economic Co-operation and Development 2019"),
    ("World Health Organization (WHO, 2011) warns", "P (WHO, 2011) = WHO 2011"),
    ("World Health Organization (WHO) (2011) warns", "N World Health Organization (WHO) (2011) = World Health Organization 2011"),
    ("(J. Lee, 2003; K. Lee, 2003)", "P (J. Lee, 2003; K. Lee, 2003) = Lee 2003; Lee 2003"),
    ("(Lee, J. 2003)", "P (Lee, J. 2003) = Lee 2003"),
    ("(Lee, 1990, as cited in Wu, 2005)", "P (Lee, 1990, as cited in Wu, 2005) = Lee 1990; Wu 2005 <as cited in"),
    ("(Lee, 1990, dalam Wu, 2005)", "P (Lee, 1990, dalam Wu, 2005) = Lee 1990; Wu 2005 <dalam"),
    ("(Lee, 2003: 23; Wu, 2004, pp. 3–5)", "P (Lee, 2003: 23; Wu, 2004, pp. 3–5) = Lee 2003 @: 23; Wu 2004 @pp. 3–5"),
    ("(Lee 2003; 2005)", "P (Lee 2003; 2005) = Lee 2003; Lee 2005"),
    ("the study by Lee et al. 2003 showed", "N Lee et al. 2003 = Lee+ 2003"),
    ("(Lee, 2003, p. 4; 2005, p. 9)", "P (Lee, 2003, p. 4; 2005, p. 9) = Lee 2003 @p. 4; Lee 2005 @p. 9"),
    ("(Ministry of Health, Labour and Welfare, 2012)", "P (Ministry of Health, Labour and Welfare, 2012) = Ministry of Health, Labour and Welfare 2012"),
    ("Lee, Wu, & Oh (in press)", "N Lee, Wu, & Oh (in press) = Lee/Wu/Oh in press"),
    ("(Lee, n.d.-a, n.d.-b)", "P (Lee, n.d.-a, n.d.-b) = Lee n.d.-a; Lee n.d.-b"),
    ("(Sigma-Aldrich, St. Louis, 2010)", "P (Sigma-Aldrich, St. Louis, 2010) = Sigma-Aldrich/St Louis 2010"),
    ("王芳 (2015) 认为", "N 王芳 (2015) = 王芳 2015"),
    ("Иванов и Петров (2011)", "N Иванов и Петров (2011) = Иванов/Петров 2011"),
    ("(Lee 2003), (Wu 2004)", "P (Lee 2003) = Lee 2003 || P (Wu 2004) = Wu 2004"),
    ("Sherly et al. (2020) and (2021)", "N Sherly et al. (2020) and (2021) = Sherly+ 2020; Sherly+ 2021"),
    ("(for a review see Lee 2003)", "P (for a review see Lee 2003) = Lee 2003 <for a review see"),
    ("(Lee (2003) disagrees)", "N Lee (2003) = Lee 2003"),
    ("Van Gelderen et\u{a0}al.\u{a0}(2008)", "N Van Gelderen et\u{a0}al.\u{a0}(2008) = Van Gelderen+ 2008"),
    ("Lee and colleagues (2003)", "N Lee and colleagues (2003) = Lee+ 2003"),
    ("Lee et al.’s (2003) model", "N Lee et al.’s (2003) = Lee+ 2003"),
    ("(Bin Abdullah, 2011; Ibn Khaldun, 1967; Al-Rashid & El Said, 2004)", "P (Bin Abdullah, 2011; Ibn Khaldun, 1967; Al-Rashid & El Said, 2004) = Bin Abdullah 2011; Ibn Khaldun 1967; Al-Rashid/El Said 2004"),
    ("(Lee, 2003a; idem, 2004)", "P (Lee, 2003a; idem, 2004) = Lee 2003a; Lee 2004"),
    ("St. John and McDonald Jr. (2001)", "N St. John and McDonald Jr. (2001) = St John/McDonald 2001"),
    ("Mont'Alvão, and d’Hombres (2019)", "N Mont'Alvão, and d’Hombres (2019) = Mont'Alvão/d’Hombres 2019"),
    ("(Statistics Indonesia [BPS] 2020)", "P (Statistics Indonesia [BPS] 2020) = Statistics Indonesia 2020"),
    ("(BPS, t.t.)", "P (BPS, t.t.) = BPS t.t."),
    ("(Lee, forthcoming)", "P (Lee, forthcoming) = Lee forthcoming"),
    ("According to the U.S. Department of Agriculture (2016)", "N U.S. Department of Agriculture (2016) = Department of Agriculture 2016"),
    ("(Lee, 2003, Fig. 3; Wu, 2004, ch. 2)", "P (Lee, 2003, Fig. 3; Wu, 2004, ch. 2) = Lee 2003 @Fig. 3; Wu 2004 @ch. 2"),
    ("Lee [2003] says", "N Lee [2003] = Lee 2003"),
    ("[Lee, 2003; Wu 2004]", "P [Lee, 2003; Wu 2004] = Lee 2003; Wu 2004"),
    ("(Lee & Wu eds., 2003)", "P (Lee & Wu eds., 2003) = Lee/Wu 2003"),
    ("In 2003, Lee (2005) said", "N Lee (2005) = Lee 2005"),
    ("Both Lee (2003) and Wu (2004) agree", "N Lee (2003) = Lee 2003 || N Wu (2004) = Wu 2004"),
];

/// Years that belong to no citation.
#[rustfmt::skip] // One case a line.
const LOOK_ALIKES: &[(&str, &str)] = &[
    ("Lee 2003; 2005", ""),
    ("(January 2010)", ""),
    ("(Figure 2010)", ""),
    ("(n = 2010)", ""),
    ("in May 2010 (May 2010)", ""),
    ("Windows (2010)", ""),
    ("the Companies Act (2006)", ""),
    ("from 1990 to 2010", ""),
    ("between 2003 and 2005 (2003–2005)", ""),
    ("Article 12 of Law 13.146 (2015)", ""),
    ("(version 2010)", ""),
    ("Lee's seminal study (2003)", ""),
];

/// A bibliography.
const ENTRIES: [&str; 16] = [
    "Lee, J. (2003). On small ports. Trade, 1, 1-9.",
    "Lee, J., & Wu, K. (2005). On large ports. Trade, 2, 1-9.",
    "Lee, K. (2010a). On ships. Trade, 3, 1-9.",
    "Lee, K. (2010b). On sails. Trade, 3, 10-19.",
    "Porter, M. E. (1990). The advantage of harbours. Press.",
    "van der Berg, P., de la Cruz, M., & Oh, S. (2012). Piers. Press.",
    "World Health Organization. (2011). Report on ships.",
    "Organisation for Economic Co-operation and Development. (2019). Outlook.",
    "Instituto Nacional de Estudos e Pesquisas (Inep). (2014). Censo.",
    "Lei n. 13.146, de 6 de julho de 2015. Estatuto do porto.",
    "May, T. (2008). On tides. Press.",
    "Muchtar, A., & Qamariah, N. (2016). Ekspor. Jurnal, 1, 1-9.",
    "Park, A. (2001). Keels. Press.",
    "Park, B. (2001). Hulls. Press.",
    "Ortega y Gasset, J. (1930). La rebelión. Editorial.",
    "Müller, H. (in press). Häfen. Verlag.",
];

/// Texts with that bibliography.
#[rustfmt::skip] // One case a line.
const LISTED: &[(&str, &str)] = &[
    ("In Brazil, Lee and Wu (2005) found little.", "N Lee and Wu (2005) = Lee/Wu 2005 ->[1]"),
    ("Norwegian Lee (2003) said", "N Lee (2003) = Lee 2003 ->[0]"),
    ("Porter's theory of the advantage of harbours (1990) is known", "N Porter's theory of the advantage of harbours (1990) = Porter 1990 ->[4]"),
    ("(May, 2008)", "P (May, 2008) = May 2008 ->[10]"),
    ("(May 2009)", ""),
    ("in May (2008)", "N May (2008) = May 2008 ->[10]"),
    ("(Lee, 2010a, b)", "P (Lee, 2010a, b) = Lee 2010a ->[2]; Lee 2010b ->[3]"),
    ("(Lee 2010)", "P (Lee 2010) = Lee 2010 ->[2, 3]"),
    ("(J. Lee 2003)", "P (J. Lee 2003) = Lee 2003 ->[0]"),
    ("(Berg et al., 2012)", "P (Berg et al., 2012) = Berg+ 2012 ->[5]"),
    ("Van der Berg, De la Cruz and Oh (2012)", "N Van der Berg, De la Cruz and Oh (2012) = Van der Berg/De la Cruz/Oh 2012 ->[5]"),
    ("(van der Berg et al. 2013)", "P (van der Berg et al. 2013) = van der Berg+ 2013 ->[5]"),
    ("(WHO, 2011; OECD 2019)", "P (WHO, 2011; OECD 2019) = WHO 2011 ->[6]; OECD 2019 ->[7]"),
    ("(OECD [Organisation for Economic Co-operation and Development], 2019)", "P (OECD [Organisation for Economic Co-operation and Development], 2019) = OECD 2019 ->[7]"),
    ("a Lei n. 13.146, de 6 de julho de 2015, diz", "N Lei n. 13.146, de 6 de julho de 2015 = Lei n. 13.146, de 6 de julho de 2015 ->[9]"),
    ("(INEP, 2014)", "P (INEP, 2014) = INEP 2014 ->[8]"),
    ("(A. Park, 2001)", "P (A. Park, 2001) = Park 2001 ->[12]"),
    ("(Park B., 2001)", "P (Park B., 2001) = Park 2001 ->[13]"),
    ("(Park, 2001)", "P (Park, 2001) = Park 2001 ->[12, 13]"),
    ("(Ortega y Gasset, 1930)", "P (Ortega y Gasset, 1930) = Ortega/Gasset 1930 ->[14]"),
    ("(Mueller, in press)", "P (Mueller, in press) = Mueller in press ->[15]"),
    ("(Linnaeus, 1758)", ""),
    ("(Press, London, 1965)", ""),
    ("(Smith et al., 2014)", "P (Smith et al., 2014) = Smith+ 2014"),
    ("(Smith, 2014)", "P (Smith, 2014) = Smith 2014"),
    ("Muchtar dan Qamariah (2016) serta", "N Muchtar dan Qamariah (2016) = Muchtar/Qamariah 2016 ->[11]"),
    ("(Muchar & Qamariah, 2016)", "P (Muchar & Qamariah, 2016) = Muchar/Qamariah 2016 ->[11]"),
    ("Lee (2003), 2010 was", "N Lee (2003) = Lee 2003 ->[0]"),
    ("Lee (2003; 2010a)", "N Lee (2003; 2010a) = Lee 2003 ->[0]; Lee 2010a ->[2]"),
    ("the year 2003 in Lee's town", ""),
    ("as Lee 2003 shows", "N Lee 2003 = Lee 2003 ->[0]"),
];

proptest::proptest! {
    /// Spans lie in the text, on boundaries of characters, in order, markers inside their callouts.
    #[test]
    fn spans_are_valid(
        pieces in proptest::collection::vec(
            proptest::sample::select(&[
                "(", ")", "[", "]", ";", ",", " ", "\n", "\n\n", "Lee", "Wu", "van der ", "et al.", "&",
                " and ", "2003", "2003a", "–", "-", "b", "in press", "n.d.", "p. 4", "'s", "’", "é",
                "O'", "王", "J.", ".", ":", "idem", "(2010)", "\u{a0}", "\u{ad}", "İ", "ß", "1998/2005",
            ][..]),
            0..60,
        ),
        any in ".{0,20}",
    ) {
        let text = pieces.concat() + &any;
        for entries in [&[][..], &ENTRIES[..]] {
            let index = ReferenceIndex::new(read_keys(entries.iter().copied()));
            let citations = find(&text, &[Span::new(0, text.len())], &index, Strictness::Open);
            let mut last = 0;
            for citation in &citations {
                proptest::prop_assert!(text.get(citation.span.start..citation.span.end).is_some());
                proptest::prop_assert!(citation.span.start >= last && !citation.markers.is_empty());
                last = citation.span.start;
                for marker in &citation.markers {
                    let inner = [Some(marker.span), marker.prefix, marker.locator];
                    for span in inner.into_iter().flatten() {
                        proptest::prop_assert!(text.get(span.start..span.end).is_some());
                        proptest::prop_assert!(citation.span.covers(span), "{span:?} {citation:?}");
                    }
                    let references = marker.resolution.references();
                    proptest::prop_assert!(references.iter().all(|&place| place < index.len()));
                }
            }
        }
    }
}
