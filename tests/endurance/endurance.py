#!/usr/bin/env python3
"""Endurance: what leitmotif keeps when it is killed, starved or disturbed.

    tests/endurance/endurance.py kills [--rounds N] [--seed N]    SIGKILL at random moments
    tests/endurance/endurance.py hardships                        full disk, read-only folder, vanishing files ...

Both take --program PATH (by default target/release/leitmotif, else target/debug/leitmotif) and --papers N.
They make papers of their own in a temporary folder, which is removed at the end, and exit with 1 where
something is lost, differs, or is told in no clear words.

kills. Each round takes one work at random: an ingest into an empty folder, an ingest of new, changed and
removed papers, a merge of three shards, mining again. It is killed at a random moment of its length, and
`index check` must find the index sound, with every paper that was committed and not meant to go. Now and
then the work is run again to its end, and queries must give the bytes that they give after an uninterrupted
run.

hardships. Each must end with a clear message and an exit code, never a panic; what was committed before must
still be there, sound, and the work must succeed once the hardship is over. Those that need rights which the user
has not (mounting a small disk, running as another user) are skipped with a notice.
"""
import argparse
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUERIES = (
    ("query", "themes", "--by", "document", "--format", "csv"),
    ("extract", "citations", "--format", "jsonl"),
    ("query", "works", "--format", "json"),
    ("query", "search", "firms tariffs labour", "--format", "json"),
    ("extract", "metadata", "--format", "jsonl"),
)
NOBODY = 65534


class Failure(Exception):
    """What should hold does not."""


def expect(holds, said):
    if not holds:
        raise Failure(said)


class Place:
    """A folder with papers, indexes, and the program."""

    def __init__(self, folder, program, papers):
        self.folder = pathlib.Path(folder)
        self.program = str(program)
        self.papers = papers
        (self.folder / "papers").mkdir()
        for number in range(papers):
            self.write(number, 1)

    def write(self, number, version):
        body = "".join(
            f"Small firms in sector {number} go abroad for cheap labour, low tariffs and raw materials (Lee, "
            f"{1900 + (number * 7 + line) % 120}). Version {version} of line {line} is proactive.\n\n"
            for line in range(12)
        )
        references = "".join(
            f"Lee, K. ({1900 + (number * 7 + line) % 120}). On trade {line}. Journal of Trade, {line}, 1-9.\n\n" for line in range(12)
        )
        text = f"Paper {number} on trade\n\nIntroduction\n\n{body}References\n\n{references}"
        (self.folder / "papers" / f"{number:04}.txt").write_text(text)

    def start(self, *arguments, **options):
        """The program, started."""
        return subprocess.Popen(
            [self.program, *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
        )

    def run(self, *arguments, **options):
        """Exit code, results and messages of a run."""
        child = self.start(*arguments, **options)
        out, told = child.communicate(timeout=600)
        told = told.decode(errors="replace")
        expect("panicked" not in told, f"{' '.join(arguments)}: {told}")
        return child.returncode, out, told

    def succeed(self, *arguments, **options):
        code, out, told = self.run(*arguments, **options)
        expect(code == 0, f"{' '.join(arguments)} ended with {code}: {told}")
        return out

    def answers(self, index):
        return [self.succeed(*query, "--index", index) for query in QUERIES]

    def names(self, index):
        code, out, told = self.run("extract", "metadata", "--format", "csv", "--index", index)
        expect(code in (0, 1), f"extract metadata ended with {code}: {told}")
        return {row.split(",")[0] for row in out.decode().splitlines()[1:]}

    def is_sound(self, index):
        """Whether there is an index; it must be sound then."""
        code, out, told = self.run("index", "check", "--index", index)
        if code == 2 and "no index here" in told:
            return False
        expect(code == 0, f"index check ended with {code}: {out.decode()}{told}")
        return True

    def copy(self, index, to):
        self.remove(to)
        shutil.copytree(self.folder / index, self.folder / to)

    def remove(self, index):
        shutil.rmtree(self.folder / index, ignore_errors=True)


class Work:
    """Something that is killed."""

    def __init__(self, place, name, command, index, expected, before=None, keeps=frozenset()):
        self.place, self.name, self.command, self.index = place, name, command, index
        self.expected, self.before, self.keeps = expected, before, keeps
        self.kills = self.resumed = self.absent = 0
        self.length = 0.0

    def reset(self):
        self.place.remove(self.index)
        if self.before:
            self.place.copy(self.before, self.index)

    def finish(self):
        """Runs to the end, and compares."""
        if self.name == "merge" and (self.place.folder / self.index).exists():
            expect(self.place.answers(self.index) == self.expected, f"{self.name}: answers differ")
        else:
            begin = time.monotonic()
            self.place.succeed(*self.command)
            self.length = max(self.length, time.monotonic() - begin)
            expect(self.place.answers(self.index) == self.expected, f"{self.name}: answers differ once resumed")
        expect(self.place.is_sound(self.index), f"{self.name}: no index")
        self.resumed += 1
        self.reset()

    def kill(self, chance):
        moment = chance.uniform(0.0, 1.05 * self.length)
        child = self.place.start(*self.command)
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        self.kills += 1
        if self.place.is_sound(self.index):
            lost = self.keeps - self.place.names(self.index)
            expect(not lost, f"{self.name}: lost {sorted(lost)[:5]}")
            if self.name == "merge":
                expect(self.place.answers(self.index) == self.expected, "merge: a part of an index is at its place")
                self.reset()
        else:
            self.absent += 1
            expect(not self.before, f"{self.name}: the index is gone")


def works(place):
    """The works, with what they must lead to."""
    third = place.papers // 3
    place.succeed("ingest", "papers", "--index", "old")
    for number in range(3):
        place.succeed("ingest", "papers", "--shard", f"{number + 1}/3", "--index", f"shard{number}")
    old = place.answers("old")
    names = place.names("old")
    yield Work(place, "merge", ("index", "merge", "shard0", "shard1", "shard2", "-o", "merged"), "merged", old)
    yield Work(place, "refresh", ("extract", "refresh", "--index", "again"), "again", old, "old", names)
    shutil.copytree(place.folder / "papers", place.folder / "changed")
    for number in range(third):
        place.write(number, 2)
        shutil.move(place.folder / "papers" / f"{number:04}.txt", place.folder / "changed" / f"{number:04}.txt")
        (place.folder / "changed" / f"{number + third:04}.txt").unlink()
        new = place.folder / "changed" / f"new{number}.txt"
        new.write_text(f"A new paper {number}\n\nIntroduction\n\nReactive motives of kind {number}.\n")
    # The same folder for both states: papers are known by where they stand.
    shutil.rmtree(place.folder / "papers")
    shutil.move(place.folder / "changed", place.folder / "papers")
    place.succeed("ingest", "papers", "--index", "whole")
    whole = place.answers("whole")
    gone = {f"{number + third:04}.txt" for number in range(third)}
    yield Work(place, "ingest", ("ingest", "papers", "--index", "fresh"), "fresh", whole)
    command = ("ingest", "papers", "--prune", "--index", "grown")
    yield Work(place, "changes", command, "grown", whole, "old", names - gone)


def kills(place, rounds, seed):
    chance = random.Random(seed)
    all_works = list(works(place))
    for work in all_works:
        work.reset()
        work.finish()
    begin = time.monotonic()
    for number in range(rounds):
        work = chance.choice(all_works)
        work.kill(chance)
        if chance.random() < 0.2:
            work.finish()
        if (number + 1) % 100 == 0:
            print(f"{number + 1} kills in {time.monotonic() - begin:.0f} s", flush=True)
    for work in all_works:
        work.finish()
        print(
            f"{work.name:8} {work.kills} kills, {work.resumed} times run to the end; without an index after the kill: {work.absent}"
        )
    print(f"{rounds} kills with seed {seed}: every index sound, nothing committed lost, all answers equal")


def hardship(function):
    HARDSHIPS.append(function)
    return function


HARDSHIPS = []


class Skip(Exception):
    """A hardship that cannot be made here."""


def told_clearly(told, *words):
    expect(any(word in told for word in words), f"told in no clear words: {told!r}")
    print("   ", told.strip().splitlines()[-1][:150])


def limited(kind, amount):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(kind, (amount, amount))

    return limit


def still(place, index, expected):
    expect(place.is_sound(index), "the index is gone")
    expect(place.answers(index) == expected, "the answers have changed")


@hardship
def files_that_may_not_grow(place):
    """A limit on the size of files, as a quota sets it."""
    place.succeed("ingest", "papers", "--index", "quota")
    before = place.answers("quota")
    for number in range(place.papers):
        place.write(number, 2)
    code, _, told = place.run("ingest", "papers", "--index", "quota", preexec_fn=limited(resource.RLIMIT_FSIZE, 6000))
    expect(code == 2, f"ended with {code}: {told}")
    told_clearly(told, "File too large")
    still(place, "quota", before)
    place.succeed("ingest", "papers", "--index", "quota")
    code, _, told = place.run("index", "merge", "quota", "-o", "copy", preexec_fn=limited(resource.RLIMIT_FSIZE, 6000))
    expect(code == 2 and not (place.folder / "copy").exists(), f"ended with {code}: {told}")
    told_clearly(told, "File too large")
    place.succeed("index", "merge", "quota", "-o", "copy")
    expect(place.answers("copy") == place.answers("quota"), "the copy differs")


@hardship
def full_disk(place):
    """A disk of its own that is too small."""
    disk = place.folder / "disk"
    disk.mkdir()
    size = "size=400k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True).returncode:
        raise Skip("no right to mount a small disk")
    try:
        (place.folder / "few").mkdir()
        for number in range(3):
            shutil.copy(place.folder / "papers" / f"{number:04}.txt", place.folder / "few")
        place.succeed("ingest", "few", "--index", "disk/index")
        before = place.answers("disk/index")
        (disk / "filler").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - 8192)))
        code, _, told = place.run("ingest", "papers", "--index", "disk/index")
        expect(code == 2, f"ended with {code}: {told}")
        told_clearly(told, "No space left")
        still(place, "disk/index", before)
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        place.succeed("ingest", "papers", "--index", "disk/index")
        expect(place.is_sound("disk/index"), "no index")
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


@hardship
def read_only_folder(place):
    """A folder mounted so that nobody can write."""
    place.succeed("ingest", "papers", "--index", "fixed")
    before = place.answers("fixed")
    fixed = place.folder / "fixed"
    if subprocess.run(["mount", "--bind", fixed, fixed], capture_output=True).returncode:
        raise Skip("no right to mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", fixed], check=True)
        still(place, "fixed", before)
        code, _, told = place.run("ingest", "papers", "--index", "fixed")
        expect(code == 2, f"ended with {code}: {told}")
        told_clearly(told, "Read-only file system")
        still(place, "fixed", before)
        place.succeed("index", "merge", "fixed", "-o", "unfixed")
        expect(place.answers("unfixed") == before, "the copy differs")
    finally:
        subprocess.run(["umount", "-l", fixed], check=False)


@hardship
def files_that_vanish_and_change(place):
    """Somebody works in the folder while it is read."""
    done = threading.Event()

    def disturb():
        chance = random.Random(7)
        while not done.is_set():
            number = chance.randrange(place.papers)
            path = place.folder / "papers" / f"{number:04}.txt"
            if chance.random() < 0.5:
                path.unlink(missing_ok=True)
            else:
                place.write(number, chance.randrange(100))
            time.sleep(0.001)

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        for _ in range(5):
            code, _, told = place.run("ingest", "papers", "--index", "disturbed")
            expect(code in (0, 3), f"ended with {code}: {told}")
            if code == 3:
                last = told
    finally:
        done.set()
        thread.join()
    told_clearly(locals().get("last", "no such file"), "no such file")
    expect(place.is_sound("disturbed"), "no index")
    place.succeed("ingest", "papers", "--prune", "--index", "disturbed")
    place.succeed("ingest", "papers", "--index", "undisturbed")
    expect(place.answers("disturbed") == place.answers("undisturbed"), "the answers differ")


@hardship
def two_writers(place):
    """Two ingests into one index."""
    first = place.start("ingest", "papers", "--index", "shared")
    time.sleep(0.05)
    second = place.start("ingest", "papers", "--index", "shared")
    ends = [(child.communicate()[1].decode(), child.returncode) for child in (first, second)]
    expect(sorted(code for _, code in ends) in ([0, 0], [0, 2]), str(ends))
    for told, code in ends:
        if code == 2:
            told_clearly(told, "another leitmotif is writing to this index")
    expect(place.is_sound("shared"), "no index")


@hardship
def clock_that_goes_back(place):
    """Files of the future, and changed ones of the past."""
    place.succeed("ingest", "papers", "--index", "timeless")
    before = place.answers("timeless")
    future = time.time() + 10 * 365 * 86400
    for folder in ("papers", "timeless"):
        for path in (place.folder / folder).iterdir():
            os.utime(path, (future, future))
    _, _, told = place.run("ingest", "papers", "--index", "timeless")
    expect(f"unchanged: {place.papers} papers" in told, told)
    still(place, "timeless", before)
    place.write(0, 9)
    os.utime(place.folder / "papers" / "0000.txt", (1, 1))
    _, _, told = place.run("ingest", "papers", "--index", "timeless")
    told_clearly(told.splitlines()[0], "(0 new, 1 changed)")
    expect(place.is_sound("timeless"), "no index")


@hardship
def no_more_file_handles(place):
    """A limit on open files, from one that is too low for anything to one that is enough."""
    place.succeed("ingest", "papers", "--index", "handles")
    before = place.answers("handles")
    for number in range(place.papers):
        place.write(number, 3)
    for limit in (8, 12, 16, 24, 32, 48):
        code, _, told = place.run("ingest", "papers", "--index", "handles", preexec_fn=limited(resource.RLIMIT_NOFILE, limit))
        if code == 0:
            print(f"    with {limit} file handles an ingest succeeds")
            break
        expect(code in (2, 3), f"{limit} file handles: ended with {code}: {told}")
        told_clearly(told, "Too many open files")
        if code == 2:
            still(place, "handles", before)
        expect(place.is_sound("handles"), "no index")
    place.succeed("ingest", "papers", "--index", "handles")
    place.succeed("ingest", "papers", "--index", "unlimited")
    expect(place.answers("handles") == place.answers("unlimited"), "the answers differ")


def hardships(program, papers):
    failed = 0
    for function in HARDSHIPS:
        print(f"{function.__name__.replace('_', ' ')}: {function.__doc__}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(Place(folder, program, papers))
                print("    ok")
            except Skip as reason:
                print(f"    skipped: {reason}")
            except Failure as failure:
                failed += 1
                print(f"    FAILED: {failure}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "hardships"])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--papers", type=int, default=45)
    built = [ROOT / "target" / profile / "leitmotif" for profile in ("release", "debug")]
    parser.add_argument("--program", type=pathlib.Path, default=next((path for path in built if path.exists()), built[0]))
    options = parser.parse_args()
    program = options.program.resolve()
    if not program.exists():
        sys.exit(f"no program at {program}; build it with `cargo build`, or name it with --program")
    if options.what == "hardships":
        sys.exit(1 if hardships(program, options.papers) else 0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            kills(Place(folder, program, options.papers), options.rounds, options.seed)
        except Failure as failure:
            sys.exit(f"FAILED with --seed {options.seed}: {failure}")


if __name__ == "__main__":
    main()
