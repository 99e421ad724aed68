package dev.windlass.http.operation;

import dev.windlass.http.metrics.Metrics;
import dev.windlass.http.pipeline.RequestObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the HTTP server measures of itself. Label values are routes, never paths, so there are few. */
public final class HttpMetrics implements RequestObserver {

    private final Metrics metrics;
    private final Map<Kind, Labels> labels = new ConcurrentHashMap<>();
    private final Metrics.Counter requests;
    private final Metrics.Histogram durations;

    public HttpMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.requests = metrics.counter("windlass_http_requests_total", "Requests by route and status.");
        this.durations = metrics.histogram(
                "windlass_http_request_seconds", "From the head of a request to its answer, waiting included.");
    }

    public void gauges(IntSupplier waiting, IntSupplier streams, IntSupplier busy) {
        metrics.gauge("windlass_http_waiting_requests", "Requests that wait for something.", waiting::getAsInt);
        metrics.gauge("windlass_http_event_streams", "Open event streams.", streams::getAsInt);
        metrics.gauge("windlass_http_busy_threads", "Threads that serve a request.", busy::getAsInt);
    }

    @Override
    public void answered(String method, @Nullable String route, int status, long nanos) {
        Kind kind = new Kind(route == null ? "any" : method, route == null ? "none" : route, status);
        Labels known = labels.computeIfAbsent(kind, Labels::of);
        requests.add(known.request(), 1);
        durations.record(known.duration(), nanos);
    }

    private record Kind(String method, String route, int status) {}

    /** Written once for each kind of answer, not for each answer. */
    private record Labels(String request, String duration) {
        static Labels of(Kind kind) {
            String route = "route=\"" + kind.route() + "\"";
            return new Labels("method=\"" + kind.method() + "\"," + route + ",status=\"" + kind.status() + "\"", route);
        }
    }
}
