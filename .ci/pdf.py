#!/usr/bin/env python3
"""Compares what leitmotif reads of PDF papers with what other readers read.

    .ci/typeset.py FOLDER; .ci/pdf.py FOLDER        papers of ../shared/gold in several layouts, with their texts
    .ci/pdf.py FOLDER [--program PATH]              any PDFs below a folder; target/release/leitmotif unless another build is named

Each PDF is compared with the text beside it (`paper.txt`); without one it counts for speed and failures alone. Readers that are not
installed are left out: leitmotif, pdftotext (poppler), and with --all pypdfium2 and pypdf. One table a folder of PDFs, means of papers:

- J3: the Jaccard index of the sets of three words in a row (words and their order)
- words: share of the words of the text that are there; strange: words a thousand that the text has not
- order: of neighbouring places of the text, how many come in the same order
- broken: words a thousand that are still divided; ligatures: such signs a thousand words
- heads: running heads a page that are still there
- pages/s: a CPU second, of leitmotif with mining and indexing; failed: PDFs without a text

With --citations what leitmotif finds in PDFs is held against ../shared/gold as score_citations.py counts it, its places mapped to the
gold text by words, beside the same figures of the texts. With --floors the exit code is 1 where leitmotif has a lower J3 than pdftotext.
"""
import argparse
import bisect
import collections
import json
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import gold
from typeset import HEAD, RAISED

WORD = re.compile(r"[^\W\d_]+|\d+")
LIGATURES = re.compile("[\ufb00-\ufb06]")


def words(text):
    """Words and numbers in small letters."""
    text = text.replace("\u00ad", "").translate(RAISED)
    return [unicodedata.normalize("NFKC", found[0]).lower() for found in WORD.finditer(text)]


def rows(found, wide):
    return zip(*(found[start:] for start in range(wide)))


def unique(found, wide=5):
    """Runs of words that come once, with their places."""
    runs = list(rows(found, wide))
    counts = collections.Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def scores(text, reference, pages):
    found, wanted = words(text), words(reference)
    ours, theirs = collections.Counter(rows(found, 3)), collections.Counter(rows(wanted, 3))
    kept = (collections.Counter(found) & collections.Counter(wanted)).total()
    vocabulary = set(wanted)
    broken = sum(a + b in vocabulary and not (a in vocabulary and b in vocabulary) for a, b in zip(found, found[1:]))
    places = unique(found)
    known = [places[run] for run in unique(wanted) if run in places]
    in_order = sum(a < b for a, b in zip(known, known[1:]))
    head = " ".join(words(HEAD))
    thousand = 1000 / max(len(found), 1)
    return {"J3": (ours & theirs).total() / max((ours | theirs).total(), 1), "words": kept / max(len(wanted), 1),
            "strange": (len(found) - kept) * thousand, "order": in_order / max(len(known) - 1, 1), "broken": broken * thousand,
            "ligatures": len(LIGATURES.findall(text)) * thousand, "heads": " ".join(found).count(head) / max(pages, 1)}


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def leitmotif(program):
    """A reader of all papers of a folder at once; their index is left in `work`."""
    def read(papers, work):
        index = work / "index"
        subprocess.run([program, "ingest", "--quiet", "--index", index, *papers], stderr=subprocess.DEVNULL)
        for paper in papers:
            done = subprocess.run([program, "extract", "text", "--index", index, "--document", paper.name], capture_output=True)
            yield None if done.returncode else done.stdout.decode()
    return read


def pdftotext(papers, _):
    for paper in papers:
        done = subprocess.run(["pdftotext", "-enc", "UTF-8", paper, "-"], capture_output=True)
        yield None if done.returncode else done.stdout.decode(errors="replace")


def library(read):
    def all_of(papers, _):
        for paper in papers:
            try:
                yield read(paper)
            except Exception:  # A reader that fails on a paper has no text of it.
                yield None
    return all_of


def available(options):
    readers = {"leitmotif": leitmotif(options.program)}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = pdftotext
    if options.all:
        import pypdf
        import pypdfium2
        readers["pypdfium2"] = library(lambda paper: "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper)))
        readers["pypdf"] = library(lambda paper: "\n".join(page.extract_text() for page in pypdf.PdfReader(paper).pages))
    return readers


def pages_of(paper):
    done = subprocess.run(["pdfinfo", paper], capture_output=True, text=True) if shutil.which("pdfinfo") else None
    found = re.search(r"^Pages: +(\d+)", done.stdout, re.M) if done else None
    return int(found[1]) if found else 0


def compare(papers, readers, work, per_paper):
    """Prints the table of one folder, and returns the J3 of each reader."""
    pages = [pages_of(paper) for paper in papers]
    twins = [paper.with_suffix(".txt") for paper in papers]
    means = {}
    for name, read in readers.items():
        began, found, failed = cpu(), [], 0
        texts = list(read(papers, work))
        took = cpu() - began
        for paper, twin, text, count in zip(papers, twins, texts, pages):
            failed += not text
            if twin.exists():
                found.append(scores(text or "", twin.read_text(encoding="utf8"), count))
                if per_paper:
                    print(f"    {found[-1]['J3']:.3f} {found[-1]['order']:.3f} {name} {paper.name}")
        mean = {key: sum(row[key] for row in found) / len(found) for key in found[0]} if found else {}
        cells = "".join(f" {value:9.4f}" for value in mean.values())
        if not means:
            print(f"{papers[0].parent.name}: {len(papers)} PDFs, {sum(pages)} pages\n{'':12}" + "".join(f" {key:>9}" for key in (*mean, "pages/s", "failed")))
        print(f"{name:12}{cells} {sum(pages) / max(took, .01):9.1f} {failed:9}")
        means[name] = mean.get("J3", 0)
    return means


def placed(text):
    """Words of a text with the bytes at which they stand."""
    bytes_at, at = [], 0
    for c in text:
        bytes_at.append(at)
        at += len(c.encode())
    bytes_at.append(at)
    found = [(m[0].lower(), bytes_at[m.start()], bytes_at[m.end()]) for m in WORD.finditer(text.translate(RAISED))]
    return [one[0] for one in found], [one[1:] for one in found]


def aligned(ours, theirs):
    """For words of ours their places in theirs: runs that are unique on both sides, as far as they go on alike."""
    here, there = unique(ours, 4), unique(theirs, 4)
    place, taken = {}, set()
    for run, at in here.items():
        to = there.get(run)
        if to is None:
            continue
        for step in (1, -1):
            i, j = (at, to) if step > 0 else (at - 1, to - 1)
            while 0 <= i < len(ours) and 0 <= j < len(theirs) and ours[i] == theirs[j] and i not in place and j not in taken:
                place[i] = j
                taken.add(j)
                i, j = i + step, j + step
    return place


def mapped(rows_of, found, theirs_at, place, our_at):
    """Spans of the program's rows as spans of the gold text."""
    starts, ends = [one[0] for one in our_at], [one[1] for one in our_at]
    for row in rows_of:
        span = []
        for start, end in [(row["start"], row["end"])] + [(link["start"], link["end"]) for link in row.get("references", [])]:
            first, last = bisect.bisect_right(ends, start), bisect.bisect_left(starts, end)
            known = [place[at] for at in range(first, last) if at in place]
            span.append((theirs_at[min(known)][0], theirs_at[max(known)][1]) if known and max(known) - min(known) < 3 * (last - first) + 9 else None)
        if span[0]:
            start, end = span[0]
            links = [{"start": one[0], "end": one[1]} for one in span[1:] if one]
            yield {"document": found, "start": start, "end": end, "text": row.get("text", "").translate(RAISED), "references": links}


def cited(program, folder, work, kind):
    """Scores of the PDFs of a folder, or of the gold texts of the same papers."""
    names = sorted(paper.stem for paper in folder.glob("*.pdf"))
    papers = {path.stem: path for path in gold.GOLD.rglob("*.txt") if path.stem in names}
    golds, index = work / "gold", work / f"cited-{kind}"
    golds.mkdir(exist_ok=True)
    for path in papers.values():
        shutil.copy(path, golds)
        shutil.copy(path.with_name(path.stem + ".gold.json"), golds)
    files = [folder / f"{name}.pdf" for name in names] if kind == "pdf" else list(papers.values())
    subprocess.run([program, "ingest", "--quiet", "--index", index, *files], stderr=subprocess.DEVNULL)
    out = []
    for what in ("citations", "references"):
        file = work / f"{what}-{kind}.jsonl"
        gold.run(program, "extract", what, "--index", index, "--format", "jsonl", "--output", file)
        by_paper = collections.defaultdict(list)
        for row in gold.rows(file):
            by_paper[row["document"]].append(row)
        with open(file, "w", encoding="utf8") as sink:
            for document, listed in by_paper.items():
                name = document.rsplit(".", 1)[0]
                text = gold.run(program, "extract", "text", "--index", index, "--document", document).decode()
                (ours, our_at), (theirs, their_at) = placed(text), placed(papers[name].read_text(encoding="utf8"))
                place = aligned(ours, theirs)
                for row in mapped(listed, name, their_at, place, our_at):
                    sink.write(json.dumps(row) + "\n")
        out.append(file)
    return gold.score_citations(golds, out)["scores"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, default=gold.PROGRAM)
    parser.add_argument("--all", action="store_true", help="also pypdfium2 and pypdf")
    parser.add_argument("--per-paper", action="store_true")
    parser.add_argument("--citations", action="store_true")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    folders = collections.defaultdict(list)
    for paper in sorted(options.folder.rglob("*.pdf")):
        folders[paper.parent].append(paper)
    readers, below = available(options), []
    for folder, papers in folders.items():
        with tempfile.TemporaryDirectory() as work:
            means = compare(papers, readers, pathlib.Path(work), options.per_paper)
            if options.floors and means["leitmotif"] < means.get("pdftotext", 0):
                below.append(folder.name)
            for kind in ("text", "pdf") if options.citations and gold.GOLD.is_dir() else ():
                for style, scored in cited(options.program, folder, pathlib.Path(work), kind).items():
                    print(f"  {kind:4} {style:12} " + "  ".join(f"{what} P {scored[what]['P']:.4f} R {scored[what]['R']:.4f} F1 {scored[what]['F1']:.4f}"
                                                             for what in scored if isinstance(scored[what], dict) and "F1" in scored[what]))
    if below:
        print("below pdftotext:", *below)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
