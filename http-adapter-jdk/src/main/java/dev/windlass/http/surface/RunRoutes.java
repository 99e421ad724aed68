package dev.windlass.http.surface;

import dev.windlass.JobRuns;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.JobRun;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /api/job-runs} (seed rows C8 and C9). */
final class RunRoutes {

    private static final String ONE = "/api/job-runs/{run_id}";

    private final Host host;
    private final JobRuns runs;
    private final Face<JobRun> face;

    RunRoutes(Host host) {
        this.host = host;
        this.runs = host.scheduler.runs();
        this.face = Faces.contractRun(host);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/job-runs", Scope.READ, this::list)
                        .query("job_id", "status", "trigger", "job_type", "finished_after", "finished_before")
                        .query("page_size", "page_token"),
                Route.get(ONE, Scope.READ, request -> host.runs.get(request, request.pathParam("run_id"), face))
                        .query("wait"),
                Route.action(ONE + "/retry", Scope.SUBMIT, this::retry),
                Route.get(ONE + "/artifacts/{name}", Scope.READ, this::artifact).produces(null));
    }

    private Answer list(ApiRequest request) {
        return host.paging.answer(request, wanted -> runs.list(JobQueries.runs(request, wanted)), RunRoutes::listed);
    }

    /** A run in a list refers to its artifacts: a page with all their bytes could be a hundred megabytes. */
    static void listed(JsonOut out, JobRun run) {
        ContractView.writeRun(out, run, Map.of());
    }

    private ApiResponse retry(ApiRequest request) {
        // Found by what retries it, so that a repeated request is answered although the run is gone.
        UUID id = host.runs.id(request.pathParam("run_id"));
        JsonObjectReader.of(request).finish();
        return host.idempotency.once(
                request,
                key -> runs.retry(id, key),
                () -> runs.retry(id),
                job -> host.jobs.shown(202, Faces.contractJob(), job));
    }

    private Answer artifact(ApiRequest request) {
        UUID id = host.runs.require(request.pathParam("run_id")).id();
        return host.artifacts.answer(request, id, request.pathParam("name"));
    }
}
