package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import dev.windlass.job.StoreException;
import dev.windlass.spi.Firing;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fires what is due. Every node runs one; whoever moves a schedule on first has fired it, the others are refused by the store, so there is
 * no leader to lose. Thread-safe; steps do not overlap.
 */
public final class ScheduleTicker {

    /** How long it sleeps at most: a schedule that another node made, or a clock that was set, is seen by then. */
    static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    /** A clock that went back by less is left alone: nodes need not agree to the second. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private static final Duration REPLAN_PAUSE = Duration.ofSeconds(1);

    /**
     * What has just fired starts before the store is asked what comes next: asking takes as long as a claim, and would hold it up. No
     * schedule has instants less than a second apart.
     */
    private static final Duration BREATHER = Duration.ofMillis(25);

    private static final int BATCH = 100;
    private static final int MOST_ROUNDS = 20;

    /** Of the schedules that cannot be fired, how many are passed over in one round. */
    private static final int MOST_PASSED_OVER = 1_000;

    private final JobStore store;
    private final ScheduledJobs jobs;
    private final InstantSource clock;
    private final FireComposer composer;
    private final Replanner replanner;
    private final Quarantine quarantine = new Quarantine();
    private Instant latestSeen = Instant.EPOCH;

    /** Where the next round goes on, behind all that were met since the first due one; null to begin there. */
    private @Nullable Schedule met;

    public ScheduleTicker(JobStore store, ScheduledJobs jobs, InstantSource clock) {
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
        PlanCache plans = new PlanCache();
        this.composer = new FireComposer(store, jobs, plans);
        this.replanner = new Replanner(store, plans);
    }

    /**
     * Fires what is due now.
     *
     * @return when to be called again at the latest; sooner when a schedule was made or changed. Not after now when more is due
     * @throws StoreException when the store is out of reach; calling again later loses nothing
     */
    public synchronized Instant runOnce() {
        noteClock(clock.instant());
        Committer committer = new Committer(store, jobs, quarantine);
        Instant now = clock.instant();
        boolean more = fireBatch(committer, now);
        for (int round = 1; more && round < MOST_ROUNDS; round++) {
            now = clock.instant();
            more = fireBatch(committer, now);
        }
        if (more) {
            return now;
        }
        Instant next = committer.anyFired() ? clock.instant().plus(BREATHER) : lookAhead(now);
        met = null;
        return next;
    }

    private void noteClock(Instant now) {
        if (now.isBefore(latestSeen.minus(CLOCK_TOLERANCE))) {
            quarantine.clear();
            replanner.restart();
            met = null;
            latestSeen = now;
        } else if (now.isAfter(latestSeen)) {
            latestSeen = now;
        }
    }

    /** @return whether there may be more */
    private boolean fireBatch(Committer committer, Instant now) {
        int limit = BATCH + Math.min(quarantine.size(), MOST_PASSED_OVER);
        List<Schedule> due = store.dueSchedules(now, met, limit);
        List<Schedule> fit = quarantine.without(due, now);
        if (!fit.isEmpty()) {
            FireComposer.Round round = composer.new Round(fit, now);
            fit.forEach(schedule -> fire(schedule, round, committer, now));
        }
        committer.flush(now);
        met = due.isEmpty() ? met : due.get(due.size() - 1);
        if (due.size() < limit && committer.takeRefusals()) {
            met = null;
            return true;
        }
        return due.size() == limit;
    }

    private void fire(Schedule schedule, FireComposer.Round round, Committer committer, Instant now) {
        Firing firing;
        try {
            firing = round.compose(schedule);
        } catch (RuntimeException e) {
            if (e instanceof StoreException outage && outage.isTransient()) {
                throw e;
            }
            quarantine.add(schedule, now, e.toString());
            return;
        }
        committer.add(schedule, firing, now);
    }

    /** When to come back after a look at all that was due at {@code now}. */
    private Instant lookAhead(Instant now) {
        if (!replanner.isDone()) {
            replanner.step(now);
        }
        Instant latest = now.plus(replanner.isDone() ? LONGEST_SLEEP : REPLAN_PAUSE);
        for (Schedule schedule : store.dueSchedules(latest, met, 1)) {
            Instant next = schedule.nextFireAt();
            latest = next != null && next.isBefore(latest) ? next : latest;
        }
        return quarantine.earliest(latest, now);
    }
}
