package dev.windlass.webhook;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks are delivered; {@link #DEFAULTS} and the {@code with…} methods.
 *
 * @param workers requests in flight in all
 * @param perLane requests in flight per endpoint, or per origin of jobs' own URLs
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

    public PumpSettings {
        urlSecrets = List.copyOf(urlSecrets);
        urlSecrets.forEach(SigningSecret::key);
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
