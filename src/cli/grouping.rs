//! What results on themes are divided by, and which themes they show.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Args;
use leitmotif::model::Provenance;
use leitmotif::query::GroupBy;
use leitmotif::query::filter::field::Field;
use leitmotif::query::works::WorksOptions;

use super::args::{Global, WorksArgs};
use super::themes::{Setting, nearest_theme};
use super::works;

/// Cited works that are shown as groups where nothing else is said.
const WORKS: usize = 10;
/// Parts that counts can be divided by at once.
const PARTS: usize = 2;
/// Longest period, in years.
const LONGEST: u16 = 1_000;

/// What counts are divided by.
#[derive(Debug, Args)]
pub(crate) struct GroupArgs {
    /// Divide the counts by one or two of document, section, year, period, work (cited works), level (of the theme), language,
    /// container, author, keyword, or any other field of metadata: --by year,section.
    #[arg(long, value_name = "FIELD")]
    by: Vec<String>,
    /// With --by year or period: years in a period, such as 5y, from multiples of it on (2010-2014).
    #[arg(long, value_name = "YEARS", value_parser = parse_bin, requires = "by")]
    bin: Option<u16>,
    /// With --by work: so many works, the most cited first; 10 if not given.
    #[arg(long, value_name = "N", requires = "by")]
    limit: Option<usize>,
    #[command(flatten)]
    works: WorksArgs,
}

/// Which themes have rows.
#[derive(Debug, Args)]
pub(crate) struct ThemeChoice {
    /// Only this theme and those below it; may be given several times.
    #[arg(long = "theme", value_name = "THEME")]
    themes: Vec<String>,
    /// Only themes of this level: 1 for those at the top, 2 for those below them.
    #[arg(long, value_name = "N")]
    level: Option<usize>,
}

impl GroupArgs {
    /// The groups, with the works that they need; themes by level come first.
    pub(crate) fn parse(&self, global: &Global, setting: &Setting) -> Result<Vec<GroupBy>> {
        let extra = setting.study.facts().extra_fields();
        let mut names: Vec<&str> = Vec::new();
        for written in &self.by {
            // A field may have a comma in its name.
            if Field::parse(written, &extra).is_some() {
                names.push(written);
            } else {
                names.extend(written.split(',').map(str::trim));
            }
        }
        if names.len() > PARTS {
            return Err(anyhow!("--by takes one or two fields, and here are {}", names.len()));
        }
        let mut groups = Vec::with_capacity(names.len());
        for name in names {
            let group = self.group(name, global, setting)?;
            if groups.contains(&group) {
                return Err(anyhow!("--by names `{name}` twice"));
            }
            groups.push(group);
        }
        let is_work = |group: &GroupBy| matches!(group, GroupBy::Work(_));
        let is_period = |group: &GroupBy| {
            matches!(group, GroupBy::Period(_)) || *group == GroupBy::Field(Field::Year)
        };
        if self.bin.is_some() && !groups.iter().any(is_period) {
            return Err(anyhow!("--bin goes with --by year or --by period"));
        }
        if (self.limit.is_some() || self.works.decisions.is_some()) && !groups.iter().any(is_work) {
            return Err(anyhow!("--limit and --works go with --by work"));
        }
        groups.sort_by_key(|group| *group != GroupBy::Level);
        Ok(groups)
    }

    fn group(&self, name: &str, global: &Global, setting: &Setting) -> Result<GroupBy> {
        if name == "work" {
            let decisions = works::read_decisions(&self.works)?;
            let cited = works::cited(global, &setting.study, decisions)?;
            let limit = Some(self.limit.unwrap_or(WORKS));
            let options = WorksOptions { limit, ..WorksOptions::default() };
            let groups = cited.works.groups(setting.study.facts(), &setting.selection, options);
            return Ok(GroupBy::Work(Arc::new(groups)));
        }
        of_text(name, self.bin, setting)
    }

    /// Adds the groups to what a result is made from.
    pub(crate) fn provenance(&self, provenance: Provenance, groups: &[GroupBy]) -> Provenance {
        if groups.is_empty() {
            return provenance;
        }
        let names: Vec<&str> = groups.iter().map(GroupBy::name).collect();
        let mut provenance = provenance.with("by", names.join(", "));
        if let Some(years) = self.bin {
            provenance = provenance.with("bin", years);
        }
        if names.contains(&"work") {
            provenance = provenance.with("limit", self.limit.unwrap_or(WORKS));
        }
        match &self.works.decisions {
            Some(path) => provenance.with("works", path.display()),
            None => provenance,
        }
    }
}

/// The group of this name, of so many years where it is one of years.
pub(crate) fn of_text(name: &str, bin: Option<u16>, setting: &Setting) -> Result<GroupBy> {
    let group = GroupBy::parse(name, setting.study.facts())?;
    let is_of_years = matches!(group, GroupBy::Period(_)) || group == GroupBy::Field(Field::Year);
    Ok(match bin {
        Some(1) if is_of_years => GroupBy::Field(Field::Year),
        Some(years) if is_of_years => GroupBy::Period(years),
        _ => group,
    })
}

impl ThemeChoice {
    /// Places of the themes that are shown, ascending; `None` for all.
    pub(crate) fn places(&self, setting: &Setting) -> Result<Option<Vec<usize>>> {
        if self.themes.is_empty() && self.level.is_none() {
            return Ok(None);
        }
        let mut places = chosen_themes(setting, &self.themes)?;
        let level_of = |place: usize| setting.themes.get(place).map_or(0, |theme| theme.level());
        if let Some(level) = self.level {
            let deepest = places.iter().map(|&place| level_of(place)).max().unwrap_or(0);
            places.retain(|&place| level_of(place) == level);
            if places.is_empty() {
                return Err(anyhow!("no theme of level {level}; there are levels 1 to {deepest}"));
            }
        }
        Ok(Some(places))
    }

    /// The same, with all places where all are shown.
    pub(crate) fn all_places(&self, setting: &Setting) -> Result<Vec<usize>> {
        Ok(self.places(setting)?.unwrap_or_else(|| (0..setting.themes.len()).collect()))
    }

    /// Adds the choice to what a result is made from.
    pub(crate) fn provenance(&self, mut provenance: Provenance) -> Provenance {
        if !self.themes.is_empty() {
            provenance = provenance.with("theme", self.themes.join(", "));
        }
        match self.level {
            Some(level) => provenance.with("level", level),
            None => provenance,
        }
    }
}

/// The places of the themes that are named with those below them, ascending; of all where none is named.
pub(crate) fn chosen_themes(setting: &Setting, paths: &[String]) -> Result<Vec<usize>> {
    let codebook = &setting.codebook;
    let mut chosen: Vec<usize> = Vec::new();
    for path in paths {
        let first = codebook.find(path).ok_or_else(|| {
            anyhow!("no theme `{path}` in the codebook{}", nearest_theme(setting, path))
        })?;
        let end = codebook.themes.get(first).map_or(first, |theme| theme.end);
        chosen.extend(first..end);
    }
    if paths.is_empty() {
        chosen.extend(0..codebook.themes.len());
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

/// A number of years, such as `5y` or `5`.
pub(crate) fn parse_bin(text: &str) -> Result<u16, String> {
    let digits = text.trim().trim_end_matches(['y', 'Y']);
    match digits.parse::<u16>() {
        Ok(years) if (1..=LONGEST).contains(&years) => Ok(years),
        _ => Err(format!("a period has 1 to {LONGEST} years; write it like 5y")),
    }
}
