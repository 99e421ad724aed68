package dev.windlass.http.surface;

import dev.windlass.Webhooks;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Paging;
import dev.windlass.job.Ids;
import dev.windlass.job.NotFoundException;
import dev.windlass.json.DeliveryView;
import dev.windlass.json.JsonOut;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import java.util.List;

/** {@code /api/webhook-deliveries}: what was told to whom, and telling it again. */
final class DeliveryRoutes {

    private static final String ONE = "/api/webhook-deliveries/{delivery_id}";

    private final Host host;
    private final Webhooks webhooks;

    DeliveryRoutes(Host host) {
        this.host = host;
        this.webhooks = host.scheduler.webhooks();
    }

    static String location(Delivery delivery) {
        return "/api/webhook-deliveries/" + Ids.prefixed("whd", delivery.id());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/webhook-deliveries", Scope.READ, this::list)
                        .query("job_id", "webhook_id", "status", "page_size", "page_token"),
                Route.get(ONE, Scope.READ, this::get),
                Route.action(ONE + "/redeliver", Scope.ADMIN, this::redeliver));
    }

    private Answer list(ApiRequest request) {
        Params params = new Params(request.query());
        return host.paging.answer(request, wanted -> webhooks.deliveries(query(params, wanted)), DeliveryView::write);
    }

    private static DeliveryQuery query(Params params, Paging.Wanted wanted) {
        return new DeliveryQuery(
                params.id("job_id"),
                params.id("webhook_id"),
                params.word("status", Delivery.Status.class),
                wanted.cursor(),
                wanted.size());
    }

    private Answer get(ApiRequest request) {
        Delivery delivery = find(request);
        return Answer.json(
                        200, JsonOut.bytes(out -> DeliveryView.write(out, delivery, webhooks.attempts(delivery.id()))))
                .with("Cache-Control", "no-cache");
    }

    private Answer redeliver(ApiRequest request) {
        JsonObjectReader.of(request).finish();
        Delivery again = webhooks.redeliver(find(request).id());
        return Answer.json(202, JsonOut.bytes(out -> DeliveryView.write(out, again)))
                .with("Location", location(again))
                .with("Retry-After", "1");
    }

    private Delivery find(ApiRequest request) {
        String id = request.pathParam("delivery_id");
        return Ids.parse(id)
                .flatMap(webhooks::delivery)
                .orElseThrow(() -> new NotFoundException("webhook delivery", id));
    }
}
