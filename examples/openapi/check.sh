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

[ -f "$jar" ] || { echo "There is no $jar: run mvn package first" >&2; exit 2; }
rm -rf "$work/run" "$work/client" "$work/classes"
mkdir -p "$work/run" "$work/lib" "$work/classes"

(cd "$work/run" && exec java -jar "$jar" --port 0 --store memory --webhook-allow 127.0.0.0/8) >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
url=
for _ in $(seq 100); do
  url=$(sed -n 's/^Windlass listening on //p' "$work/server.log")
  [ -n "$url" ] && break
  sleep 0.1
done
[ -n "$url" ] || { cat "$work/server.log" >&2; exit 1; }

# In Java, so that nothing but a JDK is needed to get at the document.
java "$here/Fetch.java" "$url/openapi.json" "$work/openapi.json"

lint() {
  local package=$1 command=$2
  shift 2
  if ! command -v npx >/dev/null; then
    echo "skipped: $command, there is no npx here"
  elif ! npx --yes --package "$package" -- "$command" --version >"$work/npx.log" 2>&1; then
    echo "skipped: $command, npx cannot get $package"
  else
    npx --yes --package "$package" -- "$command" "$@"
  fi
}

client() {
  local artifact
  for artifact in $generator $libraries; do
    if ! mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$work/lib" >"$work/maven.log" 2>&1; then
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

lint "$spectral" spectral lint --ruleset "$here/spectral.yaml" --fail-severity warn "$work/openapi.json"
lint "$redocly" redocly lint "$work/openapi.json"
client
