//! `leitmotif query network`: citations and themes as networks.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use leitmotif::export::network;
use leitmotif::model::network::Network;
use leitmotif::pipeline::sentences::SelectedSentences;
use leitmotif::pipeline::study::Study;
use leitmotif::query::network as networks;
use leitmotif::report::themes::theme_names;
use leitmotif::validation::SentenceSource as _;

use super::Outcome;
use super::args::{Format, Global, ThemeArgs, Treatment, WorksArgs};
use super::output::{deliver, show};
use super::themes::{Setting, code, provenance, remarks};
use super::works;

/// Which network.
#[derive(Debug, Args)]
pub(crate) struct NetworkArgs {
    /// What is joined by what.
    #[arg(long, value_enum)]
    kind: Kind,
    /// Least weight of an edge; by default 2 for cocitation and coupling, which else join everything, and
    /// 1 for the others.
    #[arg(long, value_name = "N")]
    min_weight: Option<u64>,
    /// For themes: what both must be raised in.
    #[arg(long, value_enum, default_value_t = Unit::Sentence)]
    unit: Unit,
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    works: WorksArgs,
}

/// What is joined by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Works, by the papers that cite both.
    Cocitation,
    /// Papers, by the works that both cite.
    Coupling,
    /// Papers of the corpus, by citing each other.
    Citing,
    /// Themes, by the sentences or papers that raise both.
    Themes,
}

/// What two themes are raised in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// One sentence.
    Sentence,
    /// One paper.
    Paper,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &NetworkArgs) -> Result<Outcome> {
    let least = args.min_weight.unwrap_or(match args.kind {
        Kind::Cocitation | Kind::Coupling => 2,
        Kind::Citing | Kind::Themes => 1,
    });
    let network = if args.kind == Kind::Themes {
        of_themes(global, args, least)?
    } else {
        of_citations(global, args, least)?
    };
    match global.format {
        Format::Network(format) => {
            deliver(global, |out| network::write(&network, format, out))?;
            Ok(if network.edges.is_empty() { Outcome::NothingFound } else { Outcome::Done })
        }
        _ => show(global, &network.to_table()),
    }
}

fn of_citations(global: &Global, args: &NetworkArgs, least: u64) -> Result<Network> {
    let ThemeArgs { codebook, negation, hedging, bibliography, filter } = &args.themes;
    let counted = [negation, hedging].iter().all(|treatment| **treatment == Treatment::Count);
    if codebook.is_some() || !counted || *bibliography || args.unit != Unit::Sentence {
        bail!(
            "--codebook, --negation, --hedging, --bibliography and --unit are for `--kind themes`"
        );
    }
    let decisions = works::read_decisions(&args.works)?;
    let study = Study::open(&global.index, global.jobs())?;
    let cited = works::cited(global, &study, decisions)?;
    let filter = filter.filter.as_deref();
    let selection = study.select(filter, false)?;
    let (works, facts) = (&cited.works, study.facts());
    let mut network = match args.kind {
        Kind::Cocitation => networks::co_citation(works, &selection, least),
        Kind::Coupling => networks::coupling(works, facts, &selection, least),
        Kind::Citing | Kind::Themes => networks::citing(works, facts, &selection, least),
    };
    let made = cited.provenance(provenance(&study, "query network", filter));
    network.provenance = made.with("kind", &network.name).with("min-weight", least);
    Ok(network)
}

fn of_themes(global: &Global, args: &NetworkArgs, least: u64) -> Result<Network> {
    if args.works.decisions.is_some() {
        bail!("--works says which references are one work; leave it out for `--kind themes`");
    }
    let coded = code(global, &args.themes)?;
    let setting = &coded.setting;
    let (unit, name, all) = match args.unit {
        Unit::Sentence => (networks::Unit::Sentence, "sentence", sentences(setting)?),
        Unit::Paper => {
            let papers = 0..setting.study.papers().len();
            let selected =
                papers.filter(|&paper| !setting.selection.sections(paper).is_empty()).count();
            (networks::Unit::Paper, "paper", selected as u64)
        }
    };
    let labels: Vec<String> =
        theme_names(&setting.codebook).into_iter().map(|theme| theme.full).collect();
    let mut network =
        networks::themes(&coded.selected(), &setting.themes, &labels, unit, (least, all));
    let made = setting.provenance("query network", &args.themes);
    network.provenance = made.with("kind", "themes").with("unit", name).with("min-weight", least);
    remarks(global, setting, &coded.coding.places, &args.themes);
    Ok(network)
}

/// How many sentences are selected.
fn sentences(setting: &Setting) -> Result<u64> {
    let sentences = SelectedSentences::new(&setting.study, &setting.selection);
    let mut all = 0;
    for (document, _) in (0_u32..).zip(setting.study.papers()) {
        all += sentences.sentences(document)?.len() as u64;
    }
    Ok(all)
}
