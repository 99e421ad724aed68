package dev.windlass.internal;

import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStore.Taken;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches work for the dispatcher, and takes back what no slot takes. Thread-safe; one claim at a time. */
final class Claimer {

    /** Held jobs that wait longer behind busy slots than this go back to the queue, where another node can take them. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final LiveAttempts live;
    private final Commits commits;
    private final Node node;
    private final Set<String> types;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final Metrics metrics;
    private final ReentrantLock claiming = new ReentrantLock();
    private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
    private volatile boolean suspended = true;

    Claimer(
            JobStore store,
            Dispatcher dispatcher,
            LiveAttempts live,
            Commits commits,
            Node node,
            Supplier<UUID> ids,
            InstantSource clock,
            Metrics metrics) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.live = live;
        this.commits = commits;
        this.node = node;
        this.types = node.info().types();
        this.ids = ids;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Claims nothing until resumed, as at first: the node is not known, or what was lost is not yet back in its place. */
    void suspend(boolean suspend) {
        boolean resumed = suspended && !suspend;
        suspended = suspend;
        if (resumed) {
            dispatcher.signal();
        }
    }

    /** One step of the claiming loop. */
    Duration runOnce() {
        release(dispatcher.withdrawStuck(STUCK_NANOS));
        if (suspended || types.isEmpty()) {
            return UNTIL_WOKEN;
        }
        if (claimOnce()) {
            return Duration.ZERO;
        }
        return dispatcher.isHolding() ? Duration.ofNanos(STUCK_NANOS) : UNTIL_WOKEN;
    }

    private boolean claimOnce() {
        claiming.lock();
        try {
            Prefetch.Demand demand = dispatcher.demand(STUCK_NANOS);
            if (demand != null) {
                claim(demand);
            }
            return demand != null;
        } finally {
            claiming.unlock();
        }
    }

    /** Claims at most one job, for an engine without threads. */
    boolean claimOne() {
        claiming.lock();
        try {
            return !types.isEmpty() && claim(dispatcher.demandOne()) > 0;
        } finally {
            claiming.unlock();
        }
    }

    private int claim(Prefetch.Demand demand) {
        return guarded(() -> keep(store.claim(request(demand)), demand));
    }

    private <T extends @Nullable Object> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            dispatcher.claimFailed();
            metrics.storeFailed();
            throw e;
        } finally {
            cancelled.clear();
        }
    }

    /** A waiting job was cancelled: a claim that is under way may have taken it a moment before, and must not start it. */
    void cancelled(UUID jobId) {
        if (claiming.isLocked()) {
            cancelled.add(jobId);
        }
    }

    private ClaimRequest request(Prefetch.Demand demand) {
        List<UUID> runIds = new ArrayList<>(demand.max());
        for (int i = 0; i < demand.max(); i++) {
            runIds.add(ids.get());
        }
        return new ClaimRequest(node.id(), types, runIds, demand.queueLimits());
    }

    private int keep(List<ClaimedRun> claimed, Prefetch.Demand demand) {
        List<Attempt> attempts = attempts(claimed);
        metrics.claimed();
        release(dispatcher.claimed(attempts, demand.last(claimed)));
        return attempts.size();
    }

    /**
     * Stores submissions. Where a slot has nothing else to do it claims with the same commit, so that a lone job waits for one flush to
     * disk and one round trip instead of two.
     */
    List<Commits.Stored> submit(List<Submission> batch, long maxQueued) {
        Taken taken = isForHere(batch) && claiming.tryLock() ? submitAndClaim(batch, maxQueued) : null;
        return taken == null
                ? Commits.Stored.all(store.submit(batch, maxQueued), false)
                : Commits.Stored.all(taken.results(), true);
    }

    private boolean isForHere(List<Submission> batch) {
        return !suspended
                && batch.stream()
                        .flatMap(one -> one.jobs().stream())
                        .allMatch(job -> !job.delayed() && types.contains(job.type()));
    }

    private @Nullable Taken submitAndClaim(List<Submission> batch, long maxQueued) {
        try {
            int jobs = batch.stream().mapToInt(one -> one.jobs().size()).sum();
            Prefetch.Demand demand = jobs == 0 ? null : dispatcher.demandAtRest(jobs);
            if (demand == null) {
                return null;
            }
            return guarded(() -> {
                Taken taken = store.submitAndClaim(batch, maxQueued, request(demand));
                if (taken == null) {
                    // Nothing was known to be there, which is as true as before.
                    dispatcher.claimed(List.of(), null);
                } else {
                    keep(taken.claimed(), demand);
                }
                return taken;
            });
        } finally {
            claiming.unlock();
        }
    }

    private List<Attempt> attempts(List<ClaimedRun> claims) {
        if (claims.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Attempt> attempts = new ArrayList<>(claims.size());
        for (ClaimedRun claim : claims) {
            Attempt attempt = Attempt.of(claim, () -> RunViews.claimed(claim, node.id(), node.name(), now));
            // First known, then asked: whoever cancels does it the other way round.
            live.add(attempt);
            if (cancelled.contains(claim.job().id())) {
                attempt.tryEnd();
                live.remove(attempt);
            } else {
                attempts.add(attempt);
            }
        }
        return attempts;
    }

    /** Lets go of everything that is held, without a word to the store, which has given it to others. */
    void forget() {
        for (Attempt attempt : dispatcher.withdrawAll()) {
            attempt.tryEnd();
            live.remove(attempt);
        }
    }

    /**
     * Puts claimed jobs that have not started back to their places, in the order of all transitions. Does not wait: an engine that stops
     * must not hang on a store that is away.
     */
    void release(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            if (attempt.tryEnd()) {
                commits.apply(new Transition.Release(attempt.token(), false), new Released(attempt));
            }
        }
    }

    private final class Released implements GroupCommit.Completion<Boolean> {
        private final Attempt attempt;

        Released(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void done(Boolean accepted) {
            live.remove(attempt);
            dispatcher.signal();
        }

        /** A claim that this node no longer knows is found and given back, see {@link NodeAgent#inspect}. */
        @Override
        public void failed(StoreException failure) {
            live.remove(attempt);
            metrics.storeFailed();
            log().warn("Run {} could not be released: {}", attempt.token().runId(), failure.getMessage());
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Claimer.class);
    }
}
