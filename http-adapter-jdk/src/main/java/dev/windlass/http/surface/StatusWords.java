package dev.windlass.http.surface;

import dev.windlass.job.JobStatus;
import dev.windlass.json.StatusWord;
import java.util.EnumSet;
import java.util.Set;

/** From the words of {@code /v1/jobs} back to the model. */
final class StatusWords {

    private StatusWords() {}

    /** The statuses that jobs with one of these words can have; empty for no words. */
    static Set<JobStatus> statuses(Set<StatusWord> words) {
        EnumSet<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
        words.forEach(word -> statuses.addAll(statuses(word)));
        return statuses;
    }

    private static Set<JobStatus> statuses(StatusWord word) {
        return switch (word) {
            case SCHEDULED, PENDING -> EnumSet.of(JobStatus.QUEUED);
            case RUNNING -> EnumSet.of(JobStatus.RUNNING, JobStatus.QUEUED);
            case CANCELLING -> EnumSet.of(JobStatus.RUNNING);
            case SUCCEEDED -> EnumSet.of(JobStatus.COMPLETED);
            case FAILED, TIMED_OUT -> EnumSet.of(JobStatus.FAILED);
            case CANCELLED -> EnumSet.of(JobStatus.CANCELLED, JobStatus.SKIPPED);
        };
    }
}
