package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds to each operation the problems that it can answer with: those that it names as {@code x-problems}, and those of all. */
final class OpenApiProblems {

    private static final String OWN = "x-problems";
    private static final List<Integer> OF_ALL = List.of(400, 406, 429, 500, 503);
    private static final List<Integer> OF_AUTHORIZED = List.of(401, 403);
    private static final List<Integer> OF_BODIES = List.of(413, 415, 422);

    private final ObjectNode document;

    OpenApiProblems(ObjectNode document) {
        this.document = document;
    }

    void add() {
        for (int status : OpenApi.problemStatuses()) {
            addResponse("Problem" + status, titles(status), status);
        }
        addResponse("Problem", "Any other problem.", 0);
        ArrayNode codes = document.withObject("/components/schemas/Problem/properties/code")
                .putArray("enum");
        Arrays.stream(ProblemCode.values()).map(ProblemCode::word).forEach(codes::add);
        for (Map.Entry<String, JsonNode> path : document.withObject("/paths").properties()) {
            OpenApi.operations(path.getValue())
                    .values()
                    .forEach(operation -> addTo((ObjectNode) operation, path.getKey()));
        }
    }

    private static String titles(int status) {
        return Arrays.stream(ProblemCode.values())
                .filter(code -> code.status() == status)
                .map(ProblemCode::title)
                .collect(Collectors.joining("; ", "", "."));
    }

    private void addResponse(String name, String description, int status) {
        ObjectNode response = document.withObject("/components/responses/" + name);
        response.put("description", description);
        if (status == 401) {
            header(response, "WWW-Authenticate", "What authenticates here (RFC 6750).");
        }
        if (status == 429 || status == 503) {
            header(response, "Retry-After", "Seconds after which to come again.");
        }
        response.withObject("/content")
                .putObject(Problem.MEDIA_TYPE)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private static void header(ObjectNode response, String name, String description) {
        ObjectNode header = response.withObject("/headers").putObject(name);
        header.put("description", description).putObject("schema").put("type", "string");
    }

    private static void addTo(ObjectNode operation, String path) {
        TreeSet<Integer> statuses = new TreeSet<>(OF_ALL);
        operation.withArray("/" + OWN).forEach(status -> statuses.add(status.intValue()));
        operation.remove(OWN);
        if (!operation.has("security")) {
            statuses.addAll(OF_AUTHORIZED);
        }
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (operation.has("requestBody")) {
            statuses.addAll(OF_BODIES);
        }
        ObjectNode responses = operation.withObject("/responses");
        for (int status : statuses) {
            if (!responses.has(Integer.toString(status))) {
                refer(responses, Integer.toString(status), "Problem" + status);
            }
        }
        refer(responses, "default", "Problem");
    }

    private static void refer(ObjectNode responses, String status, String response) {
        responses.putObject(status).put("$ref", "#/components/responses/" + response);
    }
}
