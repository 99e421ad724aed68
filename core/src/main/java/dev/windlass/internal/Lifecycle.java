package dev.windlass.internal;

import dev.windlass.job.StoreException;
import dev.windlass.spi.StoreListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an engine's threads and stops them in order, or runs what is due without them. Thread-safe. */
public final class Lifecycle {

    private static final Duration INSPECTION = Duration.ofSeconds(1);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    /** The pacemaker's first look finds what fell due while nobody was there. That has waited already, and what is new has not. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);

    private enum State {
        NEW,
        STARTED,
        STOPPED
    }

    private final Engine engine;
    private final Slots slots;
    private final Loop leaseLoop;
    private final Loop inspectLoop;
    private volatile State state = State.NEW;

    public Lifecycle(Engine engine) {
        this.engine = engine;
        this.slots = new Slots(engine.settings.slots(), engine.dispatcher, engine.execution.runner);
        this.leaseLoop = new Loop("lease", engine.agent::pulse);
        this.inspectLoop = new Loop("inspect", () -> {
            engine.agent.inspect();
            return INSPECTION;
        });
        engine.store.listen(new Listener());
        // Waiters are served from the first submission on, started or not.
        engine.watchers.loop().start();
    }

    /** Hints from other processes, passed on. */
    private final class Listener implements StoreListener {
        @Override
        public void workAvailable() {
            engine.dispatcher.signal();
            engine.pacemaker.loop().wake();
        }

        @Override
        public void cancelRequested() {
            engine.agent.hint();
            inspectLoop.wake();
        }

        @Override
        public void deliveriesAvailable() {
            engine.duties().wakeDeliveries();
        }

        @Override
        public void changed(Collection<UUID> ids) {
            engine.watchers.changed(ids);
        }

        @Override
        public void changedElsewhere(Collection<UUID> ids) {
            engine.aftermath.changedElsewhere(ids);
        }
    }

    /** @throws IllegalStateException when it was started or stopped before */
    public synchronized void start() {
        if (state != State.NEW) {
            throw new IllegalStateException("A scheduler starts once");
        }
        state = State.STARTED;
        leaseLoop.start();
        slots.start();
        engine.claimLoop.start();
        engine.pacemaker.loop().startAfter(FIRST_LOOK);
        inspectLoop.start();
        engine.duties().start();
    }

    /** Answers at once, also while it stops. */
    public boolean isReady() {
        return state == State.STARTED && engine.agent.isHealthy();
    }

    /**
     * Does everything that is due on the calling thread: claims, runs handlers, fires schedules, delivers webhooks. Not for a scheduler
     * that was started.
     *
     * @return how many handlers ran
     */
    public synchronized int runDue() {
        if (state != State.NEW) {
            throw new IllegalStateException("A started scheduler runs what is due by itself");
        }
        engine.agent.pulse();
        int ran = 0;
        do {
            while (engine.duties().runOnce()) {
                // until nothing is due
            }
            for (Attempt attempt = next(); attempt != null; attempt = next()) {
                run(attempt);
                ran++;
            }
        } while (engine.duties().runOnce());
        return ran;
    }

    private @Nullable Attempt next() {
        Attempt attempt = engine.dispatcher.poll();
        return attempt == null && engine.claimer.claimOne() ? engine.dispatcher.poll() : attempt;
    }

    private void run(Attempt attempt) {
        try {
            engine.execution.runner.runByHand(attempt);
        } finally {
            engine.dispatcher.done(attempt);
        }
        awaitWrites(LAST_WRITES);
    }

    /** See {@code JobScheduler.stop}. */
    public synchronized boolean stop(Duration drain) {
        if (state == State.STOPPED) {
            return true;
        }
        // Without threads nobody would run what waits.
        Duration patience = state == State.NEW ? Duration.ZERO : drain;
        state = State.STOPPED;
        long deadline = System.nanoTime() + Nanos.of(patience);
        engine.dispatcher.stop();
        engine.claimLoop.stop();
        engine.claimLoop.wake();
        boolean clean = attempt(() -> engine.claimer.release(engine.dispatcher.withdrawAll()));
        boolean quiet = awaitQuiet(deadline);
        giveUp(engine.directLane.removeAll());
        giveUp(List.copyOf(engine.live.all()));
        clean &= awaitWrites(LAST_WRITES);
        stopLoops(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (clean) {
            attempt(engine.agent::leave);
        }
        closeCommits();
        return quiet && clean;
    }

    /** Ends executions that will not end in time: their jobs go back to their places, and the attempt does not count. */
    private void giveUp(List<Attempt> attempts) {
        Instant now = engine.clock.instant();
        for (Attempt attempt : attempts) {
            if (attempt.tryEnd()) {
                boolean cancelled = attempt.cancelRequest() != null;
                engine.execution.journal.finish(attempt, cancelled ? Verdict.CANCELLED : Verdict.RELEASED, now);
            }
            attempt.stop();
        }
    }

    private void stopLoops(Duration atMost) {
        engine.duties().stop(atMost);
        for (Loop loop : List.of(engine.claimLoop, engine.pacemaker.loop(), inspectLoop, leaseLoop)) {
            loop.stop();
        }
        engine.watchers.close();
        engine.execution.timers.stop();
        uninterrupted(() -> {
            for (Loop loop : List.of(engine.claimLoop, engine.pacemaker.loop(), inspectLoop, leaseLoop)) {
                loop.join(LAST_WRITES);
            }
            slots.join(Duration.ofMillis(100));
            return true;
        });
    }

    private boolean awaitQuiet(long deadline) {
        return uninterrupted(() -> engine.dispatcher.awaitQuiet(deadline - System.nanoTime()));
    }

    private boolean awaitWrites(Duration atMost) {
        return uninterrupted(() -> engine.commits.awaitTransitions(atMost.toNanos()));
    }

    private void closeCommits() {
        uninterrupted(() -> {
            engine.commits.close(LAST_WRITES.toNanos());
            return true;
        });
    }

    private interface Wait {
        boolean run() throws InterruptedException;
    }

    private static boolean uninterrupted(Wait wait) {
        try {
            return wait.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (StoreException e) {
            log().warn("While stopping: {}", e.getMessage());
            return false;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Lifecycle.class);
    }
}
