package dev.windlass.webhook;

import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sends what lanes hold, on a bounded number of threads, and collects what came of it. Thread-safe. */
final class Workers {

    private final WebhookSender sender;
    private final InstantSource clock;
    private final PumpSettings settings;
    private final Recalls recalls;
    private final Executor executor;
    private final Runnable onOutcome;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger unproven = new AtomicInteger();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    Workers(
            WebhookSender sender,
            InstantSource clock,
            PumpSettings settings,
            Recalls recalls,
            Executor executor,
            Runnable onOutcome) {
        this.sender = sender;
        this.clock = clock;
        this.settings = settings;
        this.recalls = recalls;
        this.executor = executor;
        this.onOutcome = onOutcome;
    }

    /** Starts as many requests of this lane as it may have in flight and as there are free workers. */
    void serve(Lane lane) {
        while (free() > 0 && (lane.isProven() || !isCrowded())) {
            Held held = next(lane);
            if (held == null) {
                return;
            }
            start(held);
        }
    }

    private @Nullable Held next(Lane lane) {
        return recalls.concern(lane) ? null : lane.next(clock.instant());
    }

    private void start(Held first) {
        boolean proven = first.lane().isProven();
        busy.incrementAndGet();
        if (!proven) {
            unproven.incrementAndGet();
        }
        // An executor may throw before it has a task, or while it keeps or runs it.
        AtomicBoolean taken = new AtomicBoolean();
        try {
            executor.execute(() -> {
                if (taken.compareAndSet(false, true)) {
                    run(first, proven);
                }
            });
        } catch (Throwable e) {
            if (taken.compareAndSet(false, true)) {
                outcomes.add(notTried(first));
                ended(proven);
            }
            throw e;
        }
    }

    private void run(Held first, boolean proven) {
        try {
            sendFrom(first);
        } finally {
            ended(proven);
        }
    }

    private void ended(boolean proven) {
        if (!proven) {
            unproven.decrementAndGet();
        }
        busy.decrementAndGet();
        onOutcome.run();
    }

    /** Goes on with the same lane, so that a fast receiver need not wait for the pump between two requests. */
    private void sendFrom(Held first) {
        for (Held held = first; held != null; held = next(held.lane())) {
            outcomes.add(send(held));
            onOutcome.run();
        }
    }

    private Outcome send(Held held) {
        Instant startedAt = clock.instant();
        if (startedAt.isAfter(held.sendBefore())) {
            return notTried(held);
        }
        long start = System.nanoTime();
        Answer answer = sender.send(held.due(), startedAt);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        tellLane(held, answer, took);
        return new Outcome.Tried(held, startedAt, took, answer);
    }

    private static Outcome notTried(Held held) {
        held.lane().notTried();
        return new Outcome.Released(held);
    }

    private void tellLane(Held held, Answer answer, Duration took) {
        Lane lane = held.lane();
        switch (Verdict.of(answer)) {
            case DELIVERED -> lane.succeeded(took);
            case GONE -> {
                lane.notTried();
                // Of jobs' own URLs one that is gone says nothing of the others.
                if (held.due().endpoint() != null) {
                    recalls.add(lane.name());
                }
            }
            case FAILED -> lane.failed(clock.instant(), pauseUntil(answer));
        }
    }

    private @Nullable Instant pauseUntil(Answer answer) {
        Duration asked = Verdict.pause(answer);
        if (asked == null) {
            return null;
        }
        Duration longest = settings.longestPause();
        return clock.instant().plus(asked.compareTo(longest) < 0 ? asked : longest);
    }

    /** Requests that could be started now. */
    int free() {
        return Math.max(0, settings.workers() - busy.get());
    }

    int busy() {
        return busy.get();
    }

    /** Whether the rest of the workers is kept for receivers that have delivered before. */
    boolean isCrowded() {
        return unproven.get() >= Math.max(1, settings.workers() * 3 / 4);
    }

    /** The next outcome that was not taken yet; null when there is none. */
    @Nullable
    Outcome poll() {
        return outcomes.poll();
    }
}
