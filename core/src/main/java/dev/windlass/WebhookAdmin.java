package dev.windlass;

import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.job.WebhookEndpoint.Secret;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.EndpointRules;
import dev.windlass.webhook.RetrySchedule;
import dev.windlass.webhook.SigningSecret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes and changes endpoints. Thread-safe. */
final class WebhookAdmin {

    private static final int ROUNDS = 20;

    private final JobStore store;
    private final @Nullable WebhookSink sink;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Duration idempotencyTtl;
    private final Consumer<UUID> retryNow;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param sink judges URLs; null when this host sends no webhooks
     * @param retryNow told of an endpoint that should be tried whatever its failures so far
     */
    WebhookAdmin(
            JobStore store,
            @Nullable WebhookSink sink,
            InstantSource clock,
            Supplier<UUID> ids,
            Duration idempotencyTtl,
            Consumer<UUID> retryNow) {
        this.store = store;
        this.sink = sink;
        this.clock = clock;
        this.ids = ids;
        this.idempotencyTtl = idempotencyTtl;
        this.retryNow = retryNow;
    }

    WebhookEndpoint create(Webhooks.Draft draft) {
        WebhookEndpoint endpoint = make(draft);
        store(endpoint, null);
        return endpoint;
    }

    /** Looks the key up first, so that a repeated request is answered even when it could not be made again. */
    Submitted<WebhookEndpoint> create(Webhooks.Draft draft, IdempotencyKey<WebhookEndpoint> key) {
        StoredReply before = store.findReply(key.scope(), key.key()).orElse(null);
        if (before != null) {
            return replay(key, before);
        }
        WebhookEndpoint endpoint = make(draft);
        Instant expiresAt = clock.instant().plus(idempotencyTtl);
        StoredReply meanwhile = store(
                endpoint,
                new IdempotencyRecord(
                        key.scope(), key.key(), key.fingerprint(), key.reply().apply(endpoint), expiresAt));
        return meanwhile == null ? new Submitted.Made<>(endpoint) : replay(key, meanwhile);
    }

    private static Submitted<WebhookEndpoint> replay(IdempotencyKey<WebhookEndpoint> key, StoredReply stored) {
        if (!MessageDigest.isEqual(stored.fingerprint(), key.fingerprint())) {
            throw new ConflictException(Reason.KEY_REUSED, "The idempotency key was used with another request");
        }
        return new Submitted.Replayed<>(stored.reply());
    }

    private @Nullable StoredReply store(WebhookEndpoint endpoint, @Nullable IdempotencyRecord key) {
        Submission submission = new Submission(List.of(), null, endpoint, key, List.of());
        SubmitResult result = store.submit(List.of(submission), Long.MAX_VALUE).get(0);
        if (result instanceof SubmitResult.Invalid invalid) {
            throw new InvalidRequestException("", invalid.detail());
        }
        return result instanceof SubmitResult.Replayed replayed ? replayed.reply() : null;
    }

    private WebhookEndpoint make(Webhooks.Draft draft) {
        check(draft);
        Instant now = clock.instant();
        String secret = draft.secret() == null ? SigningSecret.generate(random) : draft.secret();
        return endpoint(ids.get(), draft, List.of(new Secret(secret, null)), null, null, 1, now, now);
    }

    private void check(Webhooks.Draft draft) {
        EndpointRules.check(draft.url(), draft.events(), draft.profile(), draft.secret(), draft.retryDelays(), sink);
    }

    Optional<WebhookEndpoint> find(UUID id) {
        return store.find(WebhookEndpoint.class, id);
    }

    Page<WebhookEndpoint> list(@Nullable String cursor, int limit) {
        return store.list(WebhookEndpoint.class, Map.of(), cursor, limit);
    }

    void delete(UUID id) {
        if (store.delete(WebhookEndpoint.class, id) != Changed.DONE) {
            throw notFound(id);
        }
    }

    WebhookEndpoint update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Webhooks.Draft> change) {
        return replace(id, expectedVersion, stored -> {
            Webhooks.Draft draft = change.apply(draft(stored));
            check(draft);
            return next(stored, draft);
        });
    }

    WebhookEndpoint rotateSecret(UUID id) {
        String secret = SigningSecret.generate(random);
        return replace(id, null, stored -> next(stored, withSecret(draft(stored), secret)));
    }

    WebhookEndpoint enable(UUID id) {
        WebhookEndpoint enabled = replace(id, null, stored -> next(stored, enabled(draft(stored))));
        retryNow.accept(id);
        return enabled;
    }

    private WebhookEndpoint replace(UUID id, @Nullable Long expectedVersion, UnaryOperator<WebhookEndpoint> change) {
        for (int round = 0; round < ROUNDS; round++) {
            WebhookEndpoint stored = find(id).orElseThrow(() -> notFound(id));
            if (expectedVersion != null && expectedVersion != stored.version()) {
                break;
            }
            WebhookEndpoint next = change.apply(stored);
            if (store.replace(next) == Changed.DONE) {
                return next;
            }
        }
        throw new ConflictException(Reason.VERSION_MISMATCH, "The webhook has changed since");
    }

    private WebhookEndpoint next(WebhookEndpoint stored, Webhooks.Draft draft) {
        Instant now = clock.instant();
        List<Secret> secrets = draft.secret() == null
                ? stored.secrets()
                : EndpointRules.rotated(stored.secrets(), draft.secret(), now);
        // Enabling it is saying that it works again, and disabling it by hand needs no reason of ours.
        boolean keepsReason = !draft.enabled() && !stored.enabled();
        boolean revived = draft.enabled() && !stored.enabled();
        return endpoint(
                stored.id(),
                draft,
                secrets,
                keepsReason ? stored.disabledReason() : null,
                revived ? null : stored.failingSince(),
                stored.version() + 1,
                stored.createdAt(),
                now);
    }

    private static WebhookEndpoint endpoint(
            UUID id,
            Webhooks.Draft draft,
            List<Secret> secrets,
            @Nullable String disabledReason,
            @Nullable Instant failingSince,
            long version,
            Instant createdAt,
            Instant updatedAt) {
        return new WebhookEndpoint(
                id,
                draft.url(),
                draft.events().stream().distinct().toList(),
                Objects.requireNonNullElse(draft.profile(), Profile.CONTRACT),
                draft.enabled(),
                secrets,
                Objects.requireNonNullElse(draft.retryDelays(), RetrySchedule.DEFAULT),
                disabledReason,
                failingSince,
                version,
                createdAt,
                updatedAt);
    }

    private static Webhooks.Draft draft(WebhookEndpoint stored) {
        return new Webhooks.Draft(
                stored.url(), stored.events(), stored.profile(), stored.enabled(), null, stored.retryDelays());
    }

    private static Webhooks.Draft withSecret(Webhooks.Draft draft, String secret) {
        return new Webhooks.Draft(
                draft.url(), draft.events(), draft.profile(), draft.enabled(), secret, draft.retryDelays());
    }

    private static Webhooks.Draft enabled(Webhooks.Draft draft) {
        return new Webhooks.Draft(draft.url(), draft.events(), draft.profile(), true, null, draft.retryDelays());
    }

    static NotFoundException notFound(UUID id) {
        return new NotFoundException("webhook", Ids.prefixed("wh", id));
    }
}
