package dev.windlass.http.operation;

import dev.windlass.http.metrics.Metrics;
import dev.windlass.http.pipeline.RequestObserver;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the HTTP server measures of itself. Label values are routes, never paths, so there are few. */
public final class HttpMetrics implements RequestObserver {

    private final Metrics metrics;
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
        String where = route == null ? "none" : route;
        String verb = route == null ? "any" : method;
        requests.add("method=\"" + verb + "\",route=\"" + where + "\",status=\"" + status + "\"", 1);
        durations.record("route=\"" + where + "\"", nanos);
    }
}
