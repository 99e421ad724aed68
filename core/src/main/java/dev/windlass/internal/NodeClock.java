package dev.windlass.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The node's clock, corrected by the store's, so that what several nodes write compares. In microseconds, which is what databases keep.
 * Thread-safe.
 */
public final class NodeClock implements InstantSource {

    private final InstantSource local;
    private volatile Duration offset = Duration.ZERO;

    public NodeClock(InstantSource local) {
        this.local = local;
    }

    @Override
    public Instant instant() {
        Instant now = local.instant();
        Duration correction = offset;
        Instant corrected = correction.isZero() ? now : now.plus(correction);
        int nanos = corrected.getNano();
        return Instant.ofEpochSecond(corrected.getEpochSecond(), nanos - nanos % 1_000);
    }

    /**
     * Learns the store's time, which was read at some moment between {@code asked} and {@code answered} (both of this clock). A
     * difference that the round trip explains is ignored, so that the clock does not jitter.
     */
    void correct(Instant asked, Instant storeTime, Instant answered) {
        Duration halfTrip = Duration.between(asked, answered).dividedBy(2);
        Duration error = Duration.between(asked.plus(halfTrip), storeTime);
        if (error.abs().compareTo(halfTrip.plusMillis(1)) > 0) {
            offset = offset.plus(error);
        }
    }
}
