package dev.windlass.spi;

import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates, schedules and webhook endpoints, and the firing of schedules. They are made by {@link QueueStore#submit}. */
public interface ResourceStore {

    <R extends Resource> Optional<R> find(Class<R> kind, UUID id);

    /** Those of them that exist, in any order. */
    <R extends Resource> List<R> findAll(Class<R> kind, Collection<UUID> ids);

    /**
     * Newest first by id.
     *
     * @param filter equalities by member name: {@code name}, {@code job_type} for templates; {@code template_id}, {@code enabled} for
     *     schedules
     */
    <R extends Resource> Page<R> list(
            Class<R> kind, java.util.Map<String, String> filter, @Nullable String cursor, int limit);

    /**
     * Replaces the stored version {@code resource.version() - 1}. A schedule keeps the later of the stored and the given {@code lastFireAt}:
     * a fire is no new version, and may have come after whoever replaces it read it.
     */
    Changed replace(Resource resource);

    /**
     * Deletes it if it is there; a template that a schedule refers to stays.
     *
     * @param expectedVersion the only one that is deleted, otherwise STALE; null for whatever is stored
     */
    Changed delete(Class<? extends Resource> kind, UUID id, @Nullable Long expectedVersion);

    /**
     * Enabled schedules whose {@code nextFireAt} is not after {@code now}, earliest first, by id where that is the same.
     *
     * @param after only those behind it in this order, going by its {@code nextFireAt} and id as given; null for the first
     */
    List<Schedule> dueSchedules(Instant now, @Nullable Schedule after, int limit);

    /**
     * Fires a schedule: applies when it is enabled and its {@code nextFireAt} and version are still the expected ones. An instant that
     * was recorded as fired before is not made again; the schedule moves on all the same.
     *
     * @return one entry per firing, in their order: whether it was applied
     */
    List<Boolean> fire(List<Firing> firings);

    /** What became of a change. */
    enum Changed {
        DONE,
        NOT_FOUND,
        /** Another version is stored. */
        STALE,
        /** Its name is taken, or it refers to something that does not exist. */
        CONFLICT,
        /** Something refers to it. */
        IN_USE
    }
}
