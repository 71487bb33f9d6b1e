//! The methods paragraph, what the results were made from, and the codebook.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::data::Report;
use super::figures::plural;
use super::overview::{sums, years};
use super::page::{Page, sentences_link};
use crate::export::markup::escaped;
use crate::model::table::thousands;
use crate::model::{Pattern, Theme};
use crate::query::frequency::Treatment;

/// Adds the section of methods.
pub(super) fn draw(report: &Report<'_>, page: &mut Page) {
    page.open("methods", "Methods");
    page.paragraph("Ready to paste; shorten it as the journal asks.");
    page.out.push_str("<div class=\"paste\" id=\"paste\">\n");
    for paragraph in [corpus(report), counting(report), citations(report)] {
        page.paragraph(&escaped(&paragraph));
    }
    page.out.push_str("</div>\n");
    page.out.push_str("<h3>References</h3>\n<ul class=\"references\">\n");
    for reference in references(report) {
        let _ = writeln!(page.out, "<li>{}</li>", escaped(&reference));
    }
    page.out.push_str("</ul>\n<h3>What it was made from</h3>\n<dl class=\"provenance\">\n");
    for (name, value) in settings(report) {
        let _ = writeln!(page.out, "<dt>{}</dt><dd>{}</dd>", escaped(&name), escaped(&value));
    }
    page.out.push_str("</dl>\n");
    page.paragraph(
        "The same papers, codebook, settings and version give the same file, byte for byte. The fingerprints are \
         hashes of the papers' files and of all in the codebook that can change a count.",
    );
    page.close();
}

fn corpus(report: &Report<'_>) -> String {
    let papers = plural(report.papers.len() as u64, "paper");
    let years = years(report).map_or_else(String::new, |(first, last)| {
        if first == last {
            format!(" published in {first}")
        } else {
            format!(" published from {first} to {last}")
        }
    });
    let mut languages: BTreeMap<String, u64> = BTreeMap::new();
    for paper in &report.papers {
        let language = paper
            .metadata
            .language
            .map_or_else(|| "unknown".to_owned(), |language| language.to_string());
        *languages.entry(language).or_default() += 1;
    }
    let languages = match languages.len() {
        0 | 1 => {
            languages.keys().next().map_or_else(String::new, |one| format!(" (language: {one})"))
        }
        _ => {
            let list: Vec<String> =
                languages.iter().map(|(language, count)| format!("{language} {count}")).collect();
            format!(" (languages: {})", list.join(", "))
        }
    };
    let counted = report.provenance.settings.get("bibliography").is_some_and(|it| it == "true");
    let bibliographies = if counted { "bibliographies were counted," } else { "bibliographies," };
    let tokens = thousands(report.overall.total.tokens);
    let filter = report.provenance.settings.get("where");
    let filter = filter
        .map_or_else(String::new, |filter| format!(" Only text that fits “{filter}” was counted."));
    let left_out = match report.left_out {
        0 => String::new(),
        count => format!(
            " {} of the collection {} left out by language or by selection.",
            plural(count as u64, "further paper"),
            if count == 1 { "was" } else { "were" }
        ),
    };
    format!(
        "The corpus consists of {papers}{years}{languages} with {tokens} words; {bibliographies} running heads and page numbers were left out.{filter}{left_out}"
    )
}

fn counting(report: &Report<'_>) -> String {
    let codebook = report.codebook;
    let name = codebook.title.as_ref().map_or_else(String::new, |title| format!(" “{title}”"));
    let themes = plural(codebook.themes.len() as u64, "theme");
    let patterns = plural(codebook.patterns().count() as u64, "pattern");
    let version = &report.provenance.version;
    let treated = |treatment: Treatment, what: &str| match treatment {
        Treatment::Count => format!("{what} mentions were counted like all others"),
        Treatment::Flag => format!("{what} mentions were counted and flagged"),
        Treatment::Exclude => format!("{what} mentions were left out"),
    };
    format!(
        "Themes were counted with leitmotif {version} and the codebook{name} ({themes}, {patterns}; appendix). Words are \
         those of Unicode's rules for word boundaries (Unicode Standard Annex #29), compared without regard to case; a \
         pattern of several words matches neighbouring words of one sentence. Within a theme each word counts once, \
         longest matches first, as in nested dictionary look-up in quanteda (Benoit et al., 2018); different themes count \
         independently, and a theme with sub-themes counts their patterns and its own together. {}; {}. We report \
         mentions, sentences, papers that raise a theme, mentions per {} words of the same text, and shares of papers \
         with Wilson's (1927) 95% score intervals.",
        capital(&treated(report.options.negation, "negated")),
        treated(report.options.hedging, "hedged"),
        thousands(report.options.per),
    )
}

fn citations(report: &Report<'_>) -> String {
    let [citations, resolved, references] = sums(report);
    let share = if citations > 0 { resolved as f64 / citations as f64 * 100.0 } else { 0.0 };
    format!(
        "In-text citations ({}, of which {share:.1}% could be linked to an entry of the paper's bibliography) and \
         references ({}) were found with the same program. References of different papers were taken for one work by \
         DOI, or else by first author, year and title ({}). A work counts as cited for a theme where it is cited in the \
         sentence that raises the theme or in the one before or after it in the same paragraph; co-occurrence of themes \
         is within sentences.",
        thousands(citations),
        thousands(references),
        plural(report.most_cited.1 as u64, "work"),
    )
}

fn references(report: &Report<'_>) -> Vec<String> {
    vec![
        "Benoit, K., Watanabe, K., Wang, H., Nulty, P., Obeng, A., Müller, S., & Matsuo, A. (2018). quanteda: An R \
         package for the quantitative analysis of textual data. Journal of Open Source Software, 3(30), 774. \
         https://doi.org/10.21105/joss.00774"
            .to_owned(),
        format!("leitmotif (Version {}) [Computer software].", report.provenance.version),
        "Unicode Consortium. Unicode Standard Annex #29: Unicode text segmentation.".to_owned(),
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the \
         American Statistical Association, 22(158), 209–212."
            .to_owned(),
    ]
}

/// Every setting, by its name on the command line.
fn settings(report: &Report<'_>) -> Vec<(String, String)> {
    let provenance = &report.provenance;
    let mut settings = vec![("program".to_owned(), format!("leitmotif {}", provenance.version))];
    if let Some(corpus) = &provenance.corpus {
        let papers = plural(corpus.papers, "paper");
        settings
            .push(("corpus".to_owned(), format!("{papers}, fingerprint {}", corpus.fingerprint)));
    }
    if let Some(codebook) = &provenance.codebook {
        settings.push((
            "codebook".to_owned(),
            format!("{}, fingerprint {}", codebook.name, codebook.fingerprint),
        ));
    }
    settings.extend(provenance.settings.iter().map(|(name, value)| (name.clone(), value.clone())));
    settings
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Adds the codebook.
pub(super) fn codebook(report: &Report<'_>, page: &mut Page) {
    page.open("codebook", "Codebook");
    if let Some(title) = &report.codebook.title {
        page.paragraph(&format!("<i>{}</i>", escaped(title)));
    }
    let mut depth = 0;
    page.out.push_str("<ul class=\"tree\">\n");
    for (place, theme) in report.codebook.themes.iter().enumerate() {
        while theme.depth > depth {
            page.out.push_str("<li><ul>\n");
            depth += 1;
        }
        while theme.depth < depth {
            page.out.push_str("</ul></li>\n");
            depth -= 1;
        }
        entry(report, page, place, theme);
    }
    (0..depth).for_each(|_| page.out.push_str("</ul></li>\n"));
    page.out.push_str("</ul>\n");
    page.close();
}

fn entry(report: &Report<'_>, page: &mut Page, place: usize, theme: &Theme) {
    let label = report.names.get(place).map_or(theme.name.as_str(), |name| name.label.as_str());
    let link = escaped(&sentences_link(&[("theme", &theme.path)]));
    let frequency = report.overall.get(place, 0);
    let _ = write!(
        page.out,
        "<li id=\"theme-{place}\"><b><a href=\"{link}\">{}</a></b> <code class=\"soft\">{}</code> \
         <span class=\"soft\">{} in {}</span>",
        escaped(label),
        escaped(&theme.path),
        plural(frequency.mentions, "mention"),
        plural(frequency.papers, "paper"),
    );
    if let Some(definition) = &theme.definition {
        let _ = write!(page.out, "<p>{}</p>", escaped(definition));
    }
    let patterns = |page: &mut Page, name: &str, patterns: &[Pattern]| {
        if patterns.is_empty() {
            return;
        }
        let _ = write!(page.out, "<p class=\"patterns\"><span class=\"soft\">{name}</span>");
        for pattern in patterns {
            let _ = write!(page.out, " <code>{}</code>", escaped(&pattern.source));
        }
        page.out.push_str("</p>");
    };
    patterns(page, "patterns", &theme.include);
    patterns(page, "never", &theme.exclude);
    for example in &theme.examples {
        let _ = write!(page.out, "<p class=\"example\">“{}”</p>", escaped(example));
    }
    page.out.push_str("</li>\n");
}
