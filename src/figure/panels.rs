//! Small panels of points over time, one a series, all on one scale: each point with its interval, joined
//! where the steps follow each other.
//!
//! Panels, and not lines across each other in one frame, since the latter cannot be told apart beyond four
//! or five (E. R. Tufte, 1990, *Envisioning Information*, on small multiples).

use std::fmt::Write as _;

use super::scale::{Axis, Measure};
use super::svg::{
    Anchor, INK, SIZE, SMALL, Words, close_mark, grid, number, open_mark, target, whisker,
};
use super::{Figure, text};

/// Least width of a panel.
const LEAST: f64 = 165.0;
/// Height of the frame of a panel.
const HEIGHT: f64 = 92.0;
/// Heading above and years below a frame.
const AROUND: f64 = 66.0;
/// Space for the numbers of the axis.
const LEFT: f64 = 44.0;

/// A number at one step of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its number; `None` where it is not defined.
    pub value: Option<f64>,
    /// Lower and upper bound of the interval.
    pub interval: Option<(f64, f64)>,
    /// All that it says in words.
    pub note: String,
    /// Where it leads.
    pub link: Option<String>,
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What the numbers are of.
    pub title: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// One point a step, as many as the chart has steps.
    pub points: Vec<Point>,
}

/// Panels on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelChart {
    /// What it shows, in a line.
    pub title: String,
    /// What its marks mean.
    pub description: String,
    /// How numbers are printed.
    pub measure: Measure,
    /// What the axes measure, where numbers alone do not say it.
    pub axis: Option<String>,
    /// Place in time of each step, ascending, and its name.
    pub steps: Vec<(f64, String)>,
    /// Steps that are farther apart than this are not joined.
    pub joined: f64,
    /// The panels.
    pub panels: Vec<Panel>,
}

impl PanelChart {
    /// The chart at this width in pixels.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
    pub fn draw(&self, width: f64) -> Figure {
        let columns =
            ((width / LEAST).floor().clamp(1.0, 4.0) as usize).min(self.panels.len().max(1));
        let each = width / columns as f64;
        let points = || self.panels.iter().flat_map(|panel| &panel.points);
        let most = points()
            .filter_map(|point| point.interval.map(|(_, high)| high).or(point.value))
            .fold(0.0, f64::max);
        let axis = Axis::new(self.measure, most, HEIGHT, 3.0);
        let mut out = String::new();
        for (number, panel) in self.panels.iter().enumerate() {
            let corner =
                (each * (number % columns) as f64, (HEIGHT + AROUND) * (number / columns) as f64);
            self.panel(&mut out, panel, corner, each, &axis);
        }
        let rows = self.panels.len().div_ceil(columns).max(1);
        let mut height = (HEIGHT + AROUND) * rows as f64;
        if let Some(axis) = &self.axis {
            let words = text::cut(axis, SMALL, width - 8.0);
            let middle = (width / 2.0, height + 4.0);
            Words::new(&words, middle.0, middle.1).small().anchored(Anchor::Middle).draw(&mut out);
            height += 12.0;
        }
        Figure {
            title: self.title.clone(),
            description: self.description.clone(),
            width,
            height,
            body: out,
        }
    }

    fn panel(
        &self,
        out: &mut String,
        panel: &Panel,
        (left, top): (f64, f64),
        width: f64,
        axis: &Axis,
    ) {
        let (start, end) = (left + LEFT, left + width - 14.0);
        let bottom = top + 34.0 + HEIGHT;
        let title = text::cut(&panel.title, SIZE, width - 12.0);
        Words::new(&title, left + 4.0, top + 16.0).bold(true).draw(out);
        for (at, shown) in axis.ticks() {
            grid(out, (start - 4.0, bottom - at), (end + 4.0, bottom - at));
            Words::new(&shown, start - 8.0, bottom - at + 3.8)
                .small()
                .anchored(Anchor::End)
                .draw(out);
        }
        let xs = self.places(start + 6.0, end - 2.0);
        self.step_names(out, &xs, (left, left + width - 4.0), bottom + 16.0);
        self.line(out, panel, &xs, bottom, axis);
        for (point, x) in panel.points.iter().zip(&xs) {
            let Some(value) = point.value else { continue };
            open_mark(out, point.link.as_deref(), &point.note);
            let reach = (width / (self.steps.len().max(1) as f64 * 2.0)).clamp(5.0, 16.0);
            target(out, x - reach, top + 32.0, 2.0 * reach, HEIGHT + 4.0);
            if let Some((low, high)) = point.interval {
                whisker(out, bottom - axis.at(low), bottom - axis.at(high), *x, false);
            }
            let _ = writeln!(
                out,
                "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"3.4\" fill=\"{}\"/>",
                number(*x),
                number(bottom - axis.at(value)),
                panel.color
            );
            close_mark(out, point.link.as_deref());
        }
    }

    /// The place of each step between two places.
    fn places(&self, start: f64, end: f64) -> Vec<f64> {
        let first = self.steps.first().map_or(0.0, |(time, _)| *time);
        let last = self.steps.last().map_or(0.0, |(time, _)| *time);
        let place = |(time, _): &(f64, String)| {
            if last > first {
                start + (time - first) / (last - first) * (end - start)
            } else {
                (start + end) / 2.0
            }
        };
        self.steps.iter().map(place).collect()
    }

    /// The names of the first and the last step, and of those between that have room, all within `frame`.
    fn step_names(&self, out: &mut String, xs: &[f64], frame: (f64, f64), y: f64) {
        let half = |name: &str| text::width(name, SMALL) / 2.0 + 3.0;
        let within = |x: f64, name: &str| x.min(frame.1 - half(name)).max(frame.0 + half(name));
        let named: Vec<(f64, &str)> = xs
            .iter()
            .zip(&self.steps)
            .map(|(&x, (_, name))| (within(x, name), name.as_str()))
            .collect();
        let Some(&(last_x, last)) = named.last() else { return };
        let mut free = f64::NEG_INFINITY;
        for (place, &(x, name)) in named.iter().enumerate() {
            let is_last = place + 1 == named.len();
            let before_last = is_last || x + half(name) <= last_x - half(last);
            if x - half(name) >= free && before_last {
                free = x + half(name);
                Words::new(name, x, y).small().anchored(Anchor::Middle).draw(out);
            }
        }
    }

    /// The line through the points that follow each other.
    fn line(&self, out: &mut String, panel: &Panel, xs: &[f64], bottom: f64, axis: &Axis) {
        let mut path = String::new();
        let mut before: Option<f64> = None;
        for ((point, x), (time, _)) in panel.points.iter().zip(xs).zip(&self.steps) {
            let Some(value) = point.value else {
                before = None;
                continue;
            };
            let joined = before.is_some_and(|earlier| time - earlier <= self.joined);
            let (x, y) = (number(*x), number(bottom - axis.at(value)));
            let _ = write!(path, "{}{x} {y}", if joined { 'L' } else { 'M' });
            before = Some(*time);
        }
        let color = if panel.color.is_empty() { INK } else { &panel.color };
        let _ = writeln!(
            out,
            "<path class=\"line\" d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.6\"/>"
        );
    }
}
