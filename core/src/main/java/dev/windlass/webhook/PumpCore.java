package dev.windlass.webhook;

import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.ResourceStore;
import dev.windlass.spi.Upcoming;
import dev.windlass.spi.WebhookSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a pump does in one round. Confined to one thread at a time, apart from {@link #signal}, {@link #reopen} and
 * {@link #recall}. */
final class PumpCore {

    /** What a pump stands between. */
    record Surroundings(
            DeliveryStore deliveries,
            ResourceStore resources,
            Supplier<Upcoming> upcoming,
            WebhookSink sink,
            InstantSource clock,
            RandomGenerator random) {}

    private static final int MUCH = 64;

    private final Supplier<Upcoming> upcoming;
    private final InstantSource clock;
    private final Lanes lanes;
    private final Workers workers;
    private final Settler settler;
    private final Intake intake;
    private final Agenda agenda;
    private final Pace pace = new Pace();
    private final Wakeup wakeup = new Wakeup();
    private final Executor writer;
    private final Recalls recalls = new Recalls();
    private final Queue<String> reopened = new ConcurrentLinkedQueue<>();
    private volatile boolean signalled;

    /** Settled when the last step was nearly over: what waited behind it can be taken now, and nobody will signal that. */
    private int settledLate;

    /** Whether the last look was cut short because there were no workers. When they are free again, nothing need be left to settle. */
    private boolean starved;

    /** Whether the last look brought so much that the store is what the workers wait for. */
    private boolean behind;

    /**
     * @param executor makes requests
     * @param writer writes outcomes down while more is taken
     * @param poll how long to sleep at most when no signal comes
     */
    PumpCore(Surroundings around, PumpSettings settings, Executor executor, Executor writer, Duration poll) {
        this.writer = writer;
        upcoming = around.upcoming();
        clock = around.clock();
        agenda = new Agenda(poll);
        lanes = new Lanes(settings, around.random());
        WebhookSender sender = new WebhookSender(around.sink(), settings);
        workers = new Workers(sender, clock, settings, recalls, executor, wakeup::call);
        EndpointHealth health = new EndpointHealth(around.resources(), settings.disableAfter(), recalls);
        settler = new Settler(around.deliveries(), health, new RetryRules(around.random()));
        intake = new Intake(around.deliveries(), settings, lanes, recalls, workers, settler);
    }

    /** Says that deliveries may have become due. Any thread. */
    void signal() {
        if (!signalled) {
            signalled = true;
            wakeup.call();
        }
    }

    /** Says that this lane should be tried whatever its failures so far. Any thread. */
    void reopen(String lane) {
        reopened.add(lane);
        signal();
    }

    /** Says that what waits in this lane was taken for a receiver that is another one now. Any thread. */
    void recall(String lane) {
        recalls.add(lane);
        signal();
    }

    /** Takes what is due and sends it, whatever the agenda says. @return whether anything was done */
    boolean runOnce() {
        int done = settle() + look();
        intake.serve(clock.instant());
        return done + settle() > 0;
    }

    /** Does what there is to do. @return nanoseconds for which there is nothing more */
    long step() {
        long start = System.nanoTime();
        if (behind) {
            return stepBehind(start);
        }
        int settled = settledLate + settle();
        boolean fed = starved && intake.room() > 0 && !workers.isCrowded();
        boolean heeding = signalled && agenda.deafNanos() == 0;
        if (settled > 0 || fed || heeding || agenda.isDue(clock.instant())) {
            signalled = signalled && !heeding;
            int found = look();
            if (heeding) {
                agenda.heeded(found == 0 && settled == 0);
            }
            pace.round(System.nanoTime() - start);
        }
        intake.serve(clock.instant());
        settledLate = settle();
        if (settledLate > 0) {
            return 0;
        }
        return signalled ? agenda.deafNanos() : agenda.idleNanos(clock.instant());
    }

    /** What is to be sent next is taken while what was sent is written: two statements of which neither waits for the other. */
    private long stepBehind(long start) {
        collect();
        settler.begin(writer);
        try {
            look();
        } finally {
            settledLate = settler.finish();
        }
        expectRetry();
        pace.round(System.nanoTime() - start);
        intake.serve(clock.instant());
        return 0;
    }

    /** Sleeps until there is news or the time is over. */
    void sleep(long nanos) {
        wakeup.sleep(nanos);
    }

    void wake() {
        wakeup.call();
    }

    /** The store failed: nothing that is known of it can be relied on. */
    void forgetPlans() {
        agenda.again();
    }

    /** Hands back what is not in flight, and waits for what is. */
    void drain(Duration within) {
        long end = System.nanoTime() + within.toNanos();
        settle();
        intake.releaseAll(clock.instant());
        settle();
        while (workers.busy() > 0 && System.nanoTime() < end) {
            wakeup.sleep(end - System.nanoTime());
            settle();
        }
        settle();
    }

    private int settle() {
        collect();
        int written = settler.flush();
        expectRetry();
        return written;
    }

    private void collect() {
        Instant now = clock.instant();
        for (Outcome outcome = workers.poll(); outcome != null; outcome = workers.poll()) {
            settler.add(outcome, now);
        }
    }

    private void expectRetry() {
        Instant retry = settler.takeNextRetry();
        if (retry != null) {
            agenda.atLatest(retry);
        }
    }

    private int look() {
        Instant now = clock.instant();
        for (String name = reopened.poll(); name != null; name = reopened.poll()) {
            lanes.retryNow(name);
        }
        int room = intake.room();
        starved = room == 0 || workers.isCrowded();
        int taken = room == 0 ? 0 : intake.take(room, pace.aheadNanos(), now);
        behind = taken >= MUCH;
        if (taken == room && room > 0) {
            agenda.again();
        } else if (agenda.mustAsk(now)) {
            agenda.plan(upcoming.get().delivery(), lanes.nextOpening(now), now);
        }
        return taken;
    }
}
