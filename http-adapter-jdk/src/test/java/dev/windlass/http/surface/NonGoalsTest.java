package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API leaves out on purpose: work is done in the host's process, and nobody needs a page to look at. */
@Tag("C11")
class NonGoalsTest {

    private final JsonNode document =
            OpenApi.document(SurfaceSettings.DEFAULTS, true).tree();

    private void eachOperation(BiConsumer<String, JsonNode> visitor) {
        document.get("paths")
                .properties()
                .forEach(path -> OpenApi.operations(path.getValue())
                        .forEach((method, operation) ->
                                visitor.accept(method.toUpperCase(Locale.ROOT) + " " + path.getKey(), operation)));
    }

    @Test
    void nobodyOutsideMovesARunOn() {
        Set<String> changes = new TreeSet<>();
        eachOperation((name, operation) -> {
            if (name.contains("runs/{") && !name.startsWith("GET ")) {
                changes.add(name);
            }
        });
        assertThat(changes).containsExactly("POST /api/job-runs/{run_id}/retry");
    }

    @Test
    void noRequestCarriesWhatAWorkerWouldHaveToProve() {
        Set<String> members = new TreeSet<>();
        eachOperation((name, operation) -> collectMembers(operation.path("requestBody"), members));
        assertThat(members)
                .contains("params", "priority")
                .doesNotContain("fence", "fencing_token", "lease", "node_id", "worker_id", "heartbeat_at", "attempt");
    }

    private void collectMembers(JsonNode schema, Set<String> members) {
        if (schema.path("$ref").isTextual()) {
            collectMembers(document.at(schema.get("$ref").textValue().substring(1)), members);
        }
        schema.path("properties").fieldNames().forEachRemaining(members::add);
        schema.forEach(child -> collectMembers(child, members));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/jobs/claim, 405",
        "POST, /api/queue/claim, 404",
        "POST, /api/job-runs/{run}/heartbeat, 404",
        "POST, /api/job-runs/{run}/complete, 404",
        "POST, /api/job-runs/{run}/ack, 404",
        "PUT, /api/job-runs/{run}, 405",
        "PATCH, /api/job-runs/{run}, 405"
    })
    void aWorkerFindsNothingToSpeakTo(String method, String path, int status) {
        try (SurfaceServer server = new SurfaceServer()) {
            String job = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
            String run = server.get(job).at("/last_run_id");
            Reply before = server.get("/api/job-runs/" + run);
            assertThat(before.status()).isEqualTo(200);

            assertThat(server.send(method, path.replace("{run}", run), "{\"status\":\"FAILED\"}")
                            .status())
                    .isEqualTo(status);
            assertThat(server.get("/api/job-runs/" + run).text()).isEqualTo(before.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/jobs", "/api/job-runs", "/api/queue", "/api/schedules", "/openapi.json"})
    void aBrowserGetsJsonLikeEverybodyElse(String path) {
        try (SurfaceServer server = new SurfaceServer()) {
            Reply reply = server.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).startsWith("application/json");
        }
    }

    @Test
    void noAnswerIsAPageButTheOneThatAProblemsTypeLeadsTo() {
        Set<String> pages = new TreeSet<>();
        eachOperation((name, operation) -> operation.path("responses").forEach(response -> {
            JsonNode real = response.has("$ref")
                    ? document.at(response.get("$ref").textValue().substring(1))
                    : response;
            if (real.path("content").has("text/html")) {
                pages.add(name);
            }
        }));
        assertThat(pages).isEqualTo(Set.of("GET /problems/{code}"));
    }

    @Test
    void noTypeOfJobIsRunElsewhereThanInThisProcess() {
        try (SurfaceServer server = new SurfaceServer(s -> s, s -> s.withDirectPaths(Map.of()), h -> h)) {
            Reply reply = server.post("/api/jobs", "{\"job_type\":\"remote\"}");
            assertThat(reply.status()).as("no handler, no job").isEqualTo(422);
            assertThat(reply.at("/errors/0/pointer")).isEqualTo("/job_type");
        }
    }
}
