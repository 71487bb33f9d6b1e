//! Figures of results that the report does not hold: trends, dispersion, groups compared, key items,
//! collocates, themes together, and works by theme. They are for `--plot`, and have no links.

mod matrix;

pub use matrix::{evidence, together};

use std::collections::BTreeMap;

use super::figures::plural;
use super::themes::ThemeName;
use crate::figure::{Bar, BarChart, HUES, Measure, Panel, PanelChart, Point, hue};
use crate::model::Cell;
use crate::model::table::thousands;
use crate::query::collocates::{CollocateMeasure, Collocates};
use crate::query::comparison::Comparison;
use crate::query::dispersion::Dispersion;
use crate::query::keyness::Keyness;
use crate::query::trend::Trends;

/// A p-value below this is marked.
const LEVEL: f64 = 0.05;

/// The names of the themes with these paths, with their depth among each other; a path that is none of the
/// codebook, as of a pattern typed by hand, is its own name.
#[must_use]
pub fn names_of(paths: &[&str], names: &[ThemeName]) -> Vec<ThemeName> {
    let by_path: BTreeMap<&str, &ThemeName> =
        names.iter().map(|name| (name.path.as_str(), name)).collect();
    let named = |&path: &&str| {
        let above =
            |shown: &&&str| path.strip_prefix(**shown).is_some_and(|rest| rest.starts_with('.'));
        let depth = paths.iter().filter(above).count();
        match by_path.get(path) {
            Some(&name) if depth == name.depth => name.clone(),
            Some(&name) => ThemeName { depth, label: name.full.clone(), ..name.clone() },
            None => ThemeName {
                path: path.to_owned(),
                label: path.to_owned(),
                full: path.to_owned(),
                depth: 0,
                parent: None,
                end: 0,
                color: hue(0).to_owned(),
            },
        }
    };
    paths.iter().map(named).collect()
}

/// The rate of each theme in each year or period: a panel a theme.
#[must_use]
pub fn trends(trends: &Trends, names: &[ThemeName]) -> PanelChart {
    let paths: Vec<&str> = trends.rows.iter().map(|row| row.theme.as_str()).collect();
    let per = thousands(trends.options.per);
    let bin = i64::from(trends.options.bin.max(1));
    let step = |&first: &i64| {
        let name =
            if bin > 1 { format!("{first}–{}", first + bin - 1) } else { first.to_string() };
        #[expect(clippy::cast_precision_loss, reason = "a year")]
        let place = first as f64;
        (place, name)
    };
    let panels = trends.rows.iter().zip(names_of(&paths, names)).map(|(row, name)| Panel {
        title: name.full,
        color: name.color,
        points: row
            .rates
            .iter()
            .map(|&value| Point { value, interval: None, note: String::new(), link: None })
            .collect(),
    });
    PanelChart {
        title: format!(
            "Mentions per {per} words by theme and {}",
            if bin > 1 { "period" } else { "year" }
        ),
        description: format!(
            "Each point is the number of mentions of a theme in {per} words of the papers of that time; times \
             without papers have none."
        ),
        measure: Measure::Rate,
        axis: Some(format!("mentions per {per} words")),
        steps: trends.periods.iter().map(step).collect(),
        #[expect(clippy::cast_precision_loss, reason = "a few years")]
        joined: bin as f64,
        panels: panels.collect(),
    }
}

/// How unevenly each theme, or pattern, is spread over the parts.
#[must_use]
pub fn dispersion(found: &Dispersion, names: &[ThemeName]) -> BarChart {
    let paths: Vec<&str> = found.rows.iter().map(|(theme, _)| theme.path.as_str()).collect();
    let rows = found.rows.iter().zip(found.deviations()).zip(names_of(&paths, names));
    let bars = rows.map(|(((_, counts), deviation), name)| {
        let note = format!(
            "{}, in {} of {} {}",
            plural(counts.iter().sum(), "mention"),
            counts.iter().filter(|&&count| count > 0).count(),
            thousands(found.sizes.len() as u64),
            found.parts
        );
        bar(&name, deviation, note)
    });
    BarChart {
        title: format!("Dispersion over {} {}", thousands(found.sizes.len() as u64), found.parts),
        description:
            "Each bar is the normalised deviation of proportions: 0 where a theme is spread as the \
                      text is, near 1 where it stands in few parts."
                .to_owned(),
        axis: format!("DPnorm over {}: 0 is even, 1 is all in one part", found.parts),
        measure: Measure::Rate,
        bars: bars.collect(),
    }
}

/// The rate of each theme in each group; a star behind those that differ.
#[must_use]
pub fn compared(comparison: &Comparison, names: &[ThemeName]) -> BarChart {
    let paths: Vec<&str> = comparison.rows.iter().map(|row| row.theme.as_str()).collect();
    let group = |place: usize| {
        let key = comparison.groups.get(place).map(|group| &group.key);
        key.map_or_else(String::new, |key| match comparison.options.by.cell(key) {
            Cell::Integer(year) => year.to_string(),
            cell => cell.as_text().unwrap_or_default().to_owned(),
        })
    };
    let per = thousands(comparison.options.per);
    // More groups than hues have names alone.
    let is_told_apart = comparison.groups.len() <= HUES.len();
    let mut bars = Vec::new();
    for (row, name) in comparison.rows.iter().zip(names_of(&paths, names)) {
        let differs = row.adjusted.is_some_and(|(holm, _)| holm < LEVEL);
        let star = if differs { " *" } else { "" };
        let head = ThemeName { label: format!("{}{star}", name.label), ..name.clone() };
        bars.push(bar(&head, None, format!("{}{star}", name.full)));
        for ((&place, &rate), &mentions) in row.groups.iter().zip(&row.rates).zip(&row.mentions) {
            bars.push(Bar {
                label: group(place),
                depth: name.depth + 1,
                value: Some(rate),
                interval: None,
                color: if is_told_apart { hue(place).to_owned() } else { name.color.clone() },
                note: format!("{}: {}", name.full, plural(mentions, "mention")),
                link: None,
            });
        }
    }
    BarChart {
        title: format!("Themes compared by {}", comparison.options.by.name()),
        description: format!(
            "Each bar is the number of mentions of a theme in {per} words of a group. A star: papers of the \
             groups differ, p < .05 by Holm's correction."
        ),
        axis: format!("mentions per {per} words; * differs (p < .05, Holm)"),
        measure: Measure::Rate,
        bars,
    }
}

/// Key items of the target and of the reference corpus by the strength of the difference.
#[must_use]
pub fn key_items(keyness: &Keyness, names: &[ThemeName], measure: &str) -> BarChart {
    let paths: Vec<&str> = keyness.rows.iter().map(|row| row.item.as_str()).collect();
    let labels = names_of(&paths, names);
    let mut bars = Vec::new();
    for (over, heading) in [(true, "More in the target"), (false, "Less in the target")] {
        let rows: Vec<_> = keyness
            .strengths()
            .zip(&labels)
            .filter(|((row, _), _)| row.is_over() == over)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let color = hue(usize::from(!over)).to_owned();
        let of = |label: &str, depth, value, note| Bar {
            label: label.to_owned(),
            depth,
            value,
            interval: None,
            color: color.clone(),
            note,
            link: None,
        };
        bars.push(of(heading, 0, None, heading.to_owned()));
        for ((row, strength), name) in rows {
            let note = format!(
                "{} times in {}, {} in {}",
                thousands(row.target.count),
                plural(row.target.papers, "paper"),
                thousands(row.reference.count),
                plural(row.reference.papers, "paper")
            );
            bars.push(of(&name.full, 1, strength.is_finite().then_some(strength), note));
        }
    }
    BarChart {
        title: "Key items of the target".to_owned(),
        description:
            "Each bar is how much more, or less, often an item occurs in the target than in the \
                      reference corpus."
                .to_owned(),
        axis: format!("{measure} of target and reference corpus"),
        measure: Measure::Rate,
        bars,
    }
}

/// Words near the node by a measure.
#[must_use]
pub fn collocates(found: &Collocates, measure: CollocateMeasure, name: &str) -> BarChart {
    let bars = found.rows.iter().map(|row| {
        let value = row.measure(measure);
        Bar {
            label: row.count.word.clone(),
            depth: 0,
            value: (value.is_finite() && value >= 0.0).then_some(value),
            interval: None,
            color: hue(0).to_owned(),
            note: format!(
                "{} near the node ({} before, {} after), in {}",
                thousands(row.count.left + row.count.right),
                thousands(row.count.left),
                thousands(row.count.right),
                plural(row.count.papers, "paper")
            ),
            link: None,
        }
    });
    let counts = measure == CollocateMeasure::Frequency;
    BarChart {
        title: "Words near the node".to_owned(),
        description: "Each bar is how strongly a word is attracted by the node.".to_owned(),
        axis: name.to_owned(),
        measure: if counts { Measure::Count } else { Measure::Rate },
        bars: bars.collect(),
    }
}

fn bar(name: &ThemeName, value: Option<f64>, note: String) -> Bar {
    Bar {
        label: name.label.clone(),
        depth: name.depth,
        value,
        interval: None,
        color: name.color.clone(),
        note,
        link: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn name(path: &str, depth: usize) -> ThemeName {
        let label = path.rsplit('.').next().unwrap_or_default().to_owned();
        ThemeName {
            path: path.to_owned(),
            full: format!("full {label}"),
            label,
            depth,
            parent: None,
            end: 0,
            color: hue(depth).to_owned(),
        }
    }

    #[test]
    fn themes_are_indented_below_those_that_are_shown() {
        let names = [name("a", 0), name("a.b", 1), name("a.b.c", 2), name("ab", 0)];
        let shown = |paths: &[&str]| {
            let names = names_of(paths, &names).into_iter();
            names.map(|name| (name.label, name.depth)).collect::<Vec<_>>()
        };
        let own = |label: &str, depth| (label.to_owned(), depth);
        assert_eq!(shown(&["a", "a.b", "a.b.c"]), [own("a", 0), own("b", 1), own("c", 2)]);
        assert_eq!(shown(&["a.b", "a.b.c"]), [own("full b", 0), own("full c", 1)]);
        assert_eq!(shown(&["a", "ab"]), [own("a", 0), own("ab", 0)]);
        assert_eq!(shown(&["cheap labour"]), [own("cheap labour", 0)]);
    }
}
