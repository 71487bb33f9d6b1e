//! Lists of names printed in the forms of many styles.

use leitmotif::model::Person;

use crate::learn::Random;

/// How one name is printed.
#[derive(Clone, Copy)]
enum Name {
    /// `Smith, J. A.`
    Inverted,
    /// `Smith, J.A.`
    InvertedTight,
    /// `Smith, John`
    InvertedFull,
    /// `Smith JA`
    Compact,
    /// `Smith J.A.`
    CompactDots,
    /// `Smith J A`
    CompactSpaces,
    /// `J. A. Smith`
    Direct,
    /// `John Smith`
    Full,
    /// `Smith (J.)`
    Bracketed,
}

/// The names of `people` in a form such as `apa` or `vanc:und`; `cut` allows `et al.`
pub fn print(
    people: &[Person],
    form: &str,
    language: &str,
    cut: bool,
    random: &mut Random,
) -> String {
    let (form, conjunction) = form.split_once(':').unwrap_or((form, ""));
    let english = if conjunction.is_empty() { "and" } else { conjunction };
    let inverted = if random.one_in(2) { Name::Inverted } else { Name::InvertedTight };
    // Name of the first person, of the others; separator; last separator.
    let (first, others, comma, last) = match form {
        "apa" if conjunction.is_empty() => {
            (Name::Inverted, Name::Inverted, ", ", ", & ".to_owned())
        }
        "apa" if matches!(conjunction, "&" | "y" | "e" | "et" | "dan" | "und") => {
            (Name::Inverted, Name::Inverted, ", ", format!(" {conjunction} "))
        }
        "apa-and" => (Name::Inverted, Name::Inverted, ", ", ", and ".to_owned()),
        "harvard" => (inverted, inverted, ", ", " and ".to_owned()),
        "amp" => (inverted, inverted, ", ", " & ".to_owned()),
        "comma" if !conjunction.is_empty() => {
            (inverted, inverted, ", ", format!(" {conjunction} "))
        }
        "comma" => (inverted, inverted, ", ", ", ".to_owned()),
        "vanc" => (Name::Compact, Name::Compact, ", ", ", ".to_owned()),
        "vancdot" => (Name::CompactDots, Name::CompactDots, ", ", ", ".to_owned()),
        "vancsp" => (Name::CompactSpaces, Name::CompactSpaces, ", ", ", ".to_owned()),
        "iop" => (Name::CompactSpaces, Name::CompactSpaces, ", ", " and ".to_owned()),
        "semi" | "caps" => (inverted, inverted, "; ", "; ".to_owned()),
        "semifull" | "capsfull" => (Name::InvertedFull, Name::InvertedFull, "; ", "; ".to_owned()),
        "slash" => {
            let slash = if random.one_in(2) { "/" } else { " / " };
            (Name::InvertedFull, Name::InvertedFull, slash, slash.to_owned())
        }
        "mla" => (Name::InvertedFull, Name::Full, ", ", format!(", {english} ")),
        "capsinv" => (Name::InvertedFull, Name::InvertedFull, ", ", format!(" {english} ")),
        "direct" => (Name::Direct, Name::Direct, ", ", format!(" {english} ")),
        "directcomma" => (Name::Direct, Name::Direct, ", ", ", and ".to_owned()),
        "full" => (Name::Full, Name::Full, ", ", format!(" {english} ")),
        "paren" => (Name::Bracketed, Name::Bracketed, ", ", ", ".to_owned()),
        _ => (Name::Full, Name::Full, ", ", ", ".to_owned()),
    };
    let capitals = form.starts_with("caps");
    if form == "single" {
        return people.first().map(|person| person.family.clone()).unwrap_or_default();
    }
    let kept = if cut && people.len() > 2 && random.one_in(4) {
        1 + random.below(people.len() - 1)
    } else {
        people.len()
    };
    let mut printed = String::new();
    for (index, person) in people.iter().take(kept).enumerate() {
        if index > 0 {
            let end = index + 1 == kept && kept == people.len();
            printed.push_str(if end { &last } else { comma });
        }
        printed.push_str(&one(person, if index == 0 { first } else { others }, capitals));
    }
    if kept < people.len() {
        printed.push_str(match language {
            "es" => *random.pick(&[" et al.", " y otros"]),
            "id" => *random.pick(&[" et al.", ", dkk.", " dkk"]),
            "de" => *random.pick(&[" et al.", " u.a."]),
            _ => *random.pick(&[", et al.", " et al.", ", et al", " et al", ", et al."]),
        });
    }
    printed
}

fn one(person: &Person, name: Name, capitals: bool) -> String {
    let family = if capitals { person.family.to_uppercase() } else { person.family.clone() };
    let given = person.given.as_deref().unwrap_or_default();
    if given.is_empty() {
        return family;
    }
    match name {
        Name::Inverted => format!("{family}, {}", initials(given, ". ", ".")),
        Name::InvertedTight => format!("{family}, {}", initials(given, ".", ".")),
        Name::InvertedFull => format!("{family}, {given}"),
        Name::Compact => format!("{family} {}", initials(given, "", "")),
        Name::CompactDots => format!("{family} {}", initials(given, ".", ".")),
        Name::CompactSpaces => format!("{family} {}", initials(given, " ", "")),
        Name::Direct => format!("{} {family}", initials(given, ". ", ".")),
        Name::Full => format!("{given} {family}"),
        Name::Bracketed => format!("{family} ({})", initials(given, ". ", ".")),
    }
}

/// First letters of given names, parted by `between` and ended by `after`.
fn initials(given: &str, between: &str, after: &str) -> String {
    let compact =
        !given.contains(|c: char| c.is_lowercase()) && !given.contains('.') && given.len() < 4;
    let letters: Vec<String> = if compact {
        given.chars().filter(|c| c.is_alphabetic()).map(String::from).collect()
    } else {
        given
            .split(|c: char| c.is_whitespace() || matches!(c, '.' | '-'))
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_alphabetic())
            .map(|c| c.to_uppercase().to_string())
            .collect()
    };
    letters.join(between) + after
}
