package dev.windlass.examples.benchmarks.contender;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.measure.ClaimTimes;
import dev.windlass.examples.benchmarks.measure.Work;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Windlass with its defaults, but for a larger bound of the queue. */
public final class WindlassContender implements Contender {

    private final AtomicLong submitted = new AtomicLong();
    private final ThreadLocal<Semaphore> unanswered;
    private final int window;
    private volatile @Nullable Throwable failure;
    private final JobStore store;
    private final JobScheduler scheduler;

    WindlassContender(Setting setting) {
        JobStore opened = open(setting.url());
        store = setting.values().containsKey("time-claims") ? ClaimTimes.timed(opened) : opened;
        window = setting.number("unanswered", 0);
        unanswered = ThreadLocal.withInitial(() -> new Semaphore(window));
        boolean echo = setting.values().containsKey("echo");
        Settings.Builder settings = Settings.builder().maxQueued(20_000_000);
        if (setting.values().containsKey("threads")) {
            settings.slots(setting.number("threads", 0));
        }
        scheduler = JobScheduler.builder(store)
                .settings(settings.build())
                .register(JobType.of("noop", Json.class, (params, context) -> {
                    Work.run(params.text());
                    return echo ? RunResult.completed(params) : RunResult.completed();
                }))
                .build();
    }

    /** With default durability, which on both databases is a flush to disk for each commit. */
    public static JobStore open(String url) {
        if (url.equals("memory")) {
            return new MemoryJobStore();
        }
        return url.startsWith("jdbc:h2:")
                ? JdbcJobStore.builder().url(url).user("sa").password("").open()
                : JdbcJobStore.open(url);
    }

    private static JobRequest request(String payload) {
        return JobRequest.builder().type("noop").params(new Json(payload)).build();
    }

    @Override
    public void submit(String payload) {
        submitted.incrementAndGet();
        if (window > 0) {
            submitAsync(payload, unanswered.get());
        } else {
            scheduler.jobs().submit(request(payload));
        }
    }

    /** A client that goes on before it is answered, with so many answers outstanding at most. */
    private void submitAsync(String payload, Semaphore places) {
        places.acquireUninterruptibly();
        scheduler.jobs().submitAsync(request(payload)).whenComplete((job, thrown) -> {
            failure = thrown == null ? failure : thrown;
            places.release();
        });
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void submitAll(int count, String payload) {
        submitted.addAndGet(count);
        for (int done = 0; done < count; done += 1_000) {
            List<JobRequest> batch = Collections.nCopies(Math.min(1_000, count - done), request(payload));
            scheduler.jobs().submitAll(batch);
        }
    }

    @Override
    public void submitAt(Instant due, String payload) {
        submitted.incrementAndGet();
        scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type("noop")
                        .params(new Json(payload))
                        .runAt(due)
                        .build());
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public long unfinished() {
        return submitted.get() - Objects.requireNonNull(scheduler.counters().get("runs_completed_total"));
    }

    @Override
    public void close() {
        scheduler.close();
        store.close();
    }
}
