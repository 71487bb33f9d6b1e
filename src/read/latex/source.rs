//! A LaTeX document as one run of tokens, with the files it is made of; and how it cites.

use super::token::{Token, plain, tokenize};
use crate::read::beside::Beside;
use crate::read::encoding;

/// Deepest inclusion of files in files.
const DEEPEST: usize = 16;

/// How citations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `(Lee, 2003)`
    AuthorYear,
    /// `[3]`
    Numeric,
    /// Raised numbers.
    Raised,
}

/// What the preamble says of citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// How they are printed.
    pub(super) form: Form,
    /// Whether `\cite` alone names the authors in the sentence, as with natbib.
    pub(super) natbib: bool,
    /// Whether biblatex is used, whose `\cite` has no brackets.
    pub(super) biblatex: bool,
}

/// The tokens of a document, with those of the files that it names in its folder.
pub(super) fn load(source: &str, beside: &Beside) -> Vec<Token> {
    let mut all = Vec::new();
    // Files that are open, with the tokens still to come, the next one last.
    let mut open: Vec<(String, Vec<Token>)> = vec![(beside.stem().to_owned(), reversed(source))];
    while let Some((_, tokens)) = open.last_mut() {
        let Some(token) = tokens.pop() else {
            open.pop();
            continue;
        };
        let included = token.is("include") || token.is("subfile");
        if !included && !token.is("input") {
            all.push(token);
            continue;
        }
        let name = file_name(tokens);
        let bare = name.strip_suffix(".tex").unwrap_or(&name).to_owned();
        if included {
            all.push(Token::Paragraph);
        }
        let closed = open.len() < DEEPEST && open.iter().all(|(one, _)| *one != bare);
        let bytes = closed.then(|| beside.read(&name, &["tex", "bbl", "ltx"])).flatten();
        if let Some(text) = bytes.and_then(|bytes| encoding::decode(&bytes).ok()) {
            open.push((bare, reversed(&text)));
        }
    }
    all
}

fn reversed(source: &str) -> Vec<Token> {
    let mut tokens = tokenize(source);
    tokens.reverse();
    tokens
}

/// The name after `\input`, in braces or up to the next space.
fn file_name(tokens: &mut Vec<Token>) -> String {
    let braced = tokens.last() == Some(&Token::Open);
    let mut name = Vec::new();
    while let Some(token) = tokens.pop() {
        match token {
            Token::Open => {}
            Token::Close if braced => break,
            Token::Space | Token::Paragraph if !braced => {
                tokens.push(token);
                break;
            }
            token => name.push(token),
        }
    }
    plain(&name)
}

/// The arguments of each command of this name: what is in brackets, and what is in braces.
pub(super) fn uses<'t>(
    tokens: &'t [Token],
    name: &'t str,
) -> impl Iterator<Item = (Option<String>, String)> + 't {
    let places = tokens.iter().enumerate().filter(move |(_, token)| token.is(name));
    places.map(|(place, _)| {
        let mut rest = tokens.get(place + 1..).unwrap_or_default();
        let mut options = None;
        if let Some((Token::Sign('['), inside)) = rest.split_first() {
            let end = inside.iter().take(2000).position(|token| *token == Token::Sign(']'));
            if let Some(end) = end {
                options = Some(plain(&inside[..end]));
                rest = &inside[end + 1..];
            }
        }
        let argument = match rest.split_first() {
            Some((Token::Open, inside)) => {
                let end = inside.iter().take(2000).position(|token| *token == Token::Close);
                plain(&inside[..end.unwrap_or(0)])
            }
            _ => String::new(),
        };
        (options, argument)
    })
}

/// How a document cites, by its packages, style of bibliography and class; by the labels of its list
/// where nothing else tells.
pub(super) fn setting(tokens: &[Token]) -> Setting {
    let packages: Vec<(String, String)> = uses(tokens, "usepackage")
        .map(|(options, names)| (options.unwrap_or_default(), names))
        .collect();
    let package = |name: &str| {
        let found =
            packages.iter().find(|(_, names)| names.split(',').any(|one| one.trim() == name));
        found.map(|(options, _)| options.as_str())
    };
    let style = uses(tokens, "bibliographystyle").next().map(|(_, name)| name.to_lowercase());
    let set = uses(tokens, "setcitestyle").next().map(|(_, options)| options);
    let class = uses(tokens, "documentclass").next().map(|(_, class)| class.to_lowercase());
    let natbib = package("natbib");
    let biblatex = package("biblatex");
    let form = natbib
        .and_then(of_options)
        .or_else(|| set.as_deref().and_then(of_options))
        .or_else(|| biblatex.map(of_biblatex))
        .or_else(|| package("cite").map(|options| of_options(options).unwrap_or(Form::Numeric)))
        .or_else(|| style.as_deref().map(of_style))
        .or_else(|| class.as_deref().and_then(of_class))
        .unwrap_or_else(|| {
            let labelled = uses(tokens, "bibitem").any(|(label, _)| label.is_some());
            if labelled || natbib.is_some() { Form::AuthorYear } else { Form::Numeric }
        });
    Setting { form, natbib: natbib.is_some(), biblatex: biblatex.is_some() }
}

fn of_options(options: &str) -> Option<Form> {
    let mut options = options.split(',').map(str::trim);
    options.find_map(|option| match option {
        "numbers" => Some(Form::Numeric),
        "super" | "superscript" => Some(Form::Raised),
        "authoryear" => Some(Form::AuthorYear),
        _ => None,
    })
}

fn of_biblatex(options: &str) -> Form {
    let style = options.split(',').find_map(|option| {
        let (name, value) = option.split_once('=')?;
        matches!(name.trim(), "style" | "citestyle").then(|| value.trim().to_lowercase())
    });
    match style.as_deref() {
        Some("nature" | "chem-acs" | "chem-angew" | "chem-rsc") => Form::Raised,
        None | Some("ieee" | "science" | "vancouver" | "phys" | "trad-plain" | "trad-unsrt") => {
            Form::Numeric
        }
        Some(style) if style.starts_with("numeric") => Form::Numeric,
        Some(_) => Form::AuthorYear,
    }
}

fn of_style(name: &str) -> Form {
    const NUMBERED: [&str; 20] = [
        "plain",
        "unsrt",
        "abbrv",
        "acm",
        "ieeetr",
        "ieeetran",
        "ieeetrans",
        "siam",
        "amsplain",
        "vancouver",
        "splncs",
        "splncs03",
        "splncs04",
        "spmpsci",
        "spphys",
        "science",
        "aipnum4-1",
        "apsrev4-1",
        "apsrev4-2",
        "unsrturl",
    ];
    match name {
        "nature" | "naturemag" | "achemso" => Form::Raised,
        name if NUMBERED.contains(&name)
            || name.ends_with("num")
            || name.ends_with("-num-names") =>
        {
            Form::Numeric
        }
        _ => Form::AuthorYear,
    }
}

fn of_class(class: &str) -> Option<Form> {
    matches!(class, "ieeetran" | "acmart" | "revtex4-1" | "revtex4-2" | "llncs")
        .then_some(Form::Numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(preamble: &str) -> Form {
        setting(&tokenize(preamble)).form
    }

    #[test]
    fn the_preamble_says_how_citations_are_printed() {
        assert_eq!(form("\\usepackage{natbib}\\bibliographystyle{plainnat}"), Form::AuthorYear);
        assert_eq!(form("\\usepackage[numbers,sort]{natbib}"), Form::Numeric);
        assert_eq!(form("\\usepackage[super]{natbib}"), Form::Raised);
        assert_eq!(form("\\usepackage[style=apa, backend=biber]{biblatex}"), Form::AuthorYear);
        assert_eq!(form("\\usepackage{biblatex}"), Form::Numeric);
        assert_eq!(form("\\documentclass[10pt]{IEEEtran}"), Form::Numeric);
        assert_eq!(form("\\bibliographystyle{apalike}"), Form::AuthorYear);
        assert_eq!(form("\\bibitem[Lee(2003)]{a}"), Form::AuthorYear);
        assert_eq!(form("\\bibitem{a}"), Form::Numeric);
    }

    #[test]
    fn files_include_files_without_going_round() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
        write("a.tex", "one \\input{b} four \\input{../x}\\include{none}");
        write("b.tex", "two \\input a.tex \\input{b} three");
        let beside = Beside::of(&place.path().join("a.tex"), 1000);
        let source = std::fs::read_to_string(place.path().join("a.tex")).unwrap();
        let words = plain(&load(&source, &beside));
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["one", "two", "three", "four"]);
    }
}
