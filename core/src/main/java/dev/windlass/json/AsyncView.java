package dev.windlass.json;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Warning;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The job object of {@code /jobs} and the state webhooks' bodies (seed-003). */
public final class AsyncView {

    private AsyncView() {}

    /** The id as this surface writes it: a bare ULID. */
    public static String id(UUID jobId) {
        return Ids.ulid(jobId);
    }

    /**
     * The job object.
     *
     * @param run the job's last run; null when it never ran
     * @param inline the bytes of artifacts to be shown in place, by name
     */
    public static void write(JsonOut out, Job job, @Nullable JobRun run, Map<String, byte[]> inline) {
        out.begin()
                .text("job_id", id(job.id()))
                .text("state", AsyncState.of(job).word())
                .json("result", job.result());
        Parts.error(out, job.status().isTerminal() ? Endings.error(job) : null);
        artifacts(out, job, run, inline);
        warnings(out, job);
        out.end();
    }

    /** The body of a state webhook. A member that says nothing is left out. */
    public static void writeEvent(JsonOut out, AsyncEvent event) {
        String id = id(event.job().id());
        String state = event.state().word();
        out.begin()
                .text("job_id", id)
                .text("state", state)
                .number("attempt", event.job().attempt())
                .number("sequence", event.sequence())
                .instant("timestamp", event.at())
                .text("idempotency_key", id + ":" + state);
        if (event.baseUrl() != null) {
            out.text("base_url", event.baseUrl().toString());
        }
        outcome(out, event);
        out.end();
    }

    private static void outcome(JsonOut out, AsyncEvent event) {
        switch (event.state()) {
            case QUEUED, LOADING, WORKING -> {}
            case DONE -> {
                out.json("result", event.job().result());
                artifacts(out, event.job(), event.run(), event.inline());
                warnings(out, event.job());
            }
            case FAILED -> {
                Parts.error(out, Endings.error(event.job()));
                artifacts(out, event.job(), event.run(), event.inline());
            }
        }
    }

    /** What an attempt left becomes visible with the end of the job, and a skipped job shows none. */
    private static void artifacts(JsonOut out, Job job, @Nullable JobRun run, Map<String, byte[]> inline) {
        boolean shown = job.status().isTerminal() && job.status() != JobStatus.SKIPPED;
        List<ArtifactInfo> artifacts = shown && run != null ? run.artifacts() : List.of();
        Artifacts.write(out, artifacts, inline, "/jobs/" + id(job.id()) + "/artifacts/");
    }

    private static void warnings(JsonOut out, Job job) {
        List<Warning> warnings = Endings.warnings(job.status() == JobStatus.SKIPPED, job.warnings());
        if (!warnings.isEmpty()) {
            Parts.warnings(out, warnings);
        }
    }
}
