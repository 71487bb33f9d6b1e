//! A codebook held against the papers of an index: patterns that match nothing, never count, or match
//! too much.

use std::collections::{BTreeMap, BTreeSet};

use super::study::{Coding, Study};
use crate::codebook::warning::{Finding, repetitions};
use crate::error::{Result, WarningKind};
use crate::extract::theme::{Breadth, MatchOptions, Matcher, MemoryIndex};
use crate::model::inverted::InvertedIndex as _;
use crate::model::{Codebook, Language, Pattern, Theme};

/// What can be said against `codebook` from the papers of `study`, repetitions included; none of it is
/// a mistake.
///
/// # Errors
/// Where the index cannot be read.
pub fn review(codebook: &Codebook, study: &Study) -> Result<Vec<Finding>> {
    let mut found = repetitions(codebook);
    let told: BTreeSet<usize> = found.iter().map(|finding| finding.span.start).collect();
    let matcher = Matcher::new(codebook)?;
    let coding = study.mentions(&matcher, MatchOptions::default())?;
    let patterns: Vec<(usize, &Pattern)> = codebook.patterns().collect();
    let mut counts = vec![false; patterns.len()];
    for mention in coding.mentions.iter().filter(|mention| !mention.union) {
        if let Some(counts) = counts.get_mut(mention.pattern as usize) {
            *counts = true;
        }
    }
    let languages = languages(study);
    found.extend(too_broad(&patterns, &matcher, study)?);
    let mut never = Vec::new();
    for (number, &(theme, pattern)) in patterns.iter().enumerate() {
        let places = coding.places.get(number).copied().unwrap_or_default();
        if places == 0 {
            found.push(no_match(pattern, &languages));
        } else if !told.contains(&pattern.span.start) && counts.get(number) == Some(&false) {
            never.push(Uncounted { theme, pattern, places });
        }
    }
    found.extend(uncounted(&never, &patterns, &coding, study)?);
    let excluding = excluding(codebook);
    let matcher = Matcher::new(&excluding)?;
    let coding = study.mentions(&matcher, MatchOptions::default())?;
    for ((_, pattern), places) in excluding.patterns().zip(&coding.places) {
        if *places == 0 {
            found.push(no_match(pattern, &languages));
        }
    }
    Ok(found)
}

/// The languages of the papers; `None` for papers of unknown language, which count for all.
fn languages(study: &Study) -> BTreeSet<Option<Language>> {
    study.facts().documents.iter().map(|document| document.metadata.language).collect()
}

fn no_match(pattern: &Pattern, languages: &BTreeSet<Option<Language>>) -> Finding {
    let source = pattern.source.clone();
    match pattern.language {
        Some(language) if !languages.contains(&Some(language)) && !languages.contains(&None) => {
            let kind = WarningKind::NoPaper(source, language.to_string());
            Finding::new(pattern, kind, "it will count once there are papers in that language")
        }
        _ => {
            let advice =
                "check its spelling; `leitmotif query context 'PATTERN'` shows what others find";
            Finding::new(pattern, WarningKind::NoMatch(source), advice)
        }
    }
}

/// A pattern that matches and never counts.
struct Uncounted<'a> {
    theme: usize,
    pattern: &'a Pattern,
    /// How often it matches.
    places: u64,
}

/// Why patterns that match never count: each is laid on the papers alone, all in one pass, and what its
/// theme counts at the same places is named.
fn uncounted(
    never: &[Uncounted<'_>],
    patterns: &[(usize, &Pattern)],
    coding: &Coding,
    study: &Study,
) -> Result<Vec<Finding>> {
    if never.is_empty() {
        return Ok(Vec::new());
    }
    let alone = never.iter().enumerate().map(|(number, of)| Theme {
        include: vec![of.pattern.clone()],
        ..Theme::new("pattern", number)
    });
    let matcher = Matcher::new(&single(alone.collect()))?;
    let own = study.mentions(&matcher, MatchOptions::default())?.mentions;
    // For each of them how often each other pattern is counted instead.
    let mut instead: Vec<BTreeMap<u32, u64>> = vec![BTreeMap::new(); never.len()];
    for place in own.iter().filter(|mention| !mention.union) {
        let number = place.theme as usize;
        let (Some(of), Some(instead)) = (never.get(number), instead.get_mut(number)) else {
            continue;
        };
        let first = coding.mentions.partition_point(|other| other.document < place.document);
        let rest = coding.mentions.get(first..).unwrap_or_default().iter();
        let taken = rest.take_while(|other| other.document == place.document).filter(|other| {
            !other.union
                && other.theme as usize == of.theme
                && other.first_token < place.end_token
                && place.first_token < other.end_token
        });
        for other in taken {
            *instead.entry(other.pattern).or_default() += 1;
        }
    }
    let findings = never.iter().zip(&instead).map(|(of, instead)| {
        let most = instead.iter().max_by_key(|(number, n)| (**n, std::cmp::Reverse(**number)));
        reason(of, most.and_then(|(&number, _)| patterns.get(number as usize)))
    });
    Ok(findings.collect())
}

/// What is told of a pattern in whose places another one counts, or none.
fn reason(of: &Uncounted<'_>, other: Option<&(usize, &Pattern)>) -> Finding {
    let (pattern, places) = (of.pattern.source.clone(), of.places);
    match other {
        Some((_, other)) => {
            let (other, line) = (other.source.clone(), other.line);
            let kind = WarningKind::Shadowed { pattern, places, other, line };
            Finding::new(of.pattern, kind, "remove it, or the other one")
        }
        None => {
            let kind = WarningKind::Excluded { pattern, places };
            Finding::new(of.pattern, kind, "remove it, or make `exclude` narrower")
        }
    }
}

/// Patterns with a word that stands for half of all types or more.
fn too_broad(
    patterns: &[(usize, &Pattern)],
    matcher: &Matcher,
    study: &Study,
) -> Result<Vec<Finding>> {
    // Segments share types, so the dictionary of all of them is put together.
    let mut norms = BTreeSet::new();
    for segment in study.corpus().segments() {
        segment.visit_types("", &mut |norm, _| {
            norms.insert(norm.to_owned());
        })?;
    }
    let mut dictionary = MemoryIndex::new();
    dictionary.add(norms.iter().map(String::as_str), vec![0]);
    let Breadth { types, widest } = matcher.breadth(&dictionary)?;
    let broad = patterns.iter().zip(widest).filter(|(_, widest)| types > 0 && widest * 2 >= types);
    let findings = broad.map(|((_, pattern), widest)| {
        let (pattern_source, percent) = (pattern.source.clone(), widest * 100 / types);
        let kind = WarningKind::TooBroad { pattern: pattern_source, percent, types };
        Finding::new(pattern, kind, "write more letters before or after the wildcard")
    });
    Ok(findings.collect())
}

/// A codebook whose patterns are what this one excludes.
fn excluding(codebook: &Codebook) -> Codebook {
    let themes = codebook.themes.iter().enumerate();
    let themes = themes.map(|(index, theme)| Theme {
        include: theme.exclude.clone(),
        ..Theme::new(&theme.path, index)
    });
    single(themes.collect())
}

/// A codebook of these themes, for one look at the papers.
fn single(themes: Vec<Theme>) -> Codebook {
    Codebook { title: None, themes, lists: Vec::new(), fingerprint: String::new() }
}
