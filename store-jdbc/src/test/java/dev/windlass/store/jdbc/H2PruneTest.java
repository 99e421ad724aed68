package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers take turns on H2, so a deletion that reads the table anew for each row holds up everything: in a program of its own, a thousand
 * of fifty thousand keys took half a minute, and a thousand rows of tags thirteen seconds.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class H2PruneTest {

    private static final int JOBS = 6_000;
    private static final Duration LONG = Duration.ofSeconds(3);

    @Test
    void aThousandOfManyAreDeletedInNoTime() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:prune").open()) {
            NodeInfo node = Sample.node(store);
            for (int i = 0; i < JOBS; i += 500) {
                store.submit(batch(i), Long.MAX_VALUE);
                store.apply(Sample.completed(node, Sample.claim(store, node, 500)));
            }
            Instant afterAll = Instant.now().plus(Sample.KEPT).plusSeconds(60);
            long began = System.nanoTime();
            PruneReport report = store.prune(afterAll, 1_000);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(report.jobs()).isEqualTo(1_000);
            assertThat(report.keys()).isEqualTo(1_000);
            assertThat(took).isLessThan(LONG);
        }
    }

    private static List<Submission> batch(int first) {
        List<Submission> batch = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            IdempotencyRecord key = new IdempotencyRecord(
                    "test",
                    "key-" + (first + i),
                    new byte[1],
                    new byte[1],
                    Instant.now().plusSeconds(60));
            batch.add(new Submission(List.of(tagged()), null, null, key, List.of()));
        }
        return batch;
    }

    private static JobSpec tagged() {
        JobSpec job = Sample.job();
        return new JobSpec(
                job.id(),
                job.type(),
                job.queue(),
                job.priority(),
                job.params(),
                List.of("red", "blue"),
                job.retryPolicy(),
                job.timeout(),
                job.retention(),
                job.createdAt(),
                job.dueAt(),
                job.delayed(),
                job.trigger(),
                null,
                null,
                null,
                null,
                null);
    }
}
