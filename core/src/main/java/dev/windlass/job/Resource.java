package dev.windlass.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A thing that administrators make, change and delete, guarded by its version (RFC 9110 section 13, If-Match). */
public sealed interface Resource permits JobTemplate, Schedule, WebhookEndpoint {

    UUID id();

    /** Unique within its kind; null when the kind has no names. */
    @Nullable
    String uniqueName();

    /** From 1, one more with each change. */
    long version();

    Instant createdAt();

    Instant updatedAt();
}
