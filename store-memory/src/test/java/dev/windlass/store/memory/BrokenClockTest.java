package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slot whose start of a run fails, here by the host's own clock, gives the run up instead of holding it for ever. */
@Timeout(120)
class BrokenClockTest {

    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    private Instant now() {
        if (Thread.currentThread().getName().startsWith("windlass-slot") && broken.getAndDecrement() > 0) {
            throw new AssertionError("the clock is broken");
        }
        return Instant.now();
    }

    @Test
    @Tag("T8")
    void aRunThatCannotBeStartedIsGivenBack() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler scheduler = JobScheduler.builder(store)
                        .clock(this::now)
                        .register(JobType.of("echo", Json.class, (params, run) -> {
                            ran.incrementAndGet();
                            return RunResult.completed();
                        }))
                        .start()) {
            broken.set(1);
            UUID id = scheduler
                    .jobs()
                    .submit(JobRequest.builder().type("echo").build())
                    .id();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> scheduler.jobs().find(id).orElseThrow().status() == JobStatus.COMPLETED);
            assertThat(ran).hasValue(1);
        }
    }
}
