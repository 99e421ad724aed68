package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.json.JsonOut;
import dev.windlass.json.TaskView;
import dev.windlass.json.TaskWord;
import java.util.List;

/** {@code /v1/bots/…/actions/…} and {@code /v1/tasks} (seed-004). */
final class TaskRoutes {

    private static final String ONE = "/v1/tasks/{task_id}";

    private final Host host;
    private final Submissions submissions;
    private final Face<Job> face;

    TaskRoutes(Host host) {
        this.host = host;
        this.submissions = new Submissions(host);
        this.face = Faces.task(host);
    }

    List<Route> routes() {
        return List.of(
                Route.action("/v1/bots/{bot_id}/actions/{action}", Scope.SUBMIT, this::create)
                        .filtered(FreePayload.FILTER),
                Route.get(ONE, Scope.READ, request -> host.jobs.get(request, id(request), face))
                        .query("wait"),
                Route.action(ONE + "/cancel", Scope.SUBMIT, this::cancel),
                Route.delete(ONE, Scope.SUBMIT, this::cancel).body(Route.BodyKind.NONE));
    }

    private static String id(ApiRequest request) {
        return request.pathParam("task_id");
    }

    private ApiResponse create(ApiRequest request) {
        String action = request.pathParam("action");
        JobRequest job = JobRequest.builder()
                .type(host.settings.botActions().getOrDefault(action, action))
                .params(params(request))
                .traceparent(request.traceparent())
                .build();
        try {
            return submissions.accept(request, job, this::accepted);
        } catch (InvalidRequestException e) {
            // Asked only now, so that a repeated request is answered although the action is gone.
            throw isKnown(action) ? e : new NotFoundException("action", action);
        }
    }

    /** The seed's sample answer, to the letter. */
    private Answer accepted(Job job) {
        byte[] body = JsonOut.object(
                out -> out.text("task_id", TaskView.id(job.id())).text("status", TaskWord.PENDING.name()));
        return Answer.json(202, body)
                .with("Location", face.location(job))
                .with("ETag", face.tag(job))
                .with("Retry-After", "1");
    }

    private boolean isKnown(String action) {
        return host.settings.botActions().containsKey(action)
                || host.scheduler.jobTypes().contains(action);
    }

    /** The body as it is, and which bot was asked. */
    private static Json params(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        Json free = body.all();
        body.finish();
        ObjectNode params = (ObjectNode) free.tree();
        params.put("bot_id", request.pathParam("bot_id"));
        return new Json(params.toString());
    }

    private Answer cancel(ApiRequest request) {
        return submissions.cancel(request, id(request), face);
    }
}
