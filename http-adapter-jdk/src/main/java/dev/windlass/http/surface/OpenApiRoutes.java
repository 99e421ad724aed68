package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.Json;
import java.util.List;

/** {@code /openapi.json}. */
final class OpenApiRoutes {

    private OpenApiRoutes() {}

    static List<Route> routes(SurfaceSettings settings, boolean events) {
        Json document = OpenApi.document(settings, events);
        Answer answer = Conditional.tagged(Answer.json(200, document).with("Cache-Control", "no-cache"));
        return List.of(Route.get("/openapi.json", Scope.OPEN, request -> answer).filtered(Conditional.FILTER));
    }
}
