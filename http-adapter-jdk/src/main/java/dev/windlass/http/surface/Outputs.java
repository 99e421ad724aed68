package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;

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

    /** 200 with the result, {@code null} when the run has none. */
    static Answer of(Host host, ApiRequest request, JobRun run) {
        if (isLarge(run)) {
            return host.artifacts.answer(request, run.id(), LARGE_RESULT);
        }
        return Answer.json(200, run.result() == null ? NULL : run.result());
    }
}
