package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An idle node on PostgreSQL starts a job that it submits itself after one commit. */
@Timeout(120)
class OneStepTest {

    private final CleanSchema schema = CleanSchema.of(OneStepTest.class);
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();
    private JobScheduler scheduler;
    private JobStore store;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws Exception {
        schema.empty();
        store = counting(schema.builder().open());
        scheduler = JobScheduler.builder(store)
                .settings(Settings.builder().slots(2).build())
                .register(JobType.of("noop", Json.class, (params, run) -> {
                    ran.incrementAndGet();
                    return RunResult.completed();
                }))
                .start();
    }

    @AfterEach
    void close() {
        scheduler.close();
        store.close();
    }

    private JobStore counting(JobStore real) {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("claim")) {
                        claims.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("submitAndClaim") && result != null) {
                            taken.incrementAndGet();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private UUID submit() {
        return scheduler
                .jobs()
                .submit(JobRequest.builder().type("noop").build())
                .id();
    }

    @Test
    void aLoneJobIsSubmittedAndClaimedInOne() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            int before = taken.get();
            int jobs = ran.get();
            UUID id = submit();
            await().until(() -> ran.get() > jobs);
            await().until(() -> scheduler.jobs().find(id).orElseThrow().status() == JobStatus.COMPLETED);
            return taken.get() > before;
        });
        int before = claims.get();
        int jobs = ran.get();
        submit();
        await().until(() -> ran.get() > jobs);
        assertThat(claims.get() - before).as("claims besides, but for a poll").isLessThanOrEqualTo(1);
    }
}
