package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes components out of the document that nothing refers to, because their surface is switched off. */
final class OpenApiPruner {

    private static final String COMPONENTS = "#/components/";

    private final ObjectNode document;
    private final Set<String> used = new HashSet<>();

    private OpenApiPruner(ObjectNode document) {
        this.document = document;
    }

    static void prune(ObjectNode document) {
        OpenApiPruner pruner = new OpenApiPruner(document);
        pruner.visit(document.withObject("/paths"));
        pruner.visit(document.withObject("/webhooks"));
        for (String kind : List.of("schemas", "responses", "headers", "parameters")) {
            ObjectNode components = document.withObject("/components/" + kind);
            components.retain(components.properties().stream()
                    .map(java.util.Map.Entry::getKey)
                    .filter(name -> pruner.used.contains(kind + "/" + name))
                    .toList());
        }
        if (document.withObject("/webhooks").isEmpty()) {
            document.remove("webhooks");
        }
    }

    private void visit(JsonNode node) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.textValue().startsWith(COMPONENTS)) {
            String name = reference.textValue().substring(COMPONENTS.length());
            if (used.add(name)) {
                visit(document.at("/components/" + name));
            }
        }
        node.forEach(this::visit);
    }
}
