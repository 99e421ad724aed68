package dev.windlass.store.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which queues are paused, {@code windlass_paused}. */
final class PauseTable {

    /** The name under which everything is paused. */
    static final String ALL = "";

    private PauseTable() {}

    static List<String> paused(Handle handle) {
        return handle.createQuery("SELECT queue FROM windlass_paused")
                .mapTo(String.class)
                .list();
    }

    /** @return how many rows it changed */
    static int set(Handle handle, @Nullable String queue, boolean paused) {
        String name = queue == null ? ALL : queue;
        if (!paused) {
            return handle.createUpdate("DELETE FROM windlass_paused WHERE queue = :queue")
                    .bind("queue", name)
                    .execute();
        }
        return paused(handle).contains(name)
                ? 0
                : handle.createUpdate("INSERT INTO windlass_paused (queue) VALUES (:queue)")
                        .bind("queue", name)
                        .execute();
    }
}
