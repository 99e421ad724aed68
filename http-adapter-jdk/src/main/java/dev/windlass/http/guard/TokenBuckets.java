package dev.windlass.http.guard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket per name: {@code limit} requests at once, refilled evenly over {@code window}. Remembers the names used last, so that
 * inventing names costs no memory. Thread-safe.
 */
public final class TokenBuckets {

    private static final int MAX_NAMES = 10_000;

    private static final class Bucket {
        double tokens;
        long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    /**
     * What became of a request.
     *
     * @param remaining whole requests left
     * @param delay until the next one fits; zero when this one did
     * @param reset until the bucket is full again
     */
    public record Take(boolean allowed, long remaining, Duration delay, Duration reset) {}

    private final int limit;
    private final Duration window;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_NAMES;
        }
    };

    public TokenBuckets(int limit, Duration window, LongSupplier nanoTime) {
        this.limit = limit;
        this.window = window;
        this.nanoTime = nanoTime;
    }

    public int limit() {
        return limit;
    }

    public Duration window() {
        return window;
    }

    /** Takes one token of this name, if there is one. */
    public synchronized Take take(String name) {
        Bucket bucket = refilled(name);
        boolean allowed = bucket.tokens >= 1;
        if (allowed) {
            bucket.tokens--;
        }
        return state(bucket, allowed);
    }

    /** Gives one back: the request turned out to cost nothing. */
    public synchronized Take refund(String name) {
        Bucket bucket = refilled(name);
        bucket.tokens = Math.min(limit, bucket.tokens + 1);
        return state(bucket, true);
    }

    private Take state(Bucket bucket, boolean allowed) {
        return new Take(
                allowed,
                (long) bucket.tokens,
                allowed ? Duration.ZERO : time(1 - bucket.tokens),
                time(limit - bucket.tokens));
    }

    private Bucket refilled(String name) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(name, n -> new Bucket(limit, now));
        bucket.tokens = Math.min(limit, bucket.tokens + (double) (now - bucket.at) * limit / window.toNanos());
        bucket.at = now;
        return bucket;
    }

    private Duration time(double tokens) {
        return Duration.ofNanos((long) (tokens * window.toNanos() / limit));
    }
}
