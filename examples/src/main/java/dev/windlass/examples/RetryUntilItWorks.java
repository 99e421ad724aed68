package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.Job;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Duration;

/** A mail server that is down for two attempts, and an address that no attempt can reach. */
public final class RetryUntilItWorks {

    record Mail(String to) {}

    private static final class SendMail implements JobHandler<Mail> {

        @Override
        public RunResult run(Mail mail, RunContext context) {
            if (!mail.to().contains("@")) {
                // Trying again would not help: the job is FAILED at once.
                return RunResult.failed("bad_address", "Not an address: " + mail.to());
            }
            if (context.attempt() < 3) {
                return RunResult.failedForNow("server_down", "The mail server does not answer");
            }
            return RunResult.completed("sent");
        }
    }

    private RetryUntilItWorks() {}

    public static void main(String[] args) throws InterruptedException {
        Backoff soon = new Backoff(Duration.ofMillis(10), 2, Duration.ofMillis(100), 0.2);
        JobType<Mail> sendMail =
                JobType.of("send-mail", Mail.class, new SendMail()).withRetryPolicy(new RetryPolicy(3, soon));
        try (JobScheduler scheduler =
                JobScheduler.builder(new MemoryJobStore()).register(sendMail).start()) {
            print(send(scheduler, "ada@example.com"));
            print(send(scheduler, "nowhere"));
        }
    }

    private static Job send(JobScheduler scheduler, String to) throws InterruptedException {
        Job job = scheduler.jobs().submit(JobRequest.of("send-mail", new Mail(to)));
        return scheduler.jobs().await(job.id(), Duration.ofSeconds(10));
    }

    private static void print(Job job) {
        String outcome = job.error() == null
                ? String.valueOf(job.result())
                : job.error().kind() + " " + job.error().code();
        System.out.println(job.status() + " after " + job.attempt() + " attempts: " + outcome);
    }
}
