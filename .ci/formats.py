#!/usr/bin/env python3
"""Papers as JATS and TEI: makes both from the texts of ../shared/gold and measures what the program reads back.

    .ci/formats.py                       every paper, with target/release/leitmotif
    .ci/formats.py --every 8             every eighth paper
    .ci/formats.py --program PATH        another build

Figures, each with its floor: how many papers have the words of the gold text; links as score_citations.py counts them,
with the places of markers mapped to the gold text by counting letters and digits, and entries by their order; fields of
references that are marked; papers whose counts of themes are those of the text.
"""
import argparse
import collections
import csv
import json
import pathlib
import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

import gold

FLOORS = {"same words": 0.98, "marker F1": 0.99, "link F1": 0.99, "fields": 0.99, "theme counts": 0.98}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Paper:
    """A gold paper: its text in bytes, and what is marked in it."""

    def __init__(self, path):
        self.name = path.name.removesuffix(".gold.json")
        self.gold = json.loads(path.read_text(encoding="utf8"))
        self.raw = path.with_name(f"{self.name}.txt").read_bytes()
        self.end = self.gold["reference_lists"][0]["start"] if self.gold["reference_lists"] else self.gold["references_start"]
        self.sections = [one for one in self.gold["sections"] if one["start"] < self.end and not one.get("reflist")]
        self.marks = sorted((one for one in self.gold["citations"] if one["end"] <= self.end), key=lambda one: one["start"])
        ends = max((one["end"] for one in self.gold["reference_lists"]), default=self.end)
        self.ends_with_references = not self.raw[ends:].strip()

    def words(self, start, end):
        return self.raw[start:end].decode("utf8")

    def blocks(self, start, end):
        """Paragraphs between two places."""
        at = start
        for block in self.raw[start:end].split(b"\n\n"):
            if block.strip():
                yield at, at + len(block)
            at += len(block) + 2

    def marked(self, start, end, mark):
        """The words between two places with citations marked up by `mark`."""
        parts, at = [], start
        for one in self.marks:
            if at <= one["start"] and one["end"] <= end:
                parts += [escape(self.words(at, one["start"])), mark(one["references"], escape(self.words(one["start"], one["end"])))]
                at = one["end"]
        return "".join(parts) + escape(self.words(at, end))

    def lines(self, start, end):
        """The lines between two places, each with its place."""
        at = start
        for line in self.raw[start:end].split(b"\n"):
            if line.strip():
                yield at, at + len(line)
            at += len(line) + 1


def fielded(reference):
    return reference["how"].startswith("rendered") and reference["tagged"] and reference["title"]


class Jats:
    extension = "xml"

    def __init__(self, paper):
        self.paper, self.raised = paper, paper.gold["style"] == "superscript"

    def mark(self, ids, words):
        words = f'<xref ref-type="bibr" rid="{" ".join(ids)}">{words}</xref>'
        return f"<sup>{words}</sup>" if self.raised else words

    def text(self, start, end):
        paper, out = self.paper, []
        for start, end in paper.blocks(start, end):
            if b"\t" in paper.raw[start:end]:
                rows = ""
                for line, stop in paper.lines(start, end):
                    cells, at = "", line
                    for cell in paper.raw[line:stop].split(b"\t"):
                        cells += f"<td>{paper.marked(at, at + len(cell), self.mark)}</td>"
                        at += len(cell) + 1
                    rows += f"<tr>{cells}</tr>"
                out.append(f"<table-wrap><table><tbody>{rows}</tbody></table></table-wrap>")
            else:
                out += [f"<p>{paper.marked(*line, self.mark)}</p>" for line in paper.lines(start, end)]
        return "\n".join(out)

    def document(self):
        paper, out, levels = self.paper, [], []
        starts = [one["start"] for one in paper.sections] + [paper.end]
        title, *rest = list(paper.blocks(0, starts[0])) or [(0, 0)]
        if rest:
            out.append(self.text(rest[0][0], starts[0]))
        for one, after in zip(paper.sections, starts[1:]):
            while levels and levels[-1] >= one["level"]:
                levels.pop()
                out.append("</sec>")
            levels.append(one["level"])
            start = one["start"] + len(one["title"].encode())
            out.append(f"<sec><title>{escape(one['title'])}</title>{self.text(start, after)}")
        body = "\n".join(out) + "</sec>" * len(levels)
        entries = "\n".join(map(self.entry, paper.gold["references"]))
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<article xml:lang="{paper.gold['language'] or 'en'}"><front><article-meta><title-group><article-title>{escape(paper.words(*title))}</article-title>
</title-group></article-meta></front><body>{body}</body><back><ref-list><title>References</title>{entries}</ref-list></back></article>"""

    @staticmethod
    def entry(one):
        if not fielded(one):
            return f'<ref id="{one["id"]}"><mixed-citation>{escape(one["raw"])}</mixed-citation></ref>'

        def people(kind, persons):
            def person(one):
                given = f"<given-names>{escape(one['given'])}</given-names>" if one.get("given") else ""
                return f"<name><surname>{escape(one['family'])}</surname>{given}</name>"
            return f'<person-group person-group-type="{kind}">{"".join(map(person, persons))}</person-group>' if persons else ""

        year = (one["year"] or "") + (one["year_suffix"] or "")
        title = ("article-title", "source") if one["container"] else ("source", "")
        fields = [(title[0], one["title"]), (title[1], one["container"]), ("year", year), ("volume", one["volume"]), ("issue", one["issue"]),
                  ("fpage", one["first_page"]), ("lpage", one["last_page"]), ("publisher-name", one["publisher"])]
        fields = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields if value)
        doi = f'<pub-id pub-id-type="doi">{escape(one["doi"])}</pub-id>' if one["doi"] else ""
        return (f'<ref id="{one["id"]}"><element-citation publication-type={quoteattr(one["type"] or "other")}>{people("author", one["authors"])}'
                f'{people("editor", one["editors"])}{fields}{doi}</element-citation></ref>')


class Tei(Jats):
    extension = "tei.xml"

    def mark(self, ids, words):
        rend = ' rend="superscript"' if self.raised else ""
        return f'<ref type="bibr"{rend} target="{" ".join("#" + one for one in ids)}">{words}</ref>'

    def text(self, start, end):
        text = super().text(start, end).replace("<table-wrap>", '<figure type="table">').replace("</table-wrap>", "</figure>")
        return text.replace("<tr>", "<row>").replace("</tr>", "</row>").replace("<td>", "<cell>").replace("</td>", "</cell>")

    def document(self):
        body = super().document().split("<body>", 1)[1].split("</body>", 1)[0]
        body = body.replace("<sec>", "<div>").replace("</sec>", "</div>").replace("<title>", "<head>").replace("</title>", "</head>")
        title = list(self.paper.blocks(0, self.paper.sections[0]["start"] if self.paper.sections else self.paper.end)) or [(0, 0)]
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title level="a" type="main">{escape(self.paper.words(*title[0]))}</title></titleStmt></fileDesc></teiHeader>
<text xml:lang="{self.paper.gold['language'] or 'en'}"><body>{body}</body><back><div type="references"><listBibl>
{"".join(map(self.entry, self.paper.gold["references"]))}</listBibl></div></back></text></TEI>"""

    @staticmethod
    def entry(one):
        if not fielded(one):
            return f'<biblStruct xml:id="{one["id"]}"><monogr><title/><imprint/></monogr><note type="raw_reference">{escape(one["raw"])}</note></biblStruct>'

        def people(role, persons):
            return "".join(f"<{role}><persName>" + (f"<forename>{escape(one['given'])}</forename>" if one.get("given") else "")
                           + f"<surname>{escape(one['family'])}</surname></persName></{role}>" for one in persons or ())

        year = (one["year"] or "") + (one["year_suffix"] or "")
        scopes = "".join(f'<biblScope unit="{unit}">{escape(one[unit])}</biblScope>' for unit in ("volume", "issue") if one[unit])
        if one["first_page"]:
            last = f" to={quoteattr(one['last_page'])}" if one["last_page"] else ""
            scopes += f'<biblScope unit="page" from={quoteattr(one["first_page"])}{last}/>'
        publisher = f"<publisher>{escape(one['publisher'])}</publisher>" if one["publisher"] else ""
        imprint = f"<imprint>{publisher}{scopes}<date>{escape(year)}</date></imprint>"
        doi = f'<idno type="DOI">{escape(one["doi"])}</idno>' if one["doi"] else ""
        title, authors = f'<title>{escape(one["title"])}</title>', people("author", one["authors"])
        if not one["container"]:
            return f'<biblStruct xml:id="{one["id"]}"><monogr>{title}{authors}{people("editor", one["editors"])}{imprint}{doi}</monogr></biblStruct>'
        return (f'<biblStruct xml:id="{one["id"]}"><analytic>{title}{authors}{doi}</analytic><monogr><title level="j">{escape(one["container"])}</title>'
                f'{people("editor", one["editors"])}{imprint}</monogr></biblStruct>')


def letters(text):
    """Letters and digits of a text, and the byte at which each stands."""
    found, places, at = [], [], 0
    for c in text:
        if c.isalnum():
            found.append(c.translate(RAISED))
            places.append(at)
        at += len(c.encode())
    return "".join(found), places


def mapped(paper, text, citations, references):
    """Whether the words are those of the gold, and the citations with places of the gold text."""
    wanted, theirs = letters(paper.words(0, paper.end))
    found, ours = letters(text)
    if not found.startswith(wanted):
        return False, [], []
    place = {at: number for number, at in enumerate(ours)}
    entry = {(row["start"], row["end"]): one for row, one in zip(references, paper.gold["references"])}
    rows = []
    for row in citations:
        inside = [place[at] for at in range(row["start"], row["end"]) if at in place]
        if not inside or inside[-1] >= len(wanted):
            continue
        start, last = theirs[inside[0]], theirs[inside[-1]]
        links = [entry[link["start"], link["end"]] for link in row["references"] if (link["start"], link["end"]) in entry]
        rows.append({"document": paper.name, "start": start, "end": last + 1, "text": paper.raw[start:last + 1].decode("utf8", "ignore"),
                     "references": [{"start": one["start"], "end": one["end"]} for one in links]})
    listed = [{"document": paper.name, "start": one["start"], "end": one["end"]} for one in entry.values()]
    return True, rows, listed


def same_fields(reference, row):
    """Which fields of a reference that is marked by fields are right."""
    year = (reference["year"] or "") + (reference["year_suffix"] or "")
    clean = lambda words: " ".join((words or "").split()).rstrip(".,;") or None
    if reference["authors"] is not None:
        yield [clean(one["family"]) for one in reference["authors"]] == [clean(one["family"]) for one in row["authors"]]
    yield (clean(year) or None) == clean(row["year"])
    for ours, theirs in (("title", "title"), ("container", "container"), ("volume", "volume"), ("issue", "issue"), ("first_page", "first_page")):
        yield clean(row[ours]) == clean(reference[theirs])


CODEBOOK = """codebook: Words of research
match: stem
themes:
  growth: [increase, grow, "higher than"]
  decline: [decrease, decline, reduce, low]
  evidence: [result*, "significant differen*", show, suggest]
  people: [patient*, women, child*, student*]
"""


def themes(program, index, codebook):
    """Mentions by paper and theme, the list of references left out."""
    table = gold.run(program, "query", "themes", "--quiet", "--index", index, "--codebook", codebook, "--by", "document", "--format", "csv").decode()
    counts = collections.defaultdict(dict)
    for row in csv.DictReader(table.splitlines()):
        counts[stem(row["document"])][row["theme"]] = row["mentions"]
    return counts


def stem(name):
    for end in (".tei.xml", ".xml", ".txt"):
        name = name.removesuffix(end)
    return name


def grouped(path):
    rows = collections.defaultdict(list)
    for row in gold.rows(path):
        rows[stem(row["document"])].append(row)
    return rows


def measure(program, papers, maker, plain, codebook, work):
    """The figures of one format."""
    work.mkdir()
    folder, index = work / "papers", work / "index"
    folder.mkdir()
    for paper in papers:
        (folder / f"{paper.name}.{maker.extension}").write_text(maker(paper).document(), encoding="utf8")
    gold.run(program, "ingest", "--quiet", "--index", index, folder)
    found = []
    for kind in ("citations", "references"):
        gold.run(program, "extract", kind, "--index", index, "--format", "jsonl", "--output", work / f"{kind}.jsonl")
        found.append(grouped(work / f"{kind}.jsonl"))
    citations, references = found
    counts, right = themes(program, index, codebook), collections.Counter()
    total, predicted, listed, golds = collections.Counter(), [], [], work / "gold"
    golds.mkdir()
    for paper in papers:
        name = f"{paper.name}.{maker.extension}"
        text = gold.run(program, "extract", "text", "--index", index, "--document", name).decode("utf8")
        same, rows, entries = mapped(paper, text, citations[paper.name], references[paper.name])
        total["same words"] += 1
        right["same words"] += same
        if same:
            predicted += rows
            listed += entries
            (golds / f"{paper.name}.txt").write_bytes(paper.raw)
            (golds / f"{paper.name}.gold.json").write_text(json.dumps(paper.gold), encoding="utf8")
        if paper.ends_with_references:
            total["theme counts"] += 1
            right["theme counts"] += counts[paper.name] == plain[paper.name]
        for reference, row in zip(paper.gold["references"], references[paper.name]):
            if fielded(reference):
                marks = list(same_fields(reference, row))
                total["fields"] += len(marks)
                right["fields"] += sum(marks)
    for name, rows in (("mapped.jsonl", predicted), ("listed.jsonl", listed)):
        (work / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    scored = gold.score_citations(golds, (work / "mapped.jsonl", work / "listed.jsonl"))["scores"]
    for style, scores in scored.items():
        for kind in ("marker", "link"):
            yield f"{style}: {kind} F1", scores[kind]["F1"]
    for name in total:
        yield name, right[name] / max(1, total[name])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--program", type=pathlib.Path, default=gold.PROGRAM)
    parser.add_argument("--keep", type=pathlib.Path, help="folder to keep what was made")
    options = parser.parse_args()
    if not gold.GOLD.is_dir():
        print("../shared/gold is missing: no figures")
        return 0
    papers = [Paper(path) for path in sorted(gold.GOLD.rglob("*.gold.json"))[::options.every]]
    below = 0
    with tempfile.TemporaryDirectory() as folder:
        work = options.keep or pathlib.Path(folder)
        work.mkdir(exist_ok=True)
        (work / "txt").mkdir()
        for paper in papers:
            (work / "txt" / f"{paper.name}.txt").write_bytes(paper.raw)
        gold.run(options.program, "ingest", "--quiet", "--index", work / "plain", work / "txt")
        codebook = work / "codebook.yaml"
        codebook.write_text(CODEBOOK, encoding="utf8")
        plain = themes(options.program, work / "plain", codebook)
        for name, maker in (("JATS", Jats), ("TEI", Tei)):
            for figure, value in measure(options.program, papers, maker, plain, codebook, work / name):
                floor = FLOORS.get(figure.split(": ")[-1], 0)
                below += value < floor
                print(f"{name + ': ' + figure:40} {value:.4f}   floor {floor:.4f}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
