#!/usr/bin/env python3
"""Compares what leitmotif reads of PDF papers with what other readers read.

    .ci/pdf.py FOLDER        the PDFs below a folder; needs target/release/leitmotif

Each PDF is compared with the text beside it (`paper.txt`) or, without one, with that of `pdftotext`. Readers that are not installed
are left out: leitmotif, pdftotext (poppler), pypdfium2, pypdf. Prints for each the mean Jaccard index of the sets of three words in a
row (J3: words and their order), the share of the reference's words, and seconds a paper.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "target/release/leitmotif"


def words(text):
    return re.findall(r"\w+", text.replace("\u00ad", "").lower())


def scores(found, expected):
    ours, theirs = collections.Counter(zip(found, found[1:], found[2:])), collections.Counter(zip(expected, expected[1:], expected[2:]))
    union = sum((ours | theirs).values())
    kept = sum((collections.Counter(found) & collections.Counter(expected)).values())
    return sum((ours & theirs).values()) / max(union, 1), kept / max(len(expected), 1)


def leitmotif(paper):
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *words: subprocess.run([PROGRAM, *words, "--index", f"{folder}/index", "--quiet"], capture_output=True, text=True)
        if run("ingest", str(paper)).returncode:
            return None
        return run("extract", "text", "--document", paper.name).stdout


def pdftotext(paper):
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", paper, "-"], capture_output=True)
    return None if done.returncode else done.stdout.decode(errors="replace")


def pdfium(paper):
    import pypdfium2
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))


def pypdf(paper):
    import pypdf as library
    return "\n".join(page.extract_text() for page in library.PdfReader(paper).pages)


def available():
    readers = {"leitmotif": leitmotif}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = pdftotext
    for name, reader in (("pypdfium2", pdfium), ("pypdf", pypdf)):
        try:
            __import__(name)
            readers[name] = reader
        except ImportError:
            pass
    return readers


def main():
    papers = sorted(pathlib.Path(sys.argv[1]).rglob("*.pdf"))
    readers = available()
    rows = collections.defaultdict(list)
    for paper in papers:
        twin = paper.with_suffix(".txt")
        reference = twin.read_text(encoding="utf-8") if twin.exists() else pdftotext(paper) if "pdftotext" in readers else None
        if reference is None:
            continue
        for name, reader in readers.items():
            began = time.perf_counter()
            try:
                text = reader(paper)
            except Exception as error:
                print(f"{name}: {paper}: {error}", file=sys.stderr)
                text = None
            took = time.perf_counter() - began
            rows[name].append((*(scores(words(text), words(reference)) if text else (0.0, 0.0)), took, not text))
    print(f"{'reader':12} {'J3':>6} {'words':>6} {'s/paper':>8} {'failed':>6}")
    for name, found in rows.items():
        mean = [sum(column) / len(found) for column in zip(*found)]
        print(f"{name:12} {mean[0]:6.3f} {mean[1]:6.3f} {mean[2]:8.2f} {sum(row[3] for row in found):6}")


main()
