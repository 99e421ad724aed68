package dev.windlass.spi;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things that are made together or not at all.
 *
 * @param jobs to be queued
 * @param direct a direct run, QUEUED, of the accepting node; null for none
 * @param resource a template, schedule or endpoint to be created; null for none
 * @param idempotency the key that this submission is made under; null for none
 * @param events what is to be told about it
 */
public record Submission(
        List<JobSpec> jobs,
        @Nullable JobRun direct,
        @Nullable Resource resource,
        @Nullable IdempotencyRecord idempotency,
        List<EventDraft> events) {

    public Submission {
        jobs = List.copyOf(jobs);
        events = events instanceof SubscriberEvents ? events : List.copyOf(events);
    }
}
