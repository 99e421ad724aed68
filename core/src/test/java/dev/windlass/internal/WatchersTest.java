package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.RunStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who wait neither stay when they have gone nor stand in each other's way. */
@Tag("M4")
class WatchersTest {

    private static final UUID ID = new UUID(1, 1);

    private final Watchers watchers = new Watchers(storeWithoutNews(), true, 10);

    @AfterEach
    void close() {
        watchers.close();
    }

    @Test
    void whoeverGivesUpIsForgotten() {
        CompletableFuture<String> cancelled = watch(is -> false, Duration.ofHours(1));
        CompletableFuture<String> impatient = watch(is -> false, Duration.ofHours(1));
        assertThat(watchers.waiting()).isEqualTo(2);
        cancelled.cancel(false);
        assertThat(watchers.waiting()).isEqualTo(1);
        impatient.orTimeout(1, TimeUnit.MILLISECONDS);
        assertThat(impatient).failsWithin(Duration.ofSeconds(10));
        assertThat(watchers.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE / 1_000_000_000, Long.MAX_VALUE})
    void whoeverWaitsForEverHidesNobodysTimeout(long seconds) {
        watchers.loop().start();
        CompletableFuture<String> forEver = watch(is -> false, Duration.ofSeconds(seconds));
        CompletableFuture<String> shortly = watch(is -> false, Duration.ofMillis(50));
        assertThat(shortly).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("as it is");
        assertThat(forEver).isNotDone();
    }

    @Test
    void aConditionThatThrowsAnErrorEndsItsWaiterAlone() {
        AtomicBoolean broken = new AtomicBoolean();
        CompletableFuture<String> unlucky = watch(
                is -> {
                    if (broken.get()) {
                        throw new StackOverflowError();
                    }
                    return false;
                },
                ChronoUnit.FOREVER.getDuration());
        CompletableFuture<String> other = watch(is -> broken.get(), Duration.ofHours(1));
        broken.set(true);
        watchers.changed(ID);
        watchers.loop().start();
        assertThat(unlucky)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StackOverflowError.class);
        assertThat(other).succeedsWithin(Duration.ofSeconds(10));
        assertThat(watchers.waiting()).isZero();
    }

    private CompletableFuture<String> watch(Predicate<String> until, Duration atMost) {
        return watchers.watch(ID, id -> "as it is", until, atMost);
    }

    private static RunStore storeWithoutNews() {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (self, method, args) -> Map.of());
    }
}
