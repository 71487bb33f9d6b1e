//! `--plot FILE`: the figure of a result, fit for an article.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use leitmotif::figure::{Figure, MatrixLabel};
use leitmotif::query::frequency::FrequencyTable;
use leitmotif::query::group::GroupBy;
use leitmotif::query::works::{Works, WorksOptions};
use leitmotif::query::{CorpusFacts, Selection};
use leitmotif::report::figures;
use leitmotif::report::themes::ThemeName;

use super::args::Global;
use super::output::{note, to_file};

/// Width of figures in pixels; at 96 a inch that of a page's text.
pub(crate) const WIDTH: f64 = 760.0;
/// Works in a figure without `--limit`.
const WORKS: usize = 20;
/// Groups that stand side by side; more stand below each other.
const COLUMNS: usize = 16;

/// Where to draw.
#[derive(Debug, Args)]
pub(crate) struct PlotArgs {
    /// Also draw the result into this file, whose name ends in .svg or .png.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

impl PlotArgs {
    /// The file to draw into, where one is named.
    ///
    /// # Errors
    /// Where its name does not end as that of a figure.
    pub(crate) fn file(&self) -> Result<Option<&Path>> {
        let Some(path) = &self.plot else { return Ok(None) };
        match ending(path).as_deref() {
            Some("svg") => Ok(Some(path)),
            Some("png") if cfg!(feature = "png") => Ok(Some(path)),
            Some("png") => bail!(
                "this leitmotif was built without PNG (feature `png`): name a file that ends in .svg"
            ),
            _ => bail!(
                "--plot draws SVG and PNG: name a file that ends in .svg or .png, not {}",
                path.display()
            ),
        }
    }
}

/// The ending of a file's name in lower case.
fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// Writes a figure to a file.
pub(crate) fn write(global: &Global, path: &Path, figure: &Figure) -> Result<()> {
    match ending(path).as_deref() {
        #[cfg(feature = "png")]
        Some("png") => write_pixels(global, path, figure)?,
        _ => to_file(path, |out| figure.standalone(out))?,
    }
    note(global, &format!("drew “{}” to {}", figure.title, path.display()));
    Ok(())
}

/// Writes a figure as PNG; it is drawn before the file is made.
#[cfg(feature = "png")]
fn write_pixels(global: &Global, path: &Path, figure: &Figure) -> Result<()> {
    use anyhow::Context as _;

    let mut bytes = Vec::new();
    let missing =
        figure.png(&mut bytes).with_context(|| format!("cannot draw {}", path.display()))?;
    to_file(path, |out| out.write_all(&bytes))?;
    if !missing.is_empty() {
        let shown: String = missing.iter().take(20).collect();
        note(
            global,
            &format!(
                "{}: boxes stand for letters that the font of PNG figures lacks, such as {shown}; an .svg file is set \
                 in the fonts of whoever opens it",
                path.display()
            ),
        );
    }
    Ok(())
}

/// Frequencies: bars for all text, points over years or periods, else shaded cells.
///
/// # Errors
/// Where only some themes are shown, or text is divided twice or by level: no figure shows that.
pub(crate) fn frequencies(
    table: &FrequencyTable,
    names: &[ThemeName],
    corpus: &CorpusFacts,
) -> Result<Figure> {
    let by = match table.options.by.as_slice() {
        [] => None,
        [by] if *by != GroupBy::Level => Some(by),
        _ => bail!(
            "--plot draws themes by one field of the papers: leave out level and a second field of --by"
        ),
    };
    if table.options.shown.is_some() {
        bail!("--plot draws all themes: leave out --theme and --level");
    }
    let Some(by) = by else { return Ok(figures::shares(table, names, None).draw(WIDTH)) };
    Ok(match by {
        GroupBy::Period(years) => {
            figures::over_time(table, names, f64::from(*years), None).draw(WIDTH)
        }
        by if by.name() == "year" => figures::over_time(table, names, 1.0, None).draw(WIDTH),
        by if by.name() != "document" && table.groups.len() <= COLUMNS => {
            figures::by_group(table, names, None).draw()
        }
        by => {
            let label = |group: usize| {
                let name = figures::group_name(table, group).unwrap_or_default();
                let paper = corpus
                    .documents
                    .iter()
                    .find(|paper| by.name() == "document" && paper.name == name);
                let text = paper.map_or(name.clone(), |paper| {
                    figures::short_name(&paper.name, &paper.metadata)
                });
                (group, MatrixLabel { text, ..MatrixLabel::default() })
            };
            let groups: Vec<(usize, MatrixLabel)> = (0..table.groups.len()).map(label).collect();
            figures::by_theme(table, names, &groups, None).draw()
        }
    })
}

/// The most cited works, at most so many.
pub(crate) fn works(
    works: &Works,
    corpus: &CorpusFacts,
    selection: &Selection,
    limit: Option<usize>,
) -> Figure {
    let options = WorksOptions { limit: Some(limit.unwrap_or(WORKS)), ..WorksOptions::default() };
    let (ranked, _) = works.ranked(corpus, selection, options);
    let cited: Vec<_> = ranked
        .into_iter()
        .filter_map(|(place, count)| Some((works.works.get(place)?, count)))
        .collect();
    figures::cited_works(&cited, None).draw(WIDTH)
}
