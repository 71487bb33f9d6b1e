#!/usr/bin/env python3
"""Checks what `leitmotif export --as qdc|qdpx` writes, for the sample papers and, where they are there, for papers of ../shared/gold.

usage: .ci/refi.py PROGRAM

Both files must be valid against the schemas in ../shared/refi-qda, and each coding's text, cut out at its code points, must be the text
of one of the mentions that `extract themes` lists. Skipped with a notice where the schemas or Python's package `xmlschema` are missing.
"""

import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as tree
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SCHEMAS = SHARED / "refi-qda"
SAMPLE = 40
P = "{urn:QDA-XML:project:1.0}"


def main(program):
    if not SCHEMAS.exists():
        return print("skipped: ../shared/refi-qda is missing")
    try:
        import xmlschema
    except ImportError:
        return print("skipped: Python's package xmlschema is missing")
    project, codebook = (xmlschema.XMLSchema(SCHEMAS / name) for name in ("project.xsd", "codebook.xsd"))
    corpora = {"corpus": [ROOT / "corpus"]}
    gold = sorted((SHARED / "gold").glob("**/*.txt"))
    if gold:
        step = max(1, len(gold) // SAMPLE)
        corpora["gold"] = gold[::step][:SAMPLE]
    for name, paths in corpora.items():
        with tempfile.TemporaryDirectory() as folder:
            run = lambda *arguments: subprocess.run(
                [program, "--quiet", *arguments], cwd=folder, check=True, capture_output=True
            ).stdout
            run("ingest", *map(str, paths))
            run("export", "c.qdc", "--as", "qdc")
            run("export", "p.qdpx", "--as", "qdpx")
            codebook.validate(f"{folder}/c.qdc")
            with zipfile.ZipFile(f"{folder}/p.qdpx") as archive:
                xml = archive.read("project.qde")
                project.validate(io.StringIO(xml.decode()))
                found = codings(archive, tree.fromstring(xml))
            rows = [json.loads(line) for line in run("extract", "themes", "--format", "jsonl").splitlines()]
            expected = Counter((row["document"], row["text"], row["theme"].rsplit(".", 1)[-1]) for row in rows)
            names = Counter((document, text, code.rsplit(".", 1)[-1]) for document, text, code in found)
            assert names == expected, (names - expected, expected - names)
            print(f"{name}: {len(found)} codings of {len(set(d for d, _, _ in found))} papers valid and in place")


def codings(archive, root):
    """Each coding as paper, text at its place, name of its code."""
    codes = {code.get("guid"): code.get("name") for code in root.iter(f"{P}Code")}
    assert len(set(map(str.lower, codes.values()))) == len(codes), "codes of one name"
    codable = {code.get("guid") for code in root.iter(f"{P}Code") if code.get("isCodable") == "true"}
    found = []
    for source in root.iter(f"{P}TextSource"):
        path = source.get("plainTextPath").removeprefix("internal://")
        assert path == source.get("guid") + ".txt", path
        data = archive.read("sources/" + path)
        assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf"), source.get("name")
        text = data.decode("utf-8")
        for selection in source.iter(f"{P}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            cut = " ".join(text[start:end].split())
            assert cut == selection.get("name"), (source.get("name"), start, end, cut)
            for code in selection.iter(f"{P}CodeRef"):
                assert code.get("targetGUID") in codable, code.get("targetGUID")
                found.append((source.get("name"), cut, codes[code.get("targetGUID")]))
    return found


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()))
