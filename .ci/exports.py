#!/usr/bin/env python3
"""Reads what leitmotif writes for other programs with those programs' own readers, and compares.

usage: .ci/exports.py PROGRAM

On the sample papers and, where they are there, on papers of ../shared/gold: the data package is valid by frictionless, its tables are
equal as CSV and Parquet (pandas, polars, DuckDB), results are equal as CSV, XLSX and Parquet, networks as GraphML, GEXF and table
(networkx), bibliographies as BibTeX, RIS and CSL-JSON (bibtexparser, rispy, json), LaTeX tables are typeset without an error where there
is a pdflatex. Then the Python blocks of docs/export.md are run, and with an Rscript those for R. Skipped with a notice where Python's
packages are missing.
"""

import contextlib
import importlib
import io
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
SAMPLE = 36
PACKAGES = ["frictionless", "pandas", "pyarrow", "duckdb", "networkx", "bibtexparser", "rispy", "polars", "openpyxl"]
KINDS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
RESULTS = [
    ["query", "themes"],
    ["query", "themes", "--by", "year"],
    ["query", "works"],
    ["query", "evidence"],
    ["query", "trend"],
    ["query", "collocates", "market"],
    ["query", "context", "market*"],
    ["extract", "citations"],
    ["extract", "references"],
    ["extract", "metadata"],
]


def main(program):
    missing = []
    for name in PACKAGES:
        try:
            globals()[name] = importlib.import_module(name)
        except ImportError:
            missing.append(name)
    if missing:
        return print(f"skipped: Python's packages {', '.join(missing)} are missing")
    program = str(pathlib.Path(program).resolve())
    corpora = {"corpus": [ROOT / "corpus"]}
    gold = sorted(GOLD.glob("**/*.txt"))
    if gold:
        step = max(1, len(gold) // SAMPLE)
        corpora["gold"] = gold[::step][:SAMPLE]
    for name, paths in corpora.items():
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            run = lambda *arguments: ran(program, arguments)
            run("ingest", *map(str, paths))
            print(f"{name}: {check_package(run)}")
            print(f"{name}: {check_results(run)}")
            print(f"{name}: {check_networks(run)}")
            print(f"{name}: {check_bibliographies(run)}")
            print(f"{name}: {check_latex(run)}")
            if name == "corpus":
                print(f"docs/export.md: {run_documented()}")


def ran(program, arguments):
    """What a command prints; that nothing was found (1) is no failure."""
    done = subprocess.run([program, "--quiet", *arguments], capture_output=True)
    assert done.returncode in (0, 1), (arguments, done.stderr.decode())
    return done.stdout


def undone(value):
    """Text without the apostrophe that keeps spreadsheets from running it."""
    return value[1:] if isinstance(value, str) and re.match(r"'+[=+\-@\t\r\n]", value) else value


def read_csv(source, kinds):
    frame = pandas.read_csv(source, dtype=kinds, keep_default_na=False, na_values=[""])
    for column, kind in kinds.items():
        if kind == "string":
            frame[column] = frame[column].map(undone, na_action="ignore").astype("string")
    return frame


def read_parquet(source):
    frame = pandas.read_parquet(source, dtype_backend="numpy_nullable")
    for column in frame.columns[frame.dtypes == "string"]:
        # What is empty and what is missing are the same in CSV.
        frame[column] = frame[column].replace("", pandas.NA).astype("string")
    return frame


def check_package(run):
    run("export", "csv", "--sentences")
    run("export", "parquet", "--sentences", "--format", "parquet")
    described = json.loads(pathlib.Path("csv/datapackage.json").read_text())
    report = frictionless.Package("csv/datapackage.json").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    report = frictionless.Package.validate_descriptor("parquet/datapackage.json")
    assert report.valid, report.flatten(["note"])
    rows = 0
    tables = [resource for resource in described["resources"] if "schema" in resource]
    for table in tables:
        name = table["name"]
        kinds = {field["name"]: KINDS[field["type"]] for field in table["schema"]["fields"]}
        plain = read_csv(f"csv/{name}.csv", kinds)
        typed = read_parquet(f"parquet/{name}.parquet")
        typed = typed.astype({column: kind for column, kind in kinds.items() if column in typed})
        pandas.testing.assert_frame_equal(plain, typed, check_exact=True)
        assert len(plain) == table["rows"], name
        polar = polars.read_parquet(f"parquet/{name}.parquet")
        assert polar.shape == plain.shape and polar.columns == list(plain.columns), name
        counted = duckdb.sql(f"select count(*) from 'parquet/{name}.parquet'").fetchall()[0][0]
        assert counted == len(plain), name
        stored = pyarrow.parquet.read_metadata(f"parquet/{name}.parquet").metadata
        assert json.loads(stored[b"leitmotif.provenance"])["version"], name
        assert set(json.loads(stored[b"leitmotif.columns"])) == set(kinds), name
        rows += len(plain)
    return f"package of {len(tables)} tables, {rows} rows: valid, equal as CSV and Parquet"


def check_results(run):
    for arguments in RESULTS:
        # The program writes binary formats to a pipe.
        typed = read_parquet(io.BytesIO(run(*arguments, "--format", "parquet")))
        kinds = {column: str(kind) for column, kind in typed.dtypes.items()}
        plain = read_csv(io.BytesIO(run(*arguments, "--format", "csv")), kinds)
        pandas.testing.assert_frame_equal(plain, typed, check_exact=True)
        book = openpyxl.load_workbook(io.BytesIO(run(*arguments, "--format", "xlsx")))
        sheet, about = book.worksheets
        assert about.title == "about", arguments
        header, *cells = list(sheet.iter_rows())
        assert [cell.value for cell in header] == list(plain.columns), arguments
        assert len(cells) == len(plain), arguments
        for row, expected in zip(cells, plain.itertuples(index=False)):
            for cell, value in zip(row, expected):
                assert cell.data_type != "f", (arguments, cell.coordinate, "is a formula")
                same_cell(cell.value, value, (arguments, cell.coordinate))
    return f"{len(RESULTS)} results equal as CSV, XLSX and Parquet"


def same_cell(found, value, place):
    if value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        assert found is None, (place, found)
    elif isinstance(value, str):
        # XML has one line end; a cell holds 32,767 units.
        cut = value.encode("utf-16-le")[: 2 * 32766].decode("utf-16-le", "ignore")
        assert found == value or found.removesuffix("…") == cut, (place, found, value)
    else:
        assert found == value, (place, found, value)


def check_networks(run):
    edges = 0
    for kind in ["cocitation", "coupling", "citing", "themes"]:
        table = pandas.read_csv(io.BytesIO(run("query", "network", "--kind", kind, "--format", "csv")))
        written = {}
        for form, read in [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]:
            run("query", "network", "--kind", kind, "--format", form, "--output", f"n.{form}")
            graph = read(f"n.{form}")
            written[form] = sorted((str(a), str(b), int(data["weight"])) for a, b, data in graph.edges(data=True))
            assert graph.number_of_edges() == len(table), (kind, form)
        direct = sorted(ends + (weight,) for ends, weight in
                        zip(zip(table.iloc[:, 0].astype(str), table.iloc[:, 1].astype(str)), table["weight"]))
        unordered = lambda rows: sorted((min(a, b), max(a, b), w) for a, b, w in rows)
        assert unordered(written["graphml"]) == unordered(written["gexf"]), kind
        assert sorted(w for *_, w in direct) == sorted(w for *_, w in written["graphml"]), kind
        edges += len(table)
    return f"networks of {edges} edges equal as table, GraphML and GEXF"


def simple(text):
    """Text without TeX's braces and with single spaces."""
    text = unicodedata.normalize("NFC", re.sub(r"[{}\\]", "", text or ""))
    return " ".join(text.replace("~", " ").split())


def check_bibliographies(run):
    entries = 0
    for arguments in [["query", "works"], ["extract", "references"]]:
        written = {form: run(*arguments, "--format", form).decode() for form in ["bibtex", "ris", "csl-json"]}
        csl = json.loads(written["csl-json"])
        library = bibtexparser.parse_string(written["bibtex"])
        assert not library.failed_blocks, library.failed_blocks[:2]
        bibtex = library.entries
        ris = rispy.loads(written["ris"])
        assert len(csl) == len(bibtex) == len(ris), (arguments, len(csl), len(bibtex), len(ris))
        for item, entry, record in zip(csl, bibtex, ris):
            fields = {field.key: field.value for field in entry.fields}
            assert item["id"] == entry.key == record["id"], (item, entry.key, record)
            year = item.get("issued", {}).get("date-parts", [[None]])[0][0]
            if year is not None:
                assert int(fields["year"]) == int(record["year"].split("/")[0]) == year, (item, fields, record)
            assert item.get("DOI") == simple(fields.get("doi")) or "DOI" not in item and "doi" not in fields, item
            assert item.get("DOI") == record.get("doi"), item
            title = item.get("title")
            assert (title is None) == ("title" not in fields), item
            if title is not None:
                assert letters(title) == letters(decoded(fields["title"])), (title, fields["title"])
                assert simple(title) == simple(record.get("title") or record.get("primary_title")), (title, record)
            people = len(item.get("author", []))
            assert people == len(record.get("authors", [])), (item, record)
        entries += len(csl)
    return f"{entries} bibliographic entries equal as BibTeX, RIS and CSL-JSON"


def decoded(text):
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(keep_comments=True, math_mode="text").latex_to_text(text)


def letters(text):
    """The letters and digits alone: typography is each format's own."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def check_latex(run):
    if not shutil.which("pdflatex"):
        return "LaTeX not typeset: no pdflatex"
    bodies = [run(*arguments, "--format", "latex").decode() for arguments in RESULTS]
    known = [body for body in bodies if "XeLaTeX" not in body]
    packages = "".join(f"\\usepackage{{{name}}}\n" for name in ["booktabs", "longtable"])
    pathlib.Path("t.tex").write_text(
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n" + packages + "\\begin{document}\n"
        + "\n\\clearpage\n".join(known) + "\n\\end{document}\n"
    )
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "t.tex"], capture_output=True)
    errors = re.findall(rb"^!.*", done.stdout, re.M)
    assert done.returncode == 0 and not errors, errors[:5]
    return f"{len(known)} of {len(bodies)} tables typeset by pdflatex, {len(bodies) - len(known)} ask for XeLaTeX"


def run_documented():
    """The code blocks of docs/export.md, in a folder with a package in `results`."""
    text = (ROOT / "docs" / "export.md").read_text()
    shutil.copytree("csv", "results")
    shutil.copytree("parquet", "results-parquet")
    ran = []
    for language, block in re.findall(r"^```(python|r)\n(.*?)^```", text, re.M | re.S):
        if language == "python":
            subprocess.run([sys.executable, "-c", block], check=True, stdout=subprocess.DEVNULL)
        elif not shutil.which("Rscript"):
            continue
        else:
            subprocess.run(["Rscript", "-e", block], check=True, stdout=subprocess.DEVNULL)
        ran.append(language)
    assert ran.count("python") >= 3, ran
    return f"{len(ran)} blocks run ({', '.join(sorted(set(ran)))})"


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    main(*sys.argv[1:])
