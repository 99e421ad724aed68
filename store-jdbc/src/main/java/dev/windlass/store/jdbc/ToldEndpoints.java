package dev.windlass.store.jdbc;

import dev.windlass.job.WebhookEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoints of claimed deliveries. A claim carries the version of each only, since most deliveries go to few endpoints, which seldom
 * change; what is not known in that version is read. Thread-safe.
 */
final class ToldEndpoints {

    /** As many as can be registered, and some that were deleted. */
    private static final int MOST_REMEMBERED = 2_000;

    private final Unreadable unreadable;
    private final Map<UUID, WebhookEndpoint> known = new ConcurrentHashMap<>();

    ToldEndpoints(Unreadable unreadable) {
        this.unreadable = unreadable;
    }

    /** @return those in these versions, or later ones; without those that are gone or cannot be read here */
    Map<UUID, WebhookEndpoint> in(Handle handle, Map<UUID, Long> versions) {
        Map<UUID, WebhookEndpoint> found = new HashMap<>();
        versions.forEach((id, version) -> {
            WebhookEndpoint endpoint = known.get(id);
            if (endpoint != null && endpoint.version() == version) {
                found.put(id, endpoint);
            }
        });
        List<UUID> missing =
                versions.keySet().stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            read(handle, missing).forEach(endpoint -> found.put(endpoint.id(), endpoint));
        }
        return found;
    }

    private List<WebhookEndpoint> read(Handle handle, List<UUID> ids) {
        List<WebhookEndpoint> read = new ArrayList<>();
        handle.createQuery("SELECT id, version, body FROM windlass_resource WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map(rows ->
                        unreadable.read(Get.id(rows, 1), rows.getLong(2), rows.getString(3), WebhookEndpoint.class))
                .list()
                .forEach(endpoint -> endpoint.ifPresent(read::add));
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        read.forEach(endpoint -> known.put(endpoint.id(), endpoint));
        return read;
    }
}
