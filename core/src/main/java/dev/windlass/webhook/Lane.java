package dev.windlass.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What this node knows of one receiver, and the deliveries that it holds for it. Thread-safe. */
final class Lane {

    /** How many requests a lane that nothing is known of may have in flight, and so takes from the store. */
    static final int UNPROVEN = 1;

    private static final int MOST_AHEAD = 96;

    private final String name;
    private final Breaker breaker;
    private final Deque<Held> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean proven;
    private long usualNanos;

    Lane(String name, PumpSettings settings, RandomGenerator random) {
        this.name = name;
        this.breaker = new Breaker(settings, random);
    }

    String name() {
        return name;
    }

    synchronized void add(Held held) {
        waiting.add(held);
    }

    /** The next delivery to send, which then counts as in flight; null when there is none or the lane must not be tried now. */
    synchronized @Nullable Held next(Instant now) {
        if (waiting.isEmpty() || spare(now) == 0) {
            return null;
        }
        inFlight++;
        return waiting.poll();
    }

    /** How many more requests could be started now. */
    synchronized int startable(Instant now) {
        return Math.min(waiting.size(), spare(now));
    }

    private int spare(Instant now) {
        return breaker.shutUntil(now) == null ? Math.max(0, limit() - inFlight) : 0;
    }

    /** One until it has answered: after a start there may be many that hang. */
    private int limit() {
        return proven ? breaker.limit() : UNPROVEN;
    }

    synchronized void succeeded(Duration took) {
        inFlight--;
        usualNanos = proven ? (usualNanos * 7 + took.toNanos()) / 8 : took.toNanos();
        proven = true;
        breaker.succeeded();
    }

    /** @param pauseUntil until when the receiver asked to be left alone; null when it did not */
    synchronized void failed(Instant now, @Nullable Instant pauseUntil) {
        inFlight--;
        breaker.failed(now);
        if (pauseUntil != null) {
            breaker.pause(pauseUntil);
        }
    }

    /** A delivery ended without saying anything about the receiver's health. */
    synchronized void notTried() {
        inFlight--;
    }

    synchronized void retryNow() {
        breaker.retryNow();
    }

    /** Gives up what waits here, for another time or another node. */
    synchronized List<Held> release() {
        List<Held> released = new ArrayList<>(waiting);
        waiting.clear();
        return released;
    }

    /**
     * How many deliveries it can take from the store now.
     *
     * @param aheadNanos how far ahead deliveries to a fast receiver are fetched, so that it need not wait for the store
     */
    synchronized int room(Instant now, long aheadNanos) {
        if (breaker.shutUntil(now) != null) {
            return 0;
        }
        int wanted = breaker.isFailing() || !proven ? limit() : limit() + fitting(aheadNanos);
        return Math.max(0, wanted - held());
    }

    private int fitting(long nanos) {
        return (int) Math.min(MOST_AHEAD, breaker.limit() * nanos / Math.max(1, usualNanos));
    }

    synchronized int held() {
        return waiting.size() + inFlight;
    }

    /** Whether it has delivered and is not failing. */
    synchronized boolean isProven() {
        return proven && !breaker.isFailing();
    }

    /** Whether nothing would be lost by forgetting it. */
    synchronized boolean isForgettable() {
        return held() == 0;
    }

    /** When it may be tried again; null when it may now. */
    synchronized @Nullable Instant shutUntil(Instant now) {
        return breaker.shutUntil(now);
    }

    /** Whether it may take less from the store than a lane that nothing is known of. */
    synchronized boolean isRestricted(Instant now) {
        return held() > 0 || breaker.isFailing() || breaker.shutUntil(now) != null;
    }

    /** When the row of failures began, once it is more than a hiccup; null before. */
    synchronized @Nullable Instant brokenSince() {
        return breaker.isOpenable() ? breaker.failingSince() : null;
    }

    /** When the row of failures began; null when the last try succeeded. */
    synchronized @Nullable Instant failingSince() {
        return breaker.failingSince();
    }
}
