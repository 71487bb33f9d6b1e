#!/usr/bin/env python3
"""Typesets the papers of ../shared/gold as PDFs, in the ways in which papers come, and keeps the text that each must give.

    .ci/typeset.py FOLDER [--every 14] [--layouts latex,typst]

FOLDER/LAYOUT/ID.pdf is a paper, ID.txt beside it its text in the order of reading. All layouts have running heads with the words of
HEAD, page numbers, hyphenation, raised citation numbers, captions, tables, and short paragraphs set as footnotes.

| layout | made by | what it tries |
|---|---|---|
| latex | pdflatex | one column, Computer Modern with ligatures, accents drawn apart, hanging entries |
| latex-columns | pdflatex | two columns, tables that float over both |
| groff | groff -ms -Tpdf | one column, Times that is not embedded |
| groff-columns | groff -ms -Tpdf | two columns |
| typst-columns | typst | two columns, notes at the foot of a column |
| chromium-columns | Chromium, printed | two columns of CSS, head and foot of the browser |
| weasyprint | WeasyPrint | one column, footnotes, margins with running heads |

Layouts whose program is missing are left out with a notice: pdflatex and groff come by apt, typst and weasyprint by pip.
"""
import argparse
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from html import escape

import gold

HEAD = "Annals of Trial Pages"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
GREEK = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
                 "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split()))
MATHS = {"≤": "leq", "≥": "geq", "×": "times", "±": "pm", "−": "-", "∼": "sim", "≈": "approx", "<": "<", ">": ">", "|": "|", "µ": "mu"}
TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}",
       "^": r"\textasciicircum{}", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "'": r"\textquotesingle{}", '"': r"\textquotedbl{}",
       "ı": r"\i{}", "°": r"\textdegree{}", "\u00a0": "~", "…": r"\dots{}", "€": r"\texteuro{}"}
TEX |= {c: rf"\ensuremath{{\{name}}}" for c, name in GREEK.items()}
TEX |= {c: rf"\ensuremath{{{name if len(name) == 1 else chr(92) + name}}}" for c, name in MATHS.items()}
TEX['"'] = "''"


class Paper:
    """A gold paper as blocks of (kind, words): title, h1 to h3, p, note (to the paragraph before), table (rows of cells), caption,
    entry (of the bibliography). Words hold raised stretches between \\1 and \\2."""

    def __init__(self, path, printable):
        self.name = path.name.removesuffix(".gold.json")
        told = json.loads(path.read_text(encoding="utf8"))
        raw = path.with_name(f"{self.name}.txt").read_bytes()
        self.language = told["language"] or "en"
        if told["style"] == "superscript":
            for one in sorted(told["citations"], key=lambda one: -one["start"]):
                if one["start"] < told["references_start"]:
                    raw = raw[:one["start"]] + b"\1" + raw[one["start"]:one["end"]] + b"\2" + raw[one["end"]:]
        added = lambda at: 2 * sum(told["style"] == "superscript" and one["start"] < at and one["start"] < told["references_start"]
                                   for one in told["citations"])
        heads = {one["start"] + added(one["start"]): min(one["level"], 3) for one in told["sections"]}
        self.blocks, start = [], 0
        entries = told["references_start"] + added(told["references_start"])
        for number, block in enumerate(raw.split(b"\n\n")):
            words = "".join(c for c in unicodedata.normalize("NFC", block.decode("utf8")) if c in "\1\2\n\t" or printable(c)).strip("\n ")
            if words:
                self.add(words, "title" if not number else f"h{heads[start]}" if start in heads else "", start >= entries)
            start += len(block) + 2

    def add(self, words, kind, in_references):
        bare = re.sub("[\1\2]", "", words)
        if kind and "\n" not in words and len(bare) < 200:
            return self.blocks.append((kind, bare))
        rows = [row.split("\t") for row in words.split("\n") if row.strip()]
        if any(len(row) > 1 for row in rows):
            while rows and len(rows[0]) == 1:
                self.blocks.append(("caption", rows.pop(0)[0]))
            # A table that is wider or longer than a page is none that a paper prints.
            if rows and max(map(len, rows)) <= 7 and len(rows) <= 40 and max(len(cell) for row in rows for cell in row) <= 60:
                self.blocks.append(("table", rows))
            return None
        for row in rows:
            short = len(bare) < 220 and len(rows) == 1 and self.blocks and self.blocks[-1][0] == "p"
            caption = re.match(r"(Table|Fig(ure|\.)|Tabla|Tabela|Figura) ?\d", row[0])
            self.blocks.append(("entry" if in_references else "caption" if caption else "note" if short else "p", row[0]))
        return None

    def text(self):
        clean = lambda words: re.sub("[\1\2]", "", words)
        return "\n\n".join("\n".join("\t".join(map(clean, row)) for row in words) if kind == "table" else clean(words)
                           for kind, words in self.blocks) + "\n"

    def paired(self):
        """Blocks, each paragraph with the notes to it."""
        for number, (kind, words) in enumerate(self.blocks):
            if kind != "note":
                notes = []
                for after, other in self.blocks[number + 1:]:
                    if after != "note":
                        break
                    notes.append(other)
                yield kind, words, notes


def latin(c):
    return unicodedata.normalize("NFKD", c)[0] < "\u0250" and c.isprintable() and (c.isalnum() or ord(c) < 127) and ord(c) < 0x17f or c in TEX


def wide(c):
    return c.isprintable() and ord(c) < 0x2270 and not unicodedata.category(c).startswith(("C", "M"))


def tex(words):
    return "".join(TEX.get(c, c) for c in words).replace("\1", r"\textsuperscript{").replace("\2", "}")


def latex(paper, folder, columns=1):
    out = [rf"\documentclass[{'10pt,twocolumn' if columns == 2 else '11pt'}]{{article}}", r"\usepackage[utf8]{inputenc}\usepackage{textcomp,fancyhdr}",
           r"\pagestyle{fancy}\fancyhead{}\fancyhead[R]{\small " + HEAD + r" 12 (2021)}\fancyfoot[C]{\thepage}\setcounter{page}{211}\sloppy",
           r"\begin{document}\title{" + tex(paper.blocks[0][1]) + r"}\author{}\date{}\maketitle\thispagestyle{fancy}"]
    star = "*" if columns == 2 else ""
    caption, in_list = "", False
    for kind, words, notes in list(paper.paired())[1:]:
        if caption and kind != "table":
            out.append(rf"\begin{{figure}}[tbp]\centering\rule{{3cm}}{{2cm}}\par\small {caption}\end{{figure}}")
            caption = ""
        if in_list and kind != "entry":
            out.append(r"\end{list}")
            in_list = False
        if kind.startswith("h"):
            out.append("\\" + ("section", "subsection", "subsubsection")[int(kind[1]) - 1] + f"*{{{tex(words)}}}")
        elif kind == "caption":
            caption = tex(words)
        elif kind == "table":
            width = max(map(len, words))
            rows = r"\\ ".join(" & ".join(map(tex, row)) for row in words)
            out.append(rf"\begin{{table{star}}}[tbp]\centering\small {caption}\par\medskip{{\scriptsize\begin{{tabular}}{{{'l' * width}}}\hline {rows}"
                       rf"\\ \hline\end{{tabular}}}}\end{{table{star}}}")
            caption = ""
        elif kind == "entry":
            if not in_list:
                out.append(r"\begin{list}{}{\leftmargin 1em\itemindent -1em\itemsep 0pt\parsep 0pt}\small")
                in_list = True
            out.append(r"\item[] \hspace*{-1em}" + tex(words))
        else:
            out.append(tex(words) + "".join(rf"\footnote{{{tex(note)}}}" for note in notes) + "\n")
    if caption:
        out.append(rf"\begin{{figure}}[tbp]\small {caption}\end{{figure}}")
    out.append((r"\end{list}" if in_list else "") + r"\end{document}")
    (folder / "paper.tex").write_text("\n".join(out), encoding="utf8")
    subprocess.run(["pdflatex", "-interaction=batchmode", "paper.tex"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def groff(paper, folder, columns=1):
    def plain(words):
        words = words.replace("\\", "\\e").replace("\u00a0", "\\~").replace("'", "\\(aq").replace("\1", "\\*{").replace("\2", "\\*}")
        return "\\&" + words

    out = [".nr PS 10", ".nr VS 12", f".ds LH {HEAD}", ".ds CH", ".ds RH 12 (2021)", ".ds CF %", ".nr FM 0.8i", ".TL", plain(paper.blocks[0][1])]
    if columns == 2:
        out += [".2C"]
    for kind, words, notes in list(paper.paired())[1:]:
        if kind.startswith("h"):
            out += [".SH", plain(words)]
        elif kind == "caption":
            out += [".LP", ".ps 8", plain(words), ".ps"]
        elif kind == "table":
            out += [".TS", ";".join([" ".join("l" * max(map(len, words)))]) + "."] + ["\t".join(map(plain, row)) for row in words] + [".TE"]
        elif kind == "entry":
            out += [".XP", plain(words)]
        else:
            out += [".PP", plain(words) + ("\\**" if notes else "")]
            if notes:
                out += [".FS", *map(plain, notes), ".FE"]
    (folder / "paper.ms").write_text("\n".join(out) + "\n", encoding="utf8")
    with open(folder / "paper.pdf", "wb") as pdf:
        subprocess.run(["groff", "-k", "-t", "-ms", "-Tpdf", "paper.ms"], cwd=folder, stdout=pdf, stderr=subprocess.DEVNULL)


def typst(paper, folder):
    import typst as engine

    def plain(words):
        words = re.sub(r"([\\#*_`$<>@\[\]~/'\"=+\-])", r"\\\1", words)
        words = re.sub(r"^(\d+)\.", r"\1\\.", words)
        return re.sub("\1([^\2]*)\2", r"#super[\1]", words)

    out = [f'#set page(paper: "a4", columns: 2, header: [{HEAD} #h(1fr) 12 (2021)], numbering: "1")', "#set text(size: 10pt, hyphenate: true)",
           "#set par(justify: true, first-line-indent: 1em)", f"#place(top, scope: \"parent\", float: true, text(16pt)[{plain(paper.blocks[0][1])}])"]
    for kind, words, notes in list(paper.paired())[1:]:
        if kind.startswith("h"):
            out.append("=" * int(kind[1]) + " " + plain(words))
        elif kind == "table":
            width = max(map(len, words))
            cells = ", ".join(f"[{plain(cell)}]" for row in words for cell in row + [""] * (width - len(row)))
            out.append(f"#text(size: 6pt, table(columns: {width}, {cells}))")
        elif kind == "caption":
            out.append(f"#text(size: 8pt)[{plain(words)}]")
        elif kind == "entry":
            out.append(f"#par(hanging-indent: 1em, first-line-indent: 0em)[{plain(words)}]")
        else:
            out.append(plain(words) + "".join(f"#footnote[{plain(note)}]" for note in notes))
    (folder / "paper.typ").write_text("\n\n".join(out), encoding="utf8")
    engine.compile(str(folder / "paper.typ"), output=str(folder / "paper.pdf"))


def page(paper, style, note):
    out, in_table = [], ""
    mark = lambda words: escape(words).replace("\1", "<sup>").replace("\2", "</sup>")
    for kind, words, notes in paper.paired():
        if kind == "table":
            rows = "".join("<tr>" + "".join(f"<td>{mark(cell)}</td>" for cell in row) + "</tr>" for row in words)
            out.append(f"<table>{rows}</table>")
        else:
            name = {"title": "h1", "h1": "h2", "h2": "h3", "h3": "h4"}.get(kind, "p")
            out.append(f'<{name} class="{kind}">{mark(words)}{"".join(note(mark(one)) for one in notes)}</{name}>')
    return (f'<!DOCTYPE html><html lang="{paper.language}"><meta charset="utf-8"><title>{HEAD}</title><style>body {{ font: 10pt serif; hyphens: auto; '
            f'text-align: justify }} h1 {{ column-span: all }} h1, h2, h3, h4 {{ text-align: left }} .caption, table {{ font-size: 8pt }} '
            f".entry {{ margin: 0; padding-left: 1em; text-indent: -1em }} sup {{ font-size: 6.5pt; line-height: 0 }} {style}</style>" + "\n".join(out))


def chromium(paper, folder):
    notes = lambda words: f'</p><p class="caption">{words}'
    (folder / "paper.html").write_text(page(paper, "body { columns: 2 } @page { size: A4 }", notes), encoding="utf8")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--print-to-pdf=paper.pdf", "paper.html"],
                   cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def weasyprint(paper, folder):
    import weasyprint as engine
    style = (f"@page {{ size: A4; @top-center {{ content: '{HEAD} 12 (2021)' }} @bottom-center {{ content: counter(page) }} }} "
             ".foot { float: footnote; font-size: 8pt }")
    html = page(paper, style, lambda words: f'<span class="foot">{words}</span>')
    engine.HTML(string=html).write_pdf(folder / "paper.pdf")


# Layout: what sets it, the characters that it can print, the program or module that it needs.
LAYOUTS = {
    "latex": (latex, latin, "pdflatex"), "latex-columns": (lambda paper, folder: latex(paper, folder, 2), latin, "pdflatex"),
    "groff": (groff, latin, "groff"), "groff-columns": (lambda paper, folder: groff(paper, folder, 2), latin, "groff"),
    "typst-columns": (typst, wide, "typst"), "chromium-columns": (chromium, wide, "chromium"), "weasyprint": (weasyprint, wide, "weasyprint"),
}


def make(job):
    path, layout, folder = job
    setter, printable, _ = LAYOUTS[layout]
    paper = Paper(path, printable)
    place = folder / layout
    place.mkdir(parents=True, exist_ok=True)
    if (place / f"{paper.name}.pdf").exists():
        return None
    with tempfile.TemporaryDirectory() as work:
        try:
            setter(paper, pathlib.Path(work))
            made = pathlib.Path(work, "paper.pdf")
            if not made.exists() or not made.stat().st_size:
                return f"{layout}: {paper.name}: no PDF"
            shutil.move(made, place / f"{paper.name}.pdf")
        except Exception as error:  # Whatever a typesetter says of one paper, the others are set.
            return f"{layout}: {paper.name}: {str(error)[:200]}"
    (place / f"{paper.name}.txt").write_text(paper.text(), encoding="utf8")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=14, help="set every 14th paper (42), or so many")
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    if not gold.GOLD.is_dir():
        print("../shared/gold is missing: nothing to set")
        return 0
    papers = sorted(gold.GOLD.rglob("*.gold.json"))[::options.every]
    jobs = []
    for layout in options.layouts.split(","):
        needed = LAYOUTS[layout][2]
        if shutil.which(needed) or importlib.util.find_spec(needed):
            jobs += [(path, layout, options.folder) for path in papers]
        else:
            print(f"skipped: {layout}, since {needed} is missing")
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        failed = [failure for failure in pool.map(make, jobs) if failure]
    print(*failed, sep="\n")
    print(f"{len(jobs) - len(failed)} PDFs of {len(papers)} papers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
