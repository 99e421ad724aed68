package dev.windlass.examples.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sorts out events that came before, since delivery is at least once and a retried event can come late (seed row M10). Remembers the last
 * ten thousand ids and jobs; a receiver that matters keeps them in its database. Thread-safe.
 */
final class SeenEvents {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Boolean> ids = new Latest<>();
    private final Map<String, Long> sequences = new Latest<>();

    /** What an event is to a receiver. */
    enum News {
        NEW,
        /** The very same event came before. */
        REPEATED,
        /** A later event of the same job came before; what this one says is over. */
        STALE
    }

    /** Runs {@code action} when the event is new; it is remembered only when that ends well, so that a retry gets its chance. */
    synchronized News ifNew(String id, String subject, long sequence, Runnable action) {
        if (ids.containsKey(id)) {
            return News.REPEATED;
        }
        if (sequences.getOrDefault(subject, Long.MIN_VALUE) > sequence) {
            return News.STALE;
        }
        action.run();
        ids.put(id, true);
        sequences.put(subject, sequence);
        return News.NEW;
    }

    private static final class Latest<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
