package dev.windlass.store.memory;

import java.time.Instant;
import java.time.InstantSource;

/** Everything that the store keeps. Guarded by the store's lock. */
final class Tables {

    final InstantSource clock;
    final Stamps stamps = new Stamps();
    final QueueIndex queue = new QueueIndex();
    final JobTable jobs = new JobTable();
    final RunTable runs = new RunTable();
    final NodeTable nodes = new NodeTable(stamps);
    final ResourceTable resources = new ResourceTable();
    final KeyTable keys = new KeyTable();
    final ArtifactTable artifacts = new ArtifactTable();
    final Signals signals = new Signals();
    final Outbox outbox;

    Tables(InstantSource clock) {
        this.clock = clock;
        this.outbox = new Outbox(resources, signals);
    }

    Instant now() {
        return clock.instant();
    }

    /** Readers see the job differently from now on. */
    void changed(JobEntry job) {
        job.stamp = stamps.next();
        signals.changed(job.id());
    }

    /** Readers see the run differently from now on. */
    void changed(LiveRun run) {
        run.stamp = stamps.next();
        signals.changed(run.id());
    }
}
