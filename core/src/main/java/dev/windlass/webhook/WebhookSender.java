package dev.windlass.webhook;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.job.WebhookEndpoint.Secret;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.WebhookSink;
import dev.windlass.spi.WebhookSink.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a delivery and sends it. Thread-safe. */
final class WebhookSender {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final WebhookSink sink;
    private final PumpSettings settings;

    WebhookSender(WebhookSink sink, PumpSettings settings) {
        this.sink = sink;
        this.settings = settings;
    }

    /** One request. Never throws. */
    Answer send(DueDelivery due, Instant now) {
        Delivery delivery = due.delivery();
        try {
            String bodySignature = delivery.profile() == Profile.STATE ? settings.bodySignature() : null;
            Map<String, String> headers =
                    WebhookSigner.headers(delivery.eventId(), now, due.body(), secrets(due, now), bodySignature);
            String traceparent = due.traceparent();
            if (traceparent != null && isPrintable(traceparent)) {
                headers.put("traceparent", traceparent);
            }
            return sink.send(new WebhookSink.Request(delivery.url(), headers, due.body()));
        } catch (Throwable e) {
            LOG.error("Sending webhook delivery {} failed unexpectedly", delivery.id(), e);
            return new Answer(null, "sender_error", null, null);
        }
    }

    /** Jobs of the host may carry anything. */
    private static boolean isPrintable(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private List<String> secrets(DueDelivery due, Instant now) {
        WebhookEndpoint endpoint = due.endpoint();
        if (endpoint == null) {
            return settings.urlSecrets();
        }
        return endpoint.secrets().stream()
                .filter(secret -> isLive(secret, now))
                .map(Secret::value)
                .toList();
    }

    private static boolean isLive(Secret secret, Instant now) {
        return secret.expiresAt() == null || now.isBefore(secret.expiresAt());
    }
}
