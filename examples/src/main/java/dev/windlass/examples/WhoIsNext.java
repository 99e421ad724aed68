package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Settings;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** One slot: who waits is served by priority, and a direct execution goes before all of them (seed row C7). */
public final class WhoIsNext {

    private WhoIsNext() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch everybodyWaits = new CountDownLatch(1);
        JobType<String> say = JobType.of("say", String.class, (name, context) -> {
            if (name.equals("the one that runs")) {
                everybodyWaits.await();
            }
            System.out.println(name);
            return RunResult.completed();
        });
        try (JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore())
                .register(say)
                .settings(Settings.builder().slots(1).build())
                .start()) {
            Job first = submit(scheduler, "the one that runs", 4);
            scheduler
                    .jobs()
                    .watch(first.id(), job -> job.startedAt() != null, Duration.ofSeconds(10))
                    .toCompletableFuture()
                    .get();
            Job last = submit(scheduler, "priority 1", 1);
            submit(scheduler, "priority 5", 5);
            submit(scheduler, "priority 9", 9);
            JobRun direct = scheduler.runs().runDirect("say", Json.of("direct"), null);
            everybodyWaits.countDown();
            scheduler.jobs().await(last.id(), Duration.ofSeconds(10));
            System.out.println("The direct one is " + statusOf(scheduler, direct.id()) + " and had no job");
        }
    }

    private static Job submit(JobScheduler scheduler, String name, int priority) {
        return scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type("say")
                        .params(Json.of(name))
                        .priority(priority)
                        .build());
    }

    private static RunStatus statusOf(JobScheduler scheduler, UUID run) {
        return scheduler.runs().find(run).orElseThrow().status();
    }
}
