//! The glyphs of a page: what is written where, how large and how heavy.
//!
//! A [`Device`] that paints nothing notes each glyph's characters, place and size as the page's
//! content draws them. Pages that are written sideways are turned; what is written in another
//! direction than the rest of the page (stamps in a margin) is left out.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// Most glyphs that are noted of one page; no page of a paper comes near.
const MOST_GLYPHS: usize = 40_000;

/// Units of glyph space in one em.
const EM: f64 = 1000.0;

/// Characters that a glyph stands for: several where it is a ligature.
pub(super) type Characters = SmallVec<[char; 2]>;

/// One glyph on a page, in points from the left and from the top.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) characters: Characters,
    /// Left edge.
    pub(super) x0: f64,
    /// Where the next glyph would start.
    pub(super) x1: f64,
    /// Baseline.
    pub(super) y: f64,
    /// Size of the font.
    pub(super) size: f64,
    /// Share of a square em that is inked; 0 where it is not known.
    pub(super) ink: f64,
}

/// What is on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageGlyphs {
    pub(super) width: f64,
    pub(super) height: f64,
    /// In the order of the page's content.
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs of fonts that do not say which characters they show.
    pub(super) unmapped: usize,
    pub(super) images: usize,
}

/// A glyph with the direction of its line.
struct Noted {
    glyph: Glyph,
    origin: Point,
    end: Point,
    turn: Turn,
}

/// Direction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Right,
    Down,
    Left,
    Up,
}

impl Turn {
    const ALL: [Self; 4] = [Self::Right, Self::Down, Self::Left, Self::Up];

    /// The direction of a vector that is within 4 degrees of one.
    fn of(along: Vec2) -> Option<Self> {
        let steep = 14.0;
        let (across, down) = (along.x.abs(), along.y.abs());
        if across > steep * down {
            Some(if along.x > 0.0 { Self::Right } else { Self::Left })
        } else if down > steep * across {
            Some(if along.y > 0.0 { Self::Down } else { Self::Up })
        } else {
            None
        }
    }

    /// The place of a point of a page of this width and height once its writing runs to the right.
    fn upright(self, point: Point, width: f64, height: f64) -> Point {
        match self {
            Self::Right => point,
            Self::Down => Point::new(point.y, width - point.x),
            Self::Left => Point::new(width - point.x, height - point.y),
            Self::Up => Point::new(height - point.y, point.x),
        }
    }
}

/// Collects the glyphs of one page.
pub(super) struct Collector<'i> {
    visible: Vec<Noted>,
    hidden: Vec<Noted>,
    seen: FxHashSet<(u64, u64, char)>,
    unmapped: usize,
    images: usize,
    /// Inked shares by the keys of glyphs, kept over the pages of a file.
    inks: &'i mut FxHashMap<u128, f64>,
}

impl<'i> Collector<'i> {
    pub(super) fn new(inks: &'i mut FxHashMap<u128, f64>) -> Self {
        Self {
            visible: Vec::new(),
            hidden: Vec::new(),
            seen: FxHashSet::default(),
            unmapped: 0,
            images: 0,
            inks,
        }
    }

    /// The glyphs of the page. Invisible ones count where they are the most, as on scanned pages
    /// with recognised text behind them.
    pub(super) fn finish(self, width: f64, height: f64) -> PageGlyphs {
        let noted =
            if self.visible.len() >= self.hidden.len() { self.visible } else { self.hidden };
        let count = |turn: &Turn| noted.iter().filter(|noted| noted.turn == *turn).count();
        let turn = Turn::ALL.into_iter().rev().max_by_key(count).unwrap_or(Turn::Right);
        let (wide, high) = match turn {
            Turn::Right | Turn::Left => (width, height),
            Turn::Down | Turn::Up => (height, width),
        };
        let upright = |noted: Noted| {
            let origin = turn.upright(noted.origin, width, height);
            let end = turn.upright(noted.end, width, height);
            Glyph { x0: origin.x, x1: end.x, y: origin.y, ..noted.glyph }
        };
        let glyphs = noted.into_iter().filter(|noted| noted.turn == turn).map(upright);
        let on_page = |glyph: &Glyph| {
            glyph.x0 > -1.0 && glyph.x0 < wide && glyph.y > 0.0 && glyph.y < high + 1.0
        };
        PageGlyphs {
            width: wide,
            height: high,
            glyphs: glyphs.filter(on_page).collect(),
            unmapped: self.unmapped,
            images: self.images,
        }
    }

    fn note(&mut self, glyph: &Drawn<'_>, transform: Affine, hidden: bool) {
        if self.visible.len() + self.hidden.len() >= MOST_GLYPHS {
            return;
        }
        let (advance, ink) = match glyph {
            Drawn::Outline(outline) => {
                let ink = self.inks.entry(outline.identifier().cache_key()).or_insert_with(|| {
                    let area = outline.outline().area().abs() / (EM * EM);
                    if area.is_finite() { area } else { 0.0 }
                });
                (outline.advance_width(), *ink)
            }
            Drawn::Type3(drawn) => (drawn.advance_width(), 0.0),
        };
        let origin = transform * Point::ORIGIN;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let along = transform * Point::new(EM, 0.0) - origin;
        let size = (transform * Point::new(0.0, EM) - origin).hypot();
        let fits = origin.is_finite() && end.is_finite() && size.is_finite() && size > 0.1;
        let Some(turn) = Turn::of(along).filter(|_| fits) else { return };
        let Some(characters) = glyph.as_unicode().and_then(characters) else {
            self.unmapped += 1;
            return;
        };
        let Some(&first) = characters.first() else { return };
        // Bold by printing twice, and shadows, write the same character at nearly the same place.
        let cell = |value: f64| (value / (size * 0.08)).round().to_bits();
        if first != ' ' && !self.seen.insert((cell(origin.x), cell(origin.y), first)) {
            return;
        }
        let glyph = Glyph { characters, x0: 0.0, x1: 0.0, y: 0.0, size, ink };
        let noted = Noted { glyph, origin, end, turn };
        if hidden { self.hidden.push(noted) } else { self.visible.push(noted) }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let hidden = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.note(glyph, props.transform * glyph.transform(), hidden);
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.images += 1;
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The characters that a font names for a glyph, ligatures in their letters; `None` where they are
/// none that a text could hold.
fn characters(named: BfString) -> Option<Characters> {
    let mut characters = Characters::new();
    match named {
        BfString::Char(character) => push(character, &mut characters),
        BfString::String(string) => {
            for character in string.chars() {
                push(character, &mut characters);
            }
        }
    }
    let unknown = |character: &char| {
        character.is_control()
            || matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..='\u{10ffff}')
    };
    (!characters.is_empty() && !characters.iter().any(unknown)).then_some(characters)
}

fn push(character: char, into: &mut Characters) {
    match character {
        'ﬀ' => into.extend("ff".chars()),
        'ﬁ' => into.extend("fi".chars()),
        'ﬂ' => into.extend("fl".chars()),
        'ﬃ' => into.extend("ffi".chars()),
        'ﬄ' => into.extend("ffl".chars()),
        'ﬅ' | 'ﬆ' => into.extend("st".chars()),
        '\t' | '\n' | '\r' | '\u{a0}' => into.push(' '),
        // What is drawn is a hyphen: many programs name one glyph for both.
        '\u{ad}' => into.push('-'),
        '\0' => {}
        other => into.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_become_letters_and_private_characters_nothing() {
        let text = |named| characters(named).map(|found| found.iter().collect::<String>());
        assert_eq!(text(BfString::Char('ﬃ')).as_deref(), Some("ffi"));
        assert_eq!(text(BfString::String("fl".to_owned())).as_deref(), Some("fl"));
        assert_eq!(text(BfString::Char('\u{ad}')).as_deref(), Some("-"));
        assert_eq!(text(BfString::Char('\u{e001}')), None);
        assert_eq!(text(BfString::Char('\u{1}')), None);
    }

    #[test]
    fn sideways_writing_is_turned() {
        // A line that runs upwards at the left of a page: its first letter is its lowest.
        let (low, high) = (Point::new(50.0, 700.0), Point::new(50.0, 100.0));
        let turn = Turn::of(high - low);
        assert_eq!(turn, Some(Turn::Up));
        let at = |point| Turn::Up.upright(point, 600.0, 800.0);
        assert!(at(low).x < at(high).x);
        assert_eq!(at(low).y, 50.0);
        assert_eq!(Turn::of(Vec2::new(1.0, 1.0)), None);
    }
}
