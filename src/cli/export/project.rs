//! The papers, their themes and their variables as a REFI-QDA project.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use leitmotif::model::Span;
use leitmotif::pipeline::study::{FetchedPaper, Study};
use leitmotif::query::filter::field::{Field, full_name};
use leitmotif::query::works::Works;
use leitmotif::query::{DocumentFacts, MentionFacts, listing};
use leitmotif::refi::archive::ProjectWriter;
use leitmotif::refi::project::{CodedSpan, Outline, Source, Value, Variable, source_names};

use super::ExportArgs;
use crate::cli::Outcome;
use crate::cli::args::Global;
use crate::cli::extract::chosen;
use crate::cli::ingest::counted;
use crate::cli::output::note;
use crate::cli::themes::{Coded, code_with, load_with_file, remarks};
use crate::cli::works;

/// Papers that are in memory at a time, for each thread.
const AT_A_TIME: usize = 16;

/// Writes the project.
pub(super) fn write(global: &Global, args: &ExportArgs, file: &Path) -> Result<Outcome> {
    let loaded = load_with_file(global, args.themes.codebook.as_deref())?;
    let decisions = works::read_decisions(&args.works)?;
    let codes = loaded.codes();
    let coded = code_with(global, &args.themes, loaded.codebook, true)?;
    let study = &coded.setting.study;
    let cited = works::cited(global, study, decisions)?;
    let papers = chosen(study, &study.select(args.themes.filter.filter.as_deref(), true)?);
    let extra = study.facts().extra_fields();
    let provenance = cited.provenance(coded.setting.provenance("export", &args.themes));
    let title = coded.setting.codebook.title.as_deref().unwrap_or("leitmotif");
    let outline = Outline::new(title, &provenance.to_string(), codes, variables(&extra));
    let project = Project::new(&coded, &cited.works, &papers, &extra, &outline);
    let codings = project
        .pack(file, global.jobs() * AT_A_TIME)
        .with_context(|| format!("cannot write {}", file.display()))?;
    remarks(global, &coded.setting, &coded.coding.places, &args.themes);
    let counts = format!(
        "{}, {}, {}",
        counted(papers.len(), "paper"),
        counted(coded.setting.codebook.themes.len(), "code"),
        counted(codings, "coding")
    );
    note(global, &format!("wrote {counts} to {}", file.display()));
    Ok(if papers.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

/// The variables that every paper may have, those of [`values`].
fn variables(extra: &[&str]) -> Vec<Variable> {
    let variable = |name: &str, integer, description: &str| Variable {
        name: name.to_owned(),
        integer,
        description: description.to_owned(),
    };
    let mut variables = vec![
        variable("year", true, "Year of publication"),
        variable("title", false, "Title"),
        variable("authors", false, "Authors in order"),
        variable("container", false, "Journal or book that the paper appeared in"),
        variable("doi", false, "Digital object identifier"),
        variable("language", false, "Two-letter code of the main language"),
        variable("keywords", false, "Key words as the paper gives them"),
        variable("tokens", true, "Words of the paper without its bibliography"),
        variable("citations", true, "In-text citations: markers, each pointing to a cited work"),
        variable("references", true, "Entries of the bibliography"),
        variable("cited_works", true, "Different works that the paper cites or lists"),
    ];
    variables.extend(extra.iter().map(|name| variable(name, false, "Field of the paper")));
    variables
}

/// What a project is put together from.
struct Project<'a> {
    coded: &'a Coded,
    works: &'a Works,
    /// Places of the papers in the corpus.
    papers: &'a [usize],
    /// By the place of a paper in `papers`.
    names: Vec<String>,
    extra: &'a [&'a str],
    outline: &'a Outline,
    patterns: Vec<String>,
    mentions: Vec<MentionFacts>,
    /// By paper and work, the markers that point to it.
    cited: BTreeMap<u32, BTreeMap<u32, u64>>,
}

impl<'a> Project<'a> {
    fn new(
        coded: &'a Coded,
        works: &'a Works,
        papers: &'a [usize],
        extra: &'a [&'a str],
        outline: &'a Outline,
    ) -> Self {
        let documents = &coded.setting.study.facts().documents;
        let own = papers.iter().filter_map(|&place| documents.get(place));
        let mut mentions = coded.selected();
        mentions.retain(|mention| !mention.union);
        Self {
            coded,
            works,
            papers,
            names: source_names(own.map(|document| document.name.as_str())),
            extra,
            outline,
            patterns: coded.setting.patterns(),
            mentions,
            cited: cited_by_paper(works),
        }
    }

    fn study(&self) -> &Study {
        &self.coded.setting.study
    }

    /// Writes the archive, with so many papers in memory at a time, and returns the number of codings.
    fn pack(&self, file: &Path, at_a_time: usize) -> Result<usize> {
        let out = BufWriter::new(File::create(file)?);
        let mut project = ProjectWriter::begin(out, self.outline)?;
        let mut codings = 0;
        for papers in self.papers.chunks(at_a_time) {
            let sources =
                self.study().with_papers(papers, |place, paper| self.source(place, paper))?;
            for source in sources {
                let (count, xml) = source?;
                codings += count;
                project.add(&xml)?;
            }
        }
        let mut texts = project.end()?;
        for papers in self.papers.chunks(at_a_time) {
            let documents = self.study().with_papers(papers, |_, paper| paper.document.clone())?;
            for document in documents {
                texts.add(&document.hash, &document.text)?;
            }
        }
        texts.finish()?.flush()?;
        Ok(codings)
    }

    /// The number of codings of a paper, and what the project says of it.
    fn source(&self, place: usize, paper: &FetchedPaper) -> io::Result<(usize, Vec<u8>)> {
        let codings = self.codings(place, paper);
        let count = codings.len();
        let name = self.papers.binary_search(&place).ok().and_then(|at| self.names.get(at));
        let documents = &self.study().facts().documents;
        let facts = documents.get(place).cloned().unwrap_or_default();
        let cited = u32::try_from(place).ok().and_then(|number| self.cited.get(&number));
        let source = Source {
            name: name.map_or(paper.document.name.as_str(), String::as_str),
            document: &paper.document,
            description: cited.map_or_else(String::new, |cited| self.cited_works(cited)),
            codings,
            values: self.values(&facts, paper, cited.map_or(0, BTreeMap::len)),
        };
        Ok((count, self.outline.source(&source)?))
    }

    /// The mentions in a paper, in the order of the text.
    fn codings(&self, place: usize, paper: &FetchedPaper) -> Vec<CodedSpan> {
        let first = self.mentions.partition_point(|mention| (mention.document as usize) < place);
        let end = self.mentions.partition_point(|mention| mention.document as usize <= place);
        let own = self.mentions.get(first..end).unwrap_or_default();
        if own.is_empty() {
            return Vec::new();
        }
        let tokens: Vec<Span> = paper.tokens();
        let coded = |mention: &MentionFacts| {
            let span = listing::mention_span(&tokens, mention)?;
            let pattern = self.patterns.get(mention.pattern as usize);
            let negated = if mention.negated { "\nNegated" } else { "" };
            let note =
                pattern.map_or_else(String::new, |source| format!("Pattern: {source}{negated}"));
            Some(CodedSpan { span, theme: mention.theme as usize, note })
        };
        let mut codings: Vec<CodedSpan> = own.iter().filter_map(coded).collect();
        codings.sort();
        codings
    }

    /// The works that a paper cites, the most cited first, each with its number of markers.
    fn cited_works(&self, cited: &BTreeMap<u32, u64>) -> String {
        let mut works: Vec<(u64, &str)> = cited
            .iter()
            .filter_map(|(&work, &markers)| {
                Some((markers, self.works.works.get(work as usize)?.label.as_str()))
            })
            .collect();
        works.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let lines = works.iter().map(|(markers, label)| format!("\n{label}: {markers}"));
        format!("Works cited, with their in-text citations:{}", lines.collect::<String>())
    }

    /// What a paper has for the variables, in the order of [`variables`].
    fn values(
        &self,
        facts: &DocumentFacts,
        paper: &FetchedPaper,
        cited: usize,
    ) -> Vec<Option<Value>> {
        let metadata = &facts.metadata;
        let joined =
            |values: Vec<String>| (!values.is_empty()).then(|| Value::Text(values.join("; ")));
        let text = |value: Option<&str>| value.map(|value| Value::Text(value.to_owned()));
        let count = |count: u64| i64::try_from(count).ok().map(Value::Integer);
        let counts = listing::PaperCounts::of(facts, &paper.extraction);
        let authors = metadata.authors.iter().map(|author| full_name(author).into_owned());
        let mut values = vec![
            metadata.year.map(|year| Value::Integer(year.into())),
            text(metadata.title.as_deref()),
            joined(authors.collect()),
            text(metadata.container.as_deref()),
            text(metadata.doi.as_deref()),
            text(metadata.language.as_ref().map(|language| language.code())),
            joined(metadata.keywords.clone()),
            count(counts.tokens),
            count(counts.citations as u64),
            count(paper.extraction.references.len() as u64),
            count(cited as u64),
        ];
        values.extend(self.extra.iter().map(|&name| {
            let field = Field::Extra(name.to_owned());
            joined(field.values(facts).into_iter().map(|value| value.into_owned()).collect())
        }));
        values
    }
}

/// For each paper the works that it cites or lists, with the number of markers that point to each.
fn cited_by_paper(works: &Works) -> BTreeMap<u32, BTreeMap<u32, u64>> {
    let mut cited: BTreeMap<u32, BTreeMap<u32, u64>> = BTreeMap::new();
    for (number, work) in (0_u32..).zip(&works.works) {
        for &document in &work.listed_in {
            cited.entry(document).or_default().entry(number).or_default();
        }
    }
    for marker in &works.cited {
        *cited.entry(marker.document).or_default().entry(marker.work).or_default() += 1;
    }
    cited
}
