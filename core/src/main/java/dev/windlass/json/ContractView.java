package dev.windlass.json;

import dev.windlass.job.Callback;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs and runs as {@code /api} and the contract webhooks say them (seed-001): every member is there, absent ones are null. */
public final class ContractView {

    private ContractView() {}

    /** The job object. */
    public static void writeJob(JsonOut out, Job job) {
        out.begin().with(o -> jobMembers(o, job)).end();
    }

    /** The run object. @param inline the bytes of artifacts to be shown in place, by name */
    public static void writeRun(JsonOut out, JobRun run, Map<String, byte[]> inline) {
        out.begin().with(o -> runMembers(o, run, inline)).end();
    }

    /** The job's members, into an object that was begun. */
    public static void jobMembers(JsonOut out, Job job) {
        jobHead(out, job.spec(), job);
        jobState(out, job);
        jobEnd(out, job);
    }

    private static void jobHead(JsonOut out, JobSpec spec, Job job) {
        out.id("job_id", "job", spec.id())
                .text("job_type", spec.type())
                .id("template_id", "tmpl", spec.templateId())
                .id("schedule_id", "sched", spec.scheduleId())
                .text("status", job.status().name())
                .number("priority", spec.priority())
                .text("queue", spec.queue())
                .json("params", spec.params());
        Parts.strings(out, "tags", spec.tags());
        Parts.retryPolicy(out, spec.retryPolicy());
        out.seconds("timeout_seconds", spec.timeout()).instant("run_at", spec.delayed() ? spec.dueAt() : null);
    }

    private static void jobState(JsonOut out, Job job) {
        out.number("attempt", job.attempt())
                .number("max_attempts", job.spec().retryPolicy().maxAttempts())
                .instant("next_attempt_at", job.nextAttemptAt())
                .number("progress_percent", job.progress().percent())
                .word("phase", job.phase())
                .seconds("retention_seconds", job.spec().retention())
                .instant("created_at", job.spec().createdAt())
                .instant("started_at", job.startedAt())
                .instant("finished_at", job.finishedAt())
                .instant("updated_at", job.updatedAt())
                .instant("cancel_requested_at", job.cancelRequestedAt())
                .instant("expires_at", job.expiresAt());
    }

    private static void jobEnd(JsonOut out, Job job) {
        out.json("result", job.result());
        Parts.error(out, job.error());
        Parts.warnings(out, job.warnings());
        out.id("last_run_id", "run", job.lastRunId())
                .id("retry_of_run_id", "run", job.spec().retryOfRunId())
                .text("callback_url", url(job.spec().callback()));
    }

    private static @Nullable String url(@Nullable Callback callback) {
        return callback == null ? null : callback.url();
    }

    /** The run's members, into an object that was begun. @param inline see {@link #writeRun} */
    public static void runMembers(JsonOut out, JobRun run, Map<String, byte[]> inline) {
        out.id("run_id", "run", run.id())
                .id("job_id", "job", run.jobId())
                .text("job_type", run.jobType())
                .word("trigger", run.trigger())
                .number("attempt", run.attempt())
                .text("status", run.status().name())
                .word("phase", run.phase())
                .text("node", run.node());
        runTimes(out, run);
        runEnd(out, run, inline);
    }

    private static void runTimes(JsonOut out, JobRun run) {
        Duration duration = run.duration();
        out.instant("created_at", run.createdAt())
                .instant("started_at", run.startedAt())
                .instant("finished_at", run.finishedAt())
                .number("duration_ms", duration == null ? null : (Long) duration.toMillis())
                .instant("heartbeat_at", run.heartbeatAt())
                .number("progress_percent", run.progress().percent());
        Parts.progress(out, run.progress());
    }

    private static void runEnd(JsonOut out, JobRun run, Map<String, byte[]> inline) {
        out.json("result", run.result());
        Parts.error(out, run.error());
        Parts.warnings(out, run.warnings());
        Artifacts.write(out, run.artifacts(), inline, artifactBase(run));
        out.instant("expires_at", run.expiresAt());
    }

    private static String artifactBase(JobRun run) {
        return "/api/job-runs/" + Ids.prefixed("run", run.id()) + "/artifacts/";
    }
}
