package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.internal.JobRequestChecks;
import dev.windlass.internal.Violations;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.Ids;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.RetryPolicy;
import dev.windlass.spi.ResourceStore.Changed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Templates (seed row C2). Thread-safe. */
public final class JobTemplates {

    private static final int ROUNDS = 20;

    private final Engine engine;

    JobTemplates(Engine engine) {
        this.engine = engine;
    }

    /** What a template is made of. Null members are the host's defaults. */
    public record Draft(
            String name,
            String jobType,
            @Nullable Json params,
            @Nullable RetryPolicy retryPolicy,
            @Nullable Duration timeout,
            @Nullable Duration retention) {}

    /**
     * @throws dev.windlass.job.InvalidRequestException naming each member that is wrong
     * @throws ConflictException NAME_TAKEN
     */
    public JobTemplate create(Draft draft) {
        JobTemplate template = make(draft);
        engine.submitter().create(template, null);
        return template;
    }

    /** The same, at most once for this key. */
    public Submitted<JobTemplate> create(Draft draft, IdempotencyKey<JobTemplate> key) {
        return Idempotency.once(
                engine,
                key,
                () -> make(draft),
                (template, record) -> engine.submitter().create(template, record));
    }

    public Optional<JobTemplate> find(UUID id) {
        return engine.store().find(JobTemplate.class, id);
    }

    public Optional<JobTemplate> findByName(String name) {
        return isName(name)
                ? list(Map.of("name", name), null, 1).items().stream().findFirst()
                : Optional.empty();
    }

    /** @param filter by {@code name}, {@code job_type} */
    public Page<JobTemplate> list(Map<String, String> filter, @Nullable String cursor, int limit) {
        return engine.store().list(JobTemplate.class, filter, cursor, limit);
    }

    /**
     * Changes a template; future jobs see it, existing ones do not.
     *
     * @param change gets the stored template as a draft and returns what it should be; may be called more than once
     * @param expectedVersion null for whatever is stored
     * @throws ConflictException VERSION_MISMATCH, NAME_TAKEN
     */
    public JobTemplate update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        for (int round = 0; round < ROUNDS; round++) {
            JobTemplate stored = find(id).orElseThrow(() -> notFound(id));
            if (expectedVersion != null && expectedVersion != stored.version()) {
                break;
            }
            JobTemplate next = next(stored, change);
            Changed changed = engine.store().replace(next);
            if (changed == Changed.DONE) {
                return next;
            }
            if (changed == Changed.CONFLICT) {
                throw new ConflictException(Reason.NAME_TAKEN, "There is a template of that name already");
            }
        }
        throw changedSince();
    }

    private static ConflictException changedSince() {
        return new ConflictException(Reason.VERSION_MISMATCH, "The template has changed since");
    }

    /**
     * Deletes a template; the jobs made from it stay.
     *
     * @param expectedVersion null for whatever is stored
     * @throws ConflictException IN_USE when a schedule refers to it, or VERSION_MISMATCH
     */
    public void delete(UUID id, @Nullable Long expectedVersion) {
        Changed changed = engine.store().delete(JobTemplate.class, id, expectedVersion);
        if (changed == Changed.IN_USE) {
            throw new ConflictException(Reason.IN_USE, "A schedule uses the template");
        }
        if (changed == Changed.STALE) {
            throw changedSince();
        }
        if (changed != Changed.DONE) {
            throw notFound(id);
        }
    }

    private static NotFoundException notFound(UUID id) {
        return new NotFoundException("template", Ids.prefixed("tmpl", id));
    }

    private JobTemplate make(Draft draft) {
        check(draft);
        Instant now = engine.clock().instant();
        return template(engine.ids().get(), draft, 1, now, now);
    }

    private JobTemplate next(JobTemplate stored, UnaryOperator<Draft> change) {
        Draft draft = change.apply(new Draft(
                stored.name(),
                stored.jobType(),
                stored.params(),
                stored.retryPolicy(),
                stored.timeout(),
                stored.retention()));
        check(draft);
        return template(
                stored.id(),
                draft,
                stored.version() + 1,
                stored.createdAt(),
                engine.clock().instant());
    }

    private static JobTemplate template(UUID id, Draft draft, long version, Instant createdAt, Instant updatedAt) {
        return new JobTemplate(
                id,
                draft.name(),
                draft.jobType(),
                Objects.requireNonNullElse(draft.params(), Json.EMPTY_OBJECT),
                draft.retryPolicy(),
                draft.timeout(),
                draft.retention(),
                version,
                createdAt,
                updatedAt);
    }

    private static boolean isName(String name) {
        return JobRequestChecks.isOneLine(name, 200);
    }

    /** @throws dev.windlass.job.InvalidRequestException naming each member that is wrong */
    void check(Draft draft) {
        Violations violations = new Violations();
        violations.require(
                isName(draft.name()), "/name", "must be 1 to 200 characters without line breaks or control characters");
        engine.factory().checkType(draft.jobType(), violations);
        RetryPolicy policy = draft.retryPolicy();
        engine.factory().checkPolicy(policy, violations);
        JobRequestChecks.checkTimeout("/timeout_seconds", draft.timeout(), violations);
        JobRequestChecks.checkRetention("/retention_seconds", draft.retention(), violations);
        violations.throwIfAny();
    }
}
