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
import dev.windlass.spi.Transition;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store has given a job to this node, but the reply is still on its way when somebody calls the job off. */
@Timeout(60)
class CallingOffDuringClaimTest {

    private final AtomicReference<@Nullable Consumer<UUID>> meanwhile = new AtomicReference<>();
    private final AtomicReference<@Nullable UUID> calledOff = new AtomicReference<>();
    private final Queue<UUID> ran = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> released = new ConcurrentLinkedQueue<>();

    private final JobType<Json> echo = JobType.of("echo", Json.class, (params, run) -> {
        ran.add(Objects.requireNonNull(run.jobId()));
        return RunResult.completed();
    });

    @Test
    @Tag("T8")
    void aJobThatIsCancelledMeanwhileDoesNotBegin() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(store)) {
            meanwhile.set(id -> running.jobs().cancel(id, "no longer wanted"));
            UUID first = submit(running);
            await().untilAsserted(() -> assertThat(calledOff).hasValue(first));
            UUID second = submit(running);
            awaitCompleted(running, second);
            assertThat(ran).containsExactly(second);
            assertThat(running.jobs().find(first).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void aJobOfAQueueThatIsPausedMeanwhileDoesNotBeginBeforeItGoesOn() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(store)) {
            meanwhile.set(id -> running.queues().pause(null));
            UUID id = submit(running);
            await().untilAsserted(() -> assertThat(released).containsExactly(id));
            assertThat(ran).isEmpty();
            running.queues().resume(null);
            awaitCompleted(running, id);
            assertThat(ran).containsExactly(id);
        }
    }

    private JobScheduler start(JobStore store) {
        return JobScheduler.builder(slowToReply(store))
                .settings(Settings.builder().slots(1).build())
                .register(echo)
                .start();
    }

    private static UUID submit(JobScheduler running) {
        return running.jobs().submit(JobRequest.builder().type("echo").build()).id();
    }

    private static void awaitCompleted(JobScheduler running, UUID id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> running.jobs().find(id).orElseThrow().status() == JobStatus.COMPLETED);
    }

    private JobStore slowToReply(JobStore store) {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    try {
                        Object reply = method.invoke(store, args);
                        if (method.getName().equals("claim") && reply instanceof List<?> claimed) {
                            callOffFirst(claimed);
                        } else if (method.getName().equals("apply") && args[0] instanceof List<?> transitions) {
                            noteReleases(transitions);
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void callOffFirst(List<?> claimed) throws Exception {
        if (!claimed.isEmpty() && claimed.get(0) instanceof ClaimedRun run) {
            UUID id = run.job().id();
            Consumer<UUID> once = meanwhile.getAndSet(null);
            if (once != null) {
                CompletableFuture.runAsync(() -> once.accept(id)).get(10, TimeUnit.SECONDS);
                calledOff.set(id);
            }
        }
    }

    private void noteReleases(List<?> transitions) {
        for (Object transition : transitions) {
            if (transition instanceof Transition.Release release) {
                released.add(Objects.requireNonNull(release.token().jobId()));
            }
        }
    }
}
