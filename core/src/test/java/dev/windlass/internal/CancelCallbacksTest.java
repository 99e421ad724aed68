package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.RunContext;
import dev.windlass.spi.CancelRequest;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A handler may leave as many callbacks as it likes. */
@Tag("C6")
class CancelCallbacksTest {

    private static final CancelRequest ASKED = new CancelRequest(Instant.EPOCH, null);

    private final Attempt attempt = DispatcherTest.direct();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Integer> called = new CopyOnWriteArrayList<>();
    private final RunContext context = new AttemptContext(
            attempt,
            () -> Duration.ZERO,
            any -> {},
            (any, name, contentType) -> OutputStream.nullOutputStream(),
            callbacks -> {
                Thread thread = Threads.daemon("test-on-cancel", callbacks);
                threads.add(thread);
                thread.start();
            });

    @Test
    void allAreCalledInTheirOrderOnOneThread() {
        IntStream.range(0, 10_000).forEach(i -> context.onCancel(() -> called.add(i)));
        attempt.cancel(ASKED);
        attempt.cancel(ASKED);
        await().until(() -> called.size() == 10_000);
        assertThat(called).isSorted();
        assertThat(threads).hasSize(1);
    }

    @Test
    void thoseThatComeLateFollowTheOneThatRuns() {
        CountDownLatch gate = new CountDownLatch(1);
        context.onCancel(() -> await().until(() -> gate.getCount() == 0));
        attempt.cancel(ASKED);
        IntStream.range(0, 100).forEach(i -> context.onCancel(() -> called.add(i)));
        assertThat(called).isEmpty();
        gate.countDown();
        await().until(() -> called.size() == 100);
        assertThat(threads).hasSize(1);
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        context.onCancel(() -> called.add(100));
        await().until(() -> called.size() == 101);
        assertThat(threads).hasSize(2);
    }

    @Test
    void oneThatThrowsDoesNotKeepTheOthersFromBeingCalled() {
        context.onCancel(() -> {
            throw new AssertionError("a handler's");
        });
        context.onCancel(() -> called.add(2));
        attempt.cancel(ASKED);
        await().until(() -> called.size() == 1);
    }

    @Test
    void oneThatWasTakenBackIsNotCalled() {
        List<RunContext.Registration> left = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> left.add(context.onCancel(() -> called.add(i))));
        left.get(1).close();
        attempt.cancel(ASKED);
        await().until(() -> called.size() == 2);
        assertThat(called).containsExactly(0, 2);
        left.forEach(RunContext.Registration::close);
    }
}
