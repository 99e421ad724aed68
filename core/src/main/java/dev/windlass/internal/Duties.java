package dev.windlass.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the engine keeps going besides dispatch: firing schedules, delivering webhooks, pruning. Thread-safe. */
public final class Duties {

    /** When a duty is woken. */
    public enum Kind {
        FIRES,
        DELIVERIES,
        UPKEEP
    }

    /** Something that runs beside dispatch. */
    public interface Duty {
        void start();

        /** There may be something to do. */
        void wake();

        /** Does everything that is due on the calling thread, for an engine without threads. @return whether it did anything */
        boolean runOnce();

        void stop(Duration atMost);
    }

    private record Entry(Kind kind, Duty duty) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    public void add(Kind kind, Duty duty) {
        entries.add(new Entry(kind, duty));
    }

    void wakeFires() {
        wake(Kind.FIRES);
    }

    void wakeDeliveries() {
        wake(Kind.DELIVERIES);
    }

    private void wake(Kind kind) {
        for (Entry entry : entries) {
            if (entry.kind() == kind) {
                entry.duty().wake();
            }
        }
    }

    void start() {
        entries.forEach(entry -> entry.duty().start());
    }

    boolean runOnce() {
        boolean any = false;
        for (Entry entry : entries) {
            any |= entry.duty().runOnce();
        }
        return any;
    }

    void stop(Duration atMost) {
        entries.forEach(entry -> entry.duty().stop(atMost));
    }
}
