//! Bibliographies of every layout cut into entries.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn split(list: &str) -> Vec<&str> {
    entries(list, Span::new(0, list.len())).iter().map(|entry| entry.span.of(list)).collect()
}

fn labels(list: &str) -> Vec<Option<String>> {
    entries(list, Span::new(0, list.len())).into_iter().map(|entry| entry.label).collect()
}

/// Entries in six languages, in alphabetical order.
const ENTRIES: [&str; 8] = [
    "Abd Aziz, N., & Basir, S. (2017). Faktor pendorong internasionalisasi usaha kecil di Malaysia. Jurnal Ekonomi Malaysia, 51(2), 13–25.",
    "Böhm, K., und Krüger, T. (2014). Auslandsmärkte kleiner Unternehmen. In: Handbuch Mittelstand, hrsg. von P. Lang. Springer, S. 101–120.",
    "Dupont, J.-P. et Martin, L. (2011). L’exportation des petites entreprises. Revue française de gestion, 37(2), 45–61.",
    "García Márquez, L., y Pérez, M. J. (2015). La internacionalización de las pymes: motivos y barreras. Cuadernos de Economía, 38(107), 89–104.",
    "Lee, J. H. (2012). Barriers to entry in distant markets and how small firms overcome them. Small Business Review, 8, 101–120. https://doi.org/10.1000/sbr.2012.8",
    "Silva, A. C. da, e Souza, R. (2013). Motivos da internacionalização. Revista de Administração, 48(1), 5–17.",
    "World Bank. (2015). Doing business 2015: Going beyond efficiency. World Bank Press.",
    "Yulianti, R., Damayanti, S., & Prastowo, A. (2021). Peran pemerintah dalam ekspor. Jurnal Bisnis, 9(1), 1–14.",
];

/// Breaks `entry` after at most `width` characters; lines after the first start with `indent`.
fn wrapped(entry: &str, width: usize, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in entry.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() > width {
            lines.push(format!("{indent}{word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[test]
fn lists_without_labels_are_split_in_every_layout() {
    let joined = |separator: &str, width: usize, indent: &str| {
        let entries: Vec<String> =
            ENTRIES.iter().map(|entry| wrapped(entry, width, indent)).collect();
        (entries.join(separator), entries)
    };
    for (name, separator, width, indent) in [
        ("one a line", "\n", 1000, ""),
        ("parted by empty lines", "\n\n", 1000, ""),
        ("hard-wrapped", "\n", 70, ""),
        ("hard-wrapped, wide", "\n", 100, ""),
        ("hanging", "\n", 70, "    "),
        ("hard-wrapped, parted by empty lines", "\n\n", 60, ""),
        ("run together", " ", 1000, ""),
    ] {
        let (list, expected) = joined(separator, width, indent);
        assert_eq!(split(&list), expected, "{name}");
        assert!(labels(&list).iter().all(Option::is_none), "{name}");
    }
}

#[test]
fn labels_of_every_kind_are_read() {
    type Print = fn(usize) -> String;
    let kinds: [(&str, Print); 7] = [
        ("[1]", |n| format!("[{n}] ")),
        ("1.", |n| format!("{n}. ")),
        ("1)", |n| format!("{n}) ")),
        ("(1)", |n| format!("({n}) ")),
        ("1", |n| format!("{n} ")),
        ("tab", |n| format!("{n}.\t")),
        ("own line", |n| format!("{n}\n")),
    ];
    for (name, print) in kinds {
        for (layout, width, separator) in
            [("lines", 1000, "\n"), ("wrapped", 70, "\n"), ("blank", 70, "\n\n")]
        {
            let expected: Vec<String> = ENTRIES
                .iter()
                .enumerate()
                .map(|(index, entry)| print(index + 1) + &wrapped(entry, width, ""))
                .collect();
            let list = expected.join(separator);
            assert_eq!(split(&list), expected, "{name}, {layout}");
            let numbers: Vec<_> = (1..=ENTRIES.len()).map(|n| Some(n.to_string())).collect();
            assert_eq!(labels(&list), numbers, "{name}, {layout}");
        }
    }
}

#[test]
fn numbers_inside_entries_are_no_labels() {
    let list = "1. Lee J. A title that runs on over the end of the line. J Trade. 2010;\n3. Suppl:4.\n\
                2. Wu P. Other. Lancet. 2011;\n12. 5–9.\n3. Xu Q. Third. J Trade. 2012;4:1.";
    assert_eq!(labels(list), [Some("1".into()), Some("2".into()), Some("3".into())]);
}

#[test]
fn missing_numbers_and_lists_that_start_again_are_kept() {
    let list = "1. Lee J. One. 2010.\n2. Wu P. Two. 2011.\n4. Xu Q. Four. 2012.\n5. Yi R. Five. 2013.\n\
                1. Za S. One. 2014.\n2. Zb T. Two. 2015.";
    let found: Vec<_> = labels(list).into_iter().flatten().collect();
    assert_eq!(found, ["1", "2", "4", "5", "1", "2"]);
}

#[test]
fn keys_in_brackets_are_labels() {
    let list = "[Lee03] Lee, J. One. 2003.\n[WX10a] Wu, P., Xu, Q. Two. 2010.\n[WX10b] Wu, P., Xu, Q. Three.\n2010.";
    assert_eq!(labels(list), [Some("Lee03".into()), Some("WX10a".into()), Some("WX10b".into())]);
}

#[test]
fn bullets_open_entries_and_are_no_part_of_them() {
    for bullet in ["- ", "* ", "•\t"] {
        for width in [1000, 70] {
            let entries = ENTRIES.map(|entry| wrapped(entry, width, "  "));
            let list = entries.each_ref().map(|entry| format!("{bullet}{entry}")).join("\n");
            assert_eq!(split(&list), entries, "{bullet}");
        }
    }
}

#[test]
fn dashes_repeat_authors() {
    let list = "Lee, J. (2010). One. Journal of Trade, 3, 4–9.\n——— (2012). Two. Journal of Trade, 5, 1–8.\n\
                ___. 2014. Three. Journal of Trade, 7, 2–6.\nWu, P. (2011). Four. Journal of Trade, 4, 10–19.";
    assert_eq!(split(list).len(), 4);
}

#[test]
fn page_heads_and_numbers_are_no_part_of_entries() {
    let first = wrapped(ENTRIES[0], 70, "");
    let (before, after) = first.split_at(first.find('\n').unwrap());
    let head = "\n\n118\n\nInternational Journal of Small Firms\n\n";
    let list = format!(
        "{before}{head}{}\n{}{head}{}\n{}{head}{}",
        after.trim_start(),
        ENTRIES[1..3].iter().map(|entry| wrapped(entry, 70, "")).collect::<Vec<_>>().join("\n"),
        wrapped(ENTRIES[3], 70, ""),
        wrapped(ENTRIES[4], 70, ""),
        ENTRIES[5..].iter().map(|entry| wrapped(entry, 70, "")).collect::<Vec<_>>().join("\n"),
    );
    let found = split(&list);
    assert_eq!(found.len(), ENTRIES.len(), "{found:#?}");
    assert!(found[0].starts_with("Abd Aziz") && found[0].ends_with("13–25."));
    assert!(found[2].ends_with("45–61.") && found[3].starts_with("García"));
}

#[test]
fn headings_of_parts_are_no_entries() {
    let list = format!(
        "Books\n\n{}\n{}\n\nJournal articles\n\n{}\n{}",
        ENTRIES[6], ENTRIES[7], ENTRIES[0], ENTRIES[4]
    );
    assert_eq!(split(&list), [ENTRIES[6], ENTRIES[7], ENTRIES[0], ENTRIES[4]]);
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(split(""), [""; 0]);
    assert_eq!(split(" \n\n "), [""; 0]);
    assert_eq!(entries("é", Span::new(1, 2)), []);
    assert_eq!(entries("abc", Span::new(2, 9)), []);
}

#[test]
fn long_lists_take_seconds() {
    let started = Instant::now();
    let numbered: String = (1..=20_000)
        .map(|n| format!("{n}. Lee J, Wu P. A title of some words.\nJ Trade. 2010;{n}:4–9.\n"))
        .collect();
    assert_eq!(entries(&numbered, Span::new(0, numbered.len())).len(), 20_000);
    let plain: String = (0..20_000)
        .map(|n| {
            format!(
                "Lee, J. H., & Wu, P. ({}). A title of some words about firms.\n",
                1990 + n % 30
            )
        })
        .collect();
    assert_eq!(entries(&plain, Span::new(0, plain.len())).len(), 20_000);
    for hostile in [
        "a".repeat(10_000_000),
        "1. A ".repeat(400_000),
        "Lee, J. ".repeat(250_000),
        "(".repeat(50_000),
        "[1] A\n".repeat(200_000),
    ] {
        let found = entries(&hostile, Span::new(0, hostile.len()));
        assert!(found.iter().all(|entry| entry.span.end <= hostile.len()));
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn entries_lie_inside_the_list_in_order(
        list in "(Lee, J\\.|Wu P,|é|[0-9]\\. |\\(2010\\)|2010|\\[[0-9]\\] |———|\\PC|\n|\n\n| |\t){0,120}",
        from in 0usize..20,
        to in 0usize..400,
    ) {
        let span = Span::new(from.min(list.len()), to.min(list.len()));
        let found = entries(&list, span);
        for entry in &found {
            prop_assert!(span.covers(entry.span));
            let inside = list.get(entry.span.start..entry.span.end);
            prop_assert!(inside.is_some_and(|inside| !inside.is_empty() && inside.trim() == inside));
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}
