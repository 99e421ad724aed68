package dev.windlass.internal;

import dev.windlass.spi.JobStore;
import dev.windlass.spi.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Wakes each duty when something falls due, so that nothing polls: sleeps until the next due instant that the store knows, and asks it
 * again at least every few seconds where other processes may have changed it. Thread-safe.
 */
final class Pacemaker {

    /**
     * For a signal that was lost: other nodes tell of their work by themselves. Each costs a look and a claim, so that with the lease's
     * renewals and a sweep an idle node stays below 30 transactions a minute (12 + 4 + 4 + 4).
     */
    private static final Duration SHARED_POLL = Duration.ofSeconds(15);

    /** Of a store in the heap, which can change only through this process. */
    private static final Duration LONE_POLL = Duration.ofSeconds(60);

    /** While a caller's own transaction may be about to commit a job, which no signal tells of. */
    private static final Duration FIRST_EXPECTANT_POLL = Duration.ofMillis(10);

    private static final Duration LONGEST_EXPECTANT_POLL = Duration.ofSeconds(1);
    private static final long EXPECTATION_NANOS = Duration.ofMinutes(1).toNanos();

    /** What is due hides what is due next, so it is asked again soon; less often while nobody takes it, all slots being busy. */
    private static final Duration FIRST_OVERDUE_POLL = Duration.ofMillis(2);

    /** What has fallen due was told, and is given this long to be taken before the store is asked what comes next. */
    private static final Duration AFTER_DUE = Duration.ofMillis(2);

    /**
     * Schedules that are due stay so until they are fired, some milliseconds later. Asking meanwhile would hold that up, and be in vain: the
     * next instant is a whole second, and not this one.
     */
    private static final Duration WHILE_FIRING = Duration.ofMillis(50);

    private static final Upcoming NOTHING = new Upcoming(null, null, null);

    private static final Duration LONGEST_OVERDUE_POLL = Duration.ofSeconds(1);

    private final JobStore store;
    private final InstantSource clock;
    private final Runnable jobs;
    private final Runnable jobsDue;
    private final Runnable fires;
    private final Runnable deliveries;
    private final Duration poll;
    private final Loop loop;
    private long polledNanos = System.nanoTime();
    private Upcoming known = NOTHING;

    /** Told a moment ago. To tell it twice would make a job that was claimed meanwhile wait for one more claim. */
    private Upcoming told = NOTHING;

    private volatile @Nullable Instant asleepUntil;
    private Duration overduePoll = FIRST_OVERDUE_POLL;
    private @Nullable Upcoming last;
    private volatile @Nullable Expectation expectation;

    private static final class Expectation {
        private final long untilNanos = System.nanoTime() + EXPECTATION_NANOS;
        private Duration poll = FIRST_EXPECTANT_POLL;
    }

    /**
     * @param jobs told that there may be work
     * @param jobsDue told that a delayed job has fallen due
     */
    Pacemaker(
            JobStore store, InstantSource clock, Runnable jobs, Runnable jobsDue, Runnable fires, Runnable deliveries) {
        this.store = store;
        this.clock = clock;
        this.jobs = jobs;
        this.jobsDue = jobsDue;
        this.fires = fires;
        this.deliveries = deliveries;
        this.poll = store.traits().blocking() ? SHARED_POLL : LONE_POLL;
        this.loop = new Loop("pacemaker", this::beat);
    }

    Loop loop() {
        return loop;
    }

    /** Something falls due then. */
    void consider(Instant due) {
        Instant until = asleepUntil;
        if (until == null || due.isBefore(until)) {
            loop.wake();
        }
    }

    /** A job may be committed by somebody else's transaction within the next minute: looks every second at least until then. */
    void expect() {
        expectation = new Expectation();
        loop.wake();
    }

    /** One step. @return how long to sleep unless woken */
    Duration beat() {
        asleepUntil = null;
        Upcoming due = known;
        Instant woken = clock.instant();
        known = NOTHING;
        if (tell(due, woken)) {
            told = due;
            return afterTelling(due, woken);
        }
        Upcoming upcoming = store.upcoming();
        Instant now = clock.instant();
        Expectation expected = expectation;
        if (told == NOTHING || !upcoming.equals(told)) {
            tell(upcoming, now);
        }
        told = NOTHING;
        if (expected != null || System.nanoTime() - polledNanos >= poll.toNanos()) {
            polledNanos = System.nanoTime();
            jobs.run();
        }
        Duration wait = min(untilNext(upcoming, now), expectantPoll(expected));
        known = upcoming;
        asleepUntil = now.plus(wait);
        return wait;
    }

    /** What was slept for is told before the store is asked, which takes half as long as the work itself. */
    private Duration afterTelling(Upcoming due, Instant now) {
        if (isDue(due.job(), now) || isDue(due.delivery(), now)) {
            return AFTER_DUE;
        }
        known = new Upcoming(due.job(), null, due.delivery());
        Duration wait = WHILE_FIRING;
        for (Instant next : Arrays.asList(due.job(), due.delivery())) {
            wait = next == null ? wait : min(wait, Duration.between(now, next));
        }
        asleepUntil = now.plus(wait);
        return wait;
    }

    private boolean tell(Upcoming upcoming, Instant now) {
        boolean told = tellIfDue(upcoming.job(), now, jobsDue);
        told |= tellIfDue(upcoming.fire(), now, fires);
        return told | tellIfDue(upcoming.delivery(), now, deliveries);
    }

    private static boolean tellIfDue(@Nullable Instant due, Instant now, Runnable whom) {
        boolean isDue = isDue(due, now);
        if (isDue) {
            whom.run();
        }
        return isDue;
    }

    private Duration untilNext(Upcoming upcoming, Instant now) {
        boolean overdue = false;
        Duration wait = poll;
        for (Instant due : Arrays.asList(upcoming.job(), upcoming.fire(), upcoming.delivery())) {
            if (isDue(due, now)) {
                overdue = true;
            } else if (due != null) {
                wait = min(wait, Duration.between(now, due));
            }
        }
        if (!overdue) {
            overduePoll = FIRST_OVERDUE_POLL;
            return wait;
        }
        overduePoll =
                upcoming.equals(last) ? min(overduePoll.multipliedBy(2), LONGEST_OVERDUE_POLL) : FIRST_OVERDUE_POLL;
        last = upcoming;
        return min(wait, overduePoll);
    }

    private Duration expectantPoll(@Nullable Expectation expected) {
        if (expected == null) {
            return LONE_POLL;
        }
        if (System.nanoTime() - expected.untilNanos > 0) {
            expectation = null;
            return LONE_POLL;
        }
        Duration poll = expected.poll;
        expected.poll = min(poll.multipliedBy(2), LONGEST_EXPECTANT_POLL);
        return poll;
    }

    private static boolean isDue(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
