//! Markers joined to their references.

use super::*;

fn name(text: &str) -> Name {
    Name::read(text, String::new())
}

fn find(
    entries: &[&str],
    names: &[&str],
    et_al: bool,
    year: i32,
    letter: Option<char>,
) -> Resolution {
    let index = ReferenceIndex::new(read_keys(entries.iter().copied()));
    let names: Vec<_> = names.iter().map(|text| name(text)).collect();
    let cited = Cited {
        first: &names[0],
        rest: &names[1..],
        et_al,
        year: CitedYear::Year { value: year, second: None, letter },
    };
    let exact = index.find(&cited, Reach::Exact);
    if exact.is_empty() { decide(&index.find(&cited, Reach::Near)) } else { decide(&exact) }
}

const ENTRIES: [&str; 9] = [
    "Lee, J. (2003). On small ports. Trade, 1, 1-9.",
    "Lee, J., & Wu, K. (2003). On large ports. Trade, 2, 1-9.",
    "Lee, J., Wu, K., & Oh, S. (2003). On all ports. Trade, 3, 1-9.",
    "Müller, A. (2018a). Häfen. Verlag.",
    "Müller, A. (2018b). Schiffe. Verlag.",
    "García-López, M., & van der Berg, P. (2010). Puertos. Editorial.",
    "World Health Organization. (2011). Report on ships.",
    "OECD. (2019). Outlook.",
    "Hernandez, P. (2015). Sails. Press.",
];

#[test]
fn the_number_of_authors_tells_works_apart() {
    assert_eq!(find(&ENTRIES, &["Lee"], false, 2003, None), Resolution::Resolved(vec![0]));
    assert_eq!(find(&ENTRIES, &["Lee", "Wu"], false, 2003, None), Resolution::Resolved(vec![1]));
    assert_eq!(find(&ENTRIES, &["Lee"], true, 2003, None), Resolution::Resolved(vec![2]));
    assert_eq!(
        find(&ENTRIES, &["Lee", "Wu", "Oh"], false, 2003, None),
        Resolution::Resolved(vec![2])
    );
}

#[test]
fn letters_tell_works_of_one_year_apart() {
    assert_eq!(find(&ENTRIES, &["Muller"], false, 2018, Some('b')), Resolution::Resolved(vec![4]));
    assert_eq!(find(&ENTRIES, &["Müller"], false, 2018, None), Resolution::Ambiguous(vec![3, 4]));
}

#[test]
fn spelling_particles_and_years_may_be_off_by_little() {
    assert_eq!(
        find(&ENTRIES, &["Garcia Lopez", "Berg"], false, 2010, None),
        Resolution::Resolved(vec![5])
    );
    assert_eq!(find(&ENTRIES, &["Hernadnez"], false, 2015, None), Resolution::Resolved(vec![8]));
    assert_eq!(find(&ENTRIES, &["Hernandez"], false, 2016, None), Resolution::Resolved(vec![8]));
    assert_eq!(find(&ENTRIES, &["Hernandez"], false, 2018, None), Resolution::Unresolved);
}

#[test]
fn organisations_answer_to_their_letters() {
    assert_eq!(find(&ENTRIES, &["WHO"], false, 2011, None), Resolution::Resolved(vec![6]));
    let long = "Organisation for Economic Co-operation and Development";
    assert_eq!(find(&ENTRIES, &[long], false, 2019, None), Resolution::Resolved(vec![7]));
}
