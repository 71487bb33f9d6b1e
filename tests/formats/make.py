#!/usr/bin/env python3
"""Makes the papers of this folder, and those of corpus/, in other formats from their texts.

    tests/formats/make.py

The texts are footwear.txt and medtech.md; tests/pdf/make.py makes their PDFs. Needs nothing but Python; the same texts give the same
bytes. corpus/ holds the first as .docx and the second as .html.
"""

import re
import zipfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "corpus"

# Headings of footwear.txt that are not in capitals.
SECOND_LEVEL = (
    "Chosen for their wages: 1961–1979",
    "Looking for size: 1980–1994",
    "Holding on to what was going: after 1995",
)

AUTHORS = {"footwear.txt": ("Teresa Ferreira", "Rui Coutinho"), "medtech.md": ("Niamh O'Brien", "Fergal Keane")}


def blocks(path):
    """The parts of a text as (kind, words): title, h1, h2, p, r (an entry of the bibliography)."""
    markdown = path.suffix == ".md"
    found = []
    in_references = False
    for block in path.read_text("utf-8").strip().split("\n\n"):
        if in_references:
            found += [("r", line) for line in block.split("\n")]
            continue
        words = " ".join(block.split("\n"))
        kind = "p"
        if markdown and words.startswith("#"):
            hashes, words = words.split(" ", 1)
            kind = ("title", "h1", "h2")[len(hashes) - 1]
        elif not markdown and words.isupper():
            kind = "h1"
        elif not markdown and words in SECOND_LEVEL:
            kind = "h2"
        elif not markdown and len(found) == 1:
            kind = "title"
        found.append((kind, words))
        in_references = kind == "h1" and words.lower() in ("references", "bibliography")
    return found


def runs(words):
    """Stretches of words as (text, style), style being "", "i" or "b"."""
    for part in re.split(r"(\*\*[^*]+\*\*|\*[^*]+\*)", words):
        if part.startswith("**"):
            yield part[2:-2], "b"
        elif part.startswith("*"):
            yield part[1:-1], "i"
        elif part:
            yield part, ""


def archive(path, entries):
    """Writes a zip archive of (name, content); the first entry of OpenDocument is not packed."""
    with zipfile.ZipFile(path, "w") as file:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            file.writestr(entry, content.encode("utf-8"))


def docx(parts):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = {"title": "Title", "h1": "Heading1", "h2": "Heading2", "r": "Bibliography"}
    body = []
    for kind, words in parts:
        style = f'<w:pPr><w:pStyle w:val="{styles[kind]}"/></w:pPr>' if kind in styles else ""
        text = "".join(
            "<w:r>"
            + (f"<w:rPr><w:{style_of}/></w:rPr>" if style_of else "")
            + f'<w:t xml:space="preserve">{escape(run, False)}</w:t></w:r>'
            for run, style_of in runs(words)
        )
        body.append(f"<w:p>{style}{text}</w:p>")
    names = [("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2")]
    names += [("Bibliography", "Bibliography")]
    declared = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in names
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    package = "http://schemas.openxmlformats.org/package/2006"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return [
        (
            "[Content_Types].xml",
            head + f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{office}.styles+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            head + f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        ),
        (
            "word/_rels/document.xml.rels",
            head + f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        ),
        ("word/styles.xml", head + f'<w:styles xmlns:w="{word}">{declared}</w:styles>'),
        (
            "word/document.xml",
            head + f'<w:document xmlns:w="{word}"><w:body>{"".join(body)}</w:body></w:document>',
        ),
    ]


def odt(parts):
    body = []
    for kind, words in parts:
        text = "".join(
            f'<text:span text:style-name="{style}">{escape(run, False)}</text:span>' if style else escape(run, False)
            for run, style in runs(words)
        )
        if kind in ("h1", "h2"):
            body.append(f'<text:h text:outline-level="{kind[1]}">{text}</text:h>')
        else:
            style = ' text:style-name="Title"' if kind == "title" else ""
            body.append(f"<text:p{style}>{text}</text:p>")
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{short}="{name}{short}:1.0"' for short in ("office", "text", "style"))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    mime = "application/vnd.oasis.opendocument.text"
    return [
        ("mimetype", mime),
        (
            "META-INF/manifest.xml",
            head + f'<manifest:manifest xmlns:manifest="{name}manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        ),
        (
            "content.xml",
            head + f'<office:document-content {spaces} office:version="1.2"><office:body>'
            f'<office:text>{"".join(body)}</office:text></office:body></office:document-content>',
        ),
    ]


def elements(parts, offset):
    """HTML of the parts; a title is h1, other headings follow."""
    lines = []
    for kind, words in parts:
        tag = {"title": "h1", "h1": "h2", "h2": "h3"}.get(kind, "p")
        text = "".join(
            f"<{style}>{escape(run, False)}</{style}>" if style else escape(run, False)
            for run, style in runs(words)
        )
        lines.append(f"{offset}<{tag}>{text}</{tag}>\n")
    return "".join(lines)


def html(parts):
    title = next(words for kind, words in parts if kind == "title")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)} | A journal that does not exist</title>\n"
        "<style>nav { float: right }</style>\n</head>\n<body>\n"
        '<header class="site-header"><a href="/">A journal that does not exist</a></header>\n'
        '<nav><ul><li><a href="/issues">Issues</a></li><li><a href="/about">About</a></li></ul></nav>\n'
        f'<main>\n<article>\n{elements(parts, "")}</article>\n</main>\n'
        '<aside><h2>Most read</h2><p>Which motives last? The proactive firm and its bank.</p></aside>\n'
        "<footer><p>Subscribe to our newsletter.</p></footer>\n</body>\n</html>\n"
    )


def epub(parts):
    title = next(words for kind, words in parts if kind == "title")
    cut = len(parts) // 2
    while parts[cut][0] != "h1":
        cut += 1
    chapter = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title/></head><body>\n{}</body></html>\n"
    )
    return [
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            '<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        ),
        (
            "OEBPS/content.opf",
            '<?xml version="1.0"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">none</dc:identifier>'
            f"<dc:title>{escape(title, False)}</dc:title><dc:language>en</dc:language></metadata><manifest>"
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="one"/><itemref idref="two"/></spine></package>',
        ),
        (
            "OEBPS/nav.xhtml",
            chapter.format('<nav><ol><li><a href="one.xhtml">One</a></li></ol></nav>\n'),
        ),
        ("OEBPS/one.xhtml", chapter.format(elements(parts[:cut], ""))),
        ("OEBPS/two.xhtml", chapter.format(elements(parts[cut:], ""))),
    ]


def after_front(parts):
    """The title, and the parts from the abstract on; what stands around the title is data in JATS and LaTeX."""
    first = next(at for at, (kind, words) in enumerate(parts) if kind == "h1" or words.startswith("Abstract"))
    return next(words for kind, words in parts if kind == "title"), parts[first:]


def abstract(parts):
    """The paragraphs before the first heading without the word Abstract, and the rest."""
    first = next(at for at, (kind, _) in enumerate(parts) if kind == "h1")
    return [words.removeprefix("Abstract. ") for _, words in parts[:first]], parts[first:]


def jats(parts, authors, year):
    title, parts = after_front(parts)
    mark = {"i": "italic", "b": "bold"}
    marked = lambda words: "".join(
        f"<{mark[style]}>{escape(run, False)}</{mark[style]}>" if style else escape(run, False) for run, style in runs(words)
    )
    people = "".join(
        f'<contrib contrib-type="author"><name><surname>{name.split()[-1]}</surname>'
        f'<given-names>{" ".join(name.split()[:-1])}</given-names></name></contrib>'
        for name in authors
    )
    before, parts = abstract(parts)
    summary = "".join(f"<p>{marked(words)}</p>" for words in before)
    summary = f"<abstract>{summary}</abstract>" if before else ""
    body, open_sections, entries = [], 0, []
    for kind, words in parts:
        if kind in ("h1", "h2"):
            level = int(kind[1])
            body.append("</sec>" * (open_sections - level + 1) + f"\n<sec><title>{marked(words)}</title>")
            open_sections = level
        elif kind == "r":
            entries.append(f"<ref><mixed-citation>{marked(words)}</mixed-citation></ref>\n")
        else:
            body.append(f"<p>{marked(words)}</p>\n")
    closing, heading = body.pop().split("\n<sec>") if entries else ("</sec>" * open_sections, "")
    heading = re.sub("<.*?>", "", heading)
    body.append(closing)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<article xml:lang="en"><front><article-meta>'
        f"<title-group><article-title>{marked(title)}</article-title></title-group>"
        f"<contrib-group>{people}</contrib-group><pub-date><year>{year}</year></pub-date>{summary}</article-meta></front>\n"
        f'<body>{"".join(body)}</body>\n<back><ref-list><title>{heading}</title>\n{"".join(entries)}</ref-list></back></article>\n'
    )


def latex(parts, authors, year):
    title, parts = after_front(parts)
    style_of = {"i": "textit", "b": "textbf"}

    def plain(words):
        words = re.sub(r"([&%$#_])", r"\\\1", words)
        return re.sub(r'"([^"]*)"', r"``\1''", words)

    marked = lambda words: "".join(f"\\{style_of[style]}{{{plain(run)}}}" if style else plain(run) for run, style in runs(words))
    lines = [
        "\\documentclass{article}",
        f"\\title{{{marked(title)}}}",
        "\\author{" + " \\and ".join(authors) + "}",
        f"\\date{{{year}}}",
        "\\begin{document}",
        "\\maketitle",
    ]
    before, parts = abstract(parts)
    if before:
        lines += ["\\begin{abstract}", *map(marked, before), "\\end{abstract}"]
    for kind, words in parts:
        command = {"h1": "\\section*{%s}", "h2": "\\subsection*{%s}"}.get(kind, "%s")
        lines.append(command % marked(words))
    return "\n\n".join([*lines, "\\end{document}"]) + "\n"


def main():
    names = {
        "footwear.txt": ("ferreira-2009-portuguese-footwear", AUTHORS["footwear.txt"], 2009),
        "medtech.md": ("obrien-2019-irish-medtech", AUTHORS["medtech.md"], 2019),
    }
    for source, (_, authors, year) in names.items():
        parts = blocks(HERE / source)
        (HERE / f"{Path(source).stem}.xml").write_text(jats(parts, authors, year), "utf-8")
        (HERE / f"{Path(source).stem}.tex").write_text(latex(parts, authors, year), "utf-8")
        stem = Path(source).stem
        archive(HERE / f"{stem}.docx", docx(parts))
        archive(HERE / f"{stem}.odt", odt(parts))
        archive(HERE / f"{stem}.epub", epub(parts))
        (HERE / f"{stem}.html").write_text(html(parts), "utf-8")
    (HERE / "footwear.docx").replace(CORPUS / f"{names['footwear.txt'][0]}.docx")
    (HERE / "medtech.html").replace(CORPUS / f"{names['medtech.md'][0]}.html")


main()
