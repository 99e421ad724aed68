package dev.windlass.webhook;

import dev.windlass.job.Callback;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.json.AsyncState;
import dev.windlass.json.Envelope;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the events of one transition, in the order in which they are told. Not thread-safe. */
final class Drafts {

    /** Room for the steps of one start of a job, so that sequences grow from start to start without a counter. */
    private static final int STEPS_PER_START = 8;

    private static final Audience SUBSCRIBERS = new Audience.Subscribers(Profile.CONTRACT);

    private final Supplier<UUID> ids;
    private final Bodies bodies;
    private final int starts;
    private final @Nullable String traceparent;
    private final List<EventDraft> drafts = new ArrayList<>(2);

    Drafts(Supplier<UUID> ids, Bodies bodies, int starts, @Nullable String traceparent) {
        this.ids = ids;
        this.bodies = bodies;
        this.starts = starts;
        this.traceparent = traceparent;
    }

    List<EventDraft> list() {
        return drafts;
    }

    /** An event of a job, for the registered endpoints. */
    Drafts job(String type, Step step, Instant at, Job shown) {
        return add(type, step, at, SUBSCRIBERS, shown.id(), null, envelope -> Bodies.job(envelope, shown));
    }

    /** The end of a run, for the registered endpoints. */
    Drafts run(String type, Step step, Instant at, JobRun run, Supplier<Map<String, byte[]>> artifacts) {
        return add(
                type, step, at, SUBSCRIBERS, run.jobId(), run.id(), envelope -> bodies.run(envelope, run, artifacts));
    }

    /** An event for the job's own URL, in the words of {@code /v1/jobs}. */
    Drafts status(Callback callback, String type, Step step, Instant at, Job shown) {
        Audience url = new Audience.Url(callback.url(), Profile.CALLBACK);
        return add(type, step, at, url, shown.id(), shown.lastRunId(), envelope -> Bodies.status(envelope, shown));
    }

    /** A state for the job's own URL, in the words of {@code /jobs}. */
    Drafts state(
            Callback callback,
            AsyncState state,
            Step step,
            Instant at,
            Job job,
            @Nullable JobRun run,
            Supplier<Map<String, byte[]>> artifacts) {
        Audience url = new Audience.Url(callback.url(), Profile.STATE);
        UUID runId = run == null ? null : run.id();
        return add(
                EventTypes.ofState(state.word()),
                step,
                at,
                url,
                job.id(),
                runId,
                envelope -> bodies.state(envelope, state, job, run, artifacts));
    }

    private Drafts add(
            String type,
            Step step,
            Instant at,
            Audience audience,
            @Nullable UUID jobId,
            @Nullable UUID runId,
            Function<Envelope, byte[]> renderer) {
        long sequence = (long) starts * STEPS_PER_START + step.number;
        Supplier<byte[]> body = new LazyBody(() -> renderer.apply(new Envelope(type, at, sequence)));
        drafts.add(new EventDraft(ids.get(), type, jobId, runId, traceparent, sequence, at, audience, body));
        return this;
    }

    /** Where in one start of a job an event lies. */
    enum Step {
        QUEUED(1),
        RUNNING(2),
        WORKING(3),
        CANCELLING(4),
        RUN_ENDED(5),
        JOB_CANCELLED(6),
        CANCELLED_WAITING(7);

        private final int number;

        Step(int number) {
            this.number = number;
        }
    }
}
