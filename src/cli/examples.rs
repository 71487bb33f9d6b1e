//! Examples below the help of every command.

use clap::{Command, CommandFactory as _};

use super::args::Arguments;

/// Examples by the words of the command; those of the program itself stand with its arguments.
const EXAMPLES: [(&str, &str); 39] = [
    (
        "run",
        "\
leitmotif run papers/                                   read a folder, print the theme table
leitmotif run papers/ --codebook mine.yaml --output results/
leitmotif run papers/ --metadata library.bib --where 'year >= 2010'",
    ),
    (
        "ingest",
        "\
leitmotif ingest papers/                                take up new and changed papers
leitmotif ingest papers/ --prune --metadata library.bib
leitmotif ingest corpus.jsonl.gz --text-field body --dry-run
leitmotif ingest papers/ --shard 2/8 --index shard2     one of eight parts, for `index merge`",
    ),
    (
        "extract",
        "\
leitmotif extract citations --format jsonl --output citations.jsonl
leitmotif extract references --format bibtex --output references.bib
leitmotif extract --stdin < works.jsonl > found.jsonl   papers through a pipe, without an index
leitmotif extract --stdin --what mentions --codebook mine.yaml --accept-errors < works.jsonl",
    ),
    (
        "extract citations",
        "\
leitmotif extract citations --format csv --output citations.csv
leitmotif extract citations --unresolved                with the nearest references
leitmotif extract citations --annotate html --output check.html",
    ),
    (
        "extract references",
        "\
leitmotif extract references --format ris --output references.ris
leitmotif extract references --strings list.txt --format bibtex",
    ),
    (
        "extract text",
        "\
leitmotif extract text --document lee-2010.pdf          the text that offsets refer to",
    ),
    (
        "extract metadata",
        "\
leitmotif extract metadata --format csv --output papers.csv
leitmotif extract metadata --where 'year >= 2015'",
    ),
    (
        "extract themes",
        "\
leitmotif extract themes --format jsonl --output mentions.jsonl
leitmotif extract themes --codebook mine.yaml --negation flag",
    ),
    (
        "extract keywords",
        "\
leitmotif extract keywords --format csv --output keywords.csv",
    ),
    (
        "extract refresh",
        "\
leitmotif extract refresh                               after an update of leitmotif",
    ),
    (
        "query",
        "\
leitmotif query themes --by year
leitmotif query evidence --theme motives.proactive
leitmotif query works --limit 20",
    ),
    (
        "query themes",
        "\
leitmotif query themes --by section --where 'year >= 2015 and language = en'
leitmotif query themes --by period --bin 5y --plot years.png
leitmotif query themes --format latex --output themes.tex
leitmotif query themes --codebook mine.yaml --watch     count again whenever it is saved",
    ),
    (
        "query compare",
        "\
leitmotif query compare --by section
leitmotif query compare --target 'cites: \"Porter 1990\"' --level 1 --plot compare.svg",
    ),
    (
        "query trend",
        "\
leitmotif query trend --level 1
leitmotif query trend --bin 5y --plot trend.png",
    ),
    (
        "query dispersion",
        "\
leitmotif query dispersion --parts section
leitmotif query dispersion 'cheap labour|labor' tariff* --parts 20",
    ),
    (
        "query context",
        "\
leitmotif query context 'threat* NEAR/6 domestic market'
leitmotif query context --theme motives.reactive --sentence --sample 50",
    ),
    (
        "query collocates",
        "\
leitmotif query collocates 'export*' --without function-words
leitmotif query collocates --theme barriers --sentence --by g2 --limit 20 --plot near.png",
    ),
    (
        "query keyness",
        "\
leitmotif query keyness --target 'year >= 2015' --without function-words
leitmotif query keyness --target 'section = results' --of themes --direction both --plot key.svg",
    ),
    (
        "query cooccurrence",
        "\
leitmotif query cooccurrence --within paragraph --min-frequency 5
leitmotif query cooccurrence --matrix --level 2 --plot together.png",
    ),
    (
        "query keywords",
        "\
leitmotif query keywords --of terms --limit 30
leitmotif query keywords --of ngrams --n 3 --like 'export*'",
    ),
    (
        "query evidence",
        "\
leitmotif query evidence --theme motives.proactive      every sentence, and whom it cites
leitmotif query evidence --summary --plot evidence.png  themes by works",
    ),
    (
        "query works",
        "\
leitmotif query works --limit 20 --plot works.svg
leitmotif query works --format bibtex --output cited.bib
leitmotif query works --explain --works decisions.yaml",
    ),
    (
        "query uncited",
        "\
leitmotif query uncited --document lee-2010.pdf
leitmotif query uncited --only years",
    ),
    (
        "query network",
        "\
leitmotif query network --kind cocitation --format graphml --output works.graphml
leitmotif query network --kind themes --unit paper --min-weight 3",
    ),
    (
        "query search",
        "\
leitmotif query search '+tariff +wages -agriculture'",
    ),
    (
        "export",
        "\
leitmotif export results/                               a data package of CSV files
leitmotif export results/ --format parquet --sentences
leitmotif export themes.qdpx --as qdpx                  for NVivo, MAXQDA, ATLAS.ti, QualCoder",
    ),
    (
        "report",
        "\
leitmotif report review.html --codebook mine.yaml --title 'Why small firms go abroad'",
    ),
    (
        "codebook",
        "\
leitmotif codebook check mine.yaml
leitmotif codebook show",
    ),
    (
        "codebook check",
        "\
leitmotif codebook check mine.yaml",
    ),
    (
        "codebook show",
        "\
leitmotif codebook show mine.yaml --format markdown",
    ),
    (
        "codebook suggest",
        "\
leitmotif codebook suggest --codebook mine.yaml --theme barriers",
    ),
    (
        "codebook convert",
        "\
leitmotif codebook convert dictionary.dic --output mine.yaml
leitmotif codebook convert mine.yaml --to refi-qda --output codes.qdc",
    ),
    (
        "codebook sample",
        "\
leitmotif codebook sample --codebook mine.yaml --size 200 --output sample.xlsx",
    ),
    (
        "codebook agree",
        "\
leitmotif codebook agree anna.xlsx ben.xlsx --codebook mine.yaml
leitmotif codebook agree anna.xlsx --codebook mine.yaml --disagreements",
    ),
    (
        "index",
        "\
leitmotif index info",
    ),
    (
        "index info",
        "\
leitmotif index info --format json",
    ),
    (
        "index duplicates",
        "\
leitmotif index duplicates",
    ),
    (
        "index check",
        "\
leitmotif index check                                   every file and every paper
leitmotif index check --mend                            take out what is damaged",
    ),
    (
        "index merge",
        "\
leitmotif index merge shard1 shard2 shard3 --output whole",
    ),
];

/// Examples of commands for the shell itself.
const FOR_THE_SHELL: [(&str, &str); 2] = [
    (
        "completions",
        "\
leitmotif completions bash --output ~/.local/share/bash-completion/completions/leitmotif
leitmotif completions zsh --output ~/.zfunc/_leitmotif
leitmotif completions fish --output ~/.config/fish/completions/leitmotif.fish",
    ),
    (
        "man",
        "\
leitmotif man ~/.local/share/man/man1/                  then: man leitmotif-query-themes",
    ),
];

/// The command line with examples below the help of every command.
pub(crate) fn command_line() -> Command {
    let all = EXAMPLES.iter().chain(&FOR_THE_SHELL);
    all.fold(Arguments::command(), |command, (path, examples)| {
        let words: Vec<&str> = path.split(' ').collect();
        with_examples(command, &words, examples)
    })
}

fn with_examples(command: Command, path: &[&str], examples: &str) -> Command {
    match path.split_first() {
        Some((&name, rest)) => {
            command.mut_subcommand(name, |below| with_examples(below, rest, examples))
        }
        None => {
            let indented: Vec<String> = examples.lines().map(|line| format!("  {line}")).collect();
            command.after_help(format!("Examples:\n{}", indented.join("\n")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a shell's line, up to a file or a pipe for the command, or two spaces and a remark.
    fn words(line: &str) -> Vec<String> {
        let line = line.trim();
        let mut words = vec![String::new()];
        let (mut quoted, mut spaces) = (false, 0);
        for letter in line.chars() {
            spaces = if letter == ' ' && !quoted { spaces + 1 } else { 0 };
            match letter {
                '\'' => quoted = !quoted,
                ' ' if !quoted && spaces == 2 => break,
                '<' | '>' | '|' if !quoted => break,
                ' ' if !quoted => words.push(String::new()),
                _ => words.last_mut().unwrap().push(letter),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    fn walk(command: &Command, path: &str, seen: &mut Vec<String>) {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> =
            help.lines().filter(|line| line.trim_start().starts_with("leitmotif ")).collect();
        assert!(!examples.is_empty(), "`{path} --help` has no example");
        for example in examples {
            let words = words(example);
            assert!(example.trim().starts_with(path), "`{path}`: {example}");
            let parsed = command_line().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{words:?}: {}", parsed.unwrap_err());
            assert!(example.chars().count() <= 100, "{example} is too long for a terminal");
        }
        seen.push(path.to_owned());
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            walk(below, &format!("{path} {}", below.get_name()), seen);
        }
    }

    #[test]
    fn the_help_of_every_command_has_examples_that_can_be_typed() {
        let mut seen = Vec::new();
        walk(&command_line(), "leitmotif", &mut seen);
        assert_eq!(seen.len(), EXAMPLES.len() + FOR_THE_SHELL.len() + 1, "{seen:?}");
    }
}
