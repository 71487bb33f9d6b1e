//! `leitmotif codebook agree`: how well coders and codebook agree on a coded sample.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use leitmotif::model::{Provenance, Table};
use leitmotif::pipeline::recoded::codings_of_project;
use leitmotif::pipeline::sentences::SelectedSentences;
use leitmotif::stats::bootstrap::Bootstrap;
use leitmotif::stats::interval::LEVEL;
use leitmotif::validation::coded::{Blank, Codes, common_draw};
use leitmotif::validation::judge::{Judged, Truth};
use leitmotif::validation::key::DrawStamp;
use leitmotif::validation::locate::{Located, Lost};
use leitmotif::validation::passages::WholeTexts;
use leitmotif::validation::sample::THEME;
use leitmotif::validation::{accuracy, codes, reliability};

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::ingest::counted;
use super::output::{note, show};
use super::themes::{Coded, Setting, code, did_you_mean};

/// How many remarks of one kind are told.
const TOLD: usize = 10;

/// What to compare, and how.
#[derive(Debug, Args)]
pub(crate) struct AgreeArgs {
    /// Coded samples (.xlsx, .ods, .csv, .tsv), one a coder, each named for its coder; or REFI-QDA
    /// projects (.qdpx) that people corrected, whose codings are then those of the file.
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) themes: ThemeArgs,
    /// Whose codes are the truth: those of each coder, of the majority, or those on which all agree.
    #[arg(long, value_enum, default_value_t = TruthArg::Each)]
    pub(crate) truth: TruthArg,
    /// What an empty cell means.
    #[arg(long, value_enum, default_value_t = BlankArg::Uncoded)]
    pub(crate) blank: BlankArg,
    /// Kappa and alpha of each pair of coders, and of each coder with the codebook, instead.
    #[arg(long, conflicts_with_all = ["disagreements", "codes", "truth"])]
    pub(crate) reliability: bool,
    /// One row a theme and sentence on which codebook and coders differ, instead.
    #[arg(long, conflicts_with_all = ["codes", "truth"])]
    pub(crate) disagreements: bool,
    /// One row a theme and coded sentence, with all codes and the probability of the draw, instead.
    #[arg(long, conflicts_with = "truth")]
    pub(crate) codes: bool,
    /// Resamples of the bootstrap.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) resamples: usize,
    /// Seed of the bootstrap.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Whose codes are the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TruthArg {
    /// Each coder's for itself.
    Each,
    /// What more than half of the coders of a sentence say; ties count for nothing.
    Majority,
    /// What all coders of a sentence say; other sentences count for nothing.
    Consensus,
}

/// What an empty cell means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BlankArg {
    /// That the coder did not decide; the sentence does not count for the theme.
    Uncoded,
    /// That the sentence does not raise the theme, in rows in which anything is coded.
    ZeroInCodedRows,
    /// That the sentence does not raise the theme, in all rows.
    Zero,
}

impl BlankArg {
    const fn meant(self) -> Blank {
        match self {
            Self::Uncoded => Blank::Uncoded,
            Self::ZeroInCodedRows => Blank::ZeroInCodedRows,
            Self::Zero => Blank::Zero,
        }
    }
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &AgreeArgs) -> Result<Outcome> {
    let coded = code(global, &args.themes)?;
    let coders = read(global, args, &coded)?;
    let Some(draw) = common_draw(&coders)? else { bail!("no coded sentence in the files") };
    let setting = &coded.setting;
    let facts = setting.study.facts();
    let mentions = coded.selected();
    let located = Located::find(&coders, facts, &setting.selection, &mentions, &setting.study)?;
    remarks(global, args, &coded, &coders, &located.lost);
    let lost = !located.lost.is_empty();
    let judged = Judged::new(&coders, located, &setting.codebook);
    tell_uncoded(global, &coded, &judged);
    let table = result(args, &coded, &judged, draw);
    let outcome = show(global, &table)?;
    Ok(if lost { Outcome::Skipped } else { outcome })
}

/// Reads all files, each that of a coder of its own: samples, or projects.
fn read(global: &Global, args: &AgreeArgs, coded: &Coded) -> Result<Vec<Codes>> {
    let themes: Vec<&str> = coded.setting.themes.iter().map(|theme| theme.path.as_str()).collect();
    let projects = args.files.iter().filter(|path| is_project(path)).count();
    if projects > 0 && projects < args.files.len() {
        bail!(
            "projects hold whole papers, and samples single sentences; compare files of one kind"
        );
    }
    let mut names = BTreeSet::new();
    let mut coders = Vec::with_capacity(args.files.len());
    let mut whole: Option<Vec<String>> = None;
    for path in &args.files {
        let codes = if is_project(path) {
            let (codes, papers) = read_project(global, args, coded, path)?;
            if whole.as_ref().is_some_and(|whole| *whole != papers) {
                bail!("the projects do not hold the same papers; --where selects those of all");
            }
            whole = Some(papers);
            codes
        } else {
            Codes::read(path, &themes, args.blank.meant())?
        };
        if !names.insert(codes.coder.clone()) {
            bail!("two files are called `{}`; name each for its coder", codes.coder);
        }
        coders.push(codes);
    }
    Ok(coders)
}

fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdpx"))
}

/// The codes of a project's selected papers, and the names of these.
///
/// What a person let stand in it, changed or added is what this person says; who made a coding first does
/// not matter.
fn read_project(
    global: &Global,
    args: &AgreeArgs,
    coded: &Coded,
    path: &Path,
) -> Result<(Codes, Vec<String>)> {
    let Setting { study, codebook, selection, .. } = &coded.setting;
    let joined = codings_of_project(path, study, codebook)?;
    for remark in joined.remarks.iter().take(TOLD) {
        note(global, &format!("{}: {remark}", path.display()));
    }
    let documents = &study.facts().documents;
    let selected = |name: &&String| {
        let place = documents.binary_search_by(|facts| facts.name.cmp(name));
        place.is_ok_and(|place| !selection.sections(place).is_empty())
    };
    let papers: Vec<String> = joined.papers.iter().filter(selected).cloned().collect();
    if papers.is_empty() {
        bail!("{} holds none of the selected papers", path.display());
    }
    let names: Vec<&str> = papers.iter().map(String::as_str).collect();
    let texts = WholeTexts {
        documents: &names,
        draw: DrawStamp::of(&coded.setting.provenance("codebook agree", &args.themes)),
        corpus: study.facts(),
        sentences: &SelectedSentences::new(study, selection),
        source: study,
    };
    // Only themes with patterns of their own are codes that can be given.
    let own = codebook.themes.iter().filter(|theme| !theme.include.is_empty());
    let themes: Vec<&str> = own.map(|theme| theme.path.as_str()).collect();
    let coder = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
    Ok((texts.codes(&coder, &themes, &joined.codings)?, papers))
}

fn result(args: &AgreeArgs, coded: &Coded, judged: &Judged, draw: DrawStamp) -> Table {
    let setting = &coded.setting;
    let codebook = &setting.codebook;
    let coders: Vec<&str> = judged.coders.iter().map(|coder| coder.name.as_str()).collect();
    let mut provenance =
        setting.provenance("codebook agree", &args.themes).with("coders", coders.join(", "));
    provenance = provenance.with("blank", args.blank.meant().name());
    let notes = changes(&provenance, draw);
    if args.disagreements || args.codes {
        let facts = setting.study.facts();
        return codes::table(judged, args.codes, facts, codebook, notes, provenance);
    }
    provenance = provenance.with("resamples", args.resamples).with("seed", args.seed);
    let bootstrap = Bootstrap { resamples: args.resamples, seed: args.seed, level: LEVEL };
    if args.reliability {
        let rows = reliability::reliability(judged, bootstrap);
        return reliability::table(&rows, codebook, notes, provenance);
    }
    let truth = match args.truth {
        TruthArg::Each => Truth::Each,
        TruthArg::Majority => Truth::Majority,
        TruthArg::Consensus => Truth::Consensus,
    };
    let rows = accuracy::accuracy(judged, truth, bootstrap);
    accuracy::table(&rows, codebook, notes, provenance.with("truth", truth.name()))
}

/// What is no longer as it was when the sample was drawn.
fn changes(now: &Provenance, draw: DrawStamp) -> Vec<String> {
    let unchanged = DrawStamp::of(now).unchanged(&draw);
    let codebook = "the codebook has changed since the sample was drawn: mentions are those of the codebook as \
         it is now, weights those of the draw";
    let corpus = "the papers of the index have changed since the sample was drawn: weights are those of the \
         papers as they were then";
    [(unchanged.codebook, codebook), (unchanged.corpus, corpus)]
        .into_iter()
        .filter(|(unchanged, _)| !unchanged)
        .map(|(_, note)| note.to_owned())
        .collect()
}

/// Tells what of the files could not be used, and what may not be meant so.
fn remarks(global: &Global, args: &AgreeArgs, coded: &Coded, coders: &[Codes], lost: &[Lost]) {
    for sentence in lost.iter().take(TOLD) {
        note(global, &format!("left out: {sentence}"));
    }
    if lost.len() > TOLD {
        note(global, &format!("and {} more left out", lost.len() - TOLD));
    }
    for codes in coders {
        for column in &codes.passed_over {
            let paths = coded.setting.themes.iter().map(|theme| theme.path.as_str());
            let meant = did_you_mean(column.strip_prefix(THEME).unwrap_or(column), paths);
            let name = &codes.coder;
            note(
                global,
                &format!(
                    "passed over: column `{column}` of {name}, no theme of the codebook{meant}"
                ),
            );
        }
        tell_blanks(global, args.blank, codes);
    }
}

/// Tells of rows without a code, and of a coder who never says no.
fn tell_blanks(global: &Global, blank: BlankArg, codes: &Codes) {
    let Codes { coder, rows, .. } = codes;
    let (empty, all) = (codes.empty_rows(), rows.len());
    if empty > 0 {
        let zero = match blank {
            BlankArg::Uncoded => "",
            _ => "; if they raise no theme, say --blank zero",
        };
        note(global, &format!("not coded: {empty} of {all} rows of {coder}{zero}"));
    }
    if !codes.denies() && empty < all {
        let zero = "if empty cells mean 0, say --blank zero";
        note(global, &format!("{coder} has no 0 anywhere, so nothing can be wrong; {zero}"));
    }
}

/// Names the themes that nobody coded.
fn tell_uncoded(global: &Global, coded: &Coded, judged: &Judged) {
    let themes = judged.uncoded.iter().filter_map(|&theme| coded.setting.themes.get(theme));
    let paths: Vec<&str> = themes.map(|theme| theme.path.as_str()).collect();
    if !paths.is_empty() {
        let named = paths.get(..TOLD.min(paths.len())).unwrap_or_default().join(", ");
        let more = paths.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let count = counted(paths.len(), "theme");
        note(global, &format!("without a column in any file: {count}: {named}{more}"));
    }
}
