package dev.windlass;

import dev.windlass.job.JobType;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.WebhookSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/** A scheduler over a store. Thread-safe. */
public final class JobScheduler implements AutoCloseable {

    public static Builder builder(JobStore store) {
        throw new UnsupportedOperationException();
    }

    /** Takes part in dispatch from now on. Submitting and looking work before, too. */
    public JobScheduler start() {
        throw new UnsupportedOperationException();
    }

    public Jobs jobs() {
        throw new UnsupportedOperationException();
    }

    public JobRuns runs() {
        throw new UnsupportedOperationException();
    }

    public JobTemplates templates() {
        throw new UnsupportedOperationException();
    }

    public Schedules schedules() {
        throw new UnsupportedOperationException();
    }

    public Webhooks webhooks() {
        throw new UnsupportedOperationException();
    }

    public Queues queues() {
        throw new UnsupportedOperationException();
    }

    /** The job types that this node has handlers for. */
    public Set<String> jobTypes() {
        throw new UnsupportedOperationException();
    }

    public Settings settings() {
        throw new UnsupportedOperationException();
    }

    /** Whether it takes work: started, not stopping, and its store answered lately. */
    public boolean isReady() {
        throw new UnsupportedOperationException();
    }

    /** Takes no new work, waits for what runs, then releases the rest. @return whether everything ended in time */
    public boolean stop(Duration drain) {
        throw new UnsupportedOperationException();
    }

    /** {@link #stop} with the configured drain time. Does not close the store. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Collects what a scheduler is made of. Not thread-safe. */
    public static final class Builder {

        public Builder register(JobType<?> type) {
            throw new UnsupportedOperationException();
        }

        public Builder registerAll(Collection<? extends JobType<?>> types) {
            throw new UnsupportedOperationException();
        }

        public Builder settings(Settings settings) {
            throw new UnsupportedOperationException();
        }

        public Builder webhookSink(WebhookSink sink) {
            throw new UnsupportedOperationException();
        }

        public Builder clock(InstantSource clock) {
            throw new UnsupportedOperationException();
        }

        public JobScheduler build() {
            throw new UnsupportedOperationException();
        }

        /** {@link #build} and {@link JobScheduler#start}. */
        public JobScheduler start() {
            throw new UnsupportedOperationException();
        }
    }
}
