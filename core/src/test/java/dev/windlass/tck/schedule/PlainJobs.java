package dev.windlass.tck.schedule;

import dev.windlass.internal.schedule.ScheduledJobs;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Firing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The engine's part, as plain as it can be: the job's due time is the instant that fired. */
public final class PlainJobs implements ScheduledJobs {

    private static final AtomicLong IDS = new AtomicLong(1);

    private final InstantSource clock;
    public final List<Firing.Fire> told = new CopyOnWriteArrayList<>();

    public PlainJobs(InstantSource clock) {
        this.clock = clock;
    }

    public static UUID nextId() {
        return new UUID(0x7000L, IDS.getAndIncrement());
    }

    @Override
    public JobSpec newJob(Schedule schedule, @Nullable JobTemplate template, Instant dueAt, Trigger trigger) {
        if (template == null) {
            throw new NotFoundException("template", schedule.templateId());
        }
        return new JobSpec(
                newId(),
                template.jobType(),
                JobSpec.DEFAULT_QUEUE,
                JobSpec.DEFAULT_PRIORITY,
                template.params(),
                List.of(),
                RetryPolicy.DEFAULT,
                null,
                Duration.ofDays(7),
                clock.instant(),
                dueAt,
                false,
                trigger,
                template.id(),
                schedule.id(),
                null,
                null,
                null);
    }

    @Override
    public UUID newId() {
        return nextId();
    }

    @Override
    public List<EventDraft> queuedEvents(JobSpec job) {
        return List.of();
    }

    @Override
    public List<EventDraft> skippedEvents(Job job, JobRun run) {
        return List.of();
    }

    @Override
    public Committing committing(List<Firing.Fire> fires) {
        return new Committing() {
            @Override
            public void fired(List<Firing.Fire> committed) {
                told.addAll(committed);
            }

            @Override
            public void close() {}
        };
    }
}
