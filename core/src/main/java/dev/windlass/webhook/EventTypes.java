package dev.windlass.webhook;

import dev.windlass.job.RunStatus;
import java.util.List;

/** The names of events. */
public final class EventTypes {

    public static final String JOB_QUEUED = "job.queued";
    public static final String JOB_RUNNING = "job.running";
    public static final String JOB_CANCELLED = "job.cancelled";
    public static final String RUN_COMPLETED = "job.run.completed";
    public static final String RUN_FAILED = "job.run.failed";
    public static final String RUN_SKIPPED = "job.run.skipped";

    /** Only for a job's own URL: somebody asked to cancel it. */
    public static final String JOB_CANCELLING = "job.cancelling";

    /** Sent on request, to try an endpoint out. */
    public static final String PING = "ping";

    /** What an endpoint can subscribe to (seed row C10). */
    public static final List<String> SUBSCRIBABLE =
            List.of(JOB_QUEUED, JOB_RUNNING, JOB_CANCELLED, RUN_COMPLETED, RUN_FAILED, RUN_SKIPPED);

    private EventTypes() {}

    /** The event of a run that ended so. */
    static String ofRun(RunStatus terminal) {
        return switch (terminal) {
            case COMPLETED -> RUN_COMPLETED;
            case FAILED -> RUN_FAILED;
            case SKIPPED -> RUN_SKIPPED;
            case QUEUED, RUNNING -> throw new IllegalArgumentException(terminal + " is not terminal");
        };
    }

    /** The event of a state in the words of {@code /jobs} (seed row A3). */
    static String ofState(String state) {
        return "job.state." + state;
    }
}
