package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Duration;

/** A scheduler in ten lines; README.md shows the part between the marks. */
public final class QuickStart {

    private QuickStart() {}

    // README starts here
    record Greeting(String name) {}

    public static void main(String[] args) throws InterruptedException {
        JobType<Greeting> greet = JobType.of(
                "greet", Greeting.class, (params, context) -> RunResult.completed("Hello, " + params.name() + "!"));
        try (JobScheduler scheduler =
                JobScheduler.builder(new MemoryJobStore()).register(greet).start()) {
            Job job = scheduler.jobs().submit(JobRequest.of(greet, new Greeting("Ada")));
            Job done = scheduler.jobs().await(job.id(), Duration.ofSeconds(10));
            System.out.println(done.status() + " " + done.result());
        }
    }
    // README ends here
}
