package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is for.
 *
 * @param rank 9 - priority: lower ranks go first
 */
record LaneKey(String queue, String type, int rank) {

    static LaneKey of(JobSpec job) {
        return of(job.queue(), job.type(), job.priority());
    }

    static LaneKey of(String queue, String type, int priority) {
        return new LaneKey(queue, type, JobSpec.HIGHEST_PRIORITY - priority);
    }

    int priority() {
        return JobSpec.HIGHEST_PRIORITY - rank;
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bind("queue", queue).bind("type", type).bind("rank", rank);
    }

    /** By hand, as {@link #equals}: a start would wait some milliseconds for the JDK to make them. */
    @Override
    public int hashCode() {
        return (queue.hashCode() * 31 + type.hashCode()) * 31 + rank;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaneKey key && rank == key.rank && type.equals(key.type) && queue.equals(key.queue);
    }
}
