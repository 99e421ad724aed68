package dev.windlass.store.jdbc;

import dev.windlass.job.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that this process cannot read, because a newer node wrote them or they name a time zone that this JVM does not know. They are
 * skipped and told of once in each version, and never keep the others from being read. Thread-safe.
 */
final class Unreadable {

    private static final int MOST_REMEMBERED = 1_000;

    private final Map<UUID, Long> versions = new ConcurrentHashMap<>();

    /** What {@code body} says; empty when it says nothing to us. */
    <R extends Resource> Optional<R> read(UUID id, long version, String body, Class<R> kind) {
        try {
            R resource = JsonText.resource(body, kind);
            versions.remove(id);
            return Optional.of(resource);
        } catch (RuntimeException e) {
            if (remember(id, version)) {
                log().error(
                                "{} {} cannot be read here and is skipped; update this node, or change what it names: {}",
                                kind.getSimpleName(),
                                id,
                                Failures.firstLine(
                                        e.getCause() == null
                                                ? e.getMessage()
                                                : e.getCause().getMessage()));
            }
            return Optional.empty();
        }
    }

    /** @return whether it is news */
    private boolean remember(UUID id, long version) {
        if (versions.size() > MOST_REMEMBERED) {
            versions.clear();
        }
        Long known = versions.put(id, version);
        return known == null || known != version;
    }

    /** Those of them that are known. */
    List<UUID> ids() {
        return List.copyOf(versions.keySet());
    }

    List<Long> versions() {
        return new ArrayList<>(versions.values());
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Unreadable.class);
    }
}
