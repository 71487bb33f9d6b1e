//! Every function against values worked by independent packages, where the folder with them is at
//! hand.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::contingency::Contingency;
use super::dispersion::Parts;
use super::{agreement, association, exact, interval, keyness, log_likelihood, log_odds, normal};

/// The path of a gold file, or `None` with a notice where it is missing.
fn gold(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/statistics").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/statistics/{name} is not here");
    None
}

/// A count, which R writes as `1e+06` where it is a round number.
fn whole(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| format!("{:.0}", text.parse::<f64>().unwrap()).parse().unwrap())
}

/// Whether two numbers are equal to 1e-9, relative; near zero to 1e-12, absolute.
fn near(ours: f64, theirs: f64) -> bool {
    ours == theirs || (ours - theirs).abs() <= (1e-9 * theirs.abs()).max(1e-12)
}

/// Compares one value; empty gold means undefined.
fn check(name: &str, row: usize, ours: Option<f64>, theirs: &str) {
    match (ours, theirs) {
        (None, "") => {}
        (Some(ours), theirs) => {
            let theirs: f64 = theirs.parse().unwrap();
            assert!(near(ours, theirs), "{name}, row {row}: {ours:?} is not {theirs:?}");
        }
        (None, theirs) => panic!("{name}, row {row}: undefined is not {theirs}"),
    }
}

/// Compares p-values, relative even where they are tiny, but not below 1e-300, where digits run
/// out.
fn check_p_value(name: &str, row: usize, ours: f64, theirs: &str) {
    let theirs: f64 = theirs.parse().unwrap();
    let equal = (ours - theirs).abs() <= 1e-9 * theirs || ours.max(theirs) < 1e-300;
    assert!(equal, "{name}, row {row}: {ours:?} is not {theirs:?}");
}

fn association_columns(table: &Contingency) -> Vec<(&'static str, Option<f64>)> {
    use association as a;
    let base_10 = std::f64::consts::LOG10_2;
    vec![
        ("E11", Some(table.e11())),
        ("E12", Some(table.cells()[1].1)),
        ("E21", Some(table.cells()[2].1)),
        ("E22", Some(table.cells()[3].1)),
        ("z_score", a::z_score(table)),
        ("t_score", Some(a::t_score(table))),
        ("log_likelihood", Some(log_likelihood::signed_g2(table))),
        ("simple_ll", Some(log_likelihood::signed_simple(table))),
        ("min_sensitivity", a::minimum_sensitivity(table)),
        ("liddell", a::liddell(table)),
        ("dice", a::dice(table)),
        ("log_ratio", Some(keyness::log_ratio(table))),
        ("conservative_log_ratio", keyness::conservative_log_ratio(table, 0.0005)),
        ("mutual_information", a::mutual_information(table).map(|bits| bits * base_10)),
        ("local_mutual_information", a::local_mutual_information(table).map(|bits| bits * base_10)),
        ("ipm", keyness::per_million(table)),
        ("ipm_reference", keyness::per_million_in_reference(table)),
        ("ipm_expected", Some(table.c1() / table.n() * 1e6)),
        ("chi2", a::chi_squared(table)),
        ("logDice", a::log_dice(table)),
        ("mi3", a::mi3(table)),
        ("npmi", a::npmi(table)),
        ("deltaP_item_given_node", a::delta_p_of_column(table)),
        ("deltaP_node_given_item", a::delta_p_of_row(table)),
        ("odds_ratio_haldane", Some(a::odds_ratio(table))),
        ("pct_diff", keyness::percent_difference(table)),
        ("simple_maths_n1", keyness::simple_maths(table, 1.0)),
        ("bic", log_likelihood::bic(table)),
        ("ell", log_likelihood::effect_size(table)),
    ]
}

#[test]
fn association_measures_equal_those_of_python() {
    let Some(path) = gold("association_gold.csv") else { return };
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut compared = 0;
    for (row, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let count = |name: &str| whole(&record[place(name)]);
        let table = Contingency::new(count("O11"), count("R1"), count("C1"), count("N")).unwrap();
        let columns = association_columns(&table);
        assert_eq!(columns.len() + 9, headers.len(), "a column of the gold is not compared");
        for (name, ours) in columns {
            check(name, row, ours, &record[place(name)]);
            compared += 1;
        }
    }
    assert!(compared > 5_000);
    println!("compared {compared} association values");
}

#[test]
fn keyness_equals_that_of_r() {
    let Some(path) = gold("keyness_R_corpora.csv") else { return };
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut compared = 0;
    for (row, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let count = |name: &str| whole(&record[place(name)]);
        let [o11, r1, o21, r2] = ["O11", "R1", "O21", "R2"].map(count);
        let table = Contingency::of_corpora(o11, r1, o21, r2).unwrap();
        for (name, ours) in [
            ("G2", Some(log_likelihood::signed_g2(&table))),
            ("LogRatio", Some(keyness::log_ratio(&table))),
            ("SimpleMaths", keyness::simple_maths(&table, 1.0)),
            ("LRC", keyness::conservative_log_ratio(&table, 0.0005)),
            ("z", association::z_corrected(&table)),
        ] {
            check(name, row, ours, &record[place(name)]);
        }
        check_p_value("fisher_p", row, exact::fisher(&table), &record[place("fisher_p")]);
        let statistic = association::chi_squared_corrected(&table).unwrap().abs();
        let ours = normal::chi_squared_tail(statistic);
        check_p_value("chisq_p", row, ours, &record[place("chisq_p")]);
        compared += 7;
    }
    assert!(compared >= 1_400);
    println!("compared {compared} keyness values");
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

fn check_json(name: &str, ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!(near(ours, theirs), "{name}: {ours:?} is not {theirs:?}");
}

fn check_log_odds(gold: &Value) -> usize {
    let words = gold["counts"].as_object().unwrap();
    let counts: Vec<_> = words
        .values()
        .map(numbers)
        .map(|n| log_odds::WordCounts { target: n[0], reference: n[1], background: n[2] })
        .collect();
    let odds = log_odds::log_odds(&counts, gold["a0"].as_f64().unwrap());
    for (word, odds) in words.keys().zip(odds) {
        let (odds, expected) = (odds.unwrap(), &gold["expect"][word]);
        check_json(word, odds.delta, &expected["delta"]);
        check_json(word, odds.variance, &expected["var"]);
        check_json(word, odds.zeta, &expected["zeta"]);
    }
    3 * words.len()
}

fn check_dispersion(gold: &Value) -> usize {
    for (name, case) in gold.as_object().unwrap() {
        let parts = Parts::new(&numbers(&case["v"]), &numbers(&case["s"])).unwrap();
        let expected = &case["expect"];
        assert_eq!(parts.range() as u64, expected["range"].as_u64().unwrap());
        check_json(name, parts.juilland_d().unwrap(), &expected["juilland_D"]);
        check_json(name, parts.carroll_d2().unwrap(), &expected["carroll_D2"]);
        check_json(name, parts.rosengren_s(), &expected["rosengren_S"]);
        check_json(name, parts.dp(), &expected["DP"]);
        check_json(name, parts.dp_norm().unwrap(), &expected["DPnorm"]);
        check_json(name, parts.kld(), &expected["KLD_bits"]);
        check_json(name, parts.kld_norm(), &expected["KLDnorm"]);
    }
    8 * gold.as_object().unwrap().len()
}

fn check_agreement(gold: &Value) -> usize {
    let coders: Vec<Vec<Option<f64>>> = gold["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|coder| coder.as_array().unwrap().iter().map(Value::as_f64).collect())
        .collect();
    let coders: Vec<&[Option<f64>]> = coders.iter().map(Vec::as_slice).collect();
    use agreement::Level::{Interval, Nominal, Ordinal, Ratio};
    let levels =
        [("nominal", Nominal), ("ordinal", Ordinal), ("interval", Interval), ("ratio", Ratio)];
    for (name, level) in levels {
        let alpha = agreement::krippendorff_alpha(&coders, level).unwrap();
        check_json(name, alpha, &gold["alpha"][name]);
    }
    levels.len()
}

fn check_intervals(gold: &Value) -> usize {
    for (fraction, bounds) in gold.as_object().unwrap() {
        let (x, n) = fraction.split_once('/').unwrap();
        let share = interval::wilson(x.parse().unwrap(), n.parse().unwrap(), 0.95).unwrap();
        check_json(fraction, share.low, &bounds[0]);
        check_json(fraction, share.high, &bounds[1]);
    }
    2 * gold.as_object().unwrap().len()
}

#[test]
fn dispersion_agreement_intervals_and_log_odds_equal_the_gold() {
    let Some(path) = gold("stats_gold.json") else { return };
    let gold: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let compared = check_log_odds(&gold["log_odds_dirichlet"])
        + check_dispersion(&gold["dispersion"])
        + check_agreement(&gold["krippendorff_4x12"])
        + check_intervals(&gold["wilson95"]);
    println!("compared {compared} values of dispersion, agreement, intervals and log odds");
    assert!(compared >= 60);
}

#[test]
fn dispersion_equals_the_published_examples() {
    let equal = |counts: &[u64]| Parts::new(counts, &vec![1; counts.len()]).unwrap();
    let rounded = |value: f64, digits: usize| format!("{value:.digits$}");
    let ascending = equal(&[1, 2, 3, 4, 5]);
    assert_eq!(rounded(equal(&[2, 1, 1, 1, 0]).carroll_d2().unwrap(), 4), "0.8277");
    assert_eq!(rounded(ascending.rosengren_s(), 3), "0.937");
    assert_eq!(rounded(ascending.lyne_d3().unwrap(), 3), "0.944");
    assert_eq!(rounded(ascending.zhang_dc().unwrap(), 3), "0.937");
}

#[test]
fn tables_of_weights_equal_scikit_learn_and_krippendorff() {
    use super::agreement::{Level, cohen_kappa, krippendorff_alpha};
    use super::confusion::Confusion;
    // Worked with scikit-learn 1.9.1 (`sample_weight`) and krippendorff 0.9.0.
    let first = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0].map(|code| code == 1);
    let second = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1].map(|code| code == 1);
    let (mut counts, mut weights) = (Confusion::default(), Confusion::default());
    for (place, (&first, &second)) in first.iter().zip(&second).enumerate() {
        let weight = [(5, 1.5), (8, 4.25), (12, 17.0)].iter().find(|(end, _)| place < *end);
        counts.add(first, second, 1.0);
        weights.add(first, second, weight.unwrap().1);
    }
    assert!(near(weights.precision().unwrap(), 0.8));
    assert!(near(weights.recall().unwrap(), 0.220_183_486_238_532_12));
    assert!(near(weights.f1().unwrap(), 0.345_323_741_007_194_26));
    assert!(near(weights.kappa().unwrap(), 0.244_644_578_738_213_33));
    assert!(near(counts.kappa().unwrap(), 0.5));
    assert!(near(cohen_kappa(&first, &second).unwrap(), 0.5));
    let coder = |codes: &str| -> Vec<Option<f64>> {
        codes.chars().map(|code| code.to_digit(10).map(f64::from)).collect()
    };
    let coders = ["1111100000.0", "11101100.001", ".1001100010."].map(coder);
    let coders: Vec<&[Option<f64>]> = coders.iter().map(Vec::as_slice).collect();
    let alpha = krippendorff_alpha(&coders, Level::Nominal).unwrap();
    assert!(near(alpha, 0.392_156_862_745_098_1));
}

#[test]
fn ranks_tails_and_resampled_intervals_equal_scipy() {
    use super::{bootstrap::Bootstrap, clustered::Clustered, gamma, kendall, rank};
    // Worked with SciPy 1.17.1: kendalltau (asymptotic), kruskal, mannwhitneyu, chi2.sf, bootstrap (BCa).
    let years =
        [2001, 2001, 2003, 2004, 2004, 2004, 2007, 2008, 2009, 2011, 2012, 2012, 2015, 2016];
    let rates = [0.0, 0.0, 1.5, 0.0, 2.25, 1.5, 0.0, 3.0, 0.5, 4.0, 0.0, 4.0, 2.5, 6.0];
    let pairs: Vec<_> = years.map(f64::from).into_iter().zip(rates).collect();
    let found = kendall::kendall(&pairs).unwrap();
    assert!(near(found.tau, 0.497_417_528_663_403));
    assert!(near(found.p, 0.019_880_146_860_592_782));

    let groups: [&[f64]; 3] =
        [&[0.0, 0.0, 1.5, 2.0, 0.0], &[0.5, 3.0, 3.0, 0.0], &[4.0, 5.0, 2.0, 6.5, 0.0, 7.0]];
    let test = |groups: &[&[f64]]| {
        let labels = (0..).zip(groups).flat_map(|(label, group)| vec![label; group.len()]);
        let labels: Vec<u32> = labels.collect();
        let values = (0..).zip(groups.concat()).filter(|&(_, value)| value > 0.0);
        let blocks = vec![0; labels.len()];
        rank::Design::new(labels, &blocks).tests(&[values.collect()], 19_999, 1)[0].unwrap()
    };
    let three = test(&groups);
    assert!(near(three.h, 5.209_231_722_428_751));
    // The chi-squared approximation gives .0739.
    assert!((three.p - 0.073_931_531_712_300_9).abs() < 0.012, "{}", three.p);
    let two = test(&[groups[0], groups[2]]);
    assert!(near(two.rank_biserial.unwrap(), -0.733_333_333_333_333_4));

    for (statistic, degrees, tail) in [
        (0.1, 3, 0.991_837_423_731_876_4),
        (5.7, 2, 0.057_844_320_874_838_48),
        (12.3, 7, 0.091_114_886_000_313_1),
        (200.0, 30, 4.952_733_529_003_222_4e-27),
        (1_000.0, 5, 6.010_077_687_920_85e-214),
    ] {
        let ours = gamma::chi_squared_tail(statistic, degrees).unwrap();
        assert!((ours - tail).abs() <= 1e-9 * tail, "{statistic}: {ours:?} is not {tail:?}");
    }

    let item = vec![(0, 3), (2, 1), (5, 9), (7, 2), (9, 1)];
    let papers = Clustered::of_rates(&[80, 120, 90, 300, 100, 110, 70, 150, 220, 60], &[item]);
    let bootstrap = Bootstrap { resamples: 50_000, seed: 1, level: 0.95 };
    let (low, high) = papers.rate_intervals(bootstrap)[0].unwrap();
    assert!((low - 0.003_174_6).abs() < 1e-4, "{low}");
    assert!((high - 0.036_666_7).abs() < 1e-3, "{high}");
}
