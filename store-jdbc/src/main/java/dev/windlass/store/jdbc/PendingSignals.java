package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is to be told to other processes and has not been, and how it is written: letters, then ids. Thread-safe. */
final class PendingSignals {

    /** Sent to oneself after a gap in which signals may have been missed. */
    static final String EVERYTHING = "wcd*";

    /** PostgreSQL takes payloads of up to 8 000 bytes. */
    private static final int MOST_IDS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition any = lock.newCondition();
    private final Set<UUID> ids = new HashSet<>();
    private boolean work;
    private boolean cancel;
    private boolean deliveries;
    private boolean tooMany;

    void work() {
        set(() -> work = true);
    }

    void cancel() {
        set(() -> cancel = true);
    }

    void deliveries() {
        set(() -> deliveries = true);
    }

    void changed(Collection<UUID> more) {
        set(() -> {
            tooMany |= ids.size() + more.size() > MOST_IDS;
            if (tooMany) {
                ids.clear();
            } else {
                ids.addAll(more);
            }
        });
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            any.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return isNothing();
        } finally {
            lock.unlock();
        }
    }

    private boolean isNothing() {
        return !work && !cancel && !deliveries && !tooMany && ids.isEmpty();
    }

    /** Waits until there is something, and takes all of it. */
    String take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isNothing()) {
                any.await();
            }
            return write();
        } finally {
            lock.unlock();
        }
    }

    private String write() {
        StringJoiner listed = new StringJoiner(",");
        ids.forEach(id -> listed.add(id.toString()));
        String text = (work ? "w" : "")
                + (cancel ? "c" : "")
                + (deliveries ? "d" : "")
                + (tooMany ? "*" : "")
                + (ids.isEmpty() ? "" : ":" + listed);
        work = false;
        cancel = false;
        deliveries = false;
        tooMany = false;
        ids.clear();
        return text;
    }

    static void tell(String text, StoreListener listener) {
        int colon = text.indexOf(':');
        String letters = colon < 0 ? text : text.substring(0, colon);
        if (letters.contains("w")) {
            listener.workAvailable();
        }
        if (letters.contains("c")) {
            listener.cancelRequested();
        }
        if (letters.contains("d")) {
            listener.deliveriesAvailable();
        }
        if (letters.contains("*")) {
            listener.changedElsewhere(List.of());
        } else if (colon >= 0) {
            listener.changedElsewhere(ids(text.substring(colon + 1)));
        }
    }

    private static List<UUID> ids(String list) {
        List<UUID> ids = new ArrayList<>();
        for (String id : list.split(",")) {
            ids.add(UUID.fromString(id));
        }
        return ids;
    }

    /**
     * The same for all processes that share the tables, however they were told of the schema, and hardly any other's; never too long. By FNV-1a:
     * one of the JDK's digests is a noticeable part of a start.
     */
    static String channel(String tables) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte one : tables.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * 0x100_0000_01b3L;
        }
        return "windlass_" + HexFormat.of().toHexDigits(hash);
    }
}
