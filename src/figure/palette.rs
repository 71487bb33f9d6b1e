//! Colours that people with colour vision deficiencies tell apart.

/// Hues of themes: the four of M. Okabe & K. Ito's palette (2008, Color Universal Design) that stand out
/// from white and from black by 3 : 1 at least (WCAG 2.2, 1.4.11), and a grey that does too.
pub const HUES: [&str; 5] = ["#0072b2", "#d55e00", "#009e73", "#b8649a", "#767676"];

/// The hue of the `number`th group of themes, over and over again.
#[must_use]
pub fn hue(number: usize) -> &'static str {
    HUES.get(number % HUES.len()).copied().unwrap_or("#767676")
}

/// Shades of cells from few to many: the sequential scheme *Blues* of C. A. Brewer
/// (colorbrewer2.org, Apache-2.0), which prints in grey.
pub(super) const SHADES: [&str; 8] =
    ["#f7fbff", "#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594"];

/// The shade of a value among values up to `most`, and the colour of a number printed on it. Steps are even
/// in the square root of the value, since few cells are large; nothing has the first shade but 0.
pub(super) fn shade(value: f64, most: f64) -> (&'static str, &'static str) {
    let steps = SHADES.len() - 1;
    let part = if most > 0.0 { (value / most).clamp(0.0, 1.0).sqrt() } else { 0.0 };
    let step = (1..=steps).find(|&step| part <= step as f64 / steps as f64).unwrap_or(steps);
    let step = if value > 0.0 { step } else { 0 };
    let ink = if step >= 6 { "#ffffff" } else { "#1a1a1a" };
    (SHADES.get(step).copied().unwrap_or("#f7fbff"), ink)
}
