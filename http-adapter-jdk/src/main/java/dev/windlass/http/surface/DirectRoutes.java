package dev.windlass.http.surface;

import dev.windlass.IdempotencyKey;
import dev.windlass.JobRuns;
import dev.windlass.Submitted;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Prefer;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.RunStatus;
import dev.windlass.json.PartViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Direct execution (seed row C7): {@code /api/direct/{job_type}} and the paths that the host registers. Their answers are the bare
 * result, as the endpoints that they stand for always gave it.
 */
final class DirectRoutes {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

    private final Host host;
    private final JobRuns runs;
    private final Face<JobRun> face;

    DirectRoutes(Host host) {
        this.host = host;
        this.runs = host.scheduler.runs();
        this.face = host.settings.runsAreStatuses() ? Faces.statusRun(host) : Faces.contractRun(host);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.action("/api/direct/{job_type}", Scope.SUBMIT, this::anyType)
                .query("wait")
                .filtered(FreePayload.FILTER));
        for (Map.Entry<String, String> path : host.settings.directPaths().entrySet()) {
            String type = path.getValue();
            routes.add(Route.action(path.getKey(), Scope.SUBMIT, request -> run(request, type))
                    .query("wait")
                    .filtered(FreePayload.FILTER));
        }
        return routes;
    }

    private ApiResponse anyType(ApiRequest request) {
        return run(request, request.pathParam("job_type"));
    }

    private ApiResponse run(ApiRequest request, String type) {
        JsonObjectReader body = JsonObjectReader.of(request);
        if (body.has("state_webhook_url")) {
            body.reject("state_webhook_url", "is honoured by POST /jobs only");
        }
        Json params = body.all();
        body.finish();
        String trace = request.traceparent();
        Duration wait = Prefer.of(request).waitOr(USUAL_WAIT);
        Function<IdempotencyKey<JobRun>, Submitted<JobRun>> keyed = key -> runs.runDirect(type, params, trace, key);
        Supplier<JobRun> plain = () -> runs.runDirect(type, params, trace);
        Function<UUID, ApiResponse> follow = id -> follow(request, id, wait);
        return wait.isZero()
                ? host.idempotency.once(request, keyed, plain, run -> accepted(request, run), follow)
                : host.idempotency.onceAndFollow(request, keyed, plain, JobRun::id, follow);
    }

    private ApiResponse follow(ApiRequest request, UUID id, Duration wait) {
        return host.runs.ended(id, face, wait, run -> outcome(request, run));
    }

    private Answer accepted(ApiRequest request, JobRun run) {
        Answer answer = host.runs.shown(202, face, run);
        return Prefer.of(request).respondAsync() ? answer.with("Preference-Applied", "respond-async") : answer;
    }

    private Answer outcome(ApiRequest request, JobRun run) {
        return Reads.applied(request, face.ended(run) ? ended(request, run) : accepted(request, run));
    }

    private Answer ended(ApiRequest request, JobRun run) {
        if (run.status() == RunStatus.FAILED) {
            // Not thrown: it is an outcome as any other, and gets the same headers.
            return failed(run).answer(request.path(), request.requestId());
        }
        return Outputs.of(host, request, run).with("Content-Location", face.location(run));
    }

    private Problem failed(JobRun run) {
        Problem problem = Problem.of(
                        ProblemCode.RUN_FAILED,
                        run.error() == null ? "The run failed" : run.error().message())
                .header("Content-Location", face.location(run));
        return run.error() == null ? problem : problem.extra("error", PartViews.error(run.error()));
    }
}
