package dev.windlass.http.surface;

import dev.windlass.Webhooks;
import dev.windlass.Webhooks.Draft;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.Ids;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.json.DeliveryView;
import dev.windlass.json.JsonOut;
import dev.windlass.json.ResourceView;
import dev.windlass.spi.Delivery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/webhooks} (seed row C10). */
final class WebhookRoutes {

    private static final String ONE = "/api/webhooks/{webhook_id}";

    private final Host host;
    private final Webhooks webhooks;

    WebhookRoutes(Host host) {
        this.host = host;
        this.webhooks = host.scheduler.webhooks();
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/webhooks", Scope.ADMIN, this::create),
                Route.get("/api/webhooks", Scope.READ, this::list).query("page_size", "page_token"),
                Route.get(ONE, Scope.READ, this::get),
                Route.patch(ONE, Scope.ADMIN, this::update),
                Route.delete(ONE, Scope.ADMIN, this::delete).body(Route.BodyKind.NONE),
                Route.action(ONE + "/rotate-secret", Scope.ADMIN, this::rotate),
                Route.action(ONE + "/test", Scope.ADMIN, this::test),
                Route.action(ONE + "/enable", Scope.ADMIN, this::enable),
                Route.post(ONE + "/recover", Scope.ADMIN, this::recover));
    }

    private ApiResponse create(ApiRequest request) {
        Draft draft = WebhookBody.read(JsonObjectReader.of(request));
        return host.idempotency.once(
                request,
                key -> webhooks.create(draft, key),
                () -> webhooks.create(draft),
                made -> shown(201, made, draft.secret() == null ? newest(made) : null)
                        .with("Location", "/api/webhooks/" + Ids.prefixed("wh", made.id())));
    }

    private Answer list(ApiRequest request) {
        return host.paging.answer(
                request,
                wanted -> webhooks.list(wanted.cursor(), wanted.size()),
                (out, endpoint) -> ResourceView.write(out, endpoint, null));
    }

    private Answer get(ApiRequest request) {
        WebhookEndpoint endpoint = find(request);
        Answer answer = shown(200, endpoint, null);
        return Conditional.isKnown(request, tag(endpoint)) ? Conditional.notModified(answer) : answer;
    }

    private Answer update(ApiRequest request) {
        WebhookEndpoint current = find(request);
        Long expected = Versions.expected(request, current);
        MergePatch patch = MergePatch.of(request);
        WebhookEndpoint changed = webhooks.update(
                current.id(), expected, stored -> WebhookBody.read(patch.onto(WebhookBody.tree(stored))));
        return shown(200, changed, null);
    }

    private Answer delete(ApiRequest request) {
        WebhookEndpoint current = find(request);
        webhooks.delete(current.id(), Versions.expected(request, current));
        return Answer.empty(204);
    }

    private Answer rotate(ApiRequest request) {
        JsonObjectReader.of(request).finish();
        WebhookEndpoint rotated = webhooks.rotateSecret(find(request).id());
        return shown(200, rotated, newest(rotated));
    }

    private Answer test(ApiRequest request) {
        JsonObjectReader.of(request).finish();
        Delivery ping = webhooks.ping(find(request).id());
        return Answer.json(202, JsonOut.bytes(out -> DeliveryView.write(out, ping)))
                .with("Location", DeliveryRoutes.location(ping))
                .with("Retry-After", "1");
    }

    private Answer enable(ApiRequest request) {
        JsonObjectReader.of(request).finish();
        return shown(200, webhooks.enable(find(request).id()), null);
    }

    private Answer recover(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        body.require("since");
        Instant since = Bodies.or(body.instant("since"), Instant.EPOCH);
        Instant until = Bodies.or(body.instant("until"), host.now());
        body.finish();
        int count = webhooks.recover(find(request).id(), since, until);
        return Answer.json(202, JsonOut.object(out -> out.number("redelivered", count)))
                .with("Retry-After", "1");
    }

    private WebhookEndpoint find(ApiRequest request) {
        String id = request.pathParam("webhook_id");
        return Ids.parse(id).flatMap(webhooks::find).orElseThrow(() -> new NotFoundException("webhook", id));
    }

    private static String newest(WebhookEndpoint endpoint) {
        return endpoint.secrets().get(0).value();
    }

    private static Answer shown(int status, WebhookEndpoint endpoint, @Nullable String secret) {
        // A secret must not stay in any cache on the way.
        return Answer.json(status, JsonOut.bytes(out -> ResourceView.write(out, endpoint, secret)))
                .with("ETag", tag(endpoint))
                .with("Cache-Control", secret == null ? "no-cache" : "no-store");
    }

    private static String tag(WebhookEndpoint endpoint) {
        return Tags.of(endpoint, endpoint.failingSince());
    }
}
