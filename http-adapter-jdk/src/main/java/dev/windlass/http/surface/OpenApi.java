package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.job.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The OpenAPI 3.1 document of what this server serves: a file for each surface that is switched on, put together. What all operations
 * share, the problems that they can answer with, is added here and not repeated in the files.
 */
final class OpenApi {

    private static final String DIRECT_ANY = "/api/direct/{job_type}";
    private static final String DIRECT_PATH = "hostPath";

    private final ObjectNode document = part("base");

    private OpenApi() {}

    /** @param events whether {@code /api/events} is served */
    static Json document(SurfaceSettings settings, boolean events) {
        OpenApi api = new OpenApi();
        for (Surface surface : Surface.values()) {
            if (settings.enabled().contains(surface)) {
                api.add(part(surface.name().toLowerCase(Locale.ROOT)));
            }
        }
        if (settings.enabled().contains(Surface.DIRECT)) {
            new TreeSet<>(settings.directPaths().keySet()).forEach(api::addHostPath);
            if (settings.runsAreStatuses()) {
                api.showRunAsStatus(DIRECT_ANY);
                settings.directPaths().keySet().forEach(api::showRunAsStatus);
            }
        }
        api.add(part("operation"));
        if (!events) {
            api.paths().remove("/api/events");
        }
        new OpenApiProblems(api.document).add();
        OpenApiPruner.prune(api.document);
        return Json.of(api.document);
    }

    private ObjectNode paths() {
        return document.withObject("/paths");
    }

    private void add(ObjectNode part) {
        document.withArray("/tags").addAll(part.withArray("/tags"));
        paths().setAll(part.withObject("/paths"));
        document.withObject("/webhooks").setAll(part.withObject("/webhooks"));
        document.withObject("/components/schemas").setAll(part.withObject("/schemas"));
    }

    /** A path of the host's own is like {@code /api/direct/{job_type}}. */
    private void addHostPath(String path) {
        ObjectNode operation = part("direct").withObject("/" + DIRECT_PATH);
        StringBuilder id = new StringBuilder();
        for (String word : path.split("[^A-Za-z0-9]+", -1)) {
            id.append(word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        operation.put("operationId", "run" + id);
        paths().putObject(path).set("post", operation);
    }

    /** What is answered before a direct run has ended, as it is found at its Location. */
    private void showRunAsStatus(String path) {
        JsonNode schema = paths().path(path).at("/post/responses/202/content/application~1json/schema");
        ((ObjectNode) schema).put("$ref", "#/components/schemas/StatusObject");
    }

    private static ObjectNode part(String name) {
        try (InputStream file = OpenApi.class.getResourceAsStream("openapi/" + name + ".json")) {
            if (file == null) {
                throw new IllegalStateException("openapi/" + name + ".json is missing from the jar");
            }
            JsonNode tree = new Json(new String(file.readAllBytes(), StandardCharsets.UTF_8)).tree();
            return (ObjectNode) tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operations of a path by method. */
    static Map<String, JsonNode> operations(JsonNode path) {
        Map<String, JsonNode> operations = new java.util.LinkedHashMap<>();
        for (String method : java.util.List.of("get", "post", "patch", "put", "delete")) {
            if (path.has(method)) {
                operations.put(method, path.get(method));
            }
        }
        return operations;
    }

    /** Statuses that problems have. */
    static TreeSet<Integer> problemStatuses() {
        TreeSet<Integer> statuses = new TreeSet<>();
        for (ProblemCode code : ProblemCode.values()) {
            statuses.add(code.status());
        }
        return statuses;
    }
}
