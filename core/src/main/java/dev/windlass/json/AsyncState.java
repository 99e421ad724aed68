package dev.windlass.json;

import dev.windlass.job.Job;
import dev.windlass.job.Phase;
import java.util.Locale;

/** The closed word set of {@code /jobs} and the state webhooks (seed-003), in the order in which a job goes through it. */
public enum AsyncState {
    QUEUED,
    LOADING,
    WORKING,
    DONE,
    FAILED;

    /** The state of a job as it stands. A second attempt is {@link #WORKING} from its start, because states never go back. */
    public static AsyncState of(Job job) {
        return switch (job.status()) {
            case QUEUED -> Waiting.betweenAttempts(job) ? WORKING : QUEUED;
            case RUNNING -> running(job);
            case COMPLETED, SKIPPED -> DONE;
            case FAILED, CANCELLED -> FAILED;
        };
    }

    private static AsyncState running(Job job) {
        boolean loading = job.phase() == Phase.LOADING && job.attempt() <= 1 && job.cancelRequestedAt() == null;
        return loading ? LOADING : WORKING;
    }

    /** As it is written: in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
