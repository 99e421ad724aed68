package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.windlass.job.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds exchanges against the OpenAPI document: known path, known status, promised headers, a body that fits its schema and no more. */
final class OpenApiChecks {

    private final JsonNode document;
    private final JsonNode strict;
    private final Map<String, Pattern> paths = new LinkedHashMap<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    OpenApiChecks(JsonNode document) {
        this.document = document;
        this.strict = document.deepCopy();
        closed(strict.at("/components/schemas"));
        document.get("paths")
                .fieldNames()
                .forEachRemaining(path -> paths.put(path, Pattern.compile(path.replaceAll("\\{[^}]*}", "[^/]+"))));
    }

    /** An answer must say no more than the document knows of, or the document is not complete. */
    private static void closed(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApiChecks::closed);
    }

    Reply check(String method, String target, @Nullable String body, Reply reply) {
        String path = target.split("\\?", 2)[0];
        JsonNode operation = operation(method, path);
        if (operation == null) {
            if (reply.status() != 404 && reply.status() != 405 && reply.status() != 204) {
                throw new AssertionError(method + " " + path + " is not in the document: " + reply.status());
            }
            return reply;
        }
        String where = method + " " + path + " -> " + reply.status();
        JsonNode response = resolved(operation.at("/responses/" + reply.status()));
        if (response.isMissingNode()) {
            throw new AssertionError(where + " is not documented: " + reply.text());
        }
        if (reply.status() < 300 && body != null && !body.isEmpty()) {
            validate(where + " (request)", operation.at("/requestBody/content/application~1json/schema"), body, false);
        }
        checkBody(where, response, reply);
        return reply;
    }

    /** Holds the body of a webhook or callback against its schema. */
    void checkEvent(String body) {
        JsonNode event = new Json(body).tree();
        String name = event.path("event").asText();
        if (event.has("state")) {
            validate("state webhook", document.at("/components/schemas/StateEvent"), body, true);
            return;
        }
        JsonNode schema = event.has("id")
                ? document.at("/components/schemas/CallbackEvent")
                : document.at("/webhooks").path(name).at("/post/requestBody/content/application~1json/schema");
        validate("webhook " + name, schema, body, false);
    }

    private @Nullable JsonNode operation(String method, String path) {
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(java.util.Locale.ROOT);
        JsonNode fixed = document.at("/paths").path(path);
        if (fixed.has(verb)) {
            return fixed.get(verb);
        }
        for (Map.Entry<String, Pattern> known : paths.entrySet()) {
            JsonNode item = document.get("paths").get(known.getKey());
            if (known.getValue().matcher(path).matches() && item.has(verb)) {
                return item.get(verb);
            }
        }
        return null;
    }

    private void checkBody(String where, JsonNode response, Reply reply) {
        String type = reply.header("Content-Type");
        if (reply.bytes().length == 0) {
            return;
        }
        JsonNode content = response.path("content");
        JsonNode media = content.has("*/*")
                ? content.get("*/*")
                : content.path(String.valueOf(type).split(";", 2)[0]);
        if (media.isMissingNode()) {
            throw new AssertionError(where + " came as " + type + ", which is not documented");
        }
        if (String.valueOf(type).endsWith("json")) {
            validate(where, media.get("schema"), reply.text(), true);
        }
    }

    private void validate(String where, JsonNode schema, String body, boolean complete) {
        if (schema.isMissingNode()) {
            throw new AssertionError(where + " has no schema");
        }
        JsonSchema compiled = schemas.computeIfAbsent(complete + schema.toString(), key -> compile(schema, complete));
        Set<ValidationMessage> messages = compiled.validate(new Json(body).tree());
        if (!messages.isEmpty()) {
            throw new AssertionError(where + " does not fit the document: " + messages + "\n" + body);
        }
    }

    private JsonSchema compile(JsonNode schema, boolean complete) {
        ObjectNode root = schema.deepCopy();
        root.set("components", (complete ? strict : document).get("components"));
        return factory.getSchema(root);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
