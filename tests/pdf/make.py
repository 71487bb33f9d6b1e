#!/usr/bin/env python3
"""Makes the PDF papers of corpus/, and those that the tests read, from texts of corpus/ and tests/formats/.

    pip install reportlab pyphen
    tests/pdf/make.py FONTS [NAME]...

FONTS is a folder with LiberationSerif-Regular.ttf and LiberationSerif-Bold.ttf. The same texts give the same bytes. Names are those of papers to be made, all without any. Each paper shows what readers of
PDF stumble over; `PAPERS` says what.
"""

import pathlib
import re
import sys

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, B5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate, Paragraph, Spacer, Table

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "corpus"
WIDTH, HEIGHT = B5
MARGIN = 48
GUTTER = 16

# name: text, columns, raised numbers, head of even pages, head of odd pages, first page, line numbers
PAPERS = {
    "two-columns.pdf": ("../tests/formats/chen-2017-taiwan-machine-tools.txt", 2, False, "Chen and Huang", "Entry modes in a machine tool cluster", 14, False),
    "raised-numbers.pdf": ("vanderberg-2022-motives-review.txt", 2, True, "van den Berg et al.", "Twenty years of asking why", 95, False),
    "one-column.pdf": ("../tests/formats/footwear.txt", 1, False, "", "", 1, False),
    "line-numbers.pdf": ("adeyemi-2010-nigerian-leather.txt", 1, False, "", "", 1, True),
    "medtech.pdf": ("../tests/formats/medtech.md", 1, False, "", "", 130, False),
    "wulandari-2018-umkm-digital.pdf": ("../tests/formats/wulandari-2018-umkm-digital.md", 1, False, "Wulandari dan Kusuma", "Lokapasar dan ekspor langsung", 97, False),
    "restrepo-2015-flores-colombia.pdf": ("../tests/formats/restrepo-2015-flores-colombia.txt", 2, False, "Restrepo y Arango", "Flores por encargo", 9, False),
}

# Papers of the corpus, by the language in which words are divided; they have nothing that their texts have not.
LANGUAGES = {"wulandari-2018-umkm-digital.pdf": "id_ID", "restrepo-2015-flores-colombia.pdf": "es"}

TABLE = [["Place", "Firms", "Share"], ["Northern valley", "12", "32 %"], ["Old town", "15", "39 %"], ["Harbour", "8", "21 %"], ["Elsewhere", "3", "8 %"]]
CAPTION = "<b>Table 1.</b> Firms of the sample by the place of their workshops"
NOTE = "<super>*</super> Correspondence to the first author. The authors thank two readers for their patience."


def styles(columns, words="en_GB"):
    size = 9 if columns == 2 else 11
    base = dict(fontName="Serif", fontSize=size, leading=size * 1.25, allowWidows=1, allowOrphans=1)
    language = dict(hyphenationLang=words, embeddedHyphenation=1) if columns == 2 or words != "en_GB" else {}
    return {
        "text": ParagraphStyle("text", **base, **language, alignment=TA_JUSTIFY, firstLineIndent=size * 1.2),
        "front": ParagraphStyle("front", **base, alignment=TA_CENTER, spaceAfter=4),
        "title": ParagraphStyle("title", fontName="Serif-Bold", fontSize=17, leading=21, alignment=TA_CENTER, spaceAfter=8),
        "heading": ParagraphStyle("heading", fontName="Serif-Bold", fontSize=size + 1, leading=size * 1.4, spaceBefore=8, spaceAfter=4),
        "entry": ParagraphStyle("entry", **{**base, "fontSize": size - 1, "leading": (size - 1) * 1.2}, leftIndent=14, firstLineIndent=-14),
        "small": ParagraphStyle("small", **{**base, "fontSize": size - 2, "leading": (size - 2) * 1.2}),
    }


def raised(text):
    """Numbers in brackets as raised numbers, after the stop or comma that follows them."""
    return re.sub(r" ?\[(\d[\d, –-]*)\]([.,;]?)", lambda m: m[2] + "<super size=60%>" + m[1].replace(" ", "") + "</super>", text)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def story(path, columns, is_raised, language):
    style = styles(columns, language or "en_GB")
    lines = [re.sub(r"[*]|^#+ ", "", line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    title = 1 if path.stem == "medtech" else 0 if path.suffix == ".md" else max(range(4), key=lambda at: lines[at].count(" ") if not re.search(r"\d\(|\d{4}[;,]", lines[at]) else 0)
    body = next(at for at, line in enumerate(lines) if re.match(r"(?i)\W*(abstra|resumen)", line))
    references = max(at for at, line in enumerate(lines) if re.fullmatch(r"(?i)(\d+\. )?(literature|references|list of references|works cited|bibliography|referencias|daftar pustaka)", line.strip()))
    flow = []
    for at, line in enumerate(lines):
        words = escaped(line.strip())
        if at == title:
            flow.append(Paragraph(words, style["title"]))
        elif at < body:
            flow.append(Paragraph(words, style["front"]))
        elif at > references:
            flow.append(Paragraph(words, style["entry"]))
        elif len(words) < 90 and not words.endswith((".", ":")) and not words.lower().startswith(("keywords", "kata kunci", "palabras clave")):
            flow.append(Paragraph(words, style["heading"]))
        else:
            flow.append(Paragraph(raised(words) if is_raised else words, style["text"]))
        if at == title:
            flow.append(NextPageTemplate("later"))
        if columns == 2 and at == body + 8 and not language:
            flow += [Spacer(1, 8), Paragraph(CAPTION, style["small"]), Table(TABLE, style=[("FONT", (0, 0), (-1, -1), "Serif", 7), ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]), Spacer(1, 8)]
    return flow


def make(name, out):
    text, columns, is_raised, even, odd, first, numbered = PAPERS[name]
    width = (WIDTH - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    note = Paragraph(NOTE, styles(columns)["small"])

    def frames(bottom):
        return [Frame(MARGIN + (width + GUTTER) * at, bottom, width, HEIGHT - bottom - 60, 0, 0, 0, 0, id=f"c{at}") for at in range(columns)]

    def furniture(canvas, document):
        number = document.page + first - 1
        canvas.setFont("Serif", 8)
        head = even if number % 2 == 0 else odd
        if head and document.page > 1:
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 40, head)
        if even and document.page > 1:
            canvas.drawString(MARGIN if number % 2 == 0 else WIDTH - MARGIN - 12, HEIGHT - 40, str(number))
        elif not even:
            canvas.drawCentredString(WIDTH / 2, 30, f"– {number} –")
        if columns == 2 and document.page == 1 and name not in LANGUAGES:
            note.wrap(width, 60)
            note.drawOn(canvas, MARGIN, 54)
        if numbered:
            y, line = HEIGHT - 60 - 13, 1
            while y > 60:
                canvas.drawRightString(MARGIN - 14, y, str(line + (document.page - 1) * 50))
                y, line = y - 13.75, line + 1

    document = BaseDocTemplate(str(out / name), pagesize=B5, invariant=1, pageCompression=1, title="untitled", author="")
    document.addPageTemplates([PageTemplate("first", frames(84 if columns == 2 else 54), furniture), PageTemplate("later", frames(54), furniture)])
    document.build(story(CORPUS / text, columns, is_raised, LANGUAGES.get(name)))


def scan(path):
    """Two pages that are pictures."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    from PIL import Image
    picture = Image.new("L", (60, 80), 230)
    for at in range(0, 80, 4):
        for across in range(8, 52):
            picture.putpixel((across, at), (across * at) % 200)
    for _ in range(2):
        canvas.drawInlineImage(picture, 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()


def locked(path):
    """One page behind a password."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 720, "Nobody reads this without the password.")
    canvas.save()


def main():
    fonts, named = pathlib.Path(sys.argv[1]), sys.argv[2:]
    pdfmetrics.registerFont(TTFont("Serif", fonts / "LiberationSerif-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Serif-Bold", fonts / "LiberationSerif-Bold.ttf"))
    pdfmetrics.registerFontFamily("Serif", normal="Serif", bold="Serif-Bold", italic="Serif", boldItalic="Serif-Bold")
    for name in named or PAPERS:
        make(name, CORPUS if name in LANGUAGES else HERE)
    if not named:
        scan(HERE / "scan.pdf")
        locked(HERE / "locked.pdf")


main()
