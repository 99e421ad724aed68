package dev.windlass.spi;

/**
 * Where everything is kept. A store is a conditional batch writer: it holds no rules of the state machines, but each write is atomic,
 * carries its own conditions (expected state, fencing token) and its webhook events, and is durable when the method returns.
 *
 * <p>Implementations are thread-safe. Every method may throw {@link dev.windlass.job.StoreException}; a transient one means that the
 * store is out of reach for now and that the effect of the call is unknown, so every write here can be repeated without harm.
 *
 * <p>The contract is the TCK in this module's test-jar, {@code dev.windlass.tck.JobStoreContract}; a store that passes it is a store.
 */
public interface JobStore
        extends QueueStore, RunStore, NodeStore, ResourceStore, ArtifactStore, DeliveryStore, AutoCloseable {

    /**
     * What is due next, so that a node can sleep until then. Each member is exact or too early, never too late; instants that have
     * passed are returned too.
     */
    Upcoming upcoming();

    /**
     * Registers the one listener that is told of changes made by any process that shares the store, as soon as the store can know; of
     * work that came through this very object it need not be told.
     * Signals are hints: they may be lost or doubled, and come on any thread, which the listener must not hold up.
     */
    void listen(StoreListener listener);

    /**
     * Deletes up to {@code limit} things of each kind whose time is over: ended jobs with their runs, artifacts, events and
     * delivered deliveries; direct runs; idempotency keys; records of fired instants (seed row A8). Never anything of a live job.
     * Deliveries that were given up are dead letters and stay for seven days after that, whatever becomes of their job.
     */
    PruneReport prune(java.time.Instant now, int limit);

    /** What the engine should know about this store. Constant. */
    StoreTraits traits();

    /** Releases what the store holds. Idempotent. Calls after it fail. */
    @Override
    void close();
}
