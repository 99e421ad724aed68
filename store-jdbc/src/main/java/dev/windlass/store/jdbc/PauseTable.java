package dev.windlass.store.jdbc;

import dev.windlass.job.OverloadedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which queues are paused, {@code windlass_paused}. */
final class PauseTable {

    /** The name under which everything is paused. */
    static final String ALL = "";

    /** Each claim and each look at the queue reads them; processes that pause side by side may go a little beyond. */
    static final int MOST = 1_000;

    private PauseTable() {}

    static List<String> paused(Handle handle) {
        return handle.createQuery("SELECT queue FROM windlass_paused ORDER BY queue LIMIT :limit")
                .bind("limit", 2 * MOST)
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
        List<String> known = paused(handle);
        long named = known.stream().filter(one -> !one.equals(ALL)).count();
        if (named >= MOST && queue != null && !known.contains(name)) {
            throw new OverloadedException(
                    "At most " + MOST + " queues can be paused by name; resume some, or pause all");
        }
        return known.contains(name) ? 0 : pause(handle, name);
    }

    /** On PostgreSQL another process may do so at the same time. */
    private static int pause(Handle handle, String name) {
        String insert = "INSERT INTO windlass_paused (queue) VALUES (:queue)";
        return handle.createUpdate(handle.dialect().isShared() ? insert + " ON CONFLICT DO NOTHING" : insert)
                .bind("queue", name)
                .execute();
    }
}
