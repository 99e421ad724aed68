package dev.windlass;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Page;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Templates (seed row C2). Thread-safe. */
public final class JobTemplates {

    /** What a template is made of. Null members are the host's defaults. */
    public record Draft(
            String name,
            String jobType,
            dev.windlass.job.@Nullable Json params,
            dev.windlass.job.@Nullable RetryPolicy retryPolicy,
            java.time.@Nullable Duration timeout,
            java.time.@Nullable Duration retention) {}

    /** @throws dev.windlass.job.ConflictException NAME_TAKEN */
    public JobTemplate create(Draft draft) {
        throw new UnsupportedOperationException();
    }

    public Submitted<JobTemplate> create(Draft draft, IdempotencyKey<JobTemplate> key) {
        throw new UnsupportedOperationException();
    }

    public Optional<JobTemplate> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** @param filter by {@code name}, {@code job_type} */
    public Page<JobTemplate> list(Map<String, String> filter, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes a template; future jobs see it, existing ones do not.
     *
     * @param change gets the stored template as a draft and returns what it should be; may be called more than once
     * @param expectedVersion null for whatever is stored
     * @throws dev.windlass.job.ConflictException VERSION_MISMATCH, NAME_TAKEN
     */
    public JobTemplate update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        throw new UnsupportedOperationException();
    }

    /** @throws dev.windlass.job.ConflictException IN_USE when a schedule refers to it */
    public void delete(UUID id) {
        throw new UnsupportedOperationException();
    }
}
