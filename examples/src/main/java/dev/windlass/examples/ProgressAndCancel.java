package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A long job that reports how far it is, and is cancelled half way. */
public final class ProgressAndCancel {

    private static final class Copy implements JobHandler<Json> {

        @Override
        public RunResult run(Json params, RunContext context) throws InterruptedException {
            CountDownLatch stop = new CountDownLatch(1);
            // A handler that waits must hear of the cancel itself; threads are interrupted only where a job type asks
            // for it.
            context.onCancel(stop::countDown);
            context.progress(5, 10);
            stop.await(1, TimeUnit.MINUTES);
            context.throwIfCancelled();
            return RunResult.completed();
        }
    }

    private ProgressAndCancel() {}

    public static void main(String[] args) throws Exception {
        try (JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore())
                .register(JobType.of("copy", Json.class, new Copy()))
                .start()) {
            Job job = scheduler.jobs().submit(JobRequest.of("copy", null));
            Job halfWay = scheduler
                    .jobs()
                    .watch(job.id(), now -> now.progress().percent() != null, Duration.ofSeconds(10))
                    .toCompletableFuture()
                    .get();
            System.out.println(halfWay.status() + " at " + halfWay.progress().percent() + " %");

            scheduler.jobs().cancel(job.id(), "changed my mind");
            Job ended = scheduler.jobs().await(job.id(), Duration.ofSeconds(10));
            System.out.println(ended.status() + " with code "
                    + Objects.requireNonNull(ended.error()).code());
        }
    }
}
