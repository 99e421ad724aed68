package dev.windlass.http.surface;

import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Paging;
import dev.windlass.job.Callback;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.Page;
import dev.windlass.json.StatusView;
import dev.windlass.json.StatusWord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/jobs}: triggering and monitoring (seed-000, seed-002). {@link StatusRunRoutes} has {@code /v1/runs}. */
final class StatusRoutes {

    private static final String ONE = "/v1/jobs/{job_id}";

    private final Host host;
    private final Submissions submissions;
    private final Face<Job> face;

    StatusRoutes(Host host) {
        this.host = host;
        this.submissions = new Submissions(host);
        this.face = Faces.status(host);
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/jobs", Scope.SUBMIT, this::create).query("wait"),
                Route.get("/v1/jobs", Scope.READ, this::list)
                        .query("status", "job_type", "created_after", "created_before", "page_size", "page_token"),
                Route.get(ONE, Scope.READ, request -> host.jobs.get(request, id(request), face))
                        .query("wait"),
                Route.action(ONE + "/cancel", Scope.SUBMIT, this::cancel),
                Route.delete(ONE, Scope.SUBMIT, this::cancel).body(Route.BodyKind.NONE));
    }

    private static String id(ApiRequest request) {
        return request.pathParam("job_id");
    }

    private ApiResponse create(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        JobRequest job =
                Bodies.job(body, request.traceparent()).callback(callback(body)).build();
        body.finish();
        return submissions.submit(request, job, face);
    }

    /** {@code callback_url} and {@code callback_on} (seed rows T5 and M4). */
    private static @Nullable Callback callback(JsonObjectReader body) {
        String url = body.string("callback_url");
        CallbackOn on = body.word("callback_on", CallbackOn.class);
        if (url == null && on != null) {
            body.reject("callback_on", "needs a callback_url");
        }
        return url == null
                ? null
                : new Callback(url, on == CallbackOn.ALL ? Callback.Scope.ALL : Callback.Scope.TERMINAL);
    }

    private enum CallbackOn {
        TERMINAL,
        ALL
    }

    /** Words that share a status of the model are told apart after the page was read, so a filtered page may be short (AIP-158). */
    private Answer list(ApiRequest request) {
        Params params = new Params(request.query());
        Set<StatusWord> words = params.words("status", StatusWord.class);
        return host.paging.answer(
                request,
                wanted -> named(words, host.scheduler.jobs().list(query(params, words, wanted))),
                (out, job) -> StatusView.write(out, job, host.now()));
    }

    private static JobQuery query(Params params, Set<StatusWord> words, Paging.Wanted wanted) {
        return new JobQuery(
                StatusWords.statuses(words),
                params.text("job_type"),
                null,
                null,
                null,
                null,
                params.instant("created_after"),
                params.instant("created_before"),
                JobQuery.Order.CREATED_DESC,
                wanted.cursor(),
                wanted.size());
    }

    private Page<Job> named(Set<StatusWord> words, Page<Job> page) {
        return words.isEmpty()
                ? page
                : new Page<>(
                        page.items().stream()
                                .filter(job -> words.contains(StatusWord.of(job, host.now())))
                                .toList(),
                        page.next());
    }

    private Answer cancel(ApiRequest request) {
        return submissions.cancel(request, id(request), face);
    }
}
