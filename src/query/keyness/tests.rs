//! Ranks, directions and signs of key items.

use proptest::prelude::*;

use super::*;

const OPTIONS: KeynessOptions = KeynessOptions {
    measure: KeynessMeasure::G2,
    direction: Direction::Both,
    limit: None,
    prior: 1000,
    per: 1000,
};

fn counted(items: &[(&str, u32, u32)], sizes: [u64; 2]) -> CountedItems {
    let texts = sizes.map(|size| TextSize::new(vec![size])).to_vec();
    let items = items.iter().map(|&(item, target, reference)| {
        let counts = [target, reference].into_iter().zip(&texts);
        let of = |(count, text): (u32, &TextSize)| {
            let counts = if count > 0 { vec![(0, count)] } else { vec![] };
            ItemFrequency::of(&counts, text)
        };
        CountedItem { item: item.to_owned(), frequencies: counts.map(of).collect() }
    });
    CountedItems { items: items.collect(), texts: texts.clone() }
}

fn names(keyness: &Keyness) -> Vec<&str> {
    keyness.rows.iter().map(|row| row.item.as_str()).collect()
}

#[test]
fn items_are_ranked_in_their_direction() {
    let items = [("even", 50, 50), ("more", 40, 5), ("less", 3, 60), ("only", 9, 0)];
    let of = |direction, limit| {
        let options = KeynessOptions { direction, limit, ..OPTIONS };
        Keyness::new(counted(&items, [10_000, 10_000]), options)
    };
    assert_eq!(names(&of(Direction::Over, None)), ["more", "only"]);
    assert_eq!(names(&of(Direction::Under, None)), ["less"]);
    assert_eq!(names(&of(Direction::Both, Some(2))), ["less", "more"]);
    assert_eq!(of(Direction::Both, Some(2)).found, 4);
    assert_eq!(of(Direction::Under, None).tested, 4);
}

#[test]
fn an_empty_text_has_no_key_items() {
    let none = Keyness::new(counted(&[("a", 5, 0)], [100, 0]), OPTIONS);
    assert_eq!((none.rows.len(), none.tested), (0, 0));
}

proptest! {
    #[test]
    fn swapping_the_texts_turns_every_sign(
        items in proptest::collection::vec((1_u32..300, 1_u32..300), 1..8),
        sizes in (3_000_u64..9_000, 3_000_u64..9_000),
    ) {
        let named: Vec<(String, u32, u32)> =
            items.iter().enumerate().map(|(n, &(a, b))| (format!("w{n}"), a, b)).collect();
        let one: Vec<_> = named.iter().map(|(w, a, b)| (w.as_str(), *a, *b)).collect();
        let other: Vec<_> = named.iter().map(|(w, a, b)| (w.as_str(), *b, *a)).collect();
        let mut first = Keyness::new(counted(&one, [sizes.0, sizes.1]), OPTIONS).rows;
        let mut second = Keyness::new(counted(&other, [sizes.1, sizes.0]), OPTIONS).rows;
        first.sort_by(|a, b| a.item.cmp(&b.item));
        second.sort_by(|a, b| a.item.cmp(&b.item));
        for (a, b) in first.iter().zip(&second) {
            let signed = |row: &KeyItem| {
                let odds = row.log_odds(1000).unwrap();
                [signed_g2(&row.table), log_ratio(&row.table), odds.delta, odds.zeta]
            };
            for (x, y) in signed(a).into_iter().zip(signed(b)) {
                prop_assert!((x + y).abs() <= 1e-7 * x.abs().max(1.0), "{x} {y}");
            }
            prop_assert!((a.p - b.p).abs() < 1e-9);
        }
    }
}
