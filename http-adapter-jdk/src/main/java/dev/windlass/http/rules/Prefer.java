package dev.windlass.http.rules;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a client is ready to wait: {@code Prefer: wait=n} or {@code respond-async} (RFC 7240), or {@code ?wait=n}, which wins.
 *
 * @param atMost at most 60 s; null when it does not say
 * @param respondAsync whether it wants no waiting at all
 */
public record Prefer(@Nullable Duration atMost, boolean respondAsync) {

    /** What intermediaries let pass; longer waits are cut to it. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MAX_DIGITS = 9;

    /** @throws ProblemException 400 when {@code ?wait} is no number of seconds; a Prefer that cannot be read is ignored, as its RFC says */
    public static Prefer of(ApiRequest request) {
        Duration wait = null;
        boolean respondAsync = false;
        String header = request.headers().joined("Prefer");
        for (String preference : header == null ? new String[0] : header.split("[,;]")) {
            String[] parts = preference.strip().toLowerCase(Locale.ROOT).split("\\s*=\\s*", 2);
            respondAsync |= parts[0].equals("respond-async");
            if (parts[0].equals("wait") && parts.length == 2 && wait == null) {
                wait = seconds(parts[1].replace("\"", ""));
            }
        }
        String parameter = request.query().one("wait");
        return new Prefer(parameter == null ? wait : parameter(parameter), respondAsync);
    }

    private static Duration parameter(String value) {
        Duration wait = seconds(value);
        if (wait == null) {
            throw Problem.invalidParameter("wait", "must be a whole number of seconds, 0 or more")
                    .exception();
        }
        return wait;
    }

    private static @Nullable Duration seconds(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(digits), LONGEST.toSeconds()));
    }

    /** The wait, or this when the client does not say; zero when it wants none. */
    public Duration waitOr(Duration otherwise) {
        if (atMost != null) {
            return atMost;
        }
        return respondAsync ? Duration.ZERO : otherwise;
    }
}
