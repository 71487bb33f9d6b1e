#!/usr/bin/env python3
"""Calibration: of what is given with a confidence, how much is right.

    .ci/calibration.py     links by style, and fields of references, by bins of their confidence

Links are those of the papers of ../shared/gold, right as score_citations.py says; fields are those of the strings from
publishers' mark-up in refs.jsonl, right as score_references.py says ("whole": all fields of a reference). What the gold
does not judge is left out. .ci/floors.py holds the shares that are right at SURE or more.
"""
import bisect
import collections
import pathlib
import sys
import tempfile

import gold

SURE = 0.95
BINS = (0.0, 0.5, 0.8, 0.9, SURE, 0.98)


def links(papers, files):
    """Confidence and rightness of every predicted link that the gold judges, by style and for all."""
    points = collections.defaultdict(list)
    for _, truth, _, found in gold.matched(papers, files):
        for place, pair in enumerate(found["pp"]):
            right = place in found["mp"]
            if right or pair not in found["drop"]:
                confidence = found["P"][pair[0]][2]["confidence"]
                points[truth["style"]].append((confidence, right))
                points["all styles"].append((confidence, right))
    return {name: points[name] for name in (*gold.STYLES, "all styles")}


def fields(parsed):
    """Confidence and rightness of every parsed field that the gold judges, and of the whole references."""
    score = gold.scorer("score_references")
    points = {name: [] for name in score.FIELDS}
    every, whole = [], []
    for truth, found in gold.publishers_strings(parsed):
        known = [name for name in score.FIELDS if name in truth.get("known", score.FIELDS)]
        right = {name: score.value(name, truth) == score.value(name, found) for name in known}
        sure = {one["field"]: one["confidence"] for one in found["confidences"]}
        for name in known:
            if score.value(name, found) is not None:
                points[name].append((sure[name], right[name]))
                every.append((sure[name], right[name]))
        whole.append((found["confidence"], all(right.values())))
    return points | {"all fields": every, "whole reference": whole}


def share(points):
    """The share that is right; none of nothing."""
    return sum(right for _, right in points) / len(points) if points else None


def at_least(points, confidence=SURE):
    """The points with this confidence or more."""
    return [point for point in points if point[0] >= confidence]


def expected_error(points):
    """Expected calibration error (Naeini, Cooper and Hauskrecht 2015) over BINS: mean distance of confidence and share."""
    total = 0.0
    for group in binned(points):
        if group:
            total += abs(sum(confidence for confidence, _ in group) - sum(right for _, right in group))
    return total / len(points)


def binned(points):
    """The points by the bin of their confidence."""
    groups = [[] for _ in BINS]
    for point in points:
        groups[bisect.bisect_right(BINS, point[0]) - 1].append(point)
    return groups


def figures(name, groups):
    """The figures that floors.py holds."""
    for group, points in groups.items():
        sure = at_least(points)
        if sure:
            yield f"calibration of {name}: {group}, right at {SURE} or more", share(sure)


def table(groups):
    """A Markdown table: share right (number) in each bin, and at SURE or more."""
    edges = [f"{low:g}-{high:g}" for low, high in zip(BINS, (*BINS[1:], 1.0))]
    lines = ["| | " + " | ".join(edges) + f" | **{SURE} or more** | error |", "|---|" + "---|" * (len(BINS) + 2)]
    for name, points in groups.items():
        if not points:
            continue
        cells = [f"{share(group):.3f} ({len(group)})" if group else "" for group in binned(points)]
        sure = at_least(points)
        cells.append(f"**{share(sure):.4f}** ({len(sure)} of {len(points)})" if sure else "none")
        cells.append(f"{expected_error(points):.3f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    if not gold.available():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        print("Links: share right (number), by confidence\n")
        print(table(links(gold.GOLD, gold.extract(gold.GOLD, work))))
        print("\nFields of references: share right (number), by confidence\n")
        print(table(fields(gold.parse_strings(work))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
