//! Two groups, papers, intervals, levels, cross tables, cited works.

use proptest::prelude::*;

use super::*;
use crate::model::Cell;

proptest! {
    #[test]
    fn margins_of_two_groups_are_those_of_one(mentions in any_mentions()) {
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let count = |by: &[&str]| {
            let by = by.iter().map(|name| GroupBy::parse(name, &corpus).unwrap()).collect();
            let options = FrequencyOptions { by, ..FrequencyOptions::default() };
            FrequencyTable::count(&corpus, &themes(), &mentions, &selection, options)
        };
        let both = count(&["year", "section"]);
        for (part, by) in ["year", "section"].into_iter().enumerate() {
            let one = count(&[by]);
            for (place, group) in one.groups.iter().enumerate() {
                let cells = || (0..both.groups.len()).filter(|&g| both.groups[g].keys[part] == group.keys[0]);
                let sum = |of: fn(&Frequency) -> u64, theme| {
                    cells().map(|g| of(&both.get(theme, g))).sum::<u64>()
                };
                prop_assert_eq!(cells().map(|g| both.groups[g].tokens).sum::<u64>(), group.tokens);
                for theme in 0..5 {
                    let cell = one.get(theme, place);
                    prop_assert_eq!(sum(|cell| cell.mentions, theme), cell.mentions);
                    prop_assert_eq!(sum(|cell| cell.sum, theme), cell.sum);
                    prop_assert_eq!(sum(|cell| cell.sentences, theme), cell.sentences);
                }
            }
        }
    }

    #[test]
    fn papers_are_counted_in_parts_as_together(mut mentions in any_mentions(), by in 0_usize..3) {
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let by = [&[][..], &["year"], &["section", "document"]][by];
        let by = by.iter().map(|name| GroupBy::parse(name, &corpus).unwrap()).collect();
        let options = FrequencyOptions { by, ..FrequencyOptions::default() };
        let together = PaperCounts::count(&corpus, &themes(), &mentions, &selection, &options);
        mentions.sort_unstable();
        let frame = PaperFrame::new(&corpus, &themes(), &selection, &options);
        // Documents in no order, as segments have them.
        let counted: Vec<CountedPapers> = [1, 0].into_iter().map(|part| {
            let mut counter = frame.counter();
            for of_document in mentions.chunk_by(|a, b| a.document == b.document).rev() {
                if of_document[0].document % 2 == part {
                    of_document.iter().for_each(|mention| counter.add(mention));
                }
            }
            counter.finish()
        }).collect();
        prop_assert_eq!(frame.counts(counted), together);
    }

    #[test]
    fn papers_add_up_to_their_groups(mentions in any_mentions(), by in 0_usize..4) {
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
        let by = [&[][..], &["year"], &["section"], &["section", "period"]][by];
        let by = by.iter().map(|name| GroupBy::parse(name, &corpus).unwrap()).collect();
        let options = FrequencyOptions { by, ..FrequencyOptions::default() };
        let papers = PaperCounts::count(&corpus, &themes(), &mentions, &selection, &options);
        let table = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, options);
        prop_assert_eq!(papers.groups.len(), table.groups.len());
        for (place, (papers, group)) in papers.groups.iter().zip(&table.groups).enumerate() {
            prop_assert_eq!(&papers.keys, &group.keys);
            prop_assert_eq!(papers.documents.len() as u64, group.papers);
            prop_assert_eq!(papers.tokens.iter().sum::<u64>(), group.tokens);
            for theme in 0..5 {
                let cell = table.get(theme, place);
                let counts = &papers.mentions[theme];
                prop_assert_eq!(counts.iter().map(|paper| paper.1).sum::<u64>(), cell.mentions);
                prop_assert_eq!(counts.len() as u64, cell.papers);
            }
        }
    }

    #[test]
    fn the_union_is_never_more_than_the_sum(mut mentions in any_mentions()) {
        // The mentions of the parent: each place that a descendant takes, once.
        mentions.sort_unstable();
        mentions.dedup_by_key(|mention| (mention.document, mention.theme, mention.first_token));
        let mut places: Vec<MentionFacts> = mentions.iter().filter(|m| m.theme < 4).copied().collect();
        places.sort_unstable();
        places.dedup_by_key(|mention| (mention.document, mention.first_token));
        mentions.extend(places.into_iter().map(|place| MentionFacts { theme: 0, union: true, ..place }));
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let options = FrequencyOptions::default();
        let table = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, options);
        let parent = table.get(0, 0);
        prop_assert!(parent.mentions <= parent.sum);
        prop_assert_eq!(parent.sum, table.get(2, 0).sum + table.get(3, 0).sum);
    }
}

fn bootstrapped(seed: u64) -> FrequencyTable {
    let corpus = corpus();
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let by = vec![GroupBy::parse("section", &corpus).unwrap()];
    let options = FrequencyOptions { by, ..FrequencyOptions::default() };
    let papers = PaperCounts::count(&corpus, &themes(), &mentions(), &selection, &options);
    let bootstrap = Bootstrap { resamples: 500, seed, level: 0.95 };
    FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options)
        .with_rate_intervals(&papers, bootstrap)
}

#[test]
fn rates_have_intervals_where_several_papers_have_mentions() {
    let table = bootstrapped(1);
    let rate = table.get(0, 0).rate(&table.groups[0], 1_000).unwrap();
    let (low, high) = table.rate_interval(0, 0).unwrap();
    assert!(low < rate && rate < high, "{low} {rate} {high}");
    assert_eq!(table.rate_interval(4, 0), None, "nobody raises barriers");
    assert_eq!(table.rate_interval(0, 1), None, "one paper has results");
    assert_eq!(table, bootstrapped(1));
    assert_ne!(table, bootstrapped(2));
    let header = csv(&table).lines().next().unwrap_or_default().to_owned();
    assert!(header.contains(",tokens,rate,rate_low,rate_high,share,"), "{header}");
}

#[test]
fn themes_come_level_by_level_and_only_those_that_are_chosen() {
    let corpus = corpus();
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let by = vec![GroupBy::Level];
    let options =
        FrequencyOptions { by, shown: Some(vec![1, 3, 4]), ..FrequencyOptions::default() };
    let table = FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options);
    let text = csv(&table);
    let rows: Vec<_> = text.lines().skip(1).map(|line| line.split(',').take(3).collect()).collect();
    let rows: Vec<Vec<&str>> = rows;
    assert_eq!(rows[0], ["barriers", "1", "0"]);
    assert_eq!(rows[1], ["motives.proactive", "2", "4"]);
    assert_eq!(rows[2], ["motives.proactive.tariffs", "3", "2"]);
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_cross_table_has_the_same_cells() {
    let table = count(&["year", "section"], Treatment::Count);
    let wide = table.to_wide_table(Measure::Mentions, Provenance::default());
    let names: Vec<_> = wide.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["theme", "year", "introduction", "results"]);
    assert_eq!(wide.rows().len(), 5 * 3);
    let row = wide.rows().iter().find(|row| row[1] == 2012.into()).unwrap();
    assert_eq!(row[..], ["motives".into(), 2012.into(), 2_u64.into(), 1_u64.into()]);
    let row = &wide.rows()[0];
    assert_eq!((&row[1], &row[3]), (&2010.into(), &Cell::Missing), "no results in 2010");
    let unknown = count(&["year"], Treatment::Count);
    let wide = unknown.to_wide_table(Measure::Share, Provenance::default());
    assert_eq!(wide.columns.last().map(|column| column.name.as_str()), Some("none"));
}

#[test]
fn papers_are_grouped_by_the_works_they_cite() {
    use crate::query::works::{CitedWorks, WorksBuilder, WorksOptions, tests::reference};
    let corpus = corpus();
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let mut builder = WorksBuilder::new();
    let layers = crate::model::Layers::default();
    let [porter, lee] =
        ["Porter", "Lee"].map(|name| reference(name, "1990", "On why firms export"));
    builder.add(0, &layers, &[], &[porter.clone(), lee]);
    builder.add(1, &layers, &[], &[porter]);
    let works = builder.build(&corpus);
    let groups = |limit| {
        let options = WorksOptions { limit, ..WorksOptions::default() };
        works.groups(&corpus, &selection, options)
    };
    assert_eq!((groups(None).len(), groups(Some(1)).len()), (2, 1));
    assert!(CitedWorks::default().is_empty());
    let by = vec![GroupBy::Work(std::sync::Arc::new(groups(None)))];
    let options = FrequencyOptions { by, ..FrequencyOptions::default() };
    let table = FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options);
    let text = csv(&table);
    let rows: Vec<_> = text.lines().skip(1).take(3).map(|line| line.to_owned()).collect();
    assert!(rows[0].starts_with("motives,Porter (1990),4,2,"), "{text}");
    assert!(rows[1].starts_with("motives,Lee (1990),3,1,"), "{text}");
    assert!(rows[2].starts_with("motives,,0,0,"), "{text}");
}
