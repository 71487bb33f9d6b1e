#!/usr/bin/env python3
"""Accuracy as measured: the tables of docs/citations.md and docs/reference-parser.md.

    .ci/accuracy.py            print the tables
    .ci/accuracy.py --write    put them into the documents, between the lines that name them

Papers and reference strings are those of ../shared/gold, scored by ../shared/score.
"""
import json
import pathlib
import re
import sys
import tempfile

import calibration
import gold

DOCUMENTS = ("citations.md", "reference-parser.md")


def rounded(scores):
    return " | ".join(f"{scores[key]:.3f}" for key in ("P", "R", "F1"))


def citations_table(plain, wrapped):
    """Precision, recall and F1 by style or language; F1 of the hard-wrapped papers beside them."""
    lines = ["| | papers | | precision | recall | F1 | F1, hard-wrapped | gold |", "|---|---|---|---|---|---|---|---|"]
    for group, scores in plain["scores"].items():
        for place, kind in enumerate(("marker", "link", "reference")):
            name, papers = (group, plain["documents"][group]) if place == 0 else ("", "")
            second = wrapped["scores"][group][kind]["F1"]
            lines.append(f"| {name} | {papers} | {kind}s | {rounded(scores[kind])} | {second:.3f} | {scores[kind]['gold']} |")
    return "\n".join(lines)


def fields_table(scored):
    """F1 of each field by group of strings."""
    groups = list(scored)
    lines = ["| | " + " | ".join(f"{group} ({scored[group]['strings']})" for group in groups) + " |", "|---|" + "---|" * len(groups)]
    for field in (*gold.scorer("score_references").FIELDS, "micro"):
        cells = [f"{scored[group][field]['F1']:.3f}" if scored[group][field]["gold"] else "" for group in groups]
        lines.append(f"| {field} | " + " | ".join(cells) + " |")
    cells = [f"{scored[group]['instance_accuracy']:.3f}" for group in groups]
    return "\n".join([*lines, "| all fields right | " + " | ".join(cells) + " |"])


def score_strings(pairs, work, by):
    """What score_references.py says of some strings, by a property of theirs."""
    files = [work / "some.gold.jsonl", work / "some.jsonl"]
    for file, objects in zip(files, zip(*pairs)):
        file.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf8")
    script = gold.SHARED / "score" / "score_references.py"
    return json.loads(gold.run(sys.executable, script, "--gold", files[0], "--pred", files[1], "--by", by, "--json"))


def measure(work):
    """All tables by their names."""
    plain = gold.extract(gold.GOLD, work / "plain")
    folder = gold.wrap(gold.GOLD, work / "wrapped")
    wrapped = gold.extract(folder, work / "second")
    parsed = gold.parse_strings(work)
    pairs = gold.publishers_strings(parsed)
    tables = {}
    for by in ("style", "language"):
        scores = (gold.score_citations(gold.GOLD, plain, by), gold.score_citations(folder, wrapped, by))
        tables[f"citations by {by}"] = citations_table(*scores)
        tables[f"fields by {by}"] = fields_table(score_strings(pairs, work, by))
    tables["calibration of links"] = calibration.table(calibration.links(gold.GOLD, plain))
    tables["calibration of fields"] = calibration.table(calibration.fields(parsed))
    return tables


def main():
    if not gold.available():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tables = measure(pathlib.Path(folder))
    if "--write" not in sys.argv:
        for name, table in tables.items():
            print(f"{name}\n\n{table}\n")
        return 0
    placed = set()
    for document in DOCUMENTS:
        path = gold.ROOT / "docs" / document
        text = path.read_text(encoding="utf8")
        for name, table in tables.items():
            measured = f"<!-- measured: {name} -->\n\n{table}\n\n<!-- end -->"
            text, times = re.subn(rf"<!-- measured: {name} -->.*?<!-- end -->", lambda _: measured, text, flags=re.S)
            placed |= {name} if times else set()
        path.write_text(text, encoding="utf8")
    for name in sorted(set(tables) - placed):
        print(f"no document has a place for: {name}")
    return 1 if set(tables) - placed else 0


if __name__ == "__main__":
    sys.exit(main())
