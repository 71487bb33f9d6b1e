//! Whole documents in LaTeX, and hostile ones.

use std::path::Path;

use super::super::beside::Beside;
use super::*;
use crate::model::{Document, SourceFormat};
use crate::read::{ReadOptions, Source, hash_of, read_bytes, read_document};

const BIB: &str = "@article{lee, author={Lee, Jo}, title={On ports}, journal={Trade}, year=2003, volume=1, pages={1--9}}\n\
    @book{wu, author={Wu, K. and van der Meulen, P.}, title={Of tides}, publisher={Hafen}, address={Kiel}, year=2001}\n\
    @article{oh, author={Oh, S. and A, B. and C, D.}, title={Rising seas}, journal={Sea Review}, year=2002}\n";

/// A document with its files, in a folder of its own.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(place.path().join(name), text).unwrap();
    }
    place
}

fn source(folder: &Path) -> Source {
    Source { name: "paper.tex".to_owned(), path: folder.join("paper.tex") }
}

fn document(files: &[(&str, &str)]) -> Document {
    let place = folder(files);
    read_document(&source(place.path()), &ReadOptions::default()).unwrap()
}

/// The text of a document whose body this is, with author-year citations.
fn body(preamble: &str, text: &str) -> Document {
    let paper = format!(
        "\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{text}\n\\end{{document}} after"
    );
    document(&[("paper.tex", &paper), ("refs.bib", BIB)])
}

fn links(document: &Document) -> Vec<(&str, Vec<usize>)> {
    let markers = document.given.markers.iter();
    markers.map(|marker| (marker.span.of(&document.text), marker.references.clone())).collect()
}

#[test]
fn a_whole_paper() {
    let paper = r"\documentclass[12pt]{article} % a comment
\usepackage[round]{natbib}
\newcommand{\firms}[1]{#1 firms}
\newcommand{\mycite}[2][]{\citep[#1]{#2}}
\title{On small ports\thanks{We thank Kiel.}}
\author{Jo A. Lee\thanks{Kiel} \and Karin N\'u\~nez\\University of Kiel}
\date{May 2014}
\begin{document}
\maketitle
\begin{abstract}
Ports grow --- slowly.
\end{abstract}
\section{Introduction}\label{sec:intro}
\firms{Small} go abroad \citep[see][p.~3]{lee,wu}, says \citet[12--13]{oh}.
\Citet{wu} agree\footnote{Not \emph{all} of them \mycite{lee}.}; ``cheap labour'' isn't all: 5\,\% of
$p < 0.05$ and $\alpha$~tests.

\begin{table}[t]\centering\caption{Ports \cite{lee}}\label{t}
\begin{tabular}{lr}\hline Port & Tonnes \\ \hline Kiel & 4 \\ \multicolumn{2}{l}{All \& more} \end{tabular}
\end{table}
\subsection*{Tides and \'eclairs}
\begin{itemize}\item One. \item Two.\end{itemize}
\begin{equation} x = y \end{equation}
They rise \citeyearpar{oh}, by \citeauthor{lee} \cite{none}.
\bibliographystyle{apalike}
\bibliography{refs}
\end{document}";
    let document = document(&[("paper.tex", paper), ("refs.bib", BIB)]);
    let expected = "On small ports\n\nAbstract\n\nPorts grow — slowly.\n\nIntroduction\n\n\
        Small firms go abroad (see Lee, 2003; Wu & van der Meulen, 2001, p. 3), says Oh et al. (2002, pp. 12–13). \
        Wu and van der Meulen (2001) agree; “cheap labour” isn't all: 5 % of p < 0.05 and α tests.\n\n\
        Not all of them (Lee, 2003).\n\n\
        Ports Lee (2003)\nPort\tTonnes\nKiel\t4\nAll & more\n\nTides and éclairs\n\nOne.\n\nTwo.\n\n\
        They rise (2002), by Lee none.\n\nReferences\n\n\
        Lee, Jo (2003). On ports. Trade, 1, 1–9.\n\nOh, S., A, B., & C, D. (2002). Rising seas. Sea Review.\n\n\
        Wu, K., & van der Meulen, P. (2001). Of tides. Kiel: Hafen.";
    assert_eq!(document.text, expected);
    let expected = [
        ("Lee, 2003", vec![0]),
        ("Wu & van der Meulen, 2001", vec![2]),
        ("Oh et al. (2002", vec![1]),
        ("Wu and van der Meulen (2001", vec![2]),
        ("Lee, 2003", vec![0]),
        ("Lee (2003", vec![0]),
        ("2002", vec![1]),
        ("none", vec![]),
    ];
    assert_eq!(links(&document), expected);
    let metadata = &document.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.year), (Some("On small ports"), Some(2014)));
    let families: Vec<_> = metadata.authors.iter().map(|one| one.family.as_str()).collect();
    assert_eq!(families, ["Lee", "Núñez"]);
    let levels: Vec<u8> = document.layers.sections.iter().map(|section| section.level).collect();
    assert_eq!(levels, [0, 1, 1, 2, 1]);
}

#[test]
fn citations_keep_what_the_text_says_of_them() {
    let document = body(
        "\\usepackage{natbib}",
        "\\section{A}\nSee \\citet[p. 4]{lee} and \\citep{wu,oh}.\n\\bibliography{refs}",
    );
    let extraction = crate::extract::extract(&document);
    let shown: Vec<_> = extraction
        .citations
        .iter()
        .map(|citation| {
            (citation.span.of(&document.text), citation.narrative, citation.markers.len())
        })
        .collect();
    assert_eq!(
        shown,
        [("Lee (2003, p. 4)", true, 1), ("(Wu & van der Meulen, 2001; Oh et al., 2002)", false, 2)]
    );
    let locator = extraction.citations[0].markers[0].locator.unwrap();
    assert_eq!(locator.of(&document.text), "p. 4");
    assert!(extraction.references.iter().all(|reference| reference.fields.confidence > 0.99));
}

#[test]
fn numbers_and_lists() {
    let text = "A \\cite{b,a}. Says \\citet{a} \\cite[p.~3]{b}.\n\\begin{thebibliography}{9}\n\
        \\bibitem{a} Lee, J. \\newblock On ports. 2003.\n\\bibitem{b} Wu, K. {\\em Of tides}. 2001.\n\\end{thebibliography}";
    let document = body("\\bibliographystyle{plain}", text);
    assert_eq!(
        document.text,
        "A [2, 1]. Says [1] [2, p. 3].\n\nReferences\n\n[1] Lee, J. On ports. 2003.\n\n[2] Wu, K. Of tides. 2001."
    );
    assert_eq!(links(&document), [("2", vec![1]), ("1", vec![0]), ("1", vec![0]), ("2", vec![1])]);
    let document = body("\\usepackage[super]{natbib}", "Grow\\cite{lee,wu}.\\bibliography{refs}");
    assert!(document.text.starts_with("Grow¹,²."), "{}", document.text);
}

#[test]
fn labels_of_natbib_and_multicites_of_biblatex() {
    let text = "\\citet{a}; \\citep{a}.\\begin{thebibliography}{9}\
        \\bibitem[{M\\\"uller et~al.(2003)M{\\\"u}ller, Wu}]{a} M\\\"uller, On ports. 2003.\\end{thebibliography}";
    let document = body("\\usepackage{natbib}", text);
    assert!(
        document.text.starts_with("Müller et al. (2003); (Müller et al., 2003)."),
        "{}",
        document.text
    );
    let text =
        "\\parencites[see][]{lee}[p. 4]{wu} \\textcite{oh} \\autocite{lee}\\printbibliography";
    let document = body("\\usepackage[style=apa]{biblatex}\\addbibresource{refs.bib}", text);
    let expected = "(see Lee, 2003; Wu & van der Meulen, 2001, p. 4) Oh et al. (2002) (Lee, 2003)";
    assert!(document.text.starts_with(expected), "{}", document.text);
    assert_eq!(document.given.references.len(), 3);
}

#[test]
fn a_list_beside_the_source_is_read() {
    let paper =
        "\\documentclass{article}\\begin{document}A \\cite{a}.\\bibliography{none}\\end{document}";
    let list =
        "\\begin{thebibliography}{1}\\bibitem{a} Lee, J. On ports. 2003.\\end{thebibliography}";
    let document = document(&[("paper.tex", paper), ("paper.bbl", list)]);
    assert_eq!(document.text, "A [1].\n\nReferences\n\n[1] Lee, J. On ports. 2003.");
}

#[test]
fn what_is_no_text_is_left_out() {
    let text = "\\begin{verbatim}\n\\x{ %\n\\end{verbatim}\nA\\label{x} b~c\\,d \\iffalse no \\if x\\fi no\\fi \\verb|e_f| \
        \\[ x \\] \\(y_1\\) $$z$$ \\includegraphics[width=1cm]{no} \\url{http://a_b#%c} \\newcommand{\\eg}{e.g.,\\xspace}\\eg this \\href{http://no}{yes} {\\bf g}\\ss \\c{c}";
    let document = body("", text);
    assert_eq!(document.text, "\\x{ %\n\nA b c d e_f y_1 http://a_b#%c e.g., this yes gßç");
}

#[test]
fn a_part_is_refused() {
    let error = read_bytes("part.tex", SourceFormat::Latex, b"\\section{A} words").unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LatexPart);
}

#[test]
fn the_hash_covers_the_files_that_are_read() {
    let paper = "\\documentclass{article}\\begin{document}A \\cite{lee}.\\bibliography{refs}\\end{document}";
    let hash = |bib: &str| {
        let place = folder(&[("paper.tex", paper), ("refs.bib", bib)]);
        let source = source(place.path());
        let document = read_document(&source, &ReadOptions::default()).unwrap();
        assert_eq!(document.hash, hash_of(&source, paper.as_bytes(), &ReadOptions::default()));
        document.hash
    };
    assert_ne!(hash(BIB), hash("@misc{lee, title={Else}}"));
}

#[test]
fn hostile_documents_end() {
    let deep = 100_000;
    let preamble = "\\documentclass{a}\\def\\a{\\a\\a}\\newcommand{\\b}[1]{#1#1#1#1#1#1#1#1#1}";
    let bombs = [
        format!("{preamble}\\begin{{document}}\\a"),
        format!("{preamble}\\begin{{document}}{}x{}", "\\b{".repeat(200), "}".repeat(200)),
        format!("{preamble}\\begin{{document}}{}", "{".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\textsuperscript{".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\footnote{".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\begin{table}".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\cite[".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\'{".repeat(deep)),
        format!("{preamble}\\begin{{document}}{}", "\\caption{\\section{".repeat(deep / 10)),
    ];
    for bomb in bombs {
        let begun = std::time::Instant::now();
        let _ = read_bytes("a.tex", SourceFormat::Latex, bomb.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{:.80}: {:?}", bomb, begun.elapsed());
    }
}

proptest::proptest! {
    /// Whatever the source, all that is given stands in the text.
    #[test]
    fn given_places_are_in_the_text(source in "(\\\\cite|\\\\citet|\\\\citep|\\\\bibitem|\\\\section|\\\\footnote|\\\\begin|\\\\end|\\\\caption|\\\\item|\\\\newcommand|\\\\x|\\\\'|\\\\verb|\\\\\\\\|\\{|\\}|\\[|\\]|\\(|\\*|\\$|#1|&|%|~|a|b,a|é|\n|\n\n| |\\{a\\}|\\{b\\}|\\{table\\}|\\{tabular\\}|\\{thebibliography\\}|\\{\\\\x\\}){0,50}") {
        let whole = format!("\\documentclass{{a}}\\begin{{document}}{source} word");
        let Ok(extracted) = read(&whole, &Beside::default()) else { return Ok(()) };
        let count = extracted.given.references.len();
        let mut end = 0;
        for marker in &extracted.given.markers {
            proptest::prop_assert!(marker.span.start >= end);
            proptest::prop_assert!(!marker.span.of(&extracted.text).is_empty());
            proptest::prop_assert!(marker.references.iter().all(|&place| place < count));
            end = marker.span.end;
        }
        for reference in &extracted.given.references {
            proptest::prop_assert!(reference.span.is_empty() || !reference.span.of(&extracted.text).is_empty());
        }
        if let Ok(document) = read_bytes("a.tex", SourceFormat::Latex, whole.as_bytes()) {
            let _ = crate::extract::extract(&document);
        }
    }
}

#[test]
fn a_paragraph_may_begin_with_the_label_of_a_reference() {
    let read = body("", "Ports grow [7].\n\n[12] Lee, J. Ports.");
    assert_eq!(read.text, "Ports grow [7].\n\n[12] Lee, J. Ports.");
}
