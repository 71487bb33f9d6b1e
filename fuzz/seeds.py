#!/usr/bin/env python3
"""Writes the first inputs of a fuzz target, cut from the sample papers:  seeds.py fuzz/corpus/TARGET

citations: each paper in pieces of some paragraphs, each piece with three entries of its list;
bibliography: each list of references, as it is, run together, and hard-wrapped;
reference: each entry alone.
"""
import pathlib
import re
import sys
import textwrap

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "corpus"
HEADING = re.compile(r"^(?:#+ *)?(?:\d+\.? *)?(?:references|bibliography|works cited|literature|daftar pustaka|referencias|bibliograf[ií]a)\W*$",
                     re.I | re.M)


def main():
    folder = pathlib.Path(sys.argv[1])
    for paper in sorted(SAMPLES.glob("*-*.*")):
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
