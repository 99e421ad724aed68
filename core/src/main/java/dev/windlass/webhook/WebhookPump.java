package dev.windlass.webhook;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.PumpCore.Surroundings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks: takes what is due from the store, sends it, and writes down what came of it. One thread talks to the store; requests
 * are made on workers of their own, so that no receiver holds up the store, and a bound per lane keeps receivers from holding up each
 * other (seed row A4). Thread-safe.
 */
public final class WebhookPump {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookPump.class);
    /** Whoever wakes the pump looks more often; this is for a signal that was lost. */
    private static final Duration SHARED_POLL = Duration.ofSeconds(30);

    private static final Duration LONELY_POLL = Duration.ofSeconds(30);
    private static final long LONGEST_BACKOFF_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST_BACKOFF_NANOS = Duration.ofMillis(50).toNanos();

    private final PumpCore core;
    private final List<ExecutorService> ownThreads;
    private volatile @Nullable Duration stopWithin;
    private @Nullable Thread thread;
    private int failures;

    private WebhookPump(PumpCore core, ExecutorService... ownThreads) {
        this.core = core;
        this.ownThreads = List.of(ownThreads);
    }

    /** A pump with threads of its own, which are started when there is something to send. */
    public static WebhookPump threaded(
            JobStore store, WebhookSink sink, InstantSource clock, RandomGenerator random, PumpSettings settings) {
        ExecutorService threads = WorkerThreads.atMost(settings.workers(), "windlass-webhook-");
        ExecutorService writer = WorkerThreads.atMost(1, "windlass-webhooks-writer-");
        return new WebhookPump(core(store, sink, clock, random, settings, threads, writer), threads, writer);
    }

    /**
     * A pump whose requests are made by {@code executor}, which must not refuse any; at most {@link PumpSettings#workers()} are given to
     * it at a time. With {@code Runnable::run}, {@link #runOnce} sends on the caller's thread.
     */
    public static WebhookPump on(
            Executor executor,
            JobStore store,
            WebhookSink sink,
            InstantSource clock,
            RandomGenerator random,
            PumpSettings settings) {
        return new WebhookPump(core(store, sink, clock, random, settings, executor, Runnable::run));
    }

    private static PumpCore core(
            JobStore store,
            WebhookSink sink,
            InstantSource clock,
            RandomGenerator random,
            PumpSettings settings,
            Executor executor,
            Executor writer) {
        Duration poll = store.traits().shared() ? SHARED_POLL : LONELY_POLL;
        Surroundings around = new Surroundings(store, store, store::upcoming, sink, clock, random);
        return new PumpCore(around, settings, executor, writer, poll);
    }

    /** Says that deliveries may have become due. Cheap, from any thread. */
    public void signal() {
        core.signal();
    }

    /** Says that somebody wants this lane tried now, whatever its failures so far. */
    public void retryNow(String lane) {
        core.reopen(lane);
    }

    /** Says that the receiver of this lane has changed: what was taken for it and is not in flight yet is handed back and taken again. */
    public void recall(String lane) {
        core.recall(lane);
    }

    /** The name of the lane of an endpoint's deliveries. */
    public static String laneOf(UUID endpointId) {
        return "wh:" + endpointId;
    }

    /** Starts delivering on a thread of its own. */
    public synchronized void start() {
        if (thread == null) {
            thread = WorkerThreads.daemon("windlass-webhooks", this::loop);
            thread.start();
        }
    }

    /**
     * Stops taking deliveries, waits for those in flight and hands back the others. What is in flight after {@code within} is tried
     * again later, here or on another node. A stopped pump cannot be started again.
     */
    public synchronized void stop(Duration within) {
        stopWithin = within;
        core.wake();
        if (thread == null) {
            drain(within);
        } else {
            WorkerThreads.join(thread, within.plusSeconds(1));
        }
        ownThreads.forEach(ExecutorService::shutdown);
    }

    /**
     * Takes what is due and sends it, however soon after the last look; for engines that are driven by hand.
     *
     * @return whether anything was done
     */
    public synchronized boolean runOnce() {
        return core.runOnce();
    }

    private void loop() {
        Duration within = stopWithin;
        while (within == null) {
            long idle = stepSafely();
            within = stopWithin;
            if (idle > 0 && within == null) {
                core.sleep(idle);
                within = stopWithin;
            }
        }
        drain(within);
    }

    private long stepSafely() {
        try {
            long idle = core.step();
            if (failures > 0) {
                LOG.info("Webhooks go on");
                failures = 0;
            }
            return idle;
        } catch (StoreException e) {
            return backOff(e, e.isTransient());
        } catch (Throwable e) {
            // Nobody would start this thread again.
            return backOff(e, false);
        }
    }

    private long backOff(Throwable cause, boolean expected) {
        failures++;
        if (!expected) {
            LOG.error("Webhooks could not be delivered; trying again", cause);
        } else if (failures == 1) {
            LOG.warn("Webhooks wait for the store: {}", cause.toString());
        }
        core.forgetPlans();
        return Math.min(LONGEST_BACKOFF_NANOS, SHORTEST_BACKOFF_NANOS << Math.min(failures, 10));
    }

    private void drain(Duration within) {
        try {
            core.drain(within);
        } catch (RuntimeException e) {
            LOG.warn("Webhook outcomes could not be written while stopping; they are tried again later", e);
        }
    }
}
