package dev.windlass.store.memory;

import dev.windlass.spi.EventDraft;
import dev.windlass.spi.SubscriberEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

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
    final DeliveryTable deliveries = new DeliveryTable(owner -> jobs.contains(owner) || runs.contains(owner));
    private final Outbox outbox = new Outbox(resources, deliveries, signals);

    Tables(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Keeps what these events lead to; comes before the change that they belong to, see {@link Outbox#add}. */
    void tell(List<EventDraft> events) {
        boolean nobody = events instanceof SubscriberEvents && resources.hasNoEndpoint();
        if (!nobody && !events.isEmpty()) {
            outbox.add(events, now());
        }
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
