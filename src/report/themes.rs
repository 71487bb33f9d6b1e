//! How the themes of a codebook are called and coloured in figures.

use std::collections::BTreeMap;

use crate::figure::hue;
use crate::model::Codebook;

/// A theme as figures and pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    /// Dotted path.
    pub path: String,
    /// Its label, or its name with spaces and a capital.
    pub label: String,
    /// The label, with that of the theme above where another theme has the same.
    pub full: String,
    /// Levels above it.
    pub depth: usize,
    /// Place of the theme above.
    pub parent: Option<usize>,
    /// One past the last theme below it.
    pub end: usize,
    /// Colour, `#rrggbb`: its own, that of the nearest theme above that has one, or the hue of its top.
    pub color: String,
}

/// The themes of a codebook in its order.
///
/// ```
/// let codebook = leitmotif::codebook::load_built_in()?.codebook;
/// let names = leitmotif::report::themes::theme_names(&codebook);
/// let named = names.iter().find(|theme| theme.path == "barriers.language_and_culture");
/// assert_eq!(named.map(|theme| theme.label.as_str()), Some("Language and culture"));
/// # leitmotif::Result::Ok(())
/// ```
#[must_use]
pub fn theme_names(codebook: &Codebook) -> Vec<ThemeName> {
    let mut names: Vec<ThemeName> = Vec::with_capacity(codebook.themes.len());
    let mut tops = 0;
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for theme in &codebook.themes {
        let label = theme.label.clone().unwrap_or_else(|| readable(&theme.name));
        let above = theme.parent.and_then(|parent| names.get(parent));
        let own = theme.color.clone().filter(|color| is_color(color));
        let color = own.or_else(|| above.map(|above| above.color.clone())).unwrap_or_else(|| {
            tops += 1;
            hue(tops - 1).to_owned()
        });
        *times.entry(label.clone()).or_default() += 1;
        names.push(ThemeName {
            path: theme.path.clone(),
            full: label.clone(),
            label,
            depth: theme.depth,
            parent: theme.parent,
            end: theme.end,
            color,
        });
    }
    for place in 0..names.len() {
        let Some(theme) = names.get(place) else { continue };
        if times.get(&theme.label).is_some_and(|&times| times > 1)
            && let Some(above) = theme.parent.and_then(|parent| names.get(parent))
        {
            let full = format!("{}: {}", above.label, theme.label);
            if let Some(theme) = names.get_mut(place) {
                theme.full = full;
            }
        }
    }
    names
}

/// A name from a path as people write it.
fn readable(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).map(|letter| if letter == '_' { ' ' } else { letter }).collect()
}

fn is_color(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// The themes that stand for the codebook where all would be too many: those with themes below them, or,
/// where there are fewer than two, the first of all; at most `most`.
#[must_use]
pub fn leading(names: &[ThemeName], most: usize) -> Vec<usize> {
    let parents: Vec<usize> = (0..names.len())
        .filter(|&place| names.get(place).is_some_and(|theme| theme.end > place + 1))
        .collect();
    let mut chosen = if parents.len() < 2 { (0..names.len()).collect() } else { parents };
    if chosen.len() > most {
        chosen.retain(|&place| names.get(place).is_some_and(|theme| theme.depth < 2));
    }
    chosen.truncate(most);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Theme;

    #[test]
    fn equal_labels_are_told_apart_by_the_theme_above() {
        let below = |name: &str, parent: usize, index: usize| Theme {
            parent: Some(parent),
            depth: 1,
            ..Theme::new(name, index)
        };
        let top = |name: &str, index: usize| Theme { end: index + 2, ..Theme::new(name, index) };
        let codebook = Codebook {
            title: None,
            themes: vec![
                top("barriers", 0),
                below("finance", 0, 1),
                Theme { color: Some("#123456".to_owned()), ..top("state_aid", 2) },
                below("finance", 2, 3),
            ],
            lists: Vec::new(),
            fingerprint: String::new(),
        };
        let names = theme_names(&codebook);
        let full: Vec<&str> = names.iter().map(|name| name.full.as_str()).collect();
        assert_eq!(full, ["Barriers", "Barriers: Finance", "State aid", "State aid: Finance"]);
        let colors: Vec<&str> = names.iter().map(|name| name.color.as_str()).collect();
        assert_eq!(colors, [hue(0), hue(0), "#123456", "#123456"]);
        assert_eq!(leading(&names, 12), [0, 2]);
    }
}
