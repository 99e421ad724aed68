package dev.windlass.tck;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of a {@link History} in which jobs are submitted, some of them twice. */
final class HistoryOfJobs {

    static final List<String> QUEUES = List.of("a", "b", "c");

    private final Random random;
    private final Subjects subjects;
    private final Fixtures given;
    private final HistoryOfWebhooks webhooks;
    private final List<UUID> jobs = new ArrayList<>();
    private final List<Submission> submissions = new ArrayList<>();

    HistoryOfJobs(Random random, Subjects subjects, Fixtures given, HistoryOfWebhooks webhooks) {
        this.random = random;
        this.subjects = subjects;
        this.given = given;
        this.webhooks = webhooks;
    }

    List<UUID> ids() {
        return jobs;
    }

    /** Null when there is none. */
    @Nullable
    Job any() {
        return jobs.isEmpty() ? null : subjects.first().findJob(pick(jobs)).orElse(null);
    }

    void submit(List<String> log) {
        if (!submissions.isEmpty() && random.nextInt(10) == 0) {
            Submission again = pick(submissions);
            log.add("submit again " + again.jobs().get(0).id());
            subjects.same("submit again", store -> store.submit(List.of(again), Fixtures.UNBOUNDED));
            return;
        }
        JobSpec job = job();
        Submission submission = new Submission(List.of(job), null, null, null, webhooks.events("job.queued", job.id()));
        log.add("submit " + job);
        long room = random.nextInt(20) == 0 ? 3 : Fixtures.UNBOUNDED;
        subjects.same("submit", store -> store.submit(List.of(submission), room));
        if (subjects.first().findJob(job.id()).isPresent()) {
            jobs.add(job.id());
            submissions.add(submission);
        }
    }

    private JobSpec job() {
        JobBuilder builder =
                given.job().queue(pick(QUEUES)).type(pick(HistoryOfNodes.TYPES)).priority(random.nextInt(10));
        if (random.nextInt(3) == 0) {
            builder.dueIn(Duration.ofMillis(random.nextInt(30_000) - 10_000L));
        }
        return builder.build();
    }

    void forgetPruned() {
        jobs.removeIf(id -> subjects.first().findJob(id).isEmpty());
        submissions.clear();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
