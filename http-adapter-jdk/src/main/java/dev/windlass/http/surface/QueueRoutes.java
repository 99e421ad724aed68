package dev.windlass.http.surface;

import dev.windlass.Queues;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.json.JsonOut;
import dev.windlass.json.QueueView;
import dev.windlass.spi.QueueStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/queue}. */
final class QueueRoutes {

    private final Host host;
    private final Queues queues;

    QueueRoutes(Host host) {
        this.host = host;
        this.queues = host.scheduler.queues();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/queue", Scope.READ, request -> shown()),
                Route.action("/api/queue/pause", Scope.ADMIN, this::pause),
                Route.action("/api/queue/resume", Scope.ADMIN, this::resume));
    }

    private Answer pause(ApiRequest request) {
        queues.pause(queue(request));
        return shown();
    }

    private Answer resume(ApiRequest request) {
        queues.resume(queue(request));
        return shown();
    }

    /** One queue, or null for all. */
    private static @Nullable String queue(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        String queue = body.string("queue");
        body.finish();
        return queue;
    }

    private Answer shown() {
        QueueStats stats = queues.stats();
        return Answer.json(200, JsonOut.bytes(out -> QueueView.write(out, stats, host.now())))
                .with("Cache-Control", "no-cache");
    }
}
