#!/usr/bin/env bash
# Holds the OpenAPI document of a running server against tools of others: spectral and redocly lint it, and a client that
# openapi-generator makes of it compiles, runs a job and reads its result.
#   examples/openapi/check.sh
# Needs the built standalone server (mvn package). What a tool needs is fetched; a tool that cannot be had is skipped and said so.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work="$root/examples/target/openapi"
jar="$root/http-adapter-jdk/target/windlass-standalone.jar"
spectral=@stoplight/spectral-cli@6.16.3
redocly=@redocly/cli@2.77.0
generator=org.openapitools:openapi-generator-cli:7.25.0
jackson=$(sed -n 's:.*<jackson.version>\(.*\)</jackson.version>.*:\1:p' "$root/pom.xml")
libraries="com.fasterxml.jackson.datatype:jackson-datatype-jsr310:$jackson jakarta.annotation:jakarta.annotation-api:2.1.1"

# Of fetching one tool, in seconds: a network that swallows packets must not hold a build up.
patience=40

[ -f "$jar" ] || { echo "There is no $jar: run mvn package first" >&2; exit 2; }
rm -rf "$work/run" "$work/client" "$work/classes" "$work/server.log"
mkdir -p "$work/run" "$work/lib" "$work/classes"

(cd "$work/run" && exec java -jar "$jar" --port 0 --store memory --webhook-allow 127.0.0.0/8) >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true' EXIT
url=
for _ in $(seq 300); do
  url=$(sed -n 's/^Windlass listening on //p' "$work/server.log" 2>/dev/null || true)
  [ -z "$url" ] && kill -0 $server 2>/dev/null || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$work/server.log" >&2; exit 1; }

# In Java, so that nothing but a JDK is needed to get at the document.
java "$here/Fetch.java" "$url/openapi.json" "$work/openapi.json"

bounded() {
  if command -v timeout >/dev/null; then timeout "$patience" "$@"; else "$@"; fi
}

lint() {
  local package=$1 command=$2 home="$work/npm/$2"
  shift 2
  if ! command -v npm >/dev/null; then
    echo "skipped: $command, there is no npm here"
  elif ! bounded npm install --prefix "$home" --no-save --ignore-scripts --no-audit --no-fund --prefer-offline \
    --fetch-retries 0 "$package" >"$work/npm-$command.log" 2>&1; then
    echo "skipped: $command, npm cannot get $package"
  elif ! "$home/node_modules/.bin/$command" --version >>"$work/npm-$command.log" 2>&1; then
    echo "skipped: $command does not run on node $(node --version)"
  else
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true "$home/node_modules/.bin/$command" "$@" 2>&1
  fi
}

client() {
  local artifact
  for artifact in $generator $libraries; do
    if ! bounded mvn -B -q -N -f "$root/pom.xml" dependency:copy -Dartifact="$artifact" -DoutputDirectory="$work/lib" \
      >"$work/maven.log" 2>&1; then
      echo "skipped: the generated client, Maven cannot get $artifact"
      return 0
    fi
  done
  java -jar "$work"/lib/openapi-generator-cli-*.jar generate -g java --library native -i "$work/openapi.json" -o "$work/client" \
    --global-property apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
    --additional-properties=invokerPackage=client,apiPackage=client.api,modelPackage=client.model,openApiNullable=false,useJakartaEe=true \
    >"$work/generator.log" 2>&1 || { cat "$work/generator.log" >&2; return 1; }
  find "$work/client/src/main/java" -name '*.java' >"$work/sources"
  # The server's jar lends its Jackson; the generator's own, which has everything, is not for clients.
  local classpath="$jar:$(echo "$work"/lib/jackson-*.jar):$(echo "$work"/lib/jakarta*.jar)"
  javac -nowarn -proc:none -d "$work/classes" -cp "$classpath" "@$work/sources" "$here/RunJob.java" 2>"$work/javac.log" \
    || { cat "$work/javac.log" >&2; return 1; }
  java -cp "$work/classes:$classpath" RunJob "$url"
}

# Side by side, since most of the time is spent on fetching.
lint "$spectral" spectral lint --ruleset "$here/spectral.yaml" --fail-severity warn "$work/openapi.json" >"$work/1.log" &
first=$!
lint "$redocly" redocly lint "$work/openapi.json" >"$work/2.log" &
second=$!
failed=0
client || failed=1
wait $first || failed=1
wait $second || failed=1
cat "$work/1.log" "$work/2.log"
exit $failed
