package dev.windlass.webhook;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks are delivered; {@link #DEFAULTS} and the {@code with…} methods.
 *
 * @param workers requests in flight in all
 * @param perLane requests in flight per endpoint, or per origin of jobs' own URLs; one until its first success
 * @param hold how long a delivery is held for a try; longer than any request can take, or it is sent twice
 * @param breakerAfter failures in a row that open a lane's circuit breaker
 * @param breakerPause how long it stays open at first; doubles with each failed trial, up to {@code longestPause}
 * @param longestPause also the longest {@code Retry-After} that is heeded
 * @param disableAfter how long an endpoint may fail before it is disabled
 * @param urlSecrets sign deliveries to URLs that came with jobs, newest first; empty to leave them unsigned
 * @param bodySignature name of the header with the plain HMAC of state webhooks
 */
public record PumpSettings(
        int workers,
        int perLane,
        Duration hold,
        int breakerAfter,
        Duration breakerPause,
        Duration longestPause,
        Duration disableAfter,
        List<String> urlSecrets,
        String bodySignature) {

    // Before DEFAULTS, which is checked against it: static members are set in this order.
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    public static final PumpSettings DEFAULTS = new PumpSettings(
            64,
            4,
            Duration.ofSeconds(60),
            10,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofHours(120),
            List.of(),
            WebhookSigner.BODY_SIGNATURE);

    /** @throws IllegalArgumentException naming what is out of range, or for a malformed secret */
    public PumpSettings {
        require(
                workers >= 1 && perLane >= 1 && breakerAfter >= 1,
                "workers, perLane and breakerAfter must be at least 1");
        require(isPositive(hold) && isPositive(breakerPause), "hold and breakerPause must be longer than 0");
        require(longestPause.compareTo(breakerPause) >= 0, "longestPause must not be shorter than breakerPause");
        require(isPositive(disableAfter), "disableAfter must be longer than 0");
        require(HEADER_NAME.matcher(bodySignature).matches(), "bodySignature must be the name of a header (RFC 9110)");
        urlSecrets = List.copyOf(urlSecrets);
        urlSecrets.forEach(SigningSecret::key);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    /**
     * @param secrets one, or while they are rotated several with spaces between them, newest first; null for none
     * @throws IllegalArgumentException when one is malformed
     */
    public PumpSettings withUrlSecret(@Nullable String secrets) {
        List<String> list = secrets == null
                ? List.of()
                : Stream.of(secrets.trim().split("\\s+"))
                        .filter(s -> !s.isEmpty())
                        .toList();
        return new PumpSettings(
                workers, perLane, hold, breakerAfter, breakerPause, longestPause, disableAfter, list, bodySignature);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "PumpSettings[workers=" + workers + ", perLane=" + perLane + ", hold=" + hold + "]";
    }

    public PumpSettings withWorkers(int newWorkers) {
        return new PumpSettings(
                newWorkers,
                perLane,
                hold,
                breakerAfter,
                breakerPause,
                longestPause,
                disableAfter,
                urlSecrets,
                bodySignature);
    }

    public PumpSettings withBodySignature(String header) {
        return new PumpSettings(
                workers, perLane, hold, breakerAfter, breakerPause, longestPause, disableAfter, urlSecrets, header);
    }
}
