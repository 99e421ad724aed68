package dev.windlass.internal;

import dev.windlass.job.ConflictException;
import dev.windlass.job.Job;
import dev.windlass.job.JobPosition;
import dev.windlass.job.JobPosition.Reason;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunQuery;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Says where a waiting job stands and why it waits. Thread-safe. */
public final class Positions {

    private static final int EXACT_UP_TO = 10_000;
    private static final int SAMPLE = 50;

    private final JobStore store;
    private final InstantSource clock;

    Positions(JobStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @throws ConflictException NOT_QUEUED when it does not wait */
    public JobPosition of(Job job) {
        if (job.status() != JobStatus.QUEUED) {
            throw new ConflictException(
                    ConflictException.Reason.NOT_QUEUED, "The job does not wait in the queue; it is " + job.status());
        }
        Instant now = clock.instant();
        Instant next = job.nextAttemptAt();
        if (next != null && next.isAfter(now)) {
            return new JobPosition(null, next, Reason.BACKING_OFF);
        }
        if (job.spec().dueAt().isAfter(now)) {
            return new JobPosition(null, job.spec().dueAt(), Reason.NOT_DUE);
        }
        QueueStats stats = store.queueStats();
        if (stats.allPaused() || stats.pausedQueues().contains(job.spec().queue())) {
            return new JobPosition(null, null, Reason.PAUSED);
        }
        return inQueue(job, now);
    }

    private JobPosition inQueue(Job job, Instant now) {
        AtomicBoolean known = new AtomicBoolean();
        AtomicInteger slots = new AtomicInteger();
        NodeDirectory.forEach(store, node -> {
            known.compareAndSet(false, node.types().contains(job.spec().type()));
            slots.addAndGet(node.slots());
        });
        OptionalLong place = store.position(job.id(), EXACT_UP_TO);
        Integer position = place.isPresent() ? Math.toIntExact(place.getAsLong()) : null;
        if (!known.get()) {
            return new JobPosition(position, null, Reason.NO_HANDLER);
        }
        return new JobPosition(position, estimate(position, slots.get(), now), Reason.SLOTS_BUSY);
    }

    /** The mean duration of the last runs, times the rounds of all slots that come before. */
    private @Nullable Instant estimate(@Nullable Integer position, int slots, Instant now) {
        if (position == null || position > EXACT_UP_TO || slots == 0) {
            return null;
        }
        OptionalDouble mean = store.listRuns(RunQuery.finished(SAMPLE)).items().stream()
                .map(JobRun::duration)
                .filter(Objects::nonNull)
                .mapToLong(Duration::toNanos)
                .average();
        return mean.isEmpty() ? null : now.plusNanos((long) (mean.getAsDouble() * position / slots));
    }
}
