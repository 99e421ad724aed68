package dev.windlass.json;

import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Progress;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The status object of {@code /v1/jobs}, {@code /v1/runs} and the callbacks (seed-000, seed-002, rows M2 and M3). */
public final class StatusView {

    private StatusView() {}

    /** A job's status. @param now see {@link StatusWord#of(Job, Instant)} */
    public static void write(JsonOut out, Job job, Instant now) {
        out.begin().with(o -> members(o, job, now)).end();
    }

    /** A run's status. @param cancelRequested whether somebody asked to cancel its job */
    public static void write(JsonOut out, JobRun run, boolean cancelRequested) {
        out.begin().with(o -> members(o, run, cancelRequested)).end();
    }

    /** A job's members, into an object that was begun. */
    public static void members(JsonOut out, Job job, Instant now) {
        String id = Ids.prefixed("job", job.id());
        StatusWord word = StatusWord.of(job, now);
        head(out, id, word, job.spec().createdAt(), job.updatedAt());
        times(out, job.startedAt(), job.finishedAt(), job.node());
        progress(out, job.progress());
        boolean skipped = job.status() == JobStatus.SKIPPED;
        RunError error = skipped ? Endings.skipped(job.warnings(), job.attempt()) : Endings.error(job);
        Parts.errors(out, error);
        Parts.warnings(out, job.warnings());
        out.text("output_ref", outputRef(word, id));
    }

    /** A run's members, into an object that was begun. */
    public static void members(JsonOut out, JobRun run, boolean cancelRequested) {
        String id = Ids.prefixed("run", run.id());
        StatusWord word = StatusWord.of(run, cancelRequested);
        head(out, id, word, run.createdAt(), lastChange(run));
        times(out, run.startedAt(), run.finishedAt(), run.node());
        progress(out, run.progress());
        boolean skipped = run.status() == RunStatus.SKIPPED;
        Parts.errors(out, skipped ? Endings.skipped(run.warnings(), run.attempt()) : run.error());
        Parts.warnings(out, run.warnings());
        out.text("output_ref", outputRef(word, id));
    }

    private static void head(JsonOut out, String id, StatusWord word, Instant createdAt, Instant updatedAt) {
        out.text("id", id)
                .text("status", word.name())
                .instant("created_at", createdAt)
                .instant("updated_at", updatedAt);
    }

    private static void times(
            JsonOut out, @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable String node) {
        boolean both = startedAt != null && finishedAt != null;
        out.instant("started_at", startedAt)
                .instant("finished_at", finishedAt)
                .number(
                        "duration_ms",
                        both ? (Long) Duration.between(startedAt, finishedAt).toMillis() : null)
                .text("node", node);
    }

    private static void progress(JsonOut out, Progress progress) {
        out.number("progress_percent", progress.percent());
        Parts.progress(out, progress);
    }

    /** A link only once there is something complete to fetch (seed row M5). */
    private static @Nullable String outputRef(StatusWord word, String id) {
        return word == StatusWord.SUCCEEDED ? "/v1/runs/" + id + "/output" : null;
    }

    private static Instant lastChange(JobRun run) {
        if (run.finishedAt() != null) {
            return run.finishedAt();
        }
        return run.startedAt() == null ? run.createdAt() : run.startedAt();
    }
}
