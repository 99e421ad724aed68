package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a node reads at once is bounded by how large it is, not by how many jobs it is. */
class LargeJobsTest {

    private static final int JOBS = 40;
    private static final NodeInfo GONE = new NodeInfo(new UUID(1, 1), "gone", Set.of("large"), 1);

    private final Json params = Json.of("x".repeat(1 << 20));
    private final AtomicInteger ran = new AtomicInteger();
    private long largestReply;

    @Test
    @Tag("T8")
    void whatADeadNodeHeldIsTakenOverInPieces() {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler survivor = JobScheduler.builder(weighing(store))
                        .register(JobType.of("large", Json.class, (params, run) -> {
                            ran.incrementAndGet();
                            return RunResult.completed();
                        }))
                        .build()) {
            for (int i = 0; i < JOBS; i++) {
                survivor.jobs()
                        .submit(JobRequest.builder()
                                .type("large")
                                .params(params)
                                .build());
            }
            store.join(GONE, Duration.ofMinutes(1));
            List<UUID> runs =
                    LongStream.range(0, JOBS).mapToObj(i -> new UUID(2, i)).toList();
            assertThat(store.claim(new ClaimRequest(GONE.id(), GONE.types(), runs, Map.of())))
                    .hasSize(JOBS);
            store.leave(GONE.id());
            survivor.runDue();
            assertThat(ran).hasValue(JOBS);
            assertThat(largestReply).isPositive().isLessThan(17 << 20);
        }
    }

    private JobStore weighing(JobStore store) {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    try {
                        Object reply = method.invoke(store, args);
                        if (method.getName().equals("lostRuns") && reply instanceof List<?> lost) {
                            largestReply = Math.max(largestReply, weight(lost));
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static long weight(List<?> lost) {
        return lost.stream()
                .map(HeldRun.class::cast)
                .map(HeldRun::claim)
                .mapToLong(claim ->
                        Objects.requireNonNull(claim).job().params().text().length())
                .sum();
    }
}
