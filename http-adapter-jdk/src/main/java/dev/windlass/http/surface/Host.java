package dev.windlass.http.surface;

import dev.windlass.JobScheduler;
import dev.windlass.http.rules.Idempotency;
import dev.windlass.http.rules.Paging;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** What every routes class works with. Thread-safe. */
final class Host {

    final JobScheduler scheduler;
    final SurfaceSettings settings;
    final Paging paging;
    final Idempotency idempotency = new Idempotency();
    final Reads<Job> jobs;
    final Reads<JobRun> runs;
    final ArtifactAnswers artifacts;
    final Executor renderers;
    /** Spreads waits; thread-safe. */
    final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

    private final InstantSource clock;

    /** @param renderers see {@link Renderers} */
    Host(JobScheduler scheduler, SurfaceSettings settings, Executor renderers) {
        this.scheduler = scheduler;
        this.settings = settings;
        this.clock = scheduler.clock();
        this.renderers = renderers;
        this.paging = new Paging(settings.pageTokenKey());
        this.artifacts = new ArtifactAnswers(scheduler.runs());
        this.jobs = new Reads<>(
                "job",
                id -> scheduler.jobs().find(id),
                (id, until, atMost) -> scheduler.jobs().watch(id, until, atMost),
                this);
        this.runs = new Reads<>(
                "job run",
                id -> scheduler.runs().find(id),
                (id, until, atMost) -> scheduler.runs().watch(id, until, atMost),
                this);
    }

    Instant now() {
        return clock.instant();
    }
}
