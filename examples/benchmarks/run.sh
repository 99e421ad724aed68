#!/usr/bin/env bash
# Builds Windlass and the benchmarks, and runs them: examples/benchmarks/run.sh [--rounds=3] [--scale=1] [--scenarios=a,b] [--contenders=a,b] [--large]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mvn -B -q -f "$root/pom.xml" -P benchmarks -pl examples/benchmarks -am -DskipTests -Dfast package 1>&2
cd "$here"
exec java -cp "target/classes:target/lib/*" dev.windlass.examples.benchmarks.Main "$@"
