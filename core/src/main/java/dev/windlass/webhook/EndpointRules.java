package dev.windlass.webhook;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Violation;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.job.WebhookEndpoint.Secret;
import dev.windlass.spi.WebhookSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a registered endpoint may look like. */
public final class EndpointRules {

    /** How long a replaced secret signs along. */
    public static final Duration SECRET_GRACE = Duration.ofHours(24);

    private static final int MOST_DELAYS = 20;
    private static final int MOST_SECRETS = 5;
    private static final Duration LONGEST_DELAY = Duration.ofDays(7);

    private final List<Violation> violations = new ArrayList<>();

    private EndpointRules() {}

    /**
     * Checks what somebody wants an endpoint to be.
     *
     * @param sink null when this host sends no webhooks
     * @throws InvalidRequestException naming each member that is wrong
     */
    public static void check(
            String url,
            List<String> events,
            @Nullable Profile profile,
            @Nullable String secret,
            @Nullable List<Duration> retryDelays,
            @Nullable WebhookSink sink) {
        EndpointRules rules = new EndpointRules();
        rules.url(url, sink);
        rules.events(events);
        if (profile != null && profile != Profile.CONTRACT) {
            rules.violation("/profile", "must be contract; the others are for URLs that come with a job");
        }
        rules.violation("/secret", secret == null ? null : SigningSecret.flaw(secret));
        if (retryDelays != null) {
            rules.delays(retryDelays);
        }
        if (!rules.violations.isEmpty()) {
            throw new InvalidRequestException(rules.violations);
        }
    }

    private void url(String url, @Nullable WebhookSink sink) {
        violation("/url", sink == null ? "cannot be registered: this host sends no webhooks" : sink.refusal(url));
    }

    private void events(List<String> events) {
        for (int i = 0; i < events.size(); i++) {
            if (!EventTypes.SUBSCRIBABLE.contains(events.get(i))) {
                violation("/events/" + i, "must be one of " + String.join(", ", EventTypes.SUBSCRIBABLE));
            }
        }
    }

    private void delays(List<Duration> delays) {
        if (delays.size() > MOST_DELAYS) {
            violation("/retry_delays_seconds", "must have at most " + MOST_DELAYS + " items");
        }
        for (int i = 0; i < delays.size(); i++) {
            Duration delay = delays.get(i);
            if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
                violation("/retry_delays_seconds/" + i, "must be between 0 and " + LONGEST_DELAY.toSeconds());
            }
        }
    }

    private void violation(String pointer, @Nullable String detail) {
        if (detail != null) {
            violations.add(new Violation(pointer, detail));
        }
    }

    /** The secrets of an endpoint once {@code secret} is its current one: the others sign along until their time is over. */
    public static List<Secret> rotated(List<Secret> secrets, String secret, Instant now) {
        Instant end = now.plus(SECRET_GRACE);
        List<Secret> rotated = new ArrayList<>();
        rotated.add(new Secret(secret, null));
        for (Secret old : secrets) {
            Instant expiresAt = old.expiresAt() == null ? end : old.expiresAt();
            boolean live = now.isBefore(expiresAt) && !old.value().equals(secret);
            if (live && rotated.size() < MOST_SECRETS) {
                rotated.add(new Secret(old.value(), expiresAt));
            }
        }
        return rotated;
    }
}
