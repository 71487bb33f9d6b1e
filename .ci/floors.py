#!/usr/bin/env python3
"""Quality floors: scores the release build on ../shared/gold and fails where a figure is below its floor.

    .ci/floors.py            print every figure beside its floor
    .ci/floors.py --raise    write the figures reached as new floors (they never fall)

Floors stand in .ci/floors.json. Where ../shared is missing there is nothing to score, and this says so.
Papers are ingested by the program itself into a fresh index; the scorers are those of ../shared/score.
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / ".ci" / "floors.json"
PROGRAM = ROOT / "target" / "release" / "leitmotif"


def run(*command, **options):
    """Runs a command and returns its standard output."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True, **options)
    return done.stdout


def extract(papers, work):
    """Ingests the papers and returns the files of citations and references."""
    index = work / "index"
    run(PROGRAM, "ingest", "--quiet", "--index", index, papers)
    files = []
    for kind in ("citations", "references"):
        files.append(work / f"{kind}.jsonl")
        run(PROGRAM, "extract", kind, "--index", index, "--format", "jsonl", "--output", files[-1])
    return files


def citation_scores(gold, work, prefix):
    """Figures of score_citations.py by style of citation."""
    citations, references = extract(gold, work)
    scored = run(sys.executable, SHARED / "score" / "score_citations.py", "--gold", gold, "--pred", citations,
                 "--references", references, "--json")
    for style, scores in json.loads(scored)["scores"].items():
        for kind in ("marker", "link", "reference"):
            yield f"{prefix}{style}: {kind} F1", scores[kind]["F1"]


def reference_scores(work):
    """Figures of score_references.py on single reference strings, by where they come from."""
    gold = SHARED / "gold" / "refs.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf8").splitlines() if line.strip()]
    strings = work / "strings.txt"
    strings.write_text("".join(" ".join(row["raw"].split()) + "\n" for row in rows), encoding="utf8")
    parsed = work / "parsed.jsonl"
    run(PROGRAM, "extract", "references", "--strings", strings, "--format", "jsonl", "--output", parsed)
    scored = run(sys.executable, SHARED / "score" / "score_references.py", "--gold", gold, "--pred", parsed, "--json")
    jats = json.loads(scored)["jats"]
    yield "reference strings (JATS): micro F1", jats["micro"]["F1"]
    yield "reference strings (JATS): all fields right", jats["instance_accuracy"]
    for field in ("authors", "title", "container", "volume", "first_page", "doi"):
        yield f"reference strings (JATS): {field} F1", jats[field]["F1"]


def main():
    if not (SHARED / "gold").is_dir():
        print("../shared/gold is missing: no figures")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8"))
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        figures.update(citation_scores(SHARED / "gold", work, ""))
        wrapped = work / "wrapped"
        run(sys.executable, SHARED / "score" / "make_wrapped.py", SHARED / "gold", wrapped)
        (work / "second").mkdir()
        figures.update(citation_scores(wrapped, work / "second", "hard-wrapped, "))
        figures.update(reference_scores(work))
    below = []
    for name, figure in figures.items():
        floor = floors.get(name)
        print(f"{name:55} {figure:.4f}" + ("" if floor is None else f"   floor {floor:.4f}"))
        if floor is None and "--raise" not in sys.argv or floor is not None and figure < floor:
            below.append(name)
    if "--raise" in sys.argv:
        raised = {name: max(floors.get(name, 0), math.floor(figure * 1000) / 1000) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(raised, indent=1) + "\n", encoding="utf8")
        return 0
    missing = sorted(set(floors) - set(figures))
    for name in below:
        print(f"below its floor, or without one: {name}")
    for name in missing:
        print(f"not measured: {name}")
    return 1 if below or missing else 0


if __name__ == "__main__":
    sys.exit(main())
