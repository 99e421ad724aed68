package dev.windlass.internal;

import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches work for the dispatcher, and takes back what no slot takes. Called by one thread at a time. */
final class Claimer {

    private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);

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
        if (dispatcher.isStuck(STUCK_NANOS)) {
            release(dispatcher.withdrawAll());
        }
        if (suspended || types.isEmpty()) {
            return UNTIL_WOKEN;
        }
        Dispatcher.Demand demand = dispatcher.demand(STUCK_NANOS);
        if (demand != null) {
            claim(demand);
            return Duration.ZERO;
        }
        return dispatcher.isHolding() ? Duration.ofNanos(STUCK_NANOS) : UNTIL_WOKEN;
    }

    /** Claims at most one job, for an engine without threads. */
    boolean claimOne() {
        return !types.isEmpty() && claim(dispatcher.demandOne()) > 0;
    }

    private int claim(Dispatcher.Demand demand) {
        List<UUID> runIds = new ArrayList<>(demand.max());
        for (int i = 0; i < demand.max(); i++) {
            runIds.add(ids.get());
        }
        List<Attempt> attempts;
        try {
            attempts = attempts(store.claim(new ClaimRequest(node.id(), types, runIds, demand.queueLimits())));
        } catch (RuntimeException e) {
            dispatcher.claimFailed();
            metrics.storeFailed();
            throw e;
        }
        metrics.claimed();
        release(dispatcher.claimed(attempts, demand.max()));
        return attempts.size();
    }

    private List<Attempt> attempts(List<ClaimedRun> claims) {
        if (claims.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Attempt> attempts = new ArrayList<>(claims.size());
        for (ClaimedRun claim : claims) {
            Attempt attempt = Attempt.of(claim, JobViews.claimed(claim, node.id(), node.name(), now));
            live.add(attempt);
            attempts.add(attempt);
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
            LOG.warn("Run {} could not be released: {}", attempt.token().runId(), failure.getMessage());
        }
    }
}
