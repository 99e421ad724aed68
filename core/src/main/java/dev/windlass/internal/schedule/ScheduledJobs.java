package dev.windlass.internal.schedule;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Firing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What schedules need of the engine. Thread-safe. */
public interface ScheduledJobs {

    /**
     * A job with a new id, copied from the schedule's template.
     *
     * @param template as it is now; null when it is gone
     * @param dueAt its place in the queue: the instant that fires, which has come
     * @throws dev.windlass.job.NotFoundException when the template is gone
     */
    JobSpec newJob(Schedule schedule, @Nullable JobTemplate template, Instant dueAt, Trigger trigger);

    UUID newId();

    /** What is to be told about a job that was queued. */
    List<EventDraft> queuedEvents(JobSpec job);

    /** What is to be told about a job that ended SKIPPED at once. */
    List<EventDraft> skippedEvents(Job job, JobRun run);

    /** These fires are about to be committed, or refused. @return who must be told, and closed when all is said */
    Committing committing(List<Firing.Fire> fires);

    /** Told what became of fires. */
    interface Committing extends AutoCloseable {

        /**
         * These of them were just committed: wake the dispatcher, tell the listeners. A hint: it may be lost, and an instant that was
         * fired before, by a step whose answer was lost, is among them though it made nothing.
         */
        void fired(List<Firing.Fire> fires);

        @Override
        void close();
    }
}
