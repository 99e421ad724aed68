package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.StoreException;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.JobStore;
import dev.windlass.webhook.FakeReceivers.Got;
import dev.windlass.webhook.PumpCore.Surroundings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While the store is what everybody waits for, outcomes are written at the same time as more is taken. */
@Tag("A4")
@Tag("M10")
abstract class PumpOverlap extends PumpCase {

    private static final int JOBS = 400;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String WRITER = "the writer";

    /** Which of the two comes first where they overlap. */
    enum First {
        CLAIM,
        SETTLE
    }

    private final Semaphore claims = new Semaphore(0);
    private final Semaphore settlements = new Semaphore(0);
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private First first = First.CLAIM;
    private volatile boolean writing;

    PumpOverlap(PumpContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    void eachEventIsSentOnceAndBehindTheOneBeforeIt(First which) {
        first = which;
        List<List<UUID>> jobs = jobsWithTwoEvents();
        deliver();

        assertThat(overlaps).as("claims beside a settlement").hasPositiveValue();
        assertSentOnceInOrder(jobs);
    }

    /** What the failed one should have written is kept, and what was claimed beside it is sent. */
    @ParameterizedTest
    @EnumSource
    void aSettlementThatFailsBesideAClaimLosesNothingAndSendsNothingTwice(First which) {
        first = which;
        failures.set(1);
        List<List<UUID>> jobs = jobsWithTwoEvents();
        deliver();

        assertThat(failures).as("failures that did not happen").hasNonPositiveValue();
        assertSentOnceInOrder(jobs);
    }

    /** A try that failed is put back beside a claim that must not take what is behind it. */
    @Test
    void aDeliveryThatFailedHoldsUpItsFollowerAllTheSame() {
        List<List<UUID>> jobs = jobsWithTwoEvents();
        UUID broken = jobs.get(JOBS / 2).get(0);
        UUID follower = jobs.get(JOBS / 2).get(1);
        receivers.at(A, request -> request.eventId().equals(broken) ? BROKEN : OK);
        PumpCore core = deliver(2 * JOBS - 1);

        assertThat(fix.delivery(follower).status()).isEqualTo(Status.PENDING);
        receivers.at(A, OK);
        fix.clock.advance(Duration.ofMinutes(1));
        finish(core, 2 * JOBS + 1);
        assertThat(receivers.at(A)).extracting(Got::eventId).containsSubsequence(broken, broken, follower);
        assertAllDelivered(2 * JOBS);
    }

    /** The pump stops while a batch is being written and more was claimed. */
    @Test
    void stoppingMeanwhileWritesWhatWasSentAndHandsBackTheRest() {
        fix.endpoint(A);
        List<UUID> events = fix.events(4 * JOBS);
        Semaphore mayWrite = new Semaphore(0);
        AtomicInteger waiting = new AtomicInteger();
        JobStore store = watched((method, before) -> {
            String thread = Thread.currentThread().getName();
            if (before && method.equals("settle") && thread.startsWith("windlass-webhooks-writer")) {
                waiting.incrementAndGet();
                assertThat(mayWrite.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
        });
        WebhookPump pump =
                WebhookPump.threaded(store, receivers, fix.clock, new SplittableRandom(7), PumpSettings.DEFAULTS);
        pump.start();
        await().atMost(SOON).until(() -> waiting.get() > 0);
        Thread stopping = WorkerThreads.daemon("stopping", () -> pump.stop(SOON));
        stopping.start();
        await().atMost(SOON).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        mayWrite.release(1_000);
        WorkerThreads.join(stopping, SOON);

        assertThat(stopping.isAlive()).isFalse();
        List<UUID> sent = sent();
        assertThat(delivered()).as("what was sent is written").containsExactlyInAnyOrderElementsOf(sent);
        fix.run();
        assertThat(sent()).containsExactlyInAnyOrderElementsOf(events);
        assertAllDelivered(4 * JOBS);
    }

    private List<List<UUID>> jobsWithTwoEvents() {
        fix.endpoint(A);
        List<List<UUID>> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            UUID job = fix.newId();
            jobs.add(List.of(fix.event(job, 1), fix.event(job, 2)));
        }
        return jobs;
    }

    private PumpCore deliver() {
        return deliver(2 * JOBS);
    }

    private PumpCore deliver(int requests) {
        JobStore store = watched(this::takeTurns);
        Surroundings around =
                new Surroundings(store, store, store::upcoming, receivers, fix.clock, new SplittableRandom(7));
        PumpCore core = new PumpCore(around, PumpSettings.DEFAULTS, Runnable::run, this::write, SOON);
        finish(core, requests);
        return core;
    }

    private void finish(PumpCore core, int requests) {
        for (int step = 0; step < 200 && receivers.count(A) < requests; step++) {
            try {
                core.step();
            } catch (StoreException e) {
                core.forgetPlans();
            }
        }
        assertThat(receivers.count(A)).isEqualTo(requests);
        core.drain(SOON);
    }

    /** Called by the pump just before it claims. */
    private void write(Runnable task) {
        claims.drainPermits();
        settlements.drainPermits();
        writing = true;
        WorkerThreads.daemon(WRITER, task).start();
    }

    private void takeTurns(String method, boolean before) throws InterruptedException {
        boolean isWriter = Thread.currentThread().getName().equals(WRITER);
        if (isWriter && method.equals("settle")) {
            if (!before) {
                settlements.release();
                return;
            }
            overlaps.incrementAndGet();
            if (first == First.CLAIM && writing) {
                assertThat(claims.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS))
                        .as("a claim beside a settlement")
                        .isTrue();
            }
            if (failures.getAndDecrement() > 0) {
                settlements.release();
                throw new StoreException("out of reach", new IllegalStateException(), true);
            }
        } else if (method.equals("claimDeliveries") && writing) {
            if (before && first == First.SETTLE) {
                assertThat(settlements.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
            if (!before) {
                writing = false;
                claims.release();
            }
        }
    }

    private interface Watch {
        void at(String method, boolean before) throws Exception;
    }

    private JobStore watched(Watch watch) {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (self, method, args) -> {
                    watch.at(method.getName(), true);
                    try {
                        Object result = method.invoke(fix.store, args);
                        watch.at(method.getName(), false);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void assertSentOnceInOrder(List<List<UUID>> jobs) {
        List<UUID> sent = sent();
        assertThat(sent).doesNotHaveDuplicates().hasSize(2 * JOBS);
        jobs.forEach(job -> assertThat(sent).containsSubsequence(job));
        assertAllDelivered(2 * JOBS);
    }

    private List<UUID> sent() {
        return receivers.at(A).stream().map(Got::eventId).toList();
    }

    private void assertAllDelivered(int count) {
        assertThat(delivered()).hasSize(count);
    }

    private List<UUID> delivered() {
        List<UUID> ids = new ArrayList<>();
        String cursor = null;
        do {
            var page = fix.store.listDeliveries(
                    new dev.windlass.spi.DeliveryQuery(null, null, Status.DELIVERED, cursor, 500));
            page.items().forEach(one -> ids.add(one.eventId()));
            cursor = page.next();
        } while (cursor != null);
        return ids;
    }
}
