package dev.windlass.http.surface;

import dev.windlass.JobRuns;
import dev.windlass.Jobs;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.RunQuery;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import dev.windlass.json.QueueView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code /api/jobs} (seed rows C4 to C6). */
final class JobRoutes {

    private static final String ONE = "/api/jobs/{job_id}";

    private final Host host;
    private final Jobs jobs;
    private final Submissions submissions;
    private final Face<Job> face = Faces.contractJob();

    JobRoutes(Host host) {
        this.host = host;
        this.jobs = host.scheduler.jobs();
        this.submissions = new Submissions(host);
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/jobs", Scope.SUBMIT, this::create).query("wait"),
                Route.get("/api/jobs", Scope.READ, this::list)
                        .query("status", "job_type", "template_id", "schedule_id", "queue", "tag", "created_after")
                        .query("created_before", "order_by", "page_size", "page_token"),
                Route.get(ONE, Scope.READ, request -> host.jobs.get(request, id(request), face))
                        .query("wait"),
                Route.patch(ONE, Scope.SUBMIT, this::move),
                Route.action(ONE + "/cancel", Scope.SUBMIT, this::cancel),
                Route.delete(ONE, Scope.SUBMIT, this::cancel).body(Route.BodyKind.NONE),
                Route.get(ONE + "/runs", Scope.READ, this::runs).query("page_size", "page_token"),
                Route.get(ONE + "/position", Scope.READ, this::position));
    }

    private static String id(ApiRequest request) {
        return request.pathParam("job_id");
    }

    private ApiResponse create(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        JobRequest job = Bodies.contractJob(body, request.traceparent());
        body.finish();
        return submissions.submit(request, job, face);
    }

    private Answer list(ApiRequest request) {
        return host.paging.answer(request, wanted -> jobs.list(JobQueries.of(request, wanted)), ContractView::writeJob);
    }

    private Answer move(ApiRequest request) {
        UUID id = host.jobs.require(id(request)).id();
        JsonObjectReader body = JsonObjectReader.of(request);
        Integer priority = body.integer("priority");
        Instant runAt = body.instant("run_at");
        // A null takes a member away (RFC 7396), and a job has to have these.
        Stream.of("priority", "run_at").filter(body::isNull).forEach(name -> body.reject(name, "must not be null"));
        body.finish();
        Job moved = jobs.move(id, priority, runAt, job -> isExpected(request, job));
        return host.jobs.shown(200, face, moved);
    }

    private boolean isExpected(ApiRequest request, Job job) {
        Conditional.requireMatch(request, face.tag(job));
        return true;
    }

    private Answer cancel(ApiRequest request) {
        return submissions.cancel(request, id(request), face);
    }

    private Answer runs(ApiRequest request) {
        UUID id = host.jobs.require(id(request)).id();
        JobRuns runs = host.scheduler.runs();
        return host.paging.answer(
                request, wanted -> runs.list(RunQuery.ofJob(id, wanted.cursor(), wanted.size())), RunRoutes::listed);
    }

    private Answer position(ApiRequest request) {
        UUID id = host.jobs.require(id(request)).id();
        var position = jobs.position(id);
        return Answer.json(200, JsonOut.bytes(out -> QueueView.write(out, id, position)))
                .with("Cache-Control", "no-cache");
    }
}
