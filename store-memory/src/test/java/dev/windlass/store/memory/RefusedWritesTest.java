package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Transition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store is there and refuses single writes for good, as a database does with a value that it cannot hold. */
@Timeout(120)
class RefusedWritesTest {

    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private final JobType<Json> steps = JobType.of("steps", Json.class, (params, run) -> {
        run.progress(10);
        run.progress(50);
        end.await();
        return RunResult.completed();
    });

    @Test
    @Tag("T8")
    void aRunWhoseEndIsRefusedWhateverItSaysIsFoundAsLost() throws InterruptedException {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler scheduler = start(refusing(store, Transition.Finish.class))) {
            UUID id = submit(scheduler);
            await().until(() -> scheduler.jobs().find(id).orElseThrow().status() == JobStatus.RUNNING);
            refuse(2); // the end, and that the end was refused
            end.countDown();
            Job job = scheduler.jobs().await(id, Duration.ofSeconds(30));
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
            List<JobRun> runs =
                    scheduler.runs().list(RunQuery.ofJob(id, null, 10)).items();
            assertThat(runs).hasSize(2);
            assertThat(Objects.requireNonNull(runs.get(1).error()).kind()).isEqualTo(ErrorKind.LOST);
        }
    }

    @Test
    @Tag("M3")
    void aReportThatIsRefusedDoesNotKeepBackTheNext() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler scheduler = start(refusing(store, Transition.Report.class))) {
            refuse(1);
            UUID id = submit(scheduler);
            await().untilAsserted(() -> assertThat(
                            scheduler.jobs().find(id).orElseThrow().progress().percent())
                    .isEqualTo(50));
            end.countDown();
        }
    }

    /** What is written on the caller's thread is tried once more when it fails. */
    private void refuse(int writes) {
        refusals.set(2 * writes);
    }

    private JobScheduler start(JobStore store) {
        return JobScheduler.builder(store).register(steps).start();
    }

    private static UUID submit(JobScheduler scheduler) {
        return scheduler
                .jobs()
                .submit(JobRequest.builder().type("steps").build())
                .id();
    }

    private JobStore refusing(JobStore store, Class<? extends Transition> what) {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    boolean concerned = method.getName().equals("apply")
                            && args[0] instanceof List<?> all
                            && all.stream().anyMatch(what::isInstance);
                    if (concerned && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new StoreException("refused", new IllegalArgumentException("no such value"), false);
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
