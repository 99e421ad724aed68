package dev.windlass.http.surface;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up what other nodes changed, and notes it in the log, but only while somebody reads the log or did a minute ago. Bounded: more
 * changes than can be looked up become one {@code reset} a second. Thread-safe.
 */
final class Elsewhere {

    private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);

    /** Two seconds' worth of look-ups on a slow database. */
    private static final int MOST_PENDING = 2_000;

    private static final int REMEMBERED = 10_000;
    private static final long STILL_READ_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long RESET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JobScheduler scheduler;
    private final EventLog log;
    private final Executor executor;
    private final Set<UUID> pending = new LinkedHashSet<>();
    private final Map<UUID, String> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean looking;
    private boolean tooMany;
    private long readNanos = System.nanoTime() - STILL_READ_NANOS;
    private long resetNanos = System.nanoTime() - RESET_NANOS;

    Elsewhere(JobScheduler scheduler, EventLog log, Executor executor) {
        this.scheduler = scheduler;
        this.log = log;
        this.executor = executor;
    }

    /** @param ids empty for any */
    void changed(Collection<UUID> ids) {
        synchronized (this) {
            if (!isRead()) {
                log.gap();
                return;
            }
            tooMany |= ids.isEmpty() || pending.size() + ids.size() > MOST_PENDING;
            if (tooMany) {
                pending.clear();
            } else {
                pending.addAll(ids);
            }
            if (looking) {
                return;
            }
            looking = true;
        }
        executor.execute(this::look);
    }

    private boolean isRead() {
        long now = System.nanoTime();
        if (log.isRead()) {
            readNanos = now;
        }
        return now - readNanos < STILL_READ_NANOS;
    }

    private void look() {
        for (List<UUID> ids = take(); !ids.isEmpty(); ids = take()) {
            try {
                ids.forEach(this::look);
            } catch (StoreException e) {
                LOG.debug("Changes of other nodes could not be looked up: {}", e.getMessage());
                synchronized (this) {
                    tooMany = true;
                }
            }
        }
    }

    /** What is to be looked up; when it is nothing, {@code looking} is given up, or goes on later. */
    private synchronized List<UUID> take() {
        long wait = tooMany ? resetNanos + RESET_NANOS - System.nanoTime() : 0;
        if (wait > 0) {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, executor)
                    .execute(this::look);
            return List.of();
        }
        if (tooMany) {
            tooMany = false;
            resetNanos = System.nanoTime();
            log.reset();
        }
        List<UUID> ids = new ArrayList<>(pending);
        pending.clear();
        looking = !ids.isEmpty();
        return ids;
    }

    private void look(UUID id) {
        Optional<EventLog.Change> now = scheduler
                .jobs()
                .find(id)
                .map(Elsewhere::change)
                .or(() -> scheduler.runs().find(id).map(Elsewhere::change));
        now.ifPresent(change -> {
            if (isNew(change)) {
                log.add(change);
            }
        });
    }

    private synchronized boolean isNew(EventLog.Change change) {
        String state = change.status() + " " + change.at();
        return !state.equals(told.put(change.id(), state));
    }

    private static EventLog.Change change(Job job) {
        return new EventLog.Change(
                EventFeed.nameOf(job.status()),
                job.id(),
                null,
                job.spec().type(),
                job.status().name(),
                job.updatedAt());
    }

    private static EventLog.Change change(JobRun run) {
        Instant at = run.finishedAt() == null ? or(run.startedAt(), run.createdAt()) : run.finishedAt();
        return new EventLog.Change(
                EventFeed.nameOf(run.status()),
                run.jobId(),
                run.id(),
                run.jobType(),
                run.status().name(),
                at);
    }

    private static Instant or(@Nullable Instant value, Instant absent) {
        return value == null ? absent : value;
    }
}
