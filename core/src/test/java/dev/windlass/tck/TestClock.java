package dev.windlass.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. Whole milliseconds, which every store can keep. Thread-safe. */
public final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on, or back when negative. @return the new time */
    public synchronized Instant advance(Duration by) {
        now = now.plus(by);
        return now;
    }
}
