package dev.windlass.http.surface;

import dev.windlass.Jobs;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import java.util.List;

/** {@code POST /api/jobs/batch}: all or none, with a JSON pointer per bad item. */
final class BatchRoutes {

    private static final int MOST = 1_000;

    private final Host host;
    private final Jobs jobs;

    BatchRoutes(Host host) {
        this.host = host;
        this.jobs = host.scheduler.jobs();
    }

    List<Route> routes() {
        return List.of(Route.post("/api/jobs/batch", Scope.SUBMIT, this::create));
    }

    private ApiResponse create(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        body.require("jobs");
        List<JsonObjectReader> items = body.objects("jobs");
        if (body.has("jobs") && (items.isEmpty() || items.size() > MOST)) {
            body.reject("jobs", "must have 1 to " + MOST + " items");
        }
        List<JobRequest> requests = items.stream()
                .map(item -> Bodies.contractJob(item, request.traceparent()))
                .toList();
        body.finish();
        return host.idempotency.once(
                request, key -> jobs.submitAll(requests, key), () -> jobs.submitAll(requests), BatchRoutes::accepted);
    }

    private static Answer accepted(List<Job> made) {
        byte[] body = JsonOut.object(out -> {
            out.beginArray("items");
            made.forEach(job -> ContractView.writeJob(out, job));
            out.endArray();
        });
        return Answer.json(202, body).with("Retry-After", "1");
    }
}
