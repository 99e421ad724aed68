package dev.windlass;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.Job;
import dev.windlass.job.Page;
import dev.windlass.job.Schedule;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Schedules (seed row C3). Thread-safe. */
public final class Schedules {

    /** What a schedule is made of, as text where a client writes text, so that every mistake is named. Null members are the defaults. */
    public record Draft(
            UUID templateId,
            String cron,
            @Nullable String cronType,
            @Nullable String timezone,
            boolean enabled,
            Schedule.@Nullable Misfire misfire,
            Schedule.@Nullable Overlap overlap,
            @Nullable DstPolicy dst) {}

    public Schedule create(Draft draft) {
        throw new UnsupportedOperationException();
    }

    public Submitted<Schedule> create(Draft draft, IdempotencyKey<Schedule> key) {
        throw new UnsupportedOperationException();
    }

    public Optional<Schedule> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** @param filter by {@code template_id}, {@code enabled} */
    public Page<Schedule> list(Map<String, String> filter, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    /** @throws dev.windlass.job.ConflictException VERSION_MISMATCH */
    public Schedule update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        throw new UnsupportedOperationException();
    }

    public void delete(UUID id, @Nullable Long expectedVersion) {
        throw new UnsupportedOperationException();
    }

    /** Makes a job from the schedule's template now, enabled or not. */
    public Job runNow(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Submitted<Job> runNow(UUID id, IdempotencyKey<Job> key) {
        throw new UnsupportedOperationException();
    }

    /** The next instants at which it would fire after {@code after}, in its own offset. */
    public List<ZonedDateTime> next(UUID id, int count, Instant after) {
        throw new UnsupportedOperationException();
    }
}
