package dev.windlass.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides when the store is worth asking again, so that an idle pump asks it seldom. Confined to the pump's thread. */
final class Agenda {

    /** How soon to look again for what is due but could not be taken: its lane is shut, or another node holds it. */
    private static final Duration STUCK = Duration.ofSeconds(1);

    private static final long MOST_PATIENCE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LEAST_PATIENCE_NANOS = Duration.ofMillis(1).toNanos();

    private final Duration poll;
    private @Nullable Instant next;
    private boolean known;
    private int vainSignals;
    private long deafUntilNanos = System.nanoTime();

    /** @param poll how long to sleep at most when no signal comes */
    Agenda(Duration poll) {
        this.poll = poll;
    }

    /** Whether the time for a look has come. */
    boolean isDue(Instant now) {
        return next == null || !now.isBefore(next);
    }

    /**
     * How long a signal must wait. When signals come and nothing is found, because every transition signals and nobody listens, they
     * are heeded less and less often; the first find ends that.
     */
    long deafNanos() {
        return Math.max(0, deafUntilNanos - System.nanoTime());
    }

    /** A look that a signal caused found nothing, or something. */
    void heeded(boolean vain) {
        vainSignals = vain ? Math.min(vainSignals + 1, 7) : 0;
        long patience = vain ? LEAST_PATIENCE_NANOS << vainSignals : 0;
        deafUntilNanos = System.nanoTime() + Math.min(patience, MOST_PATIENCE_NANOS);
    }

    /** Whether what is due next must be asked for, because what was known has come. */
    boolean mustAsk(Instant now) {
        return !known || isDue(now);
    }

    /**
     * What is due next, as the store knows it.
     *
     * @param due null when nothing waits
     * @param opening when the next shut lane opens; null when none is shut
     */
    void plan(@Nullable Instant due, @Nullable Instant opening, Instant now) {
        known = true;
        next = now.plus(poll);
        if (due != null) {
            atLatest(due.isAfter(now) ? due : now.plus(STUCK));
        }
        if (opening != null) {
            atLatest(opening);
        }
    }

    /** Something will be due then. */
    void atLatest(Instant at) {
        if (next != null && at.isBefore(next)) {
            next = at;
        }
    }

    /** Look again at once: there was more than could be taken. */
    void again() {
        known = false;
        next = null;
    }

    /** How long nothing needs to be done unless somebody calls. */
    long idleNanos(Instant now) {
        Instant until = next;
        if (until == null) {
            return 0;
        }
        Duration left = Duration.between(now, until);
        return Math.max(0, left.compareTo(poll) < 0 ? left.toNanos() : poll.toNanos());
    }
}
