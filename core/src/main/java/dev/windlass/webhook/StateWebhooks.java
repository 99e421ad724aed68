package dev.windlass.webhook;

import dev.windlass.job.Callback;
import dev.windlass.job.JobRun;
import dev.windlass.job.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Which of a job's states were told, as a bit set that is kept with the job, so that a retry or a crash tells none twice and leaves none
 * out (seed rows A3, A9). {@link #LOADING} also says that the job was seen RUNNING.
 */
public final class StateWebhooks {

    public static final int QUEUED = 1;
    public static final int LOADING = 2;
    public static final int WORKING = 4;
    public static final int END = 8;

    private StateWebhooks() {}

    /** What was told once a start in this phase is. */
    public static int afterStart(int sent, Phase phase) {
        return switch (phase) {
            case LOADING -> sent | QUEUED | LOADING;
            case WORKING -> sent | QUEUED | LOADING | WORKING;
        };
    }

    /** What was told once the change to working is. */
    public static int afterWorking(int sent) {
        return sent | QUEUED | LOADING | WORKING;
    }

    /** What was told once the end of a run is that the job goes on after. */
    public static int afterRun(int sent, JobRun run, @Nullable Callback callback) {
        boolean told = run.startedAt() != null && callback != null && callback.scope() != Callback.Scope.TERMINAL;
        return told ? afterWorking(sent) : sent;
    }

    /** What was told once the job's end is. */
    public static int afterEnd(int sent) {
        return sent | QUEUED | LOADING | WORKING | END;
    }

    static boolean has(int sent, int state) {
        return (sent & state) != 0;
    }
}
