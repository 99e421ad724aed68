package dev.windlass.spi;

import dev.windlass.job.WebhookEndpoint.Profile;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event that may interest somebody. The store looks who it interests, in the transaction that it belongs to, and writes one event
 * and a delivery for each; when nobody is interested it writes nothing and never asks for the body.
 *
 * @param id the {@code webhook-id}; the same on every try
 * @param type for example {@code job.run.completed}
 * @param jobId null for a direct run
 * @param runId null for events of a job
 * @param traceparent W3C trace context that goes along as a header; null when there is none
 * @param sequence grows with each event of a job, or of a direct run
 * @param body the bytes to send, rendered when first asked for; at most once
 */
public record EventDraft(
        UUID id,
        String type,
        @Nullable UUID jobId,
        @Nullable UUID runId,
        @Nullable String traceparent,
        long sequence,
        Instant at,
        Audience audience,
        Supplier<byte[]> body) {

    /** What deliveries of this event are ordered by: one at a time per receiver. */
    public UUID orderKey() {
        UUID key = jobId == null ? runId : jobId;
        return key == null ? id : key;
    }

    /** Who is told. */
    public sealed interface Audience {

        /** Every enabled endpoint of this profile whose filter has the event's type. */
        record Subscribers(Profile profile) implements Audience {}

        /** One endpoint, enabled or not, whatever its filter. */
        record Endpoint(UUID endpointId) implements Audience {}

        /** A URL that came with the job. */
        record Url(String url, Profile profile) implements Audience {

            /**
             * Scheme, host and port (RFC 6454 section 4): what the receivers of jobs' own URLs share their fate by. Read leniently, since
             * senders accept what {@link java.net.URI} does not, and each such URL would otherwise be a receiver of its own.
             */
            public String origin() {
                int colon = url.indexOf("://");
                if (colon < 0) {
                    return url;
                }
                String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
                String authority =
                        url.substring(colon + 3).split("[/?#\\\\]", 2)[0].toLowerCase(Locale.ROOT);
                String host = authority.substring(authority.lastIndexOf('@') + 1);
                String standard = scheme.equals("https") ? ":443" : ":80";
                boolean named = host.endsWith(standard);
                return scheme + "://" + (named ? host.substring(0, host.length() - standard.length()) : host);
            }
        }
    }
}
