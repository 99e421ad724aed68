package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import dev.windlass.job.StoreException;
import dev.windlass.spi.Firing;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

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

    private final JobStore store;
    private final ScheduledJobs jobs;
    private final InstantSource clock;
    private final FireComposer composer;
    private final Replanner replanner;
    private final Quarantine quarantine = new Quarantine();
    private Instant latestSeen = Instant.EPOCH;

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
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            more = fireBatch(committer, clock.instant());
        }
        Instant now = clock.instant();
        if (more || committer.anyFired()) {
            return more ? now : now.plus(BREATHER);
        }
        if (!replanner.isDone()) {
            replanner.step(now);
        }
        return nextCall(now);
    }

    private void noteClock(Instant now) {
        if (now.isBefore(latestSeen.minus(CLOCK_TOLERANCE))) {
            quarantine.clear();
            replanner.restart();
            latestSeen = now;
        } else if (now.isAfter(latestSeen)) {
            latestSeen = now;
        }
    }

    /** @return whether there may be more */
    private boolean fireBatch(Committer committer, Instant now) {
        int limit = BATCH + quarantine.size();

        List<Schedule> due = store.dueSchedules(now, limit);
        List<Schedule> fit = quarantine.without(due, now);
        if (!fit.isEmpty()) {
            FireComposer.Round round = composer.new Round(fit, now);

            fit.forEach(schedule -> fire(schedule, round, committer, now));
        }
        committer.flush(now);
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

    private Instant nextCall(Instant now) {
        Instant latest = now.plus(replanner.isDone() ? LONGEST_SLEEP : REPLAN_PAUSE);
        for (Schedule schedule : quarantine.without(store.dueSchedules(latest, quarantine.size() + 1), now)) {
            Instant next = schedule.nextFireAt();
            latest = next != null && next.isBefore(latest) ? next : latest;
        }
        return quarantine.earliest(latest, now);
    }
}
