package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Json;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import dev.windlass.job.StoreException;
import dev.windlass.spi.RunStore;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of a host's code and of the store end what they belong to, never the thread that serves everybody. */
class HardKnocksTest {

    @Test
    void anErrorInACompletionDoesNotEndTheWriter() throws Exception {
        CompletableFuture<String> second = new CompletableFuture<>();
        GroupCommit<String, String> commit = commit();
        commit.add("a", completion(new CompletableFuture<>(), new AssertionError("a listener's")));
        commit.add("b", completion(second, null));
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("b");
        commit.close();
    }

    @Test
    void anErrorInTheStoreFailsItsRowAndNotTheWriter() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        GroupCommit<String, String> commit = commit();
        commit.add("broken", completion(first, null));
        assertThat(first).failsWithin(Duration.ofSeconds(10));
        commit.add("b", completion(second, null));
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("b");
        commit.close();
    }

    @Test
    void aLoopOutlivesAnError() {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = new Loop("test", () -> {
            if (steps.incrementAndGet() == 1) {
                throw new AssertionError("in the first step");
            }
            return Duration.ofHours(1);
        });
        loop.wake();
        loop.start();
        await().until(() -> steps.get() > 1);
        loop.stop();
    }

    @Test
    void aLoopThatIsToStartLaterStartsOnceItIsWoken() throws Exception {
        CountDownLatch step = new CountDownLatch(1);
        Loop loop = new Loop("test", () -> {
            step.countDown();
            return Duration.ofHours(1);
        });
        loop.startAfter(Duration.ofHours(1));
        loop.wake();
        assertThat(step.await(10, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        loop.join(Duration.ofSeconds(10));
    }

    @Test
    void aLoopThatIsStoppedBeforeItBeginsDoesNothing() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = new Loop("test", () -> Duration.ofNanos(steps.incrementAndGet()));
        loop.startAfter(Duration.ofHours(1));
        loop.stop();
        loop.join(Duration.ofSeconds(10));
        assertThat(steps).hasValue(0);
    }

    @Test
    void whoeverComesToWaitAfterTheEndIsAnsweredAtOnce() {
        RunStore store = (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (self, method, args) -> null);
        Watchers watchers = new Watchers(store, false, 10);
        watchers.close();
        CompletableFuture<String> answer =
                watchers.watch(new UUID(1, 1), id -> "as it is", is -> false, Duration.ofHours(1));
        assertThat(answer).isCompletedWithValue("as it is");
        assertThat(watchers.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeResultThatTheStoreCannotTakeStillEndsItsRun(boolean stale) {
        LargeResults results = new LargeResults(10, (attempt, name, contentType) -> {
            throw stale ? new RunCancelledException() : new StoreException("gone", new IllegalStateException(), true);
        });
        Json large = Json.of("x".repeat(100));
        Verdict verdict = results.fit(DispatcherTest.direct(), Verdict.of(RunResult.completed(large), List.of()));
        Verdict.Failure failure = Objects.requireNonNull(verdict.failure());
        assertThat(failure.kind()).isEqualTo(ErrorKind.INFRASTRUCTURE);
        assertThat(failure.retry()).isEqualTo(Verdict.Retry.AFTER_BACKOFF);
    }

    /** The end that is on its way to the store tells what the artifacts are. */
    @Test
    void anAttemptThatIsOverOpensNoArtifact() {
        Attempt attempt = DispatcherTest.direct();
        AttemptContext context = new AttemptContext(
                attempt,
                () -> Duration.ZERO,
                any -> {},
                (any, name, contentType) -> OutputStream.nullOutputStream(),
                Runnable::run);
        assertThatCode(() -> context.openArtifact("log", "text/plain")).doesNotThrowAnyException();
        attempt.tryEnd();
        assertThatThrownBy(() -> context.openArtifact("log", "text/plain")).isInstanceOf(RunCancelledException.class);
    }

    private static GroupCommit<String, String> commit() {
        return new GroupCommit<>(
                "test",
                HardKnocksTest::write,
                item -> 1,
                GroupCommit.Bounds.DEFAULT,
                false,
                0,
                new Backpause(Duration.ZERO, new Random(1), new StopSignal()));
    }

    private static List<String> write(List<String> items) {
        if (items.contains("broken")) {
            throw new AssertionError("the store is broken");
        }
        return items;
    }

    private static GroupCommit.Completion<String> completion(
            CompletableFuture<String> told, @org.jspecify.annotations.Nullable Error error) {
        return new GroupCommit.Completion<>() {
            @Override
            public void done(String result) {
                told.complete(result);
                if (error != null) {
                    throw error;
                }
            }

            @Override
            public void failed(StoreException failure) {
                told.completeExceptionally(failure);
            }
        };
    }
}
