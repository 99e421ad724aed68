package dev.windlass.webhook;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides from an outcome what becomes of the delivery (seed rows A4, C10). */
final class RetryRules {

    private static final int MAX_RESPONSE = 4_096;

    private final RandomGenerator random;

    RetryRules(RandomGenerator random) {
        this.random = random;
    }

    Settlement settle(Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Tried tried) {
            return tried(tried, now);
        }
        return outcome instanceof Outcome.Released
                ? settlement(outcome, null, Status.PENDING, openOrNow(outcome, now), now)
                : settlement(outcome, null, Status.GIVEN_UP, null, now);
    }

    private Settlement tried(Outcome.Tried tried, Instant now) {
        DeliveryAttempt attempt = attempt(tried);
        return switch (Verdict.of(tried.answer())) {
            case DELIVERED -> settlement(tried, attempt, Status.DELIVERED, null, now);
            case GONE -> settlement(tried, attempt, Status.GIVEN_UP, null, now);
            case FAILED -> failed(tried, attempt, now);
        };
    }

    private Settlement failed(Outcome.Tried tried, DeliveryAttempt attempt, Instant now) {
        List<Duration> waits = waits(tried.held().due());
        if (attempt.number() > waits.size()) {
            return settlement(tried, attempt, Status.GIVEN_UP, null, now);
        }
        Instant retry = now.plus(RetrySchedule.spread(waits.get(attempt.number() - 1), random));
        Instant open = openOrNow(tried, now);
        return settlement(tried, attempt, Status.PENDING, open.isAfter(retry) ? open : retry, now);
    }

    private static List<Duration> waits(DueDelivery due) {
        WebhookEndpoint endpoint = due.endpoint();
        return endpoint == null ? RetrySchedule.DEFAULT : endpoint.retryDelays();
    }

    /** A try before its lane opens again would only be handed back. */
    private static Instant openOrNow(Outcome outcome, Instant now) {
        Instant shutUntil = outcome.held().lane().shutUntil(now);
        return shutUntil == null ? now : shutUntil;
    }

    private static DeliveryAttempt attempt(Outcome.Tried tried) {
        Answer answer = tried.answer();
        int number = tried.held().due().delivery().attempts() + 1;
        return new DeliveryAttempt(
                number,
                tried.startedAt(),
                tried.duration(),
                answer.statusCode(),
                Verdict.error(answer),
                storable(answer.body()));
    }

    /** Databases refuse NUL in text. */
    private static @Nullable String storable(@Nullable String response) {
        if (response == null) {
            return null;
        }
        String bounded = response.length() > MAX_RESPONSE ? response.substring(0, MAX_RESPONSE) : response;
        return bounded.replace('\0', '\uFFFD');
    }

    private static Settlement settlement(
            Outcome outcome,
            @Nullable DeliveryAttempt attempt,
            Status status,
            @Nullable Instant nextAttemptAt,
            Instant now) {
        Delivery delivery = outcome.held().due().delivery();
        return new Settlement(delivery.id(), outcome.held().due().hold(), attempt, status, nextAttemptAt, now);
    }
}
