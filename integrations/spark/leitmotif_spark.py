"""leitmotif on a Spark cluster: citations, references, theme mentions and statistics of the papers of a DataFrame.

Each task sends its papers as an Arrow stream through one `leitmotif extract --stdin` process and takes the results
back as an Arrow stream, so neither Python nor the JVM looks at a text. README.md beside this file says how to use it.
"""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import uuid

import pyarrow as pa
from pyspark import SparkFiles, TaskContext
from pyspark.sql import functions as F
from pyspark.sql import types as T

TABLES = ("statistics", "citations", "references", "mentions")

# What is kept of a failed program's messages, in bytes.
_MESSAGES = 8_000


class LeitmotifError(RuntimeError):
    """The program could not be run, or failed; the message has what it wrote to standard error."""


def papers(frame, what=None, *, program="leitmotif", codebook=None, options=()):
    """One row a paper: `id`, `document`, a column for each table of `what`, and `error` for a paper that failed.

    `frame` has a row a paper with its text in `text` (or another of the usual names, or one named by
    `options=["--text-field", "x"]`) and its name in `id`. Further columns may stay: year, title and the like are
    used where they have usual names. `what` is a list out of TABLES, by default all but mentions, and with a
    `codebook` all. `program` is a path that exists on all machines, or the name of a file sent with
    `SparkContext.addFile`. `codebook` is the path of a file on the driver. `options` are further options of
    `leitmotif extract --stdin`.
    """
    what = list(what or [table for table in TABLES if codebook or table != "mentions"])
    content = _read(codebook)
    options = ["--what", ",".join(what), *options]
    schema = _schema(program, options, content)
    ending = os.path.splitext(codebook)[1] if codebook else ""
    return frame.mapInArrow(_extractor(program, options, content, ending), schema)


def statistics(frame, **how):
    """One row a paper: `id`, `document`, what is counted in it, and `error`. Arguments as those of `papers`."""
    return papers(frame, ["statistics"], **how).select("id", "document", "statistics.*", "error")


def citations(frame, **how):
    """One row an in-text citation, as `leitmotif extract citations` has them, with the paper's `id` before and
    `error` behind; a paper that failed has one row with its error. Arguments as those of `papers`."""
    return _rows(frame, "citations", how)


def references(frame, **how):
    """One row an entry of a bibliography, as `citations` has one a citation."""
    return _rows(frame, "references", how)


def mentions(frame, **how):
    """One row a mention of a theme of the `codebook`, by default the built-in one, as `citations` has one a
    citation."""
    return _rows(frame, "mentions", how)


def build_index(frame, folder, shards, *, program="leitmotif", memory=64, options=()):
    """Builds one index of all papers in `folder`/index: `shards` tasks each build a shard in `folder`, which all
    machines share, and the driver merges them. Returns what the tasks told: a dictionary a shard with `shard`,
    `papers` sent to it, and `messages`, in which papers that were skipped are named.

    Papers of one id come into one shard. A task that is repeated, or runs twice, leaves one shard: it becomes
    visible by one renaming. `memory` is what a process may take for postings, in MiB; `options` are further
    options of `leitmotif ingest`.
    """
    folder = os.path.abspath(folder)
    target = os.path.join(folder, "index")
    if os.path.exists(target):
        raise LeitmotifError(f"{target} is there already; remove it, or name another folder")
    work = os.path.join(folder, f"shards-{uuid.uuid4().hex}")
    os.makedirs(work)
    split = frame.repartition(shards, F.col("id")) if "id" in frame.columns else frame.repartition(shards)
    told = split.mapInArrow(
        _shard_builder(program, work, memory, list(options)), "shard string, papers bigint, messages string"
    )
    told = sorted((row.asDict() for row in told.collect()), key=lambda row: row["shard"])
    if not told:
        raise LeitmotifError("no papers, so no index")
    merge = [_find(program), "index", "merge", *(os.path.join(work, row["shard"]) for row in told)]
    done = subprocess.run([*merge, "--output", target, "--quiet"], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise LeitmotifError(f"leitmotif index merge ended with code {done.returncode}: {done.stderr.strip()}")
    shutil.rmtree(work)
    return told


def _rows(frame, table, how):
    nested = papers(frame, [table], **how)
    fields = [field.name for field in nested.schema[table].dataType.elementType.fields]
    rows = nested.select("id", "document", "error", F.explode_outer(table).alias("row"))
    rows = rows.where(F.col("row").isNotNull() | F.col("error").isNotNull())
    columns = [F.col("row").getField(name).alias(name) for name in fields if name != "document"]
    return rows.select("id", "document", *columns, "error")


def _find(program):
    """The program on this machine: a path, a file that Spark has sent, or a name in the search path."""
    if os.path.sep in program and os.access(program, os.X_OK):
        return program
    sent = os.path.join(SparkFiles.getRootDirectory(), os.path.basename(program))
    found = sent if os.access(sent, os.X_OK) else shutil.which(program)
    if not found:
        raise LeitmotifError(
            f"no program {program} on this machine; install leitmotif there, or send it with SparkContext.addFile"
        )
    return found


def _read(path):
    if path is None:
        return None
    with open(path, "rb") as file:
        return file.read()


def _command(program, options, codebook, ending, folder):
    """The command of a process that keeps its files in `folder`."""
    command = [_find(program), "extract", "--stdin", "--format", "arrow", "--quiet", "--accept-errors", *options]
    if codebook is not None:
        path = os.path.join(folder, "codebook" + ending)
        with open(path, "wb") as file:
            file.write(codebook)
        command += ["--codebook", path]
    return command


def _schema(program, options, codebook):
    """The schema of the results, as the program itself tells it."""
    with tempfile.TemporaryDirectory() as folder:
        # Whether the codebook is one shows when its themes are needed; the columns are the same without.
        command = _command(program, options, None, "", folder)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        told = done.stderr.decode(errors="replace").strip()
        raise LeitmotifError(f"leitmotif extract --stdin ended with code {done.returncode}: {told}")
    return _spark_type(pa.struct(pa.ipc.open_stream(done.stdout).schema))


def _spark_type(kind):
    if pa.types.is_struct(kind):
        return T.StructType([T.StructField(field.name, _spark_type(field.type)) for field in kind])
    if pa.types.is_list(kind):
        return T.ArrayType(_spark_type(kind.value_type))
    return {pa.string(): T.StringType(), pa.int64(): T.LongType(), pa.float64(): T.DoubleType(),
            pa.bool_(): T.BooleanType()}[kind]


class _Process:
    """A process whose input is written by a thread of its own, so that its output can be read meanwhile."""

    def __init__(self, command, feed):
        self.errors = tempfile.TemporaryFile()
        self.program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors
        )
        self.failure = None
        self.feeder = threading.Thread(target=self._feed, args=(feed,), daemon=True)
        self.feeder.start()

    def _feed(self, feed):
        try:
            with self.program.stdin as pipe:
                feed(pipe)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The program ended; its exit code and messages say why.
        except BaseException as failure:  # Whatever the papers' source raises is the task's failure.
            self.failure = failure
            self.program.kill()

    def end(self, accepted=(0,)):
        """Waits for the end; a failure is raised with what the program wrote to standard error."""
        code = self.program.wait()
        # A feeder that failed may have ended the input in good order, so its word counts before the exit code. Where
        # the program ended by itself, the feeder may be waiting for papers that nobody needs.
        self.feeder.join(None if code in accepted else 5)
        if self.failure is not None:
            raise self.failure
        messages = self.messages()
        if code not in accepted:
            raise LeitmotifError(f"leitmotif ended with code {code}: {messages or 'it said nothing'}")
        return messages

    def messages(self):
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - _MESSAGES))
        return self.errors.read().decode(errors="replace").strip()

    def close(self):
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        self.program.stdout.close()
        self.errors.close()


def _extractor(program, options, codebook, ending):
    def extract(batches):
        batches = iter(batches)
        first = next(batches, None)
        if first is None:
            return

        def feed(pipe):
            with pa.ipc.new_stream(pipe, first.schema) as writer:
                writer.write_batch(first)
                for batch in batches:
                    writer.write_batch(batch)

        with tempfile.TemporaryDirectory() as folder:
            command = _command(program, options, codebook, ending, folder)
            # One thread: Spark gives a task a core. Options behind this one may say otherwise.
            process = _Process([*command[:3], "--jobs", "1", "--input-format", "arrow", *command[3:]], feed)
            try:
                try:
                    yield from pa.ipc.open_stream(process.program.stdout)
                except (pa.ArrowInvalid, OSError):
                    # Output that breaks off is no reason, but a consequence; without one it is the reason.
                    process.end()
                    raise
                process.end()
            finally:
                process.close()

    return extract


def _shard_builder(program, work, memory, options):
    def build(batches):
        batches = iter(batches)
        first = next(batches, None)
        if first is None:
            return
        context = TaskContext.get()
        name = f"part-{context.partitionId():05}"
        target = os.path.join(work, name)
        own = os.path.join(work, f".{name}-{context.taskAttemptId()}")
        count = 0

        def feed(pipe):
            nonlocal count
            for batch in (batch for part in ([first], batches) for batch in part):
                for row in batch.to_pylist():
                    pipe.write(json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n")
                    count += 1

        command = [_find(program), "ingest", "-", "--format", "jsonl", "--index", own, "--jobs", "1"]
        process = _Process([*command, "--memory", str(memory), *options], feed)
        try:
            # Code 3: done, but some papers were skipped, which the messages name.
            messages = process.end(accepted=(0, 3))
            try:
                os.rename(own, target)
            except OSError:
                if not os.path.isdir(target):
                    raise
                # Another attempt of this task was first.
        finally:
            process.close()
            shutil.rmtree(own, ignore_errors=True)
        columns = [pa.array([value]) for value in (name, count, messages)]
        yield pa.RecordBatch.from_arrays(columns, ["shard", "papers", "messages"])

    return build
