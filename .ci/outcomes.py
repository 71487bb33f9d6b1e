#!/usr/bin/env python3
"""What a change gains and loses: every marker, link, reference and field whose outcome on ../shared/gold is another one.

    .ci/outcomes.py            list gained and lost against .ci/outcomes.txt, with their words
    .ci/outcomes.py --write    take the outcomes of this build for the expected ones

.ci/outcomes.txt names what is wrong, one a line, by paper and bytes and without any words:

    PAPER marker missed|extra START-END
    PAPER link missed START-END REFERENCE          a gold marker and the gold reference it cites
    PAPER link extra START-END START-END           a marker found and the reference it is taken to cite
    PAPER reference missed|extra START-END
    STRING field NAME                              a field of a string of refs.jsonl

A line that goes is gained, a new one is lost. The scorers of ../shared/score decide; what they leave out is left out.
"""
import collections
import pathlib
import sys
import tempfile

import gold

EXPECTED = gold.ROOT / ".ci" / "outcomes.txt"
CONTEXT = 60


def faults_of_paper(truth, found):
    """What is wrong in one paper, as the rest of a line."""
    span = lambda pair: f"{pair[0]}-{pair[1]}"
    markers, own = found["gs"], found["ps"]
    for place, marker in enumerate(markers):
        if found["got"][place] < found["gu"][place]:
            yield f"marker missed {span(marker)}"
    for place, marker in enumerate(own):
        if found["pgot"][place] < found["pu"][place] and place not in found["skip"]:
            yield f"marker extra {span(marker)}"
    linked = {place for place, _, _ in found["ml"]}
    for place, (marker, reference) in enumerate(found["gp"]):
        if place not in linked:
            yield f"link missed {span(markers[marker])} {truth['references'][reference]['id']}"
    for place, (marker, reference) in enumerate(found["pp"]):
        if place not in found["mp"] and (marker, reference) not in found["drop"]:
            cited = found["rs"][reference] if isinstance(reference, int) else reference[1]
            yield f"link extra {span(own[marker])} {span(cited)}"
    paired = [{pair[side] for pair in found["mr"]} for side in (0, 1)]
    for kind, spans, right in (("missed", found["rs"], paired[0]), ("extra", found["ps_r"], paired[1])):
        for place, entry in enumerate(spans):
            if place not in right:
                yield f"reference {kind} {span(entry)}"


def measure(work):
    """All that is wrong: each line with the words to show for it."""
    outcomes, texts = {}, {}
    for name, truth, raw, found in gold.matched(gold.GOLD, gold.extract(gold.GOLD, work)):
        texts[name] = (raw, {entry["id"]: (entry["start"], entry["end"]) for entry in truth["references"]})
        for fault in faults_of_paper(truth, found):
            outcomes[f"{name} {fault}"] = None
    score = gold.scorer("score_references")
    for truth, found in gold.publishers_strings(gold.parse_strings(work)):
        texts[truth["id"]] = (truth, found, score)
        for name in truth.get("known", score.FIELDS):
            if score.value(name, truth) != score.value(name, found):
                outcomes[f"{truth['id']} field {name}"] = None
    return set(outcomes), texts


def words(line, texts):
    """What a line is about, in the words of ../shared and of this build."""
    name, kind, *rest = line.split(" ")
    if name not in texts:
        return "(no such paper or string in ../shared)"
    if kind == "field":
        truth, found, _ = texts[name]
        field = rest[0]
        return f"gold {truth.get(field)!r}, found {found.get(field)!r}\n        in: {truth['raw']}"
    raw, entries = texts[name]
    show = lambda start, end: raw[start:end].decode("utf8", "replace").replace("\n", "⏎")
    start, end = map(int, rest[1].split("-"))
    if kind == "reference":
        return show(start, min(end, start + 2 * CONTEXT))
    text = f"{show(max(0, start - CONTEXT), start)}⟦{show(start, end)}⟧{show(end, end + CONTEXT)}"
    if kind == "link":
        at = entries.get(rest[2]) if rest[1] and not rest[2][0].isdigit() else tuple(map(int, rest[2].split("-")))
        text += f"\n        to: {show(at[0], min(at[1], at[0] + 2 * CONTEXT))}" if at else ""
    return text


def main():
    if not gold.available():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        outcomes, texts = measure(pathlib.Path(folder))
    expected = set(EXPECTED.read_text(encoding="utf8").splitlines()) if EXPECTED.exists() else set()
    if "--write" in sys.argv:
        EXPECTED.write_text("".join(f"{line}\n" for line in sorted(outcomes)), encoding="utf8")
    totals = collections.Counter()
    for heading, lines in (("gained", expected - outcomes), ("lost", outcomes - expected)):
        for line in sorted(lines):
            _, kind, *_ = line.split(" ")
            totals[kind, heading] += 1
            print(f"{heading:7} {line}\n        {words(line, texts)}")
    for kind in ("marker", "link", "reference", "field"):
        wrong = sum(line.split(" ")[1] == kind for line in outcomes)
        print(f"{kind + 's':11} {totals[kind, 'gained']} gained, {totals[kind, 'lost']} lost; {wrong} are wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())
