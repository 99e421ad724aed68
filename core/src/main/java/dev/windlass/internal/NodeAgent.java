package dev.windlass.internal;

import dev.windlass.job.StoreException;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodePulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node alive in the store, takes over from nodes that are not, heeds cancel requests made elsewhere, and gives back claims
 * whose reply was lost. Its steps are called by one thread at a time.
 */
final class NodeAgent {

    private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECONCILE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int CANCELS_AT_ONCE = 500;

    private final JobStore store;
    private final Node node;
    private final NodeClock clock;
    private final LiveAttempts live;
    private final Claimer claimer;
    private final Rescuer rescuer;
    private final Metrics metrics;
    private final JobSizes sizes;
    private final Duration lease;

    private final Outage outage = new Outage(NodeAgent.class, "renewing the lease", System::nanoTime);
    private boolean joined;
    /** Null after a failure, until the store answers. A node that has just begun has met no outage: what is lost now was lost before. */
    private @Nullable Long healthySinceNanos;

    private volatile long renewedNanos;
    private volatile boolean everRenewed;
    private Set<UUID> unknownBefore = new HashSet<>();
    private volatile boolean hinted;
    private long lookedNanos = System.nanoTime();
    private long activitySeen;
    private long troubleSeen;

    NodeAgent(
            JobStore store,
            Node node,
            NodeClock clock,
            LiveAttempts live,
            Claimer claimer,
            Rescuer rescuer,
            Metrics metrics,
            JobSizes sizes,
            Duration lease) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.live = live;
        this.claimer = claimer;
        this.rescuer = rescuer;
        this.metrics = metrics;
        this.sizes = sizes;
        this.lease = lease;
        this.healthySinceNanos = System.nanoTime() - lease.toNanos();
    }

    /** Joins or renews, and rescues when there is something to rescue. @return when to do it again */
    synchronized Duration pulse() {
        try {
            NodePulse pulse = timedPulse();
            renewedNanos = System.nanoTime();
            everRenewed = true;
            outage.over();
            if (!pulse.alive()) {
                rebirth();
                return Duration.ZERO;
            }
            if (pulse.othersLost() && mayRescue()) {
                rescuer.rescue();
            }
            claimer.suspend(false);
            return lease.dividedBy(3);
        } catch (StoreException e) {
            outage.failed(String.valueOf(e.getMessage()));
            healthySinceNanos = null;
            return lease.dividedBy(15);
        }
    }

    private NodePulse timedPulse() {
        Instant asked = clock.instant();
        NodePulse pulse = joined ? store.renew(node.info(), lease) : store.join(node.info(), lease);
        clock.correct(asked, pulse.storeTime(), clock.instant());
        joined = true;
        if (healthySinceNanos == null) {
            healthySinceNanos = System.nanoTime();
        }
        return pulse;
    }

    /**
     * After an outage of the database every lease looks run out; others get a full lease to renew theirs before they are taken for dead.
     */
    private boolean mayRescue() {
        Long since = healthySinceNanos;
        return since != null && (!store.traits().shared() || System.nanoTime() - since >= lease.toNanos());
    }

    /** Somebody has declared this node dead: its runs are not its own any more, and it starts over under a new id. */
    private void rebirth() {
        log().warn(
                        "Node {} was declared dead; its {} runs are given up",
                        node.id(),
                        live.all().size());
        claimer.suspend(true);
        claimer.forget();
        for (Attempt attempt : List.copyOf(live.all())) {
            attempt.tryEnd();
            attempt.stop();
            live.remove(attempt);
        }
        node.rebirth();
        joined = false;
    }

    /** Somebody may have asked to cancel a run: the next {@link #inspect} looks. */
    void hint() {
        hinted = true;
    }

    /** Heeds cancel requests, and now and then looks at what the store thinks this node holds. */
    synchronized void inspect() {
        if (!joined) {
            return;
        }
        heedCancels();
        if (isReconcileDue()) {
            reconcile();
        }
    }

    /**
     * Of a run that is not live for a second yet nothing is asked without a hint: under load there are thousands, too many to read each
     * second.
     */
    private void heedCancels() {
        boolean all = hinted;
        hinted = false;
        List<UUID> runs = new ArrayList<>();
        for (Attempt attempt : live.all()) {
            if (all || attempt.isLiveFor(OLD_NANOS)) {
                runs.add(attempt.token().runId());
            }
        }
        for (int from = 0; from < runs.size(); from += CANCELS_AT_ONCE) {
            List<UUID> page = runs.subList(from, Math.min(runs.size(), from + CANCELS_AT_ONCE));
            store.cancelRequests(page).forEach((run, request) -> {
                Attempt attempt = live.ofRun(run);
                if (attempt != null) {
                    attempt.cancel(request);
                }
            });
        }
    }

    /**
     * Soon when a call failed or a run was given up, and while something is unknown; else rarely, since it reads the whole table of what
     * runs. A claim that is under way may look unknown once, so never twice within a second.
     */
    private boolean isReconcileDue() {
        long age = System.nanoTime() - lookedNanos;
        boolean suspicious = !unknownBefore.isEmpty() || metrics.trouble() != troubleSeen;
        return (suspicious && age >= OLD_NANOS) || (age >= RECONCILE_NANOS && metrics.activity() != activitySeen);
    }

    private void reconcile() {
        lookedNanos = System.nanoTime();
        activitySeen = metrics.activity();
        troubleSeen = metrics.trouble();
        Set<UUID> unknown = new HashSet<>();
        JobSizes.Page page = heldAfter(null);
        giveBack(page.runs(), unknown);
        while (page.isFull()) {
            page = heldAfter(page.runs().get(page.runs().size() - 1).token().runId());
            giveBack(page.runs(), unknown);
        }
        unknownBefore = unknown;
    }

    private JobSizes.Page heldAfter(@Nullable UUID last) {
        return sizes.page(most -> store.heldRuns(node.id(), last, most));
    }

    /** A claim whose reply was lost, or an end that could not be written; seen twice, so that one that is under way is left alone. */
    private void giveBack(List<HeldRun> held, Set<UUID> unknown) {
        List<HeldRun> forgotten = new ArrayList<>();
        for (HeldRun run : held) {
            UUID id = run.token().runId();
            if (live.ofRun(id) == null) {
                unknown.add(id);
                if (unknownBefore.contains(id)) {
                    forgotten.add(run);
                }
            }
        }
        if (!forgotten.isEmpty()) {
            log().warn("{} runs of this node are not known to it and are given back", forgotten.size());
            rescuer.end(forgotten, Verdict.LOST);
        }
    }

    /** Joins unless it has; for what needs a node before the first pulse. @throws StoreException when the store is out of reach */
    synchronized void ensureJoined() {
        if (joined) {
            return;
        }
        try {
            timedPulse();
        } catch (StoreException e) {
            healthySinceNanos = null;
            throw e;
        }
    }

    /** Whether the store answered within the last lease. */
    boolean isHealthy() {
        return everRenewed && System.nanoTime() - renewedNanos < lease.toNanos();
    }

    /** Says goodbye. */
    synchronized void leave() {
        if (joined) {
            store.leave(node.id());
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(NodeAgent.class);
    }
}
