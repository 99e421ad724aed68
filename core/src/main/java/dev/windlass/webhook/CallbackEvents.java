package dev.windlass.webhook;

import static dev.windlass.webhook.StateWebhooks.LOADING;
import static dev.windlass.webhook.StateWebhooks.has;

import dev.windlass.job.Callback;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.json.AsyncState;
import dev.windlass.webhook.Drafts.Step;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a job's own URL is told, by the scope that its submitter asked for (seed rows T5, M4, A3). */
final class CallbackEvents {

    static final Supplier<Map<String, byte[]>> NO_ARTIFACTS = Map::of;

    private CallbackEvents() {}

    static void queued(Drafts drafts, Callback callback, Job job) {
        Instant at = job.updatedAt();
        switch (callback.scope()) {
            case TERMINAL -> {}
            case ALL -> drafts.status(callback, EventTypes.JOB_QUEUED, Step.QUEUED, at, job);
            case STATES -> drafts.state(callback, AsyncState.QUEUED, Step.QUEUED, at, job, null, NO_ARTIFACTS);
        }
    }

    static void started(Drafts drafts, Callback callback, Job job, @Nullable Phase phase, int sent, Instant at) {
        switch (callback.scope()) {
            case TERMINAL -> {}
            // Between attempts a job is RUNNING on /v1/jobs, so only its first start is news.
            case ALL -> {
                if (!has(sent, LOADING)) {
                    drafts.status(callback, EventTypes.JOB_RUNNING, Step.RUNNING, at, job);
                }
            }
            case STATES -> {
                AsyncState last = phase == Phase.LOADING ? AsyncState.LOADING : AsyncState.WORKING;
                statesUpTo(last, drafts, callback, sent, at, job);
            }
        }
    }

    static void working(Drafts drafts, Callback callback, Job job, int sent) {
        if (callback.scope() == Callback.Scope.STATES) {
            statesUpTo(AsyncState.WORKING, drafts, callback, sent, job.updatedAt(), job);
        }
    }

    static void cancelRequested(Drafts drafts, Callback callback, Job job) {
        if (callback.scope() == Callback.Scope.ALL) {
            Instant at = job.cancelRequestedAt() == null ? job.updatedAt() : job.cancelRequestedAt();
            drafts.status(callback, EventTypes.JOB_CANCELLING, Step.CANCELLING, at, job);
        }
    }

    /** The job ended without a run, or before the next one. */
    static void cancelled(Drafts drafts, Callback callback, Job job) {
        Instant at = job.updatedAt();
        switch (callback.scope()) {
            case TERMINAL, ALL -> drafts.status(callback, EventTypes.JOB_CANCELLED, Step.CANCELLED_WAITING, at, job);
            case STATES ->
                drafts.state(callback, AsyncState.FAILED, Step.CANCELLED_WAITING, at, job, null, NO_ARTIFACTS);
        }
    }

    /** The job ended with a run. */
    static void ended(
            Drafts drafts,
            Callback callback,
            Job job,
            JobRun run,
            Instant at,
            Supplier<Map<String, byte[]>> artifacts) {
        switch (callback.scope()) {
            case TERMINAL, ALL -> {
                boolean cancelled = job.status() == JobStatus.CANCELLED;
                String type = cancelled ? EventTypes.JOB_CANCELLED : EventTypes.ofRun(run.status());
                drafts.status(callback, type, cancelled ? Step.JOB_CANCELLED : Step.RUN_ENDED, at, job);
            }
            case STATES -> drafts.state(callback, AsyncState.of(job), Step.RUN_ENDED, at, job, run, artifacts);
        }
    }

    /** The states that a started job passes through and that were not told yet. */
    private static void statesUpTo(AsyncState last, Drafts drafts, Callback callback, int sent, Instant at, Job job) {
        if (!has(sent, LOADING)) {
            drafts.state(callback, AsyncState.LOADING, Step.RUNNING, at, job, null, NO_ARTIFACTS);
        }
        if (last == AsyncState.WORKING && !has(sent, StateWebhooks.WORKING)) {
            drafts.state(callback, AsyncState.WORKING, Step.WORKING, at, job, null, NO_ARTIFACTS);
        }
    }
}
