package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged of a handler that throws leads to its job. */
class HandlerLogTest {

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.windlass.internal.AttemptRunner");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void read() {
        log.setAdditive(false);
        log.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        log.setAdditive(true);
    }

    @Test
    void aHandlerThatThrowsIsLoggedWithItsRunItsJobAndItsAttempt() {
        JobType<Json> throwing = JobType.of("throwing", Json.class, (params, run) -> {
            throw new IllegalStateException("boom");
        });
        SettableClock clock = new SettableClock(Instant.parse("2026-11-30T10:00:00Z"));
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler manual = new ManualScheduler(store, clock, List.of(throwing))) {
            UUID id = manual.submit(JobRequest.builder().type("throwing").build());
            manual.runDue();
            Job job = manual.job(id);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Handler of throwing threw in run "
                            + Ids.prefixed("run", Objects.requireNonNull(job.lastRunId())) + " of job "
                            + Ids.prefixed("job", id) + ", attempt 1");
        }
    }
}
