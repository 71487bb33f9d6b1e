"""Tests of leitmotif_spark on a standalone master with two workers on loopback.

    python3 test_leitmotif_spark.py PATH_OF_LEITMOTIF
"""

import collections
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PROGRAM = None
TABLES = ("citations", "references", "mentions")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A master and two workers of one core and 512 MiB each."""

    def __init__(self, folder, workers=2):
        import pyspark

        home = pathlib.Path(os.environ.get("SPARK_HOME") or pathlib.Path(pyspark.__file__).parent)
        os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable, SPARK_DAEMON_MEMORY="256m")
        # Tasks find the module by this, as on a cluster with --py-files.
        os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
        self.processes = []
        self.folder = pathlib.Path(folder)
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        start = [str(home / "bin" / "spark-class")]
        host = ["--host", "127.0.0.1", "--webui-port", "0"]
        self.run("master", [*start, "org.apache.spark.deploy.master.Master", "--port", str(port), *host])
        self.wait(port)
        for number in range(workers):
            limits = ["--cores", "1", "--memory", "512m", "--work-dir", str(self.folder / f"work-{number}")]
            command = [*start, "org.apache.spark.deploy.worker.Worker", *limits, *host, self.master]
            self.run(f"worker-{number}", command)

    def run(self, name, command):
        with open(self.folder / f"{name}.log", "wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.processes.append(process)

    def wait(self, port):
        for _ in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.5)
        raise RuntimeError("the master did not start: " + (self.folder / "master.log").read_text()[-2000:])

    def session(self, **settings):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(self.master).appName("leitmotif")
        settings = {
            "spark.executor.memory": "512m",
            "spark.driver.memory": "512m",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.adaptive.coalescePartitions.enabled": "false",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "50",
            "spark.task.maxFailures": "1",
            **settings,
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        return session

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def sample(copies=4):
    """The sample papers, several times under different names."""
    texts = sorted(path for path in (REPOSITORY / "corpus").iterdir() if path.suffix in (".txt", ".md"))
    texts = [path for path in texts if path.name != "README.md"]
    return [
        {"id": f"{path.stem}-{copy}", "text": f"{path.read_text()}\n", "year": 2000 + copy}
        for copy in range(copies)
        for path in texts
    ]


def alone(papers, *options):
    """What the program gives of the same papers without Spark."""
    lines = "".join(json.dumps(paper) + "\n" for paper in papers)
    command = [PROGRAM, "extract", "--stdin", "--accept-errors", "--quiet", *options]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(value):
    """A value without null fields, comparable and sortable as text."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def as_text(rows):
    return sorted(json.dumps(plain(row), sort_keys=True) for row in rows)


class Tests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.cluster = Cluster(cls.folder)
        cls.spark = cls.cluster.session()
        cls.papers = sample()
        cls.broken = [{"id": "no-text", "text": None, "year": 2001}, {"id": "empty", "text": " ", "year": 2002}]

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()
        cls.cluster.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def frame(self, papers, partitions=5):
        rows = [(paper["id"], paper["text"], paper["year"]) for paper in papers]
        frame = self.spark.createDataFrame(rows, "id string, text string, year int")
        return frame.repartition(partitions)

    def test_rows_are_those_of_one_machine(self):
        import leitmotif_spark as leitmotif

        expected = alone(self.papers, "--what", "statistics,citations,references,mentions")
        frame = self.frame(self.papers)
        for table in TABLES:
            found = [row.asDict(True) for row in getattr(leitmotif, table)(frame, program=PROGRAM).collect()]
            wanted = [{"id": paper["id"], **row} for paper in expected for row in paper[table]]
            self.assertGreater(len(wanted), 100, table)
            self.assertEqual(as_text(found), as_text(wanted), table)
        found = [row.asDict(True) for row in leitmotif.statistics(frame, program=PROGRAM).collect()]
        wanted = [{"id": p["id"], "document": p["document"], **p["statistics"]} for p in expected]
        self.assertEqual(as_text(found), as_text(wanted))
        self.assertEqual(sum(row["citations"] for row in found), sum(len(p["citations"]) for p in expected))

    def test_themes_are_those_of_the_codebook_of_the_driver(self):
        import leitmotif_spark as leitmotif

        codebook = self.folder / "costs.yaml"
        codebook.write_text("themes:\n  costs: [cost*, \"cheap labour|labor\"]\n  markets: [market]\n")
        found = leitmotif.mentions(self.frame(self.papers), program=PROGRAM, codebook=str(codebook))
        found = dict(found.groupBy("theme").count().collect())
        expected = alone(self.papers, "--what", "mentions", "--codebook", str(codebook))
        expected = collections.Counter(row["theme"] for paper in expected for row in paper["mentions"])
        self.assertEqual(found, dict(expected))
        self.assertEqual(set(found), {"costs", "markets"})

    def test_a_paper_that_fails_is_a_row_with_its_error(self):
        import leitmotif_spark as leitmotif

        frame = self.frame(self.papers + self.broken)
        for function in (leitmotif.statistics, leitmotif.citations):
            rows = function(frame, program=PROGRAM)
            failed = {row["id"]: row["error"] for row in rows.where("error is not null").collect()}
            self.assertEqual(set(failed), {"no-text", "empty"})
            self.assertEqual(failed["no-text"]["kind"], "no-text-field")
            self.assertRegex(failed["no-text"]["place"], r"^row \d+$")
        good = leitmotif.citations(frame, program=PROGRAM).where("error is null").count()
        self.assertEqual(good, sum(len(paper["citations"]) for paper in alone(self.papers)))

    def test_a_program_that_fails_fails_the_task_with_its_messages(self):
        import leitmotif_spark as leitmotif

        # It tells its schema as asked, and breaks when papers come.
        broken = self.folder / "broken"
        broken.write_text(
            f'#!/bin/sh\ncase "$*" in *input-format*) echo "the roof is on fire" >&2; exit 2;; esac\n'
            f'exec "{PROGRAM}" "$@"\n'
        )
        broken.chmod(0o755)
        with self.assertRaises(Exception) as caught:
            leitmotif.statistics(self.frame(self.papers), program=str(broken)).collect()
        self.assertIn("leitmotif ended with code 2: the roof is on fire", str(caught.exception))
        with self.assertRaises(leitmotif.LeitmotifError) as caught:
            leitmotif.statistics(self.frame(self.papers), program=PROGRAM, options=["--max-size", "x"])
        self.assertIn("--max-size", str(caught.exception))
        with self.assertRaises(leitmotif.LeitmotifError) as caught:
            leitmotif.statistics(self.frame(self.papers), program="no-such-program")
        self.assertIn("addFile", str(caught.exception))

    def test_a_program_that_is_killed_midway_fails_the_task(self):
        import leitmotif_spark as leitmotif

        # The results of the first papers come, and then the stream breaks off.
        cut = self.folder / "cut"
        cut.write_text(
            f'#!/bin/sh\ncase "$*" in *input-format*) "{PROGRAM}" "$@" --batch 1 | head -c 9000; kill -9 $$;; esac\n'
            f'exec "{PROGRAM}" "$@"\n'
        )
        cut.chmod(0o755)
        with self.assertRaises(Exception) as caught:
            leitmotif.statistics(self.frame(self.papers), program=str(cut)).collect()
        self.assertIn("leitmotif ended with code -9", str(caught.exception))

    def test_a_source_of_papers_that_fails_fails_the_task(self):
        import leitmotif_spark as leitmotif
        import pyarrow as pa

        def batches():
            yield pa.RecordBatch.from_pylist([{"id": "a", "text": "Ports grow."}])
            raise ValueError("the disk is gone")

        for options in ([], ["--batch", "1"]):
            with self.assertRaisesRegex(ValueError, "the disk is gone"):
                list(leitmotif._extractor(PROGRAM, options, None, "")(batches()))

    def test_a_program_that_is_sent_and_a_few_rows(self):
        import leitmotif_spark as leitmotif

        sent = self.folder / "leitmotif-sent"
        shutil.copy(PROGRAM, sent)
        self.spark.sparkContext.addFile(str(sent))
        rows = leitmotif.statistics(self.frame(self.papers), program="leitmotif-sent").limit(3).collect()
        self.assertEqual(len(rows), 3)
        empty = leitmotif.citations(self.frame([]), program=PROGRAM)
        self.assertEqual(empty.count(), 0)

    def test_an_index_is_built_in_shards_and_merged(self):
        import leitmotif_spark as leitmotif

        merges = subprocess.run([PROGRAM, "index", "merge", "--help"], capture_output=True).returncode == 0
        if not merges:
            self.skipTest("this leitmotif has no `index merge`")
        told = leitmotif.build_index(self.frame(self.papers + self.broken), self.folder / "all", 3, program=PROGRAM)
        self.assertEqual(sum(shard["papers"] for shard in told), len(self.papers) + 2)
        self.assertIn("no text", " ".join(shard["messages"] for shard in told))
        self.assertEqual(os.listdir(self.folder / "all"), ["index"])
        lines = "".join(json.dumps(paper) + "\n" for paper in self.papers)
        single = str(self.folder / "single")
        ingest = [PROGRAM, "ingest", "-", "--format", "jsonl", "--index", single, "--quiet"]
        subprocess.run(ingest, input=lines, text=True, check=True)
        for query in (["query", "themes", "--by", "document"], ["query", "works"], ["extract", "citations"]):
            results = [
                subprocess.run([PROGRAM, *query, "--format", "csv", "--index", index], capture_output=True, check=True)
                for index in (single, str(self.folder / "all" / "index"))
            ]
            self.assertEqual(results[0].stdout, results[1].stdout, query)
        with self.assertRaises(leitmotif.LeitmotifError):
            leitmotif.build_index(self.frame(self.papers), self.folder / "all", 3, program=PROGRAM)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    sys.path.insert(0, str(HERE))
    unittest.main(verbosity=2, warnings="ignore")
