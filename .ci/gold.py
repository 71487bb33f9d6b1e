"""What the measuring commands share: running the release build on ../shared/gold, and scoring item by item.

Papers are ingested by the program itself into a fresh index. What is right is decided by the scorers of
../shared/score alone: their functions are imported, and where a count is not enough, the pairs that they matched are
read from their variables, so no rule of matching is written a second time.
"""
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
PROGRAM = ROOT / "target" / "release" / "leitmotif"
STYLES = ("author-year", "numeric", "superscript")


def available():
    """Whether there is anything to measure with; says so where there is not."""
    if not GOLD.is_dir():
        print("../shared/gold is missing: no figures")
        return False
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM.relative_to(ROOT)} is missing: cargo build --release makes it")
    return True


def run(*command):
    """Runs a command and returns its standard output."""
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True).stdout


def scorer(name):
    """A script of ../shared/score as a module."""
    found = importlib.util.spec_from_file_location(name, SHARED / "score" / f"{name}.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def rows(path):
    """The objects of a file of JSON lines."""
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def extract(papers, work):
    """Ingests the papers and returns the files of citations and references."""
    work.mkdir(exist_ok=True)
    index = work / "index"
    run(PROGRAM, "ingest", "--quiet", "--index", index, papers)
    files = []
    for kind in ("citations", "references"):
        files.append(work / f"{kind}.jsonl")
        run(PROGRAM, "extract", kind, "--index", index, "--format", "jsonl", "--output", files[-1])
    return files


def wrap(papers, work):
    """A hard-wrapped copy of the papers."""
    run(sys.executable, SHARED / "score" / "make_wrapped.py", papers, work)
    return work


def score_citations(gold, files, by="style"):
    """What score_citations.py says of extracted files, by style or language."""
    citations, references = files
    return json.loads(run(sys.executable, SHARED / "score" / "score_citations.py", "--gold", gold, "--pred", citations,
                          "--references", references, "--by", by, "--json"))


def parse_strings(work):
    """Parses the strings of refs.jsonl; returns the file of what was parsed."""
    strings, parsed = work / "strings.txt", work / "parsed.jsonl"
    strings.write_text("".join(" ".join(row["raw"].split()) + "\n" for row in rows(GOLD / "refs.jsonl")), encoding="utf8")
    run(PROGRAM, "extract", "references", "--strings", strings, "--format", "jsonl", "--output", parsed)
    return parsed


def publishers_strings(parsed):
    """Pairs of gold and parsed fields of the strings from publishers' mark-up, none of which was trained on."""
    pairs = zip(rows(GOLD / "refs.jsonl"), rows(parsed), strict=True)
    return [(gold, found) for gold, found in pairs if gold["source"].startswith("jats:")]


def matched(papers, files):
    """For each gold paper: its name, its gold, its bytes, and what score_citations.py matched, by the names of its variables."""
    score = scorer("score_citations")
    cited, listed = collections.defaultdict(list), collections.defaultdict(list)
    for row in rows(files[0]):
        cited[pathlib.PurePath(row["document"]).stem].append(row)
    for row in rows(files[1]):
        listed[pathlib.PurePath(row["document"]).stem].append((row["start"], row["end"]))
    seen = {}

    def keep(frame, event, _):
        if event == "return" and frame.f_code is score.score_doc.__code__:
            seen.update(frame.f_locals)

    for path in sorted(papers.rglob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        gold = json.loads(path.read_text(encoding="utf8"))
        raw = path.with_name(f"{name}.txt").read_bytes()
        seen.clear()
        sys.setprofile(keep)
        try:
            score.score_doc(gold, raw, cited[name], listed[name])
        finally:
            sys.setprofile(None)
        yield name, gold, raw, dict(seen)
