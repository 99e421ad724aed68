package dev.windlass.spi;

import java.util.Set;
import java.util.UUID;

/**
 * One process that shares a store. Every start has a new id.
 *
 * @param name for people, for example the host name; need not be unique
 * @param types the job types that it has handlers for
 */
public record NodeInfo(UUID id, String name, Set<String> types, int slots) {

    public NodeInfo {
        types = Set.copyOf(types);
    }
}
