package dev.windlass.internal;

import dev.windlass.internal.schedule.ScheduleTicker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Fires schedules when the pacemaker says so. Thread-safe. */
final class FireDuty implements Duties.Duty {

    /** The pacemaker knows when something is due; this is for what it cannot know, such as a clock that was set. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(5);

    /** The pacemaker comes first, so that one instant is not looked at twice; this is for what an unfit schedule hides from it. */
    private static final Duration AFTER_PACEMAKER = Duration.ofMillis(5);

    /** What is due already the pacemaker finds sooner, with its own first look. */
    private static final Duration AFTER_START = Duration.ofMillis(500);

    private final ScheduleTicker ticker;
    private final InstantSource clock;
    private final Loop loop;

    FireDuty(ScheduleTicker ticker, InstantSource clock) {
        this.ticker = ticker;
        this.clock = clock;
        this.loop = new Loop("schedules", this::tick);
    }

    private Duration tick() {
        Duration left = Duration.between(clock.instant(), ticker.runOnce());
        if (left.isNegative() || left.isZero()) {
            return Duration.ZERO;
        }
        return left.compareTo(SOON) < 0 ? left.plus(AFTER_PACEMAKER) : LONGEST;
    }

    @Override
    public void start() {
        loop.startAfter(AFTER_START);
    }

    @Override
    public void wake() {
        loop.wake();
    }

    @Override
    public boolean runOnce() {
        Instant next = ticker.runOnce();
        return !next.isAfter(clock.instant());
    }

    @Override
    public void stop(Duration atMost) {
        loop.stop();
    }
}
