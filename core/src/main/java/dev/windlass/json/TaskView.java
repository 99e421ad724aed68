package dev.windlass.json;

import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Warning;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The task object of {@code /v1/tasks} (seed-004): a member that says nothing is left out, as in the seed's samples. */
public final class TaskView {

    private TaskView() {}

    /** The id as this surface writes it. */
    public static String id(UUID jobId) {
        return "task-" + jobId;
    }

    /** @param resultRef where the result is when it is too large to be part of the job; null when it is not */
    public static void write(JsonOut out, Job job, @Nullable String resultRef) {
        out.begin().with(o -> members(o, job));
        if (resultRef != null) {
            out.text("result_ref", resultRef);
        }
        out.end();
    }

    private static void members(JsonOut out, Job job) {
        TaskWord word = TaskWord.of(job);
        out.text("task_id", id(job.id())).text("status", word.name());
        switch (word) {
            case PENDING -> {}
            case RUNNING -> out.number("progress_percent", percent(job));
            case COMPLETED -> completed(out, job);
            case FAILED -> {
                out.instant("completed_at", job.finishedAt());
                Parts.error(out, Endings.error(job));
            }
        }
    }

    /** Seed row K2 promises a percentage while running; as long as nothing is reported, 0 is what is known to be done. */
    private static int percent(Job job) {
        Integer percent = job.progress().percent();
        return percent == null ? 0 : percent;
    }

    private static void completed(JsonOut out, Job job) {
        out.instant("completed_at", job.finishedAt()).json("result", job.result());
        List<Warning> warnings = Endings.warnings(job.status() == JobStatus.SKIPPED, job.warnings());
        if (!warnings.isEmpty()) {
            Parts.warnings(out, warnings);
        }
    }
}
