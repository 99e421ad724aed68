package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.Route;
import dev.windlass.job.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document is about this server and no other. */
class OpenApiTest {

    private static final SurfaceSettings SETTINGS =
            SurfaceSettings.DEFAULTS.withDirectPaths(Map.of("/story/generate", "story"));

    private final JsonNode document = OpenApi.document(SETTINGS, true).tree();

    private Set<String> documented() {
        Set<String> operations = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> OpenApi.operations(path.getValue())
                        .keySet()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedOperationIsARoute() {
        try (SurfaceServer server = new SurfaceServer(s -> s, s -> SETTINGS, h -> h)) {
            Set<String> served = new TreeSet<>();
            for (Route route : server.routes) {
                served.add(route.method() + " " + route.pattern());
            }
            served.addAll(List.of("GET /healthz", "GET /readyz", "GET /metrics", "GET /problems/{code}"));
            assertThat(documented()).isEqualTo(served);
        }
    }

    @Test
    void theQueryParametersOfEachRouteAreDocumented() {
        try (SurfaceServer server = new SurfaceServer(s -> s, s -> SETTINGS, h -> h)) {
            for (Route route : server.routes) {
                JsonNode operation = document.get("paths")
                        .get(route.pattern())
                        .get(route.method().toLowerCase(Locale.ROOT));
                Set<String> names = new TreeSet<>();
                operation.path("parameters").forEach(parameter -> {
                    JsonNode real = parameter.has("$ref")
                            ? document.at(parameter.get("$ref").textValue().substring(1))
                            : parameter;
                    if (real.get("in").textValue().equals("query")) {
                        names.add(real.get("name").textValue());
                    }
                });
                assertThat(names).as(route.method() + " " + route.pattern()).isEqualTo(new TreeSet<>(route.query()));
            }
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndNoComponentIsLeftOver() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        for (String reference : references) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        for (String kind : List.of("schemas", "responses", "headers", "parameters")) {
            document.at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(references).contains("#/components/" + kind + "/" + name));
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.get("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }

    @Test
    void operationIdsAreUniqueAndTagsAreDeclared() {
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        document.get("tags").forEach(tag -> tags.add(tag.get("name").textValue()));
        document.get("paths")
                .forEach(path -> OpenApi.operations(path).values().forEach(operation -> {
                    assertThat(ids.add(operation.get("operationId").textValue()))
                            .as(operation.get("operationId").textValue())
                            .isTrue();
                    assertThat(tags).contains(operation.at("/tags/0").textValue());
                    assertThat(operation.has("x-problems")).isFalse();
                }));
    }

    @Test
    void itNamesEveryProblemAndEveryWebhook() {
        assertThat(document.at("/components/schemas/Problem/properties/code/enum"))
                .hasSize(ProblemCode.values().length);
        assertThat(document.get("webhooks").fieldNames())
                .toIterable()
                .contains("job.queued", "job.run.completed", "job.run.failed", "job.run.skipped", "ping");
        assertThat(document.at("/paths/~1jobs/post/callbacks/state").isMissingNode())
                .isFalse();
    }

    @Test
    @Tag("T9")
    void itPublishesTheRetention() {
        assertThat(document.at("/info/description").textValue())
                .contains("expires_at, by default after 7 days", "given up are kept for 7 days", "at least 24 hours");
        assertThat(Settings.DEFAULTS.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(Settings.DEFAULTS.idempotencyTtl()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aSurfaceThatIsOffIsNeitherServedNorDocumented() {
        SurfaceSettings few = SurfaceSettings.DEFAULTS.withEnabled(EnumSet.of(Surface.TASKS));
        JsonNode small = OpenApi.document(few, false).tree();
        assertThat(small.get("paths").has("/api/jobs")).isFalse();
        assertThat(small.get("paths").has("/v1/tasks/{task_id}")).isTrue();
        assertThat(small.has("webhooks")).isFalse();
        try (SurfaceServer server = new SurfaceServer(s -> s, s -> few, h -> h)) {
            assertThat(server.get("/api/jobs").status()).isEqualTo(404);
            assertThat(server.get("/v1/tasks/nothing").status()).isEqualTo(404);
            assertThat(server.post("/v1/bots/b/actions/echo", "{}").status()).isEqualTo(202);
        }
    }

    @Test
    void theServerServesIt() {
        try (SurfaceServer server = new SurfaceServer()) {
            Reply reply = server.get("/openapi.json");
            assertThat(reply.at("/openapi")).isEqualTo("3.1.0");
            assertThat(server.get("/openapi.json", "If-None-Match", reply.header("ETag"))
                            .status())
                    .isEqualTo(304);
        }
    }
}
