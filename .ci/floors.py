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
import sys
import tempfile

import calibration
import gold

FLOORS = gold.ROOT / ".ci" / "floors.json"
# The share that is right among what is sure needs to be no higher, so this is the highest floor of a calibration.
CALIBRATED = 0.97


def citation_scores(files, papers, prefix):
    """Figures of score_citations.py by style of citation."""
    for style, scores in gold.score_citations(papers, files)["scores"].items():
        for kind in ("marker", "link", "reference"):
            yield f"{prefix}{style}: {kind} F1", scores[kind]["F1"]


def reference_scores(parsed):
    """Figures of score_references.py on single reference strings from publishers' mark-up."""
    scored = gold.run(sys.executable, gold.SHARED / "score" / "score_references.py", "--gold", gold.GOLD / "refs.jsonl",
                      "--pred", parsed, "--json")
    jats = json.loads(scored)["jats"]
    yield "reference strings (JATS): micro F1", jats["micro"]["F1"]
    yield "reference strings (JATS): all fields right", jats["instance_accuracy"]
    for field in ("authors", "title", "container", "volume", "first_page", "doi"):
        yield f"reference strings (JATS): {field} F1", jats[field]["F1"]


def measure(work):
    """All figures by their names."""
    figures = {}
    files = gold.extract(gold.GOLD, work)
    figures.update(citation_scores(files, gold.GOLD, ""))
    wrapped = gold.wrap(gold.GOLD, work / "wrapped")
    figures.update(citation_scores(gold.extract(wrapped, work / "second"), wrapped, "hard-wrapped, "))
    parsed = gold.parse_strings(work)
    figures.update(reference_scores(parsed))
    figures.update(calibration.figures("links", calibration.links(gold.GOLD, files)))
    figures.update(calibration.figures("fields", calibration.fields(parsed)))
    return figures


def raised(name, figure, floor):
    """The new floor of a figure: what was reached, never less than before."""
    reached = math.floor(figure * 1000) / 1000
    return max(floor, min(reached, CALIBRATED) if name.startswith("calibration") else reached)


def main():
    if not gold.available():
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8"))
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(pathlib.Path(folder))
    below = []
    for name, figure in figures.items():
        floor = floors.get(name)
        print(f"{name:70} {figure:.4f}" + ("" if floor is None else f"   floor {floor:.4f}"))
        if floor is None and "--raise" not in sys.argv or floor is not None and figure < floor:
            below.append(name)
    if "--raise" in sys.argv:
        floors = {name: raised(name, figure, floors.get(name, 0)) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf8")
        return 0
    missing = sorted(set(floors) - set(figures))
    for name in below:
        print(f"below its floor, or without one: {name}")
    for name in missing:
        print(f"not measured: {name}")
    return 1 if below or missing else 0


if __name__ == "__main__":
    sys.exit(main())
