package dev.windlass.internal;

import java.time.Duration;
import java.time.InstantSource;

/** Prunes from just after the start on, at its own pace. Thread-safe. */
final class PruneDuty implements Duties.Duty {

    /** So that it takes nothing away from the first jobs. */
    private static final Duration AFTER_START = Duration.ofSeconds(2);

    private final Pruner pruner;
    private final InstantSource clock;
    private final Loop loop;

    PruneDuty(Pruner pruner, InstantSource clock) {
        this.pruner = pruner;
        this.clock = clock;
        this.loop = new Loop("prune", () -> pruner.runOnce(clock.instant()));
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
        pruner.runOnce(clock.instant());
        return pruner.didSomething();
    }

    @Override
    public void stop(Duration atMost) {
        loop.stop();
    }
}
