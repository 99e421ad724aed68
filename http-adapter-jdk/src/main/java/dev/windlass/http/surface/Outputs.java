package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import org.jspecify.annotations.Nullable;

/** The bare result of a run. */
final class Outputs {

    /** What a result becomes when it is too large to be held inline. */
    static final String LARGE_RESULT = "result";

    private static final Json NULL = new Json("null");

    private Outputs() {}

    static boolean isLarge(JobRun run) {
        return run.result() == null
                && run.artifacts().stream().map(ArtifactInfo::name).anyMatch(LARGE_RESULT::equals);
    }

    /** Where the result of a COMPLETED job is when it is too large to be held inline; null otherwise, or when no surface serves it. */
    static @Nullable String reference(Host host, Job job) {
        boolean missing = job.status() == JobStatus.COMPLETED && job.result() == null;
        if (!missing || job.lastRunId() == null) {
            return null;
        }
        JobRun run = host.scheduler.runs().find(job.lastRunId()).orElse(null);
        if (run == null || !isLarge(run)) {
            return null;
        }
        if (host.settings.enabled().contains(Surface.CONTRACT)) {
            return Faces.runPath(run.id()) + "/artifacts/" + LARGE_RESULT;
        }
        boolean status = host.settings.enabled().contains(Surface.STATUS);
        return status ? "/v1/runs/" + Ids.prefixed("run", run.id()) + "/output" : null;
    }

    /** 200 with the result, {@code null} when the run has none. */
    static Answer of(Host host, ApiRequest request, JobRun run) {
        if (isLarge(run)) {
            return host.artifacts.answer(request, run.id(), LARGE_RESULT);
        }
        return Answer.json(200, run.result() == null ? NULL : run.result());
    }
}
