package dev.windlass.json;

import java.time.Instant;

/**
 * What a webhook says besides the object that it is about. It comes first in the body; {@code type} repeats {@code event} for receivers of
 * Standard Webhooks.
 *
 * @param event for example {@code job.run.completed}
 * @param sequence grows with each event of a job, so that a receiver can drop what is stale (seed row M10)
 */
public record Envelope(String event, Instant timestamp, long sequence) {

    /** Writes the members into an object that was begun. */
    public void members(JsonOut out) {
        out.text("event", event)
                .text("type", event)
                .instant("timestamp", timestamp)
                .number("sequence", sequence);
    }
}
