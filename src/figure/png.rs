//! Figures as pixels, for journals that take no SVG.
//!
//! Text is set in Noto Sans (Apache-2.0), which is compiled in: so a figure needs no font of the machine, and has
//! the same bytes on every machine with a processor of the same kind. The font has Latin, Greek and Cyrillic
//! letters; letters of other scripts are boxes, and are told.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

use super::Figure;

/// Pixels for one of the figure: 300 to an inch, where the figure has 96, as journals ask for.
const SCALE: f64 = 300.0 / 96.0;
/// Most pixels of a file; larger figures have fewer to an inch.
const MOST: f64 = 64e6;
/// The font's name for itself.
const FAMILY: &str = "Noto Sans";

/// Why a figure has no pixels.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PngError {
    /// It would have fewer pixels than it needs to be read.
    #[error(
        "a figure of {width} by {height} is too large for pixels; draw it as SVG, or choose fewer rows"
    )]
    TooLarge {
        /// Its width.
        width: u64,
        /// Its height.
        height: u64,
    },
    /// It cannot be drawn.
    #[error("the figure cannot be drawn: {0}")]
    Drawing(String),
    /// The output does not take the bytes.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl Figure {
    /// Writes the figure as PNG, on white, at 300 pixels an inch, or fewer where it is very large; returns
    /// letters that the font lacks, in their order: of each text the first.
    ///
    /// # Errors
    /// Where the figure is too large, or `out` does not take the bytes.
    pub fn png(&self, out: &mut dyn Write) -> Result<Vec<char>, PngError> {
        let mut svg = Vec::new();
        self.standalone(&mut svg)?;
        let missing = Mutex::new(BTreeSet::new());
        let tree = parse(&svg, &missing)?;
        let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
        let scale = SCALE.min((MOST / (width * height)).sqrt());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size that was bounded, and is not negative"
        )]
        let pixels = |length: f64| (length * scale).ceil() as u32;
        let pixmap = Pixmap::new(pixels(width), pixels(height)).filter(|_| scale >= 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "for a message"
        )]
        let mut pixmap =
            pixmap.ok_or(PngError::TooLarge { width: width as u64, height: height as u64 })?;
        #[expect(clippy::cast_possible_truncation, reason = "single precision does for pixels")]
        let zoom = Transform::from_scale(scale as f32, scale as f32);
        resvg::render(&tree, zoom, &mut pixmap.as_mut());
        let bytes = pixmap.encode_png().map_err(|error| PngError::Drawing(error.to_string()))?;
        out.write_all(&bytes)?;
        Ok(missing.into_inner().unwrap_or_default().into_iter().collect())
    }
}

fn parse(svg: &[u8], missing: &Mutex<BTreeSet<char>>) -> Result<Tree, PngError> {
    let mut options = Options {
        font_family: FAMILY.to_owned(),
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            // There is no other font; what this one lacks is remembered.
            select_fallback: Box::new(|letter, _, _| {
                if let Ok(mut missing) = missing.lock() {
                    missing.insert(letter);
                }
                None
            }),
        },
        ..Options::default()
    };
    let fonts = Arc::make_mut(&mut options.fontdb);
    fonts.load_font_data(ttf_noto_sans::REGULAR.to_vec());
    fonts.load_font_data(ttf_noto_sans::BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    Tree::from_data(svg, &options).map_err(|error| PngError::Drawing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Bar, BarChart, Measure};

    fn chart(label: &str, rows: usize) -> Figure {
        let bar = Bar {
            label: label.to_owned(),
            depth: 0,
            value: Some(0.5),
            interval: None,
            color: "#0072b2".to_owned(),
            note: String::new(),
            link: None,
        };
        let chart = BarChart {
            title: "T".to_owned(),
            description: String::new(),
            axis: "share".to_owned(),
            measure: Measure::Share,
            bars: vec![bar; rows],
        };
        chart.draw(400.0)
    }

    #[test]
    fn a_figure_has_bars_and_words_and_the_same_bytes_again() {
        let drawn = |label: &str| {
            let mut bytes = Vec::new();
            let missing = chart(label, 1).png(&mut bytes).unwrap();
            assert!(missing.is_empty(), "{missing:?}");
            bytes
        };
        let bytes = drawn("Größe, цена, τιμή");
        assert_eq!(bytes, drawn("Größe, цена, τιμή"));
        assert_ne!(bytes, drawn("Größe, цена, τιμη"));
        let pixels = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!(pixels.width(), 1325);
        let is = |red, green, blue| {
            pixels.pixels().iter().any(|p| (p.red(), p.green(), p.blue()) == (red, green, blue))
        };
        assert!(is(255, 255, 255) && is(0x00, 0x72, 0xb2) && is(0x22, 0x21, 0x1f));
    }

    #[test]
    fn letters_without_a_form_are_told_and_giants_refused() {
        assert_eq!(chart("a漢字", 1).png(&mut Vec::new()).unwrap(), ['漢']);
        let error = chart("a", 5_000).png(&mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("draw it as SVG"), "{error}");
    }
}
