package dev.windlass.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of something that is tried again and again when it began to fail, each minute that it still does, and when it works again: a
 * database that is away for an hour is a hundred lines in the log and not ten thousand. Not thread-safe.
 */
final class Outage {

    private static final long REMINDER_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Class<?> whose;
    private final String what;
    private final LongSupplier nanoTime;
    private boolean ongoing;
    private long beganNanos;
    private long toldNanos;

    /** @param whose the class whose logger it is told by */
    Outage(Class<?> whose, String what, LongSupplier nanoTime) {
        this.whose = whose;
        this.what = what;
        this.nanoTime = nanoTime;
    }

    void failed(String why) {
        long now = nanoTime.getAsLong();
        if (!ongoing) {
            ongoing = true;
            beganNanos = now;
            toldNanos = now;
            log().warn("{}: {}; trying again", what, why);
        } else if (now - toldNanos >= REMINDER_NANOS) {
            toldNanos = now;
            log().warn("{}: {}; trying again for {} s now", what, why, seconds(now));
        }
    }

    void over() {
        if (ongoing) {
            ongoing = false;
            log().info("{}: goes on after {} s", what, seconds(nanoTime.getAsLong()));
        }
    }

    private Logger log() {
        return LoggerFactory.getLogger(whose);
    }

    private long seconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - beganNanos);
    }
}
