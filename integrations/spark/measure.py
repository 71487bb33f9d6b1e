"""What papers cost on this machine, and what 100 million of them would: the figures of docs/scale.md.

    python3 integrations/spark/measure.py PROGRAM FOLDER [--papers 20000] [--spark]

FOLDER holds papers as .txt files; where there are fewer than --papers, they are taken again under other names.
CPU seconds are those of the processes themselves, so they hold on a busy machine too; wall-clock times do not.
"""

import argparse
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

MILLION = 1_000_000
TARGET = 100 * MILLION


def corpus(folder, papers, lines):
    """Writes papers as JSON lines; their number and the bytes of their texts."""
    paths = sorted(pathlib.Path(folder).rglob("*.txt"))
    size = 0
    with open(lines, "w") as out:
        for number in range(papers):
            text = paths[number % len(paths)].read_text(errors="replace")
            size += len(text.encode())
            out.write(json.dumps({"id": f"p{number:08}", "text": text}, ensure_ascii=False) + "\n")
    return min(papers, len(paths)), size


def run(command, stdin, stdout):
    """Runs a command: wall-clock seconds, CPU seconds, peak memory in MiB."""
    with open(stdin, "rb") as source, open(stdout, "wb") as sink:
        begun = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], stdin=source, stdout=sink)
        # Not `ru_maxrss`: it counts what this process had in memory when it started the other.
        peak, ended = 0, 0
        while not ended:
            time.sleep(0.05)
            peak = max(peak, peak_memory(process.pid))
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"{command} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, peak / 1024


def peak_memory(pid):
    """The most memory that a process has had, in KiB; 0 once it has ended."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)


def as_arrow(lines, arrow):
    """Writes the same papers as an Arrow stream; whether there is a pyarrow to do it."""
    try:
        import pyarrow as pa
    except ImportError:
        return False

    def batches():
        batch = []
        for line in open(lines):
            batch.append(json.loads(line))
            if len(batch) == 500:
                yield pa.RecordBatch.from_pylist(batch)
                batch = []
        if batch:
            yield pa.RecordBatch.from_pylist(batch)

    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with open(arrow, "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches():
            writer.write_batch(batch)
    return True


def size_of(path):
    path = pathlib.Path(path)
    return sum(file.stat().st_size for file in path.rglob("*")) if path.is_dir() else path.stat().st_size


def session_cpu():
    """CPU seconds of all processes of this session, and of those of their children that have ended."""
    ticks = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == os.getsid(0):
            ticks += sum(int(fields[at]) for at in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


def spark(program, lines, work):
    """The same papers on a cluster of two workers: wall-clock and CPU seconds of the job, after a warm-up."""
    here = pathlib.Path(__file__).resolve().parent
    sys.path.insert(0, str(here))
    import leitmotif_spark
    import test_leitmotif_spark

    cluster = test_leitmotif_spark.Cluster(work)
    session = cluster.session(**{"spark.sql.files.maxPartitionBytes": str(32 << 20)})
    frame = session.read.schema("id string, text string").json(str(lines))
    noop = {"format": "noop", "mode": "overwrite"}
    leitmotif_spark.papers(frame.limit(20), program=program).write.save(**noop)
    begun, cpu = time.monotonic(), session_cpu()
    leitmotif_spark.papers(frame, program=program).write.save(**noop)
    wall, cpu = time.monotonic() - begun, session_cpu() - cpu
    counted = leitmotif_spark.statistics(frame, program=program).groupBy().sum("citations", "references", "tokens")
    sums = tuple(counted.collect()[0])
    session.stop()
    cluster.stop()
    return wall, cpu, sums


def sums_of(results):
    sums = [0, 0, 0]
    for line in open(results):
        statistics = json.loads(line)["statistics"]
        for at, name in enumerate(("citations", "references", "tokens")):
            sums[at] += statistics[name]
    return tuple(sums)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--spark", action="store_true")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        measure(program, arguments, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def measure(program, arguments, work):
    papers, lines, arrow = arguments.papers, work / "papers.jsonl", work / "papers.arrows"
    distinct, size = corpus(arguments.folder, papers, lines)
    megabytes = size / MILLION
    print(f"{papers} papers ({distinct} distinct), {megabytes:.0f} MB of text, {size / papers:.0f} bytes a paper\n")
    print("| run | wall s | CPU s | MB/s/core | CPU ms/paper | peak MiB | bytes out/paper |")
    print("|---|---|---|---|---|---|---|")
    figures = {}

    def row(name, measured, out, papers=papers, megabytes=megabytes):
        wall, cpu, peak = measured
        figures[name] = (cpu / papers, peak, size_of(out) / papers)
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {megabytes / cpu:.1f} | {1000 * cpu / papers:.2f} "
              f"| {peak:.0f} | {size_of(out) / papers:.0f} |", flush=True)

    out = work / "out"
    stream = [program, "extract", "--stdin", "--quiet", "--accept-errors"]
    for jobs in (1, 2):
        row(f"stream, JSON lines, --jobs {jobs}", run([*stream, "--jobs", jobs], lines, out), out)
    sums = sums_of(out)
    packed = packed_share(out)
    everything = ["--what", "statistics,citations,references,mentions"]
    row("stream, with mentions", run([*stream, "--jobs", 1, *everything], lines, out), out)
    row("stream, statistics only", run([*stream, "--jobs", 1, "--what", "statistics"], lines, out), out)
    if as_arrow(lines, arrow):
        formats = ["--input-format", "arrow", "--format", "arrow"]
        row("stream, Arrow", run([*stream, "--jobs", 1, *formats], arrow, out), out)
    else:
        print("no pyarrow: Arrow is not measured", file=sys.stderr)
    index = work / "index"
    ingest = [program, "ingest", "-", "--format", "jsonl", "--quiet", "--index", index, "--jobs", 1, "--memory", 64]
    # Each text once: an index of the same texts again and again is smaller than one of as many papers.
    once = work / "once.jsonl"
    distinct, size_once = corpus(arguments.folder, distinct, once)
    name = f"ingest, {distinct} papers"
    row(name, run(ingest, once, work / "none"), index, distinct, size_once / MILLION)
    figures["ingest"] = figures[name]
    if arguments.spark:
        wall, cpu, spark_sums = spark(str(program), lines, work)
        print(f"| Spark, two workers | {wall:.1f} | {cpu:.1f} | {megabytes / cpu:.1f} | {1000 * cpu / papers:.2f} | | |")
        print(f"\nsums of Spark and of one machine (citations, references, tokens): {spark_sums}, {sums}")
        if spark_sums != sums:
            sys.exit("they differ")
        figures["Spark"] = (cpu / papers, 0, 0)
    arithmetic(figures, packed)


def packed_share(results, most=64 << 20):
    """What gzip -6 leaves of results, from their first bytes."""
    with open(results, "rb") as source:
        part = source.read(most)
    return len(gzip.compress(part, 6)) / len(part)


def arithmetic(figures, packed):
    """Each step from what was measured to 100 million papers."""
    print(f"\n| step | {TARGET // MILLION} million papers |\n|---|---|")
    for name, what in (
        ("stream, JSON lines, --jobs 1", "stream"), ("stream, with mentions", "stream with mentions"),
        ("Spark", "on Spark"), ("ingest", "ingest"),
    ):
        if name in figures:
            cpu = figures[name][0]
            hours = cpu * TARGET / 3600
            print(f"| {what}: {1000 * cpu:.2f} ms × 10^8 = {hours:,.0f} core-hours; on 200 cores | {hours / 200:,.1f} h |")
    size = figures["stream, JSON lines, --jobs 1"][2] * packed
    print(f"| results as JSON lines, packed by gzip to {packed:.3f}: {size:,.0f} bytes × 10^8 | {size * TARGET / 1e12:.2f} TB |")
    for name, what in (("stream, JSON lines, --jobs 1", "results as JSON lines"), ("stream, Arrow", "results as Arrow"),
                       ("ingest", "index")):
        if name in figures:
            size = figures[name][2]
            print(f"| {what}: {size:,.0f} bytes × 10^8 | {size * TARGET / 1e12:.2f} TB |")


if __name__ == "__main__":
    try:
        os.setsid()  # So that all processes of a run are those of one session.
    except PermissionError:
        pass  # It leads a group already; its session is counted as it is.
    main()
