#!/usr/bin/env python3
"""Writes the first inputs of a fuzz target, cut from the sample papers:  seeds.py fuzz/corpus/TARGET

citations: each paper in pieces of some paragraphs, each piece with three entries of its list;
bibliography: each list of references, as it is, run together, and hard-wrapped;
reference: each entry alone;
readers, containers: papers in every format, behind the byte that chooses it;
records, codebooks: files of the sample corpus; filter: some filters.
"""
import gzip
import io
import pathlib
import re
import sys
import tarfile
import textwrap
import zipfile

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "corpus"
PAPERS = SAMPLES.parent / "tests" / "formats"
HEADING = re.compile(r"^(?:#+ *)?(?:\d+\.? *)?(?:references|bibliography|works cited|literature|daftar pustaka|referencias|bibliograf[ií]a)\W*$",
                     re.I | re.M)


FORMATS = ["txt", "md", "xml", "tex", "docx", "odt", "html", "epub", "json"]
CONTAINERS = ["jsonl", "json", "csv", "tsv", "zip", "tar", "tar.gz", "jsonl.gz"]
RECORD = '{"id": "W1", "title": "On trade", "year": 2001, "text": "Firms are proactive (Lee, 2003)."}'
FILTERS = ["year >= 2015", "section in (results, discussion)", 'cites: "Porter 1990"', "not (language = en or year < 1990)",
           "field = trade and discipline != law"]


def packed(ending):
    """Papers in a file of this kind."""
    out = io.BytesIO()
    if ending == "zip":
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a/paper.txt", "On trade\n\nFirms are proactive (Lee, 2003).\n")
            archive.writestr("b.jsonl", RECORD + "\n")
    elif ending.startswith("tar"):
        with tarfile.open(fileobj=out, mode="w:gz" if ending.endswith("gz") else "w") as archive:
            text = b"On trade\n\nFirms are proactive (Lee, 2003).\n"
            member = tarfile.TarInfo("a/paper.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    elif ending == "json":
        out.write(f"[{RECORD}, {RECORD}]".encode())
    elif ending in ("csv", "tsv"):
        mark = "," if ending == "csv" else "\t"
        out.write(mark.join(["id", "title", "text"]).encode() + b"\n" + mark.join(["1", "On trade", "Firms are proactive."]).encode())
    else:
        lines = f"{RECORD}\n{RECORD}\n".encode()
        out.write(gzip.compress(lines) if ending.endswith("gz") else lines)
    return out.getvalue()


def whole_files(target):
    """First inputs of the targets that read files, by name."""
    if target == "readers":
        for number, ending in enumerate(FORMATS):
            for path in sorted([*SAMPLES.glob(f"*.{ending}"), *PAPERS.rglob(f"*.{ending}")])[:6]:
                yield f"{ending}-{path.stem}", bytes([number]) + path.read_bytes()
        yield "json-record", bytes([len(FORMATS) - 1]) + RECORD.encode()
    elif target == "containers":
        for number, ending in enumerate(CONTAINERS):
            yield ending, bytes([number]) + packed(ending)
    elif target == "records":
        for path in sorted(SAMPLES.glob("library.*")):
            yield path.name, path.read_bytes()[:4000]
    elif target == "codebooks":
        for path in sorted((SAMPLES / "codebooks").iterdir()):
            yield path.name, path.read_bytes()[:4000]
    elif target == "filter":
        for number, text in enumerate(FILTERS):
            yield str(number), text.encode()


def main():
    folder = pathlib.Path(sys.argv[1])
    if folder.name in ("readers", "containers", "records", "codebooks", "filter"):
        for name, content in whole_files(folder.name):
            (folder / name).write_bytes(content)
        return
    texts = [path for path in SAMPLES.glob("*-*.*") if path.suffix in (".txt", ".md")]
    for paper in sorted(texts):
        text = paper.read_text(encoding="utf8")
        headings = list(HEADING.finditer(text))
        if not headings:
            continue
        body, bibliography = text[:headings[-1].start()], text[headings[-1].end():].strip()
        entries = [line for line in re.split(r"\n\s*\n", bibliography) if line.strip()]
        if len(entries) < 4:
            entries = bibliography.split("\n")
        seeds = []
        if folder.name == "citations":
            paragraphs = re.split(r"\n\s*\n", body)
            for at in range(0, len(paragraphs), 4):
                some = entries[at % len(entries):][:3] + entries[:1]
                seeds.append("\n\n".join(paragraphs[at:at + 4] + ["References"] + some))
        elif folder.name == "bibliography":
            wrapped = "\n".join(textwrap.fill(entry, 70) for entry in entries)
            seeds = [bibliography[:4000], " ".join(bibliography.split())[:4000], wrapped[:4000],
                     "References\n\n" + bibliography[:2000]]
        elif folder.name == "reference":
            seeds = entries
        else:
            sys.exit(f"{folder.name} is no target")
        for number, seed in enumerate(seeds):
            (folder / f"{paper.stem}-{number}").write_text(seed, encoding="utf8")


if __name__ == "__main__":
    main()
