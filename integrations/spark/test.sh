#!/usr/bin/env bash
# Tests of leitmotif_spark.py on a standalone Spark on loopback: integrations/spark/test.sh [PATH_OF_LEITMOTIF]
# Installs PySpark into target/spark where it is missing; skips with a notice where that or Java is not to be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${1:-target/release/leitmotif}
environment=target/spark
skip() { echo "skipped: Spark: $*"; exit 0; }

command -v java >/dev/null || {
    { apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless; } >/dev/null 2>&1 || skip "no Java"
}
python=python3
if ! python3 -c 'import pyspark, pyarrow, pandas' 2>/dev/null; then
    python=$environment/bin/python3
    if ! "$python" -c 'import pyspark, pyarrow, pandas' 2>/dev/null; then
        make() { python3 -m venv "$environment" >/dev/null 2>&1; }
        make || { apt-get install -y -qq python3-venv >/dev/null 2>&1 && make; } || skip "no virtual environment"
        # PySpark 4 needs Java 17; pip takes the newest one that this Python can run.
        "$environment/bin/pip" install --quiet pyspark pyarrow 'pandas<3' || skip "PySpark cannot be installed"
    fi
fi
PYTHONDONTWRITEBYTECODE=1 "$python" -W ignore integrations/spark/test_leitmotif_spark.py "$program"
