package dev.windlass.tck;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/**
 * What a {@link JobStore} must do. Extend it, say how a store is made, and run it. Every test makes its own store and closes it.
 */
public abstract class JobStoreContract {

    /**
     * A new store with nothing in it.
     *
     * @param clock the store's own clock: decides what is due and when leases run out
     */
    protected abstract JobStore createStore(InstantSource clock) throws Exception;

    /**
     * Opens what the store that was made last has kept; it has been closed. Asked for only when its traits say that it is durable.
     *
     * @param clock as in {@link #createStore}
     */
    protected JobStore reopenStore(InstantSource clock) throws Exception {
        throw new UnsupportedOperationException("A durable store can be opened again");
    }

    @Nested
    class Submitting extends SubmitContract {
        Submitting() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Claiming extends ClaimContract {
        Claiming() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Running extends RunContract {
        Running() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Fencing extends FencingContract {
        Fencing() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Retrying extends RequeueContract {
        Retrying() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Cancelling extends CancelContract {
        Cancelling() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Idempotency extends IdempotencyContract {
        Idempotency() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class ListingJobs extends JobListContract {
        ListingJobs() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class ListingRuns extends RunListContract {
        ListingRuns() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Stamps extends StampContract {
        Stamps() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class TheQueue extends QueueViewContract {
        TheQueue() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Nodes extends NodeContract {
        Nodes() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Artifacts extends ArtifactContract {
        Artifacts() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Durability extends DurabilityContract {
        Durability() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class AdministeredResources extends ResourceContract {
        AdministeredResources() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Firing extends FiringContract {
        Firing() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        Outbox() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class InOneStep extends OneStepContract {
        InOneStep() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Deliveries extends DeliveryContract {
        Deliveries() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Settling extends SettlementContract {
        Settling() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Redelivering extends RedeliveryContract {
        Redelivering() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Pruning extends PruneContract {
        Pruning() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(JobStoreContract.this);
        }
    }

    @Nested
    class RandomHistories extends HistoryContract {
        RandomHistories() {
            super(JobStoreContract.this);
        }
    }
}
