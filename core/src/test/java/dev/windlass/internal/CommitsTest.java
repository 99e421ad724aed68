package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.StoreTraits;
import dev.windlass.spi.Transition;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitsTest {

    private final CompletableFuture<Boolean> tried = new CompletableFuture<>();

    @Test
    void aCloseThatIsInterruptedGivesUpOnTheStoreAllTheSame() throws Exception {
        Commits commits = new Commits(away(), batch -> List.of(), new Random(1));
        CompletableFuture<StoreException> told = new CompletableFuture<>();
        RunToken token = new RunToken(new UUID(1, 1), new UUID(1, 2), 1);
        commits.apply(new Transition.Release(token, false), new GroupCommit.Completion<>() {
            @Override
            public void done(Boolean result) {}

            @Override
            public void failed(StoreException failure) {
                told.complete(failure);
            }
        });
        tried.get(10, TimeUnit.SECONDS);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> commits.close(Duration.ofMinutes(1).toNanos()))
                .isInstanceOf(InterruptedException.class);
        assertThat(told.get(20, TimeUnit.SECONDS).isTransient()).isTrue();
    }

    @Test
    void aTryThatTakesLongerThanThePatienceIsTheLast() {
        Backpause pause = new Backpause(Duration.ofSeconds(6), new Random(1), new StopSignal());
        long now = System.nanoTime();
        assertThat(pause.afterFailure(1, now)).isTrue();
        assertThat(pause.afterFailure(1, now - TimeUnit.SECONDS.toNanos(40)))
                .as("a socket's timeout")
                .isFalse();
    }

    private JobStore away() {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (self, method, args) -> {
                    if (method.getName().equals("traits")) {
                        return new StoreTraits(true, false, true);
                    }
                    tried.complete(true);
                    throw new StoreException("away", new IllegalStateException("away"), true);
                });
    }
}
