package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store has given a job to this node, but the reply is still on its way when the job is cancelled. */
@Timeout(60)
class CancelDuringClaimTest {

    private final AtomicReference<@Nullable UUID> cancelled = new AtomicReference<>();
    private final AtomicReference<@Nullable JobScheduler> scheduler = new AtomicReference<>();
    private final Queue<UUID> ran = new ConcurrentLinkedQueue<>();

    private final JobType<Json> echo = JobType.of("echo", Json.class, (params, run) -> {
        ran.add(Objects.requireNonNull(run.jobId()));
        return RunResult.completed();
    });

    @Test
    @Tag("T8")
    void aJobThatIsCancelledMeanwhileDoesNotBegin() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = JobScheduler.builder(slowToReply(store))
                        .settings(Settings.builder().slots(1).build())
                        .register(echo)
                        .build()) {
            scheduler.set(running);
            running.start();
            UUID first = submit(running);
            await().untilAsserted(() -> assertThat(cancelled).hasValue(first));
            UUID second = submit(running);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> running.jobs().find(second).orElseThrow().status() == JobStatus.COMPLETED);
            assertThat(ran).containsExactly(second);
            assertThat(running.jobs().find(first).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    private static UUID submit(JobScheduler running) {
        return running.jobs().submit(JobRequest.builder().type("echo").build()).id();
    }

    private JobStore slowToReply(JobStore store) {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    try {
                        Object reply = method.invoke(store, args);
                        if (method.getName().equals("claim") && reply instanceof List<?> claimed) {
                            cancelFirst(claimed);
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void cancelFirst(List<?> claimed) throws Exception {
        if (!claimed.isEmpty() && cancelled.get() == null && claimed.get(0) instanceof ClaimedRun run) {
            UUID id = run.job().id();
            JobScheduler running = Objects.requireNonNull(scheduler.get());
            CompletableFuture.runAsync(() -> running.jobs().cancel(id, "no longer wanted"))
                    .get(10, TimeUnit.SECONDS);
            cancelled.set(id);
        }
    }
}
