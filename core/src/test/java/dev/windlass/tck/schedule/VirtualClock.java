package dev.windlass.tck.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
public final class VirtualClock implements InstantSource {

    private volatile Instant now;

    public VirtualClock(String start) {
        now = Instant.parse(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(String instant) {
        now = Instant.parse(instant);
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    public synchronized void advanceTo(Instant instant) {
        now = instant.isAfter(now) ? instant : now;
    }

    /** The same clock as a node sees it whose own is off by so much. */
    public InstantSource skewed(Duration by) {
        return () -> now.plus(by);
    }
}
