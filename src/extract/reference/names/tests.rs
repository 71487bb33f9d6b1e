//! Lists of names in every usual form.

use super::*;

/// Family names, with given names after a slash.
fn names(list: &str) -> Vec<String> {
    split(list)
        .persons
        .into_iter()
        .map(|one| match one.given {
            Some(given) => format!("{}/{given}", one.family),
            None => one.family,
        })
        .collect()
}

#[test]
fn inverted_names_with_initials() {
    assert_eq!(
        names("Romero, C., Paunesku, D., & Dweck, C."),
        ["Romero/C.", "Paunesku/D.", "Dweck/C."]
    );
    assert_eq!(
        names("Hausmann Muela, S., van Eck, R., de Saint Germain, A."),
        ["Hausmann Muela/S.", "van Eck/R.", "de Saint Germain/A."]
    );
    assert_eq!(names("Smith, J.-P., Jr., and Lee, K. S."), ["Smith/J.-P. Jr.", "Lee/K. S."]);
    assert_eq!(names("LI, X., WU, Y. & RIOS, V."), ["LI/X.", "WU/Y.", "RIOS/V."]);
    assert_eq!(names("Lee, JA, Kim, SK"), ["Lee/JA", "Kim/SK"]);
}

#[test]
fn initials_without_commas() {
    assert_eq!(
        names("Smith JA, de la Macorra JC, Peters O"),
        ["Smith/JA", "de la Macorra/JC", "Peters/O"]
    );
    assert_eq!(names("Bower G. C."), ["Bower/G. C."]);
    assert_eq!(names("Badet‐Denisot MA, Le Caer JP et al"), ["Badet‐Denisot/MA", "Le Caer/JP"]);
    assert_eq!(
        names("Bonhomme (Fl.), Guillin (S.), Lehner (R. P.)"),
        ["Bonhomme/Fl.", "Guillin/S.", "Lehner/R. P."]
    );
    assert_eq!(names("UNICEF, Smith J, Lee K"), ["UNICEF", "Smith/J", "Lee/K"]);
}

#[test]
fn initials_first() {
    assert_eq!(
        names("A. Cau, R. Kuiper, and W.-P. de Roever"),
        ["Cau/A.", "Kuiper/R.", "de Roever/W.-P."]
    );
    assert_eq!(names("C. J. PEDERSEN et J. Y. K. Hui"), ["PEDERSEN/C. J.", "Hui/J. Y. K."]);
    assert_eq!(names("J.C. Slater e G.F. Koster"), ["Slater/J.C.", "Koster/G.F."]);
    assert_eq!(names("J. García Pérez y M. Ruiz"), ["García Pérez/J.", "Ruiz/M."]);
}

#[test]
fn full_given_names() {
    assert_eq!(names("Botkin, Daniel B."), ["Botkin/Daniel B."]);
    assert_eq!(
        names("Robinson, Mark D, Davis J McCarthy, and Gordon K Smyth"),
        ["Robinson/Mark D", "McCarthy/Davis J", "Smyth/Gordon K"]
    );
    assert_eq!(
        names("Brown, Jeannine K., Carla M. Dahl and Wyndy Corbin"),
        ["Brown/Jeannine K.", "Dahl/Carla M.", "Corbin/Wyndy"]
    );
    assert_eq!(
        names("Mervis, Carolyn B., & Greco, Carolyn"),
        ["Mervis/Carolyn B.", "Greco/Carolyn"]
    );
    assert_eq!(
        names("Rong-En Fan, Kai-Wei Chang, and Chih-Jen Lin"),
        ["Fan/Rong-En", "Chang/Kai-Wei", "Lin/Chih-Jen"]
    );
    assert_eq!(names("Brandon Carter"), ["Carter/Brandon"]);
    assert_eq!(
        names("Peskoller, Helga/ Ralser, Michaela/ Wolf, Maria A."),
        ["Peskoller/Helga", "Ralser/Michaela", "Wolf/Maria A."]
    );
    assert_eq!(names("Smith, John; Lee, Karen"), ["Smith/John", "Lee/Karen"]);
}

#[test]
fn names_of_other_languages() {
    assert_eq!(
        names("García López, María José y Pérez Ruiz, Ana"),
        ["García López/María José", "Pérez Ruiz/Ana"]
    );
    assert_eq!(
        names("Silva Filho, J. A. da; Souza Neto, P."),
        ["Silva Filho/J. A. da", "Souza Neto/P."]
    );
    assert_eq!(names("Sugiyono"), ["Sugiyono"]);
    assert_eq!(
        names("Sugiyono, Suharto, A., dan Nugroho, B."),
        ["Sugiyono", "Suharto/A.", "Nugroho/B."]
    );
    assert_eq!(names("Müller H, Schmidt K (Hrsg.)"), ["Müller/H", "Schmidt/K"]);
    assert_eq!(
        names("Petra Müller und Hans von der Heide"),
        ["Müller/Petra", "von der Heide/Hans"]
    );
    assert_eq!(
        names("BOURDIEU Pierre et CHAMBOREDON Jean-Claude"),
        ["BOURDIEU/Pierre", "CHAMBOREDON/Jean-Claude"]
    );
    assert_eq!(names("GIRAUD Paul, TISSOT Anne"), ["GIRAUD/Paul", "TISSOT/Anne"]);
    assert_eq!(names("Schröter, J. u. Baum, E."), ["Schröter/J.", "Baum/E."]);
    assert_eq!(names("edited by Russ Castronovo"), ["Castronovo/Russ"]);
}

#[test]
fn initials_that_are_words_elsewhere() {
    assert_eq!(
        names("Haber AL, de Sousa DA, Smith ED, Lamb DE"),
        ["Haber/AL", "de Sousa/DA", "Smith/ED", "Lamb/DE"]
    );
    assert_eq!(names("Cheng, R. -L, Xi, Y., Xu, J. ‐Y"), ["Cheng/R. -L", "Xi/Y.", "Xu/J. ‐Y"]);
}

#[test]
fn organisations_are_whole() {
    for name in [
        "World Health Organization",
        "Food and Agriculture Organization of the United Nations (FAO)",
        "NRC – National Research Council – Committee on Identifying the Needs",
        "Statistisches Bundesamt",
        "Kementerian Kesehatan Republik Indonesia",
        "U.S. Department of Agriculture",
        "Planck Collaboration",
        "BRASIL",
        "European Parliament",
        "Sociedade Brasileira de Diabetes",
        "PORTAL G1",
        "Scottish Food and Drink Partnership",
        "Knitwear Makers’ Forum",
        "Cámara de Floricultores Andinos",
        "Agencia de Promoción Exportadora",
        "Asosiasi Perajin Rotan Nusantara",
        "Coordenação de Aperfeiçoamento de Pessoal de Nível Superior",
        "Bundesministerium für Wirtschaft und Energie",
        "Ministry of Agriculture, Food and Rural Affairs",
        "Kementerian Pendidikan dan Kebudayaan",
        "Ministère de l’Économie et des Finances",
        "MINISTÉRIO DO DESENVOLVIMENTO E COMÉRCIO",
        "The Open Data Group",
    ] {
        assert_eq!(names(name), [name]);
    }
    assert_eq!(
        names("Ferro JM, Canhao P, ISCVT Investigators"),
        ["Ferro/JM", "Canhao/P", "ISCVT Investigators"]
    );
}

#[test]
fn organisations_in_lists_are_parted_where_each_can_stand_alone() {
    assert_eq!(
        names("World Bank and International Monetary Fund"),
        ["World Bank", "International Monetary Fund"]
    );
    assert_eq!(
        names("World Health Organization & UNICEF"),
        ["World Health Organization", "UNICEF"]
    );
    assert_eq!(
        names("Smith, J., & Ministry of Trade and Industry"),
        ["Smith/J.", "Ministry of Trade and Industry"]
    );
    assert_eq!(names("Karl Bank"), ["Bank/Karl"]);
}

#[test]
fn a_conjunction_may_stand_inside_a_family_name() {
    assert_eq!(names("Prado, M., & Sousa e Castro, L."), ["Prado/M.", "Sousa e Castro/L."]);
    assert_eq!(names("Ortega y Gasset, J."), ["Ortega y Gasset/J."]);
    assert_eq!(names("García, M. y Ruiz, J."), ["García/M.", "Ruiz/J."]);
    assert_eq!(names("Sugiyono dan Suharto, A."), ["Sugiyono", "Suharto/A."]);
}

#[test]
fn particles_behind_initials_are_given_names() {
    assert_eq!(
        names("FERREIRA, M. de O.; SILVA, J. L. M. da; SOUZA, P."),
        ["FERREIRA/M. de O.", "SILVA/J. L. M. da", "SOUZA/P."]
    );
    assert_eq!(names("Costa EM, Sousa DT de"), ["Costa/EM", "Sousa/DT de"]);
    assert_eq!(names("DE HEERING A."), ["DE HEERING/A."]);
}

#[test]
fn a_list_cut_short_says_so() {
    for list in [
        "Smith J, et al.",
        "Smith, J. y otros",
        "Smith, J., dkk.",
        "Smith J & al.",
        "Smith J u.a.",
        "Smith, J. u. a",
        "Smith J and others",
    ] {
        let names = split(list);
        assert!(names.et_al, "{list}");
        assert_eq!(names.persons.len(), 1, "{list}: {names:?}");
    }
    assert_eq!(
        names("Sammond, D. W., Yarbrough, J. M., … Crowley, M. F."),
        ["Sammond/D. W.", "Yarbrough/J. M.", "Crowley/M. F."]
    );
}

#[test]
fn nothing_is_made_of_nothing() {
    for list in ["", " , ; & ", "(", "et al.", "———"] {
        assert!(split(list).persons.is_empty(), "{list}: {:?}", split(list));
    }
}

proptest::proptest! {
    #[test]
    fn any_list_can_be_split(list in "([A-Z][a-zäö]{0,6}|[A-Z]\\.|[,;&./()' -]|et al|and|von|Jr|\\PC){0,30}") {
        for person in split(&list).persons {
            proptest::prop_assert!(!person.family.is_empty());
        }
    }
}
