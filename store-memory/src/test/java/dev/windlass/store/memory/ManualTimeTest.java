package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A handler that is tried by hand has the time that its test's clock leaves it, however long the test itself takes. */
class ManualTimeTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<Optional<Duration>> left = new ArrayList<>();

    private final JobType<Json> slow = JobType.of("slow", Json.class, (params, run) -> {
        left.add(run.remaining());
        clock.advance(Duration.ofSeconds(4));
        left.add(run.remaining());
        clock.advance(Duration.ofSeconds(7));
        left.add(run.remaining());
        return RunResult.completed();
    });

    @Test
    @Tag("T8")
    void theRemainingTimeFollowsTheClockOfTheTest() {
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler manual = new ManualScheduler(store, clock, List.of(slow))) {
            UUID id = manual.submit(JobRequest.builder()
                    .type("slow")
                    .timeout(Duration.ofSeconds(10))
                    .build());
            manual.runDue();
            assertThat(left)
                    .containsExactly(
                            Optional.of(Duration.ofSeconds(10)),
                            Optional.of(Duration.ofSeconds(6)),
                            Optional.of(Duration.ZERO));
            assertThat(manual.job(id).status()).isNotEqualTo(JobStatus.COMPLETED);
        }
    }
}
