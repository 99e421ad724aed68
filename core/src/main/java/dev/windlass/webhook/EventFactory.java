package dev.windlass.webhook;

import static dev.windlass.webhook.StateWebhooks.LOADING;
import static dev.windlass.webhook.StateWebhooks.has;

import dev.windlass.job.Callback;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.json.Envelope;
import dev.windlass.json.JsonOut;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.webhook.Drafts.Step;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that go with each transition. Nothing is rendered here: the store asks for a body when somebody listens. A job is
 * always given as it is after the transition. Thread-safe.
 *
 * <p>{@code starts} is how often the job was claimed, this time included; {@code statesSent} what was told before, see
 * {@link StateWebhooks}.
 */
public final class EventFactory {

    private final Supplier<UUID> ids;
    private final Bodies bodies;

    /**
     * @param ids of events, time-ordered
     * @param inlineBytes sum of artifact sizes from which on they go by URL
     * @param publicUrl what the URLs in state webhooks are relative to; null when unknown
     */
    public EventFactory(Supplier<UUID> ids, int inlineBytes, @Nullable URI publicUrl) {
        this.ids = ids;
        this.bodies = new Bodies(inlineBytes, publicUrl);
    }

    /** Whether the store found a receiver for any of these events that it has just stored, so that there is something to deliver. */
    public static boolean anyTold(Collection<EventDraft> stored) {
        if (stored instanceof SubscriberEvents unseen && !unseen.isMade()) {
            return false;
        }
        for (EventDraft draft : stored) {
            if (!(draft.body() instanceof LazyBody body) || body.isRendered()) {
                return true;
            }
        }
        return false;
    }

    /** A trial, for one endpoint alone. */
    public static EventDraft ping(UUID eventId, UUID endpointId, Instant at) {
        Envelope envelope = new Envelope(EventTypes.PING, at, 0);
        LazyBody body = new LazyBody(() -> JsonOut.object(out -> {
            envelope.members(out);
            out.id("webhook_id", "wh", endpointId);
        }));
        return new EventDraft(
                eventId, EventTypes.PING, null, null, null, 0, at, new Audience.Endpoint(endpointId), body);
    }

    /** A job was submitted. */
    public List<EventDraft> queued(Job job) {
        Drafts drafts = drafts(job, job.starts()).job(EventTypes.JOB_QUEUED, Step.QUEUED, job.updatedAt(), job);
        Callback callback = job.spec().callback();
        if (callback != null) {
            CallbackEvents.queued(drafts, callback, job);
        }
        return drafts.list();
    }

    /** A claimed job became RUNNING. */
    public List<EventDraft> started(Job job, JobRun run, int starts, int statesSent) {
        Drafts drafts = drafts(job, starts);
        Instant at = run.startedAt() == null ? job.updatedAt() : run.startedAt();
        started(drafts, job, run.phase(), statesSent, at);
        return drafts.list();
    }

    private static void started(Drafts drafts, Job job, @Nullable Phase phase, int statesSent, Instant at) {
        drafts.job(EventTypes.JOB_RUNNING, Step.RUNNING, at, job);
        Callback callback = job.spec().callback();
        if (callback != null) {
            CallbackEvents.started(drafts, callback, job, phase, statesSent, at);
        }
    }

    /** A run went from loading to working. */
    public List<EventDraft> working(Job job, JobRun run, int starts, int statesSent) {
        Callback callback = job.spec().callback();
        if (callback == null) {
            return List.of();
        }
        Drafts drafts = drafts(job, starts);
        CallbackEvents.working(drafts, callback, job, statesSent);
        return drafts.list();
    }

    /** Somebody asked to cancel a running job. */
    public List<EventDraft> cancelRequested(Job job) {
        Callback callback = job.spec().callback();
        if (callback == null) {
            return List.of();
        }
        Drafts drafts = drafts(job, job.starts());
        CallbackEvents.cancelRequested(drafts, callback, job);
        return drafts.list();
    }

    /**
     * A run ended. A job that was never told to be RUNNING, because this run was too short for its start to be written, is told to have
     * been so first. So are the states that its own URL has not heard of, also when it is to be tried again: it may end without another
     * run. {@link StateWebhooks#afterRun} is then what was told.
     *
     * @param inlineArtifacts the bytes by name; asked for only when there are artifacts, they are small enough and somebody listens
     */
    public List<EventDraft> finished(
            Job job, JobRun run, int starts, int statesSent, Supplier<Map<String, byte[]>> inlineArtifacts) {
        Drafts drafts = drafts(job, starts);
        Instant at = run.finishedAt() == null ? run.createdAt() : run.finishedAt();
        if (run.startedAt() != null && !has(statesSent, LOADING)) {
            drafts.job(EventTypes.JOB_RUNNING, Step.RUNNING, run.startedAt(), RunningJobs.asItWas(job, run));
        }
        drafts.run(EventTypes.ofRun(run.status()), Step.RUN_ENDED, at, run, inlineArtifacts);
        if (job.status() == JobStatus.CANCELLED) {
            drafts.job(EventTypes.JOB_CANCELLED, Step.JOB_CANCELLED, at, job);
        }
        Callback callback = job.spec().callback();
        if (callback != null) {
            tellStart(drafts, callback, job, run, statesSent);
        }
        if (callback != null && job.status().isTerminal()) {
            CallbackEvents.ended(drafts, callback, job, run, at, inlineArtifacts);
        }
        return drafts.list();
    }

    private static void tellStart(Drafts drafts, Callback callback, Job job, JobRun run, int statesSent) {
        if (run.startedAt() != null) {
            Job running = RunningJobs.asItWas(job, run);
            CallbackEvents.started(drafts, callback, running, running.phase(), statesSent, run.startedAt());
        }
    }

    /** A direct run ended. @param traceparent of the request that asked for it; null when it had none, or nobody knows any more */
    public List<EventDraft> finishedDirect(
            JobRun run, @Nullable String traceparent, Supplier<Map<String, byte[]>> inlineArtifacts) {
        Instant at = run.finishedAt() == null ? run.createdAt() : run.finishedAt();
        return drafts(traceparent, 1)
                .run(EventTypes.ofRun(run.status()), Step.RUN_ENDED, at, run, inlineArtifacts)
                .list();
    }

    /** A waiting job was cancelled. */
    public List<EventDraft> cancelled(Job job) {
        Drafts drafts =
                drafts(job, job.starts()).job(EventTypes.JOB_CANCELLED, Step.CANCELLED_WAITING, job.updatedAt(), job);
        Callback callback = job.spec().callback();
        if (callback != null) {
            CallbackEvents.cancelled(drafts, callback, job);
        }
        return drafts.list();
    }

    /** A fire of a schedule ended at once, SKIPPED. */
    public List<EventDraft> skipped(Job job, JobRun run) {
        return finished(job, run, job.starts(), StateWebhooks.QUEUED, CallbackEvents.NO_ARTIFACTS);
    }

    private Drafts drafts(Job job, int starts) {
        return drafts(job.spec().traceparent(), starts);
    }

    private Drafts drafts(@Nullable String traceparent, int starts) {
        return new Drafts(ids, bodies, starts, traceparent);
    }
}
