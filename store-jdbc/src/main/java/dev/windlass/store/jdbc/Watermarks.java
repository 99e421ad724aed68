package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * From where on a claim reads each lane, a {@link Mark} of due times: a claim that starts behind the index entries of claimed jobs stays
 * fast. What is put into the queue below a mark moves it back; what another process puts there is found by the full scan that is due a
 * second after the last one. Thread-safe.
 */
final class Watermarks {

    /** A mark that nothing was claimed above for so long goes: its lane may be of a queue that a client made up once. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private final LongSupplier nanoTime;
    private final FullScans scans;
    private final SortedMap<Integer, Mark> marks = new TreeMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Watermarks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.scans = new FullScans(nanoTime);
    }

    synchronized void claimed(int lane, long dueAt) {
        long now = nanoTime.getAsLong();
        marks.computeIfAbsent(lane, key -> new Mark(now)).taken(dueAt, now);
    }

    synchronized void added(int lane, long dueAt) {
        Mark mark = marks.get(lane);
        if (mark != null) {
            mark.added(dueAt);
        }
    }

    /** The marks by lane; empty when there are none, and while a full scan is due. */
    synchronized SortedMap<Integer, Long> lows() {
        long now = nanoTime.getAsLong();
        marks.values().removeIf(mark -> mark.isUnusedFor(FORGOTTEN, now));
        SortedMap<Integer, Long> lows = new TreeMap<>();
        if (!scans.isDue()) {
            marks.forEach((lane, mark) -> lows.put(lane, mark.low(now)));
            lows.values().removeIf(low -> low == Long.MIN_VALUE);
        }
        return lows;
    }

    /** A claim that looked without marks has returned. */
    void scanned() {
        scans.returned();
    }

    /** In how many nanoseconds the next full scan is due; not positive when it is. */
    long nanosToFullScan() {
        return scans.nanosToNext();
    }
}
