package dev.windlass.http.operation;

import dev.windlass.http.metrics.Metrics;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code /healthz}, {@code /readyz}, {@code /metrics} and {@code /problems/{code}}. */
public final class OperationRoutes {

    private OperationRoutes() {}

    /** @param ready whether requests should be sent here */
    public static List<Route> of(BooleanSupplier ready, Metrics metrics) {
        return List.of(
                Route.get("/healthz", Scope.OPEN, request -> status(200, "ok")),
                Route.get(
                        "/readyz",
                        Scope.OPEN,
                        request -> ready.getAsBoolean() ? status(200, "ready") : status(503, "not ready")),
                Route.get("/metrics", Scope.READ, request -> Answer.text(200, Metrics.MEDIA_TYPE, metrics.scrape()))
                        .openToLoopback()
                        .produces("text/plain"),
                Route.get("/problems/{code}", Scope.OPEN, OperationRoutes::problem)
                        .produces(null));
    }

    private static Answer status(int code, String word) {
        return Answer.json(code, Json.of(Map.of("status", word)));
    }

    private static ApiResponse problem(ApiRequest request) {
        String word = request.pathParam("code");
        ProblemCode code = ProblemCode.ofWord(word).orElseThrow(() -> new NotFoundException("kind of problem", word));
        String accept = request.headers().joined("Accept");
        return accept != null && accept.contains("text/html") ? page(code) : json(code);
    }

    private static Answer json(ProblemCode code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", code.type());
        body.put("code", code.word());
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("explanation", code.explanation());
        return Answer.json(200, Json.of(body));
    }

    private static Answer page(ProblemCode code) {
        String html =
                "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>" + code.title() + "</title>\n<h1>"
                        + code.title() + "</h1>\n<p>Code <code>" + code.word() + "</code>, status " + code.status()
                        + "</p>\n<p>"
                        + code.explanation() + "</p>\n</html>\n";
        return Answer.text(200, "text/html; charset=utf-8", html).with("Content-Security-Policy", "default-src 'none'");
    }
}
