package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.Resource;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Upcoming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at the tables without changing what anybody sees. */
final class Reads {

    private final Tables tables;

    Reads(Tables tables) {
        this.tables = tables;
    }

    Optional<Job> job(UUID id) {
        JobEntry job = tables.jobs.find(id);
        return job == null ? Optional.empty() : Optional.of(Views.job(job));
    }

    Optional<JobRun> run(UUID id) {
        LiveRun live = tables.runs.live(id);
        if (live != null) {
            return live.isVisible() ? Optional.of(Views.run(live)) : Optional.empty();
        }
        return Optional.ofNullable(tables.runs.finished(id)).map(EndedRun::run);
    }

    List<Job> liveJobsOf(Collection<UUID> scheduleIds, int limit) {
        List<Job> live = new ArrayList<>();
        for (UUID scheduleId : scheduleIds) {
            Iterator<JobEntry> jobs = tables.jobs.liveOf(scheduleId);
            for (int i = 0; i < limit && jobs.hasNext(); i++) {
                live.add(Views.job(jobs.next()));
            }
        }
        return live;
    }

    Map<UUID, Long> stamps(Collection<UUID> ids) {
        Map<UUID, Long> stamps = new HashMap<>();
        for (UUID id : ids) {
            JobEntry job = tables.jobs.find(id);
            LiveRun live = job == null ? tables.runs.live(id) : null;
            if (job != null) {
                stamps.put(id, job.stamp);
            } else if (live != null && live.isVisible()) {
                stamps.put(id, Math.max(live.stamp, live.node.stamp));
            } else if (tables.runs.finished(id) != null) {
                stamps.put(id, Stamps.FINISHED);
            }
        }
        return stamps;
    }

    /** What is ready is not upcoming any more, so whoever makes it so without taking it says that it is there. */
    private void promote() {
        if (tables.queue.promote(tables.now())) {
            tables.signals.workAvailable();
        }
    }

    OptionalLong position(UUID jobId, int limit) {
        promote();
        JobEntry job = tables.jobs.find(jobId);
        if (job == null
                || job.place != JobEntry.Place.READY
                || tables.queue.isPaused(job.spec().queue())) {
            return OptionalLong.empty();
        }
        long ahead = 0;
        for (Lane lane : tables.queue.open(tables.queue.types())) {
            ahead += lane.ahead(job);
        }
        return OptionalLong.of(Math.min(ahead, limit) + 1);
    }

    QueueStats queueStats() {
        promote();
        long claimed = 0;
        long running = 0;
        Instant oldest = tables.queue.oldestDueAt();
        for (LiveRun run : tables.runs.live()) {
            if (run.isStarted()) {
                running++;
            } else if (run.job != null) {
                claimed++;
                oldest = Lane.earlier(oldest, run.job.spec().dueAt());
            }
        }
        return new QueueStats(
                tables.queue.ready() + claimed,
                tables.queue.delayed(),
                running,
                oldest,
                tables.queue.pausedQueues(),
                tables.queue.isAllPaused());
    }

    /** Runs that a predicate on their node holds for. */
    List<HeldRun> held(Predicate<NodeEntry> node, int limit) {
        List<HeldRun> held = new ArrayList<>();
        for (LiveRun run : tables.runs.live()) {
            if (held.size() == limit) {
                break;
            }
            if (node.test(run.node)) {
                held.add(Views.held(run));
            }
        }
        return held;
    }

    List<HeldRun> held(UUID nodeId, @Nullable UUID after, int limit) {
        return tables.runs.live().stream()
                .filter(run -> run.node.id().equals(nodeId) && (after == null || Sorting.ids(run.id(), after) > 0))
                .sorted((a, b) -> Sorting.ids(a.id(), b.id()))
                .limit(limit)
                .map(Views::held)
                .toList();
    }

    Map<UUID, CancelRequest> cancelRequests(Collection<UUID> runIds) {
        Map<UUID, CancelRequest> requests = new HashMap<>();
        for (UUID id : runIds) {
            LiveRun run = tables.runs.live(id);
            if (run != null && run.job != null && run.job.cancel != null) {
                requests.put(id, run.job.cancel);
            }
        }
        return requests;
    }

    Upcoming upcoming() {
        Instant job = tables.queue.isAllPaused() ? null : tables.queue.nextWake();
        return new Upcoming(job, tables.resources.nextFire(), tables.deliveries.next(tables.now()));
    }

    <R extends Resource> Optional<R> resource(Class<R> kind, UUID id) {
        Resource found = tables.resources.find(kind, id);
        return found == null ? Optional.empty() : Optional.of(kind.cast(found));
    }
}
