package dev.windlass.http.surface;

import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.Callback;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.json.AsyncView;
import dev.windlass.json.JsonOut;
import java.util.List;
import java.util.Set;

/** {@code /jobs}: native payloads, state webhooks, artifacts (seed-003). */
final class AsyncRoutes {

    private static final String ONE = "/jobs/{job_id}";
    private static final String STATE_URL = "state_webhook_url";

    private final Host host;
    private final Submissions submissions;
    private final Face<Job> face;

    AsyncRoutes(Host host) {
        this.host = host;
        this.submissions = new Submissions(host);
        this.face = Faces.async(host);
    }

    List<Route> routes() {
        return List.of(
                Route.post("/jobs", Scope.SUBMIT, this::create).filtered(FreePayload.FILTER),
                Route.get(ONE, Scope.READ, request -> host.jobs.get(request, id(request), face))
                        .query("wait"),
                Route.get(ONE + "/artifacts/{name}", Scope.READ, this::artifact).produces(null),
                Route.action(ONE + "/cancel", Scope.SUBMIT, this::cancel),
                Route.delete(ONE, Scope.SUBMIT, this::cancel).body(Route.BodyKind.NONE));
    }

    private static String id(ApiRequest request) {
        return request.pathParam("job_id");
    }

    private ApiResponse create(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        String url = body.string(STATE_URL);
        Json params = body.allBut(Set.of(STATE_URL));
        body.finish();
        JobRequest job = JobRequest.builder()
                .type(host.settings.asyncJobType())
                .params(params)
                .callback(url == null ? null : new Callback(url, Callback.Scope.STATES))
                .traceparent(request.traceparent())
                .build();
        return submissions.accept(request, job, this::accepted);
    }

    /** Seed row A1: exactly the id. */
    private Answer accepted(Job job) {
        return Answer.json(202, JsonOut.object(out -> out.text("job_id", AsyncView.id(job.id()))))
                .with("Location", face.location(job))
                .with("ETag", face.tag(job))
                .with("Retry-After", "1");
    }

    /** Of the last run, once the job has ended: the same that its object shows. */
    private Answer artifact(ApiRequest request) {
        Job job = host.jobs.require(id(request));
        String name = request.pathParam("name");
        if (job.lastRunId() == null || !job.status().isTerminal()) {
            throw new NotFoundException("artifact", name);
        }
        return host.artifacts.answer(request, job.lastRunId(), name);
    }

    private Answer cancel(ApiRequest request) {
        return submissions.cancel(request, id(request), face);
    }
}
