package dev.windlass.http.rules;

import java.time.Duration;

/** When a client should look again (seed rows M6, K4). */
public final class Polling {

    private static final long LONGEST_SECONDS = 30;

    private Polling() {}

    /** A tenth of what it has taken so far, 1–30 s, as the value of {@code Retry-After}. */
    public static String retryAfter(Duration age) {
        return Long.toString(Math.min(LONGEST_SECONDS, Math.max(1, age.toSeconds() / 10)));
    }
}
