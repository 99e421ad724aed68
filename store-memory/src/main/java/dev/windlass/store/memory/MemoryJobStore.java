package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.Page;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Firing;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.StoreTraits;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap: nothing outlives it. Thread-safe. All calls take one lock and hold it shortly; the work of a claim or a transition
 * does not grow with what waits or with what is kept.
 */
public final class MemoryJobStore extends Records implements JobStore {

    private static final StoreTraits TRAITS = new StoreTraits(false, false, false);

    private final Submissions submissions;
    private final Claims claims;
    private final Transitions transitions;
    private final Function<Transition, Boolean> applied;
    private final Firings firings;
    private final DeliveryReads deliveries;
    private final Pruning pruning;

    /** A store by the system's clock. */
    public MemoryJobStore() {
        this(InstantSource.system());
    }

    /** @param clock decides what is due, and when leases and keys run out */
    public MemoryJobStore(InstantSource clock) {
        super(new Tables(clock));
        submissions = new Submissions(tables);
        claims = new Claims(tables);
        transitions = new Transitions(tables);
        applied = transitions::apply;
        firings = new Firings(tables);
        deliveries = new DeliveryReads(tables);
        pruning = new Pruning(tables, firings);
    }

    @Override
    public List<SubmitResult> submit(List<Submission> all, long maxQueued) {
        return guard.each(all, submission -> submissions.submit(submission, maxQueued));
    }

    @Override
    public Optional<StoredReply> findReply(String scope, String key) {
        return guard.locked(() -> Optional.ofNullable(tables.keys.find(scope, key, tables.now())));
    }

    @Override
    public List<ClaimedRun> claim(ClaimRequest request) {
        return guard.locked(() -> claims.claim(request));
    }

    @Override
    public List<Boolean> apply(List<Transition> all) {
        return guard.each(all, applied);
    }

    @Override
    public OptionalLong position(UUID jobId, int limit) {
        return guard.locked(() -> reads.position(jobId, limit));
    }

    @Override
    public void setPaused(@Nullable String queue, boolean paused) {
        guard.run(() -> {
            tables.queue.setPaused(queue, paused);
            tables.signals.workAvailable();
        });
    }

    @Override
    public QueueStats queueStats() {
        return guard.locked(reads::queueStats);
    }

    @Override
    public List<Job> liveJobsOf(Collection<UUID> scheduleIds, int limit) {
        return guard.locked(() -> reads.liveJobsOf(scheduleIds, limit));
    }

    @Override
    public List<Boolean> fire(List<Firing> all) {
        return guard.each(all, firings::fire);
    }

    @Override
    public List<DueDelivery> claimDeliveries(
            Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        return guard.locked(() -> deliveries.claim(lanes, perLane, max, hold, now));
    }

    @Override
    public List<Boolean> settle(List<Settlement> settlements) {
        return guard.each(settlements, tables.deliveries::settle);
    }

    @Override
    public Page<Delivery> listDeliveries(DeliveryQuery query) {
        Scan<DeliveryEntry, Delivery> scan = deliveries.scan(query);
        while (!scan.isDone()) {
            guard.run(() -> deliveries.step(scan, query));
        }
        return scan.page();
    }

    @Override
    public Optional<Delivery> findDelivery(UUID deliveryId) {
        return guard.locked(() -> deliveries.find(deliveryId));
    }

    @Override
    public List<DeliveryAttempt> attempts(UUID deliveryId) {
        return guard.locked(() -> deliveries.attempts(deliveryId));
    }

    @Override
    public int redeliver(Redelivery which, Instant now) {
        return guard.locked(() -> {
            tables.signals.deliveriesAvailable();
            return tables.deliveries.redeliver(which, now);
        });
    }

    @Override
    public Upcoming upcoming() {
        return guard.locked(reads::upcoming);
    }

    @Override
    public void listen(StoreListener listener) {
        guard.run(() -> tables.signals.listen(listener));
    }

    @Override
    public PruneReport prune(Instant now, int limit) {
        return guard.locked(() -> pruning.prune(now, limit));
    }

    @Override
    public StoreTraits traits() {
        return TRAITS;
    }

    @Override
    public void close() {
        guard.close();
    }
}
