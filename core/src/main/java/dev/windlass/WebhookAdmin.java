package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.job.WebhookEndpoint.Secret;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.EndpointRules;
import dev.windlass.webhook.RetrySchedule;
import dev.windlass.webhook.SigningSecret;
import dev.windlass.webhook.WebhookPump;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes and changes endpoints. Thread-safe. */
final class WebhookAdmin {

    private static final int ROUNDS = 20;

    /** Each event is written once for each of them that wants it, in the transaction of what it tells of. */
    private static final int MOST = 1_000;

    private final Engine engine;
    private final @Nullable WebhookSink sink;
    private final Consumer<String> retryNow;
    private final Consumer<String> recall;

    WebhookAdmin(Engine engine, @Nullable WebhookSink sink, Consumer<String> retryNow, Consumer<String> recall) {
        this.engine = engine;
        this.sink = sink;
        this.retryNow = retryNow;
        this.recall = recall;
    }

    WebhookEndpoint create(Webhooks.Draft draft) {
        WebhookEndpoint endpoint = make(draft);
        engine.submitter().create(endpoint, null);
        return endpoint;
    }

    Submitted<WebhookEndpoint> create(Webhooks.Draft draft, IdempotencyKey<WebhookEndpoint> key) {
        return Idempotency.once(
                engine,
                key,
                () -> make(draft),
                (endpoint, record) -> engine.submitter().create(endpoint, record));
    }

    private WebhookEndpoint make(Webhooks.Draft draft) {
        check(draft);
        checkRoom();
        Instant now = engine.clock().instant();
        String secret = draft.secret() == null ? SigningSecret.generate(new SecureRandom()) : draft.secret();
        return endpoint(engine.ids().get(), draft, List.of(new Secret(secret, null)), null, null, 1, now, now);
    }

    private void check(Webhooks.Draft draft) {
        EndpointRules.check(draft.url(), draft.events(), draft.profile(), draft.secret(), draft.retryDelays(), sink);
    }

    private void checkRoom() {
        if (list(null, MOST).items().size() == MOST) {
            throw new InvalidRequestException("", "There are " + MOST + " webhooks already: delete one first");
        }
    }

    Optional<WebhookEndpoint> find(UUID id) {
        return engine.store().find(WebhookEndpoint.class, id);
    }

    Page<WebhookEndpoint> list(@Nullable String cursor, int limit) {
        return engine.store().list(WebhookEndpoint.class, Map.of(), cursor, limit);
    }

    void delete(UUID id, @Nullable Long expectedVersion) {
        Changed changed = engine.store().delete(WebhookEndpoint.class, id, expectedVersion);
        if (changed == Changed.STALE) {
            throw changedSince();
        }
        if (changed != Changed.DONE) {
            throw notFound(id);
        }
        recall.accept(WebhookPump.laneOf(id));
    }

    WebhookEndpoint update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Webhooks.Draft> change) {
        AtomicBoolean revived = new AtomicBoolean();
        WebhookEndpoint changed = replace(id, expectedVersion, stored -> {
            Webhooks.Draft draft = change.apply(draft(stored));
            check(draft);
            revived.set(isRevived(stored, draft));
            return next(stored, draft);
        });
        recall.accept(WebhookPump.laneOf(id));
        if (revived.get()) {
            retryNow.accept(WebhookPump.laneOf(id));
        }
        return changed;
    }

    /** Whether what is known of its failures says nothing of what it is from now on. */
    private static boolean isRevived(WebhookEndpoint stored, Webhooks.Draft draft) {
        return draft.enabled() && !(stored.enabled() && stored.url().equals(draft.url()));
    }

    WebhookEndpoint rotateSecret(UUID id) {
        String secret = SigningSecret.generate(new SecureRandom());
        return replace(id, null, stored -> next(stored, withSecret(draft(stored), secret)));
    }

    WebhookEndpoint enable(UUID id) {
        WebhookEndpoint enabled = replace(id, null, stored -> next(stored, enabled(draft(stored))));
        retryNow.accept(WebhookPump.laneOf(id));
        return enabled;
    }

    private WebhookEndpoint replace(UUID id, @Nullable Long expectedVersion, UnaryOperator<WebhookEndpoint> change) {
        for (int round = 0; round < ROUNDS; round++) {
            WebhookEndpoint stored = find(id).orElseThrow(() -> notFound(id));
            if (expectedVersion != null && expectedVersion != stored.version()) {
                break;
            }
            WebhookEndpoint next = change.apply(stored);
            if (engine.store().replace(next) == Changed.DONE) {
                return next;
            }
        }
        throw changedSince();
    }

    private static ConflictException changedSince() {
        return new ConflictException(Reason.VERSION_MISMATCH, "The webhook has changed since");
    }

    private WebhookEndpoint next(WebhookEndpoint stored, Webhooks.Draft draft) {
        Instant now = engine.clock().instant();
        List<Secret> secrets = draft.secret() == null
                ? stored.secrets()
                : EndpointRules.rotated(stored.secrets(), draft.secret(), now);
        // Enabling it is saying that it works again, and disabling it by hand needs no reason of ours.
        boolean keepsReason = !draft.enabled() && !stored.enabled();
        return endpoint(
                stored.id(),
                draft,
                secrets,
                keepsReason ? stored.disabledReason() : null,
                isRevived(stored, draft) ? null : stored.failingSince(),
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
