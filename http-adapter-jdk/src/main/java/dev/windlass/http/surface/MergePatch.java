package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.json.StrictJson;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.json.JsonOut;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A change as RFC 7396 writes it. It is put onto what is stored, and the outcome is read by the very reader that reads a new one, so that
 * both are checked alike.
 */
final class MergePatch {

    private final ObjectNode patch;

    private MergePatch(ObjectNode patch) {
        this.patch = patch;
    }

    static MergePatch of(ApiRequest request) {
        if (StrictJson.parse(request.body()) instanceof ObjectNode object) {
            return new MergePatch(object);
        }
        throw new InvalidRequestException("", "must be an object");
    }

    boolean has(String name) {
        return patch.has(name);
    }

    /** An object whose members {@code members} writes, to be patched. */
    static ObjectNode tree(Consumer<JsonOut> members) {
        return (ObjectNode) StrictJson.parse(JsonOut.object(members));
    }

    JsonObjectReader onto(ObjectNode target) {
        // An unknown member that is to be removed is still an unknown member.
        patch.properties().stream()
                .filter(member -> member.getValue().isNull() && !target.has(member.getKey()))
                .forEach(member -> target.putNull(member.getKey()));
        return JsonObjectReader.of(merged(target, patch));
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            JsonNode old = target.get(name);
            if (member.getValue() instanceof ObjectNode change) {
                target.set(name, merged(old instanceof ObjectNode object ? object : target.objectNode(), change));
            } else if (!member.getValue().isNull()) {
                target.set(name, member.getValue());
            } else if (old != null && !old.isNull()) {
                target.remove(name);
            }
        }
        return target;
    }
}
