//! Horizontal bars, one a row, with intervals: indented where the rows are a tree.
//!
//! In a narrow figure the label stands above its bar, so that neither is cut short.

use std::fmt::Write as _;

use super::scale::{Axis, Measure};
use super::svg::{
    Anchor, SIZE, SMALL, Words, close_mark, grid, number, open_mark, target, whisker,
};
use super::{Figure, text};

/// Below this width labels stand above their bars.
const NARROW: f64 = 480.0;
/// Indentation of a level.
const INDENT: f64 = 14.0;
/// Space between label, bars and numbers.
const GAP: f64 = 10.0;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is the number of.
    pub label: String,
    /// Levels above it in the tree.
    pub depth: usize,
    /// Its length; `None` where the number is not defined, so that there is no bar.
    pub value: Option<f64>,
    /// Lower and upper bound of the interval.
    pub interval: Option<(f64, f64)>,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// What else it says, in words.
    pub note: String,
    /// Where it leads.
    pub link: Option<String>,
}

/// A chart of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// What it shows, in a line.
    pub title: String,
    /// What its marks mean.
    pub description: String,
    /// What the axis measures, in words.
    pub axis: String,
    /// How numbers are printed.
    pub measure: Measure,
    /// The bars from the top.
    pub bars: Vec<Bar>,
}

/// Where things stand.
struct Places {
    narrow: bool,
    start: f64,
    end: f64,
    row: f64,
    top: f64,
}

impl BarChart {
    /// The chart at this width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Figure {
        let places = self.places(width);
        let bounds =
            |bar: &Bar| bar.interval.map_or(0.0, |(_, high)| high).max(bar.value.unwrap_or(0.0));
        let most = self.bars.iter().map(bounds).fold(0.0, f64::max);
        let axis = Axis::new(
            self.measure,
            most,
            places.end - places.start,
            if places.narrow { 3.0 } else { 5.0 },
        );
        let bottom = places.top + places.row * self.bars.len() as f64;
        let mut out = String::new();
        for (at, shown) in axis.ticks() {
            let x = places.start + at;
            grid(&mut out, (x, places.top), (x, bottom));
            Words::new(&shown, x, bottom + 15.0).small().anchored(Anchor::Middle).draw(&mut out);
        }
        let middle = (places.start + places.end) / 2.0;
        let words = text::cut(&self.axis, SMALL, width - 8.0);
        let half = text::width(&words, SMALL) / 2.0;
        let middle = middle.min(width - half - 4.0).max(half + 4.0);
        Words::new(&words, middle, bottom + 32.0).small().anchored(Anchor::Middle).draw(&mut out);
        for (row, bar) in self.bars.iter().enumerate() {
            self.bar(&mut out, bar, places.top + places.row * row as f64, &places, &axis, width);
        }
        Figure {
            title: self.title.clone(),
            description: self.description.clone(),
            width,
            height: bottom + 40.0,
            body: out,
        }
    }

    fn places(&self, width: f64) -> Places {
        let narrow = width < NARROW;
        let of_label = |bar: &Bar| text::width(&bar.label, SIZE) * 1.04 + INDENT * bar.depth as f64;
        let labels = self.bars.iter().map(of_label).fold(0.0, f64::max).min(width * 0.42);
        let numbers = self.bars.iter().filter_map(|bar| bar.value);
        let numbers = numbers
            .map(|value| text::width(&self.measure.printed(value), SIZE))
            .fold(0.0, f64::max);
        let (start, row) = if narrow { (4.0, 38.0) } else { (labels + GAP, 22.0) };
        Places { narrow, start, end: width - numbers - GAP - 6.0, row, top: 4.0 }
    }

    fn bar(&self, out: &mut String, bar: &Bar, y: f64, places: &Places, axis: &Axis, width: f64) {
        let bold = bar.depth == 0 && self.bars.iter().any(|bar| bar.depth > 0);
        let printed =
            bar.value.map_or_else(String::new, |value| format!(" {}", self.measure.printed(value)));
        open_mark(out, bar.link.as_deref(), &format!("{}{printed}: {}", bar.label, bar.note));
        target(out, 0.0, y, width, places.row);
        let indent = INDENT * bar.depth as f64;
        let (label_y, middle) = if places.narrow {
            (y + 15.0, y + 26.0)
        } else {
            (y + places.row / 2.0 + 4.4, y + places.row / 2.0)
        };
        let room = if places.narrow { width - indent - 4.0 } else { places.start - GAP - indent };
        let label = text::cut(&bar.label, SIZE, room);
        Words::new(&label, indent + if places.narrow { 4.0 } else { 0.0 }, label_y)
            .bold(bold)
            .draw(out);
        if let Some(value) = bar.value {
            let height = match bar.depth {
                0 => 13.0,
                1 => 10.0,
                _ => 7.0,
            };
            let _ = writeln!(
                out,
                "<rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"1\" fill=\"{}\"/>",
                number(places.start),
                number(middle - height / 2.0),
                number(axis.at(value).max(if value > 0.0 { 1.0 } else { 0.0 })),
                number(height),
                bar.color
            );
            if let Some((low, high)) = bar.interval {
                whisker(
                    out,
                    places.start + axis.at(low),
                    places.start + axis.at(high),
                    middle,
                    true,
                );
            }
            let shown = self.measure.printed(value);
            Words::new(&shown, width - 4.0, middle + 4.4)
                .anchored(Anchor::End)
                .bold(bold)
                .draw(out);
        }
        close_mark(out, bar.link.as_deref());
    }
}
