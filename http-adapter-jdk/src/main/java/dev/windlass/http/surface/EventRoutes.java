package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.Job;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/jobs/…/events} and {@code /api/events}: server-sent events. */
final class EventRoutes {

    private final Host host;
    private final @Nullable EventFeed feed;

    EventRoutes(Host host, @Nullable EventFeed feed) {
        this.host = host;
        this.feed = feed;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/api/jobs/{job_id}/events", Scope.READ, this::job).produces("text/event-stream"));
        if (feed != null) {
            EventFeed all = feed;
            all.serve(host.renderers, host.scheduler);
            routes.add(Route.get(
                            "/api/events",
                            Scope.READ,
                            request -> Answer.events(all.log().from(request.header("Last-Event-ID"))))
                    .produces("text/event-stream"));
        }
        return routes;
    }

    private Answer job(ApiRequest request) {
        Job job = host.jobs.require(request.pathParam("job_id"));
        String last = request.header("Last-Event-ID");
        // 204 tells an EventSource not to come back (WHATWG HTML, server-sent events).
        boolean over = job.status().isTerminal() && JobStream.eventId(job).equals(last);
        return over ? Answer.empty(204) : Answer.events(new JobStream(host, job, last));
    }
}
