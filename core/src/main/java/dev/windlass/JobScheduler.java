package dev.windlass;

import dev.windlass.internal.Duties;
import dev.windlass.internal.Engine;
import dev.windlass.internal.JobTypes;
import dev.windlass.internal.Lifecycle;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.TransitionListener;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.PumpSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler over a store. Submitting and looking work as soon as it is built; {@link #start} makes it take part in dispatch.
 * Thread-safe.
 */
public final class JobScheduler implements AutoCloseable {

    private final Engine engine;
    private final Lifecycle lifecycle;
    private final Jobs jobs;
    private final JobRuns runs;
    private final JobTemplates templates;
    private final Schedules schedules;
    private final Queues queues;
    private final Webhooks webhooks;

    private JobScheduler(Builder builder) {
        engine = new Engine(new Engine.Parts(
                builder.store,
                new JobTypes(builder.types, builder.submitted, builder.settings.maxAttemptsCap()),
                builder.settings,
                builder.listeners,
                builder.sink,
                builder.clock,
                builder.random));
        jobs = new Jobs(engine);
        runs = new JobRuns(engine);
        templates = new JobTemplates(engine);
        queues = new Queues(engine);
        schedules = new Schedules(engine, engine.scheduledJobs(), engine::reconsider);
        webhooks = webhooks(builder);
        lifecycle = new Lifecycle(engine);
    }

    private Webhooks webhooks(Builder builder) {
        WebhookSink sink = builder.sink;
        Consumer<String> retryNow = lane -> {};
        Consumer<String> recall = lane -> {};
        if (sink != null) {
            PumpDuty duty = PumpDuty.of(engine, sink, builder.webhookExecutor, builder.pumping, builder.random);
            engine.duties().add(Duties.Kind.DELIVERIES, duty);
            retryNow = duty.pump()::retryNow;
            recall = duty.pump()::recall;
        }
        return new Webhooks(engine, sink, retryNow, recall);
    }

    public static Builder builder(JobStore store) {
        return new Builder(store);
    }

    /** Takes part in dispatch from now on. @throws IllegalStateException when it was started before */
    public JobScheduler start() {
        lifecycle.start();
        return this;
    }

    public Jobs jobs() {
        return jobs;
    }

    public JobRuns runs() {
        return runs;
    }

    public JobTemplates templates() {
        return templates;
    }

    public Schedules schedules() {
        return schedules;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Queues queues() {
        return queues;
    }

    /** The job types that this node has handlers for. */
    public Set<String> jobTypes() {
        return engine.types().names();
    }

    public Settings settings() {
        return engine.settings();
    }

    /** The clock that everything is dated by: the host's, corrected by the store's. */
    public InstantSource clock() {
        return engine.clock();
    }

    /** Counters of this node since its start, by name. */
    public Map<String, Long> counters() {
        return engine.metrics().counters();
    }

    /** Whether it takes work: started, not stopping, and its store answered within the last lease. */
    public boolean isReady() {
        return lifecycle.isReady();
    }

    /**
     * Does everything that is due on the calling thread and returns, instead of {@link #start}: for tests, and for hosts that bring
     * their own threads.
     *
     * @return how many handlers ran
     * @throws IllegalStateException when it was started or stopped
     */
    public int runDue() {
        return lifecycle.runDue();
    }

    /**
     * Takes no new work, waits for what runs and for the direct executions that wait, then releases the rest: their jobs go back to the
     * queue, and the attempt does not count. Reading goes on as long as the store is open; whatever would write throws a transient
     * StoreException from then on.
     *
     * @param drain how long to wait for running handlers; more than 365 days count as 365
     * @return whether every handler ended in time and everything is written
     */
    public boolean stop(Duration drain) {
        return lifecycle.stop(drain);
    }

    /** {@link #stop} with the configured drain time. Does not close the store. */
    @Override
    public void close() {
        stop(settings().drain());
    }

    /** Collects what a scheduler is made of. Not thread-safe. */
    public static final class Builder {

        private final JobStore store;
        private final List<JobType<?>> types = new ArrayList<>();
        private final List<JobType<?>> submitted = new ArrayList<>();
        private final List<TransitionListener> listeners = new ArrayList<>();
        private Settings settings = Settings.DEFAULTS;
        private @Nullable WebhookSink sink;
        private @Nullable Executor webhookExecutor;
        private @Nullable PumpSettings pumping;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        private Builder(JobStore store) {
            this.store = store;
        }

        public Builder register(JobType<?> type) {
            types.add(type);
            return this;
        }

        public Builder registerAll(Collection<? extends JobType<?>> all) {
            types.addAll(all);
            return this;
        }

        /**
         * Accepts jobs, templates and schedules of a type that other nodes run, also when none of those is up: the jobs wait for one.
         * Params, retry policy and timeout are as the type says; its handler is not called. May name a type that is registered as well.
         */
        public Builder submits(JobType<?> type) {
            submitted.add(type);
            return this;
        }

        /** The same for a type whose handler is not at hand. @param params what its params are read as, to check them */
        public <P> Builder submits(String type, Class<P> params) {
            return submits(JobType.of(type, params, (read, context) -> RunResult.failed("no_handler", "Not run here")));
        }

        public Builder settings(Settings value) {
            settings = value;
            return this;
        }

        /** Without a sink no webhook is sent; what is to be told waits in the store. */
        public Builder webhookSink(WebhookSink value) {
            sink = value;
            return this;
        }

        /** Makes the requests of webhooks; must refuse none. By default there are threads for it. */
        public Builder webhookExecutor(Executor value) {
            webhookExecutor = value;
            return this;
        }

        /** How webhooks are delivered; {@link Settings#webhookSecret} goes before its secrets. */
        public Builder webhookDelivery(PumpSettings value) {
            pumping = value;
            return this;
        }

        public Builder listener(TransitionListener listener) {
            listeners.add(listener);
            return this;
        }

        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** For jitter and ids; thread-safe. */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /**
         * Makes the scheduler, which does nothing until it is started.
         *
         * @throws IllegalArgumentException when two job types have the same name, or the retry policy of one has more attempts than
         *     {@link Settings#maxAttemptsCap}
         */
        public JobScheduler build() {
            return new JobScheduler(this);
        }

        /** {@link #build} and {@link JobScheduler#start}. */
        public JobScheduler start() {
            return build().start();
        }
    }
}
