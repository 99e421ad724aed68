package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.ConflictException;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.RunStatus;
import java.util.List;
import java.util.Optional;

/** {@code /v1/runs}, by the id of a job or of a run (seed-002). */
final class StatusRunRoutes {

    private final Host host;
    private final Face<Job> jobFace;
    private final Face<JobRun> runFace;

    StatusRunRoutes(Host host) {
        this.host = host;
        this.jobFace = Faces.status(host);
        this.runFace = Faces.statusRun(host);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/runs/{run_id}", Scope.READ, this::get).query("wait"),
                Route.get("/v1/runs/{run_id}/output", Scope.READ, this::output));
    }

    private ApiResponse get(ApiRequest request) {
        String id = request.pathParam("run_id");
        return host.jobs.find(id).isPresent()
                ? host.jobs.get(request, id, jobFace)
                : host.runs.get(request, id, runFace);
    }

    private Answer output(ApiRequest request) {
        String id = request.pathParam("run_id");
        Optional<Job> job = host.jobs.find(id);
        return job.isPresent() ? output(request, job.get()) : output(request, host.runs.require(id));
    }

    private Answer output(ApiRequest request, Job job) {
        String id = Ids.prefixed("job", job.id());
        check(job.status().isTerminal(), job.status() == JobStatus.COMPLETED, id);
        if (job.result() != null || job.lastRunId() == null) {
            return Answer.json(200, job.result() == null ? new Json("null") : job.result());
        }
        return host.scheduler
                .runs()
                .find(job.lastRunId())
                .map(run -> shown(request, run))
                .orElseThrow(() -> new NotFoundException("output of", id));
    }

    private Answer output(ApiRequest request, JobRun run) {
        check(run.status().isTerminal(), run.status() == RunStatus.COMPLETED, Ids.prefixed("run", run.id()));
        return shown(request, run);
    }

    private static void check(boolean ended, boolean succeeded, String id) {
        if (!ended) {
            throw new ConflictException(ConflictException.Reason.NOT_FINISHED, id + " has not ended yet");
        }
        if (!succeeded) {
            throw new NotFoundException("output of", id);
        }
    }

    /** A large result is where artifacts are, unless that surface is off. */
    private Answer shown(ApiRequest request, JobRun run) {
        if (Outputs.isLarge(run) && host.settings.enabled().contains(Surface.CONTRACT)) {
            return Answer.empty(303).with("Location", Faces.runPath(run.id()) + "/artifacts/" + Outputs.LARGE_RESULT);
        }
        return Outputs.of(host, request, run);
    }
}
