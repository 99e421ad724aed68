package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.Schedules;
import dev.windlass.Schedules.Draft;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.Ids;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Schedule;
import dev.windlass.json.JsonOut;
import dev.windlass.json.ResourceView;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/schedules} (seed row C3). */
final class ScheduleRoutes {

    private static final String ONE = "/api/schedules/{schedule_id}";
    private static final int MOST_FIRES = 100;

    private final Host host;
    private final Schedules schedules;

    ScheduleRoutes(Host host) {
        this.host = host;
        this.schedules = host.scheduler.schedules();
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/schedules", Scope.ADMIN, this::create),
                Route.get("/api/schedules", Scope.READ, this::list)
                        .query("enabled", "template_id", "page_size", "page_token"),
                Route.get(ONE, Scope.READ, this::get),
                Route.patch(ONE, Scope.ADMIN, this::update),
                Route.delete(ONE, Scope.ADMIN, this::delete).body(Route.BodyKind.NONE),
                Route.action(ONE + "/run", Scope.SUBMIT, this::run),
                Route.get(ONE + "/next", Scope.READ, this::next).query("count", "after"));
    }

    private ApiResponse create(ApiRequest request) {
        Draft draft = draft(JsonObjectReader.of(request));
        return host.idempotency.once(
                request,
                key -> schedules.create(draft, key),
                () -> schedules.create(draft),
                made -> shown(201, made).with("Location", "/api/schedules/" + Ids.prefixed("sched", made.id())));
    }

    private static Draft draft(JsonObjectReader body) {
        body.require("template_id");
        UUID template = body.id("template_id");
        Draft draft = new Draft(
                template == null ? new UUID(0, 0) : template,
                body.requiredString("cron"),
                body.string("cron_type"),
                body.string("timezone"),
                !Objects.equals(body.bool("enabled"), false),
                body.word("misfire", Schedule.Misfire.class),
                body.word("overlap", Schedule.Overlap.class),
                dst(body.object("dst")));
        body.finish();
        return draft;
    }

    private static @Nullable DstPolicy dst(@Nullable JsonObjectReader body) {
        return body == null
                ? null
                : new DstPolicy(
                        Bodies.or(body.word("gap", DstPolicy.Gap.class), DstPolicy.DEFAULT.gap()),
                        Bodies.or(body.word("overlap", DstPolicy.Repeat.class), DstPolicy.DEFAULT.overlap()));
    }

    private static ObjectNode tree(Draft draft) {
        return MergePatch.tree(out -> {
            out.id("template_id", "tmpl", draft.templateId())
                    .text("cron", draft.cron())
                    .text("cron_type", draft.cronType())
                    .text("timezone", draft.timezone())
                    .bool("enabled", draft.enabled())
                    .word("misfire", draft.misfire())
                    .word("overlap", draft.overlap());
            if (draft.dst() != null) {
                out.begin("dst")
                        .word("gap", draft.dst().gap())
                        .word("overlap", draft.dst().overlap())
                        .end();
            }
        });
    }

    private Answer list(ApiRequest request) {
        Params params = new Params(request.query());
        Map<String, String> filter = new HashMap<>();
        String enabled = params.bool("enabled");
        if (enabled != null) {
            filter.put("enabled", enabled);
        }
        UUID template = params.id("template_id");
        if (template != null) {
            filter.put("template_id", template.toString());
        }
        return host.paging.answer(
                request, wanted -> schedules.list(filter, wanted.cursor(), wanted.size()), ResourceView::write);
    }

    private Answer get(ApiRequest request) {
        Schedule schedule = find(request);
        return Conditional.isKnown(request, tag(schedule))
                ? Answer.empty(304).with("ETag", tag(schedule)).with("Cache-Control", "no-cache")
                : shown(200, schedule);
    }

    private Answer update(ApiRequest request) {
        Schedule current = find(request);
        Long expected = Versions.expected(request, current);
        MergePatch patch = MergePatch.of(request);
        return shown(200, schedules.update(current.id(), expected, stored -> draft(patch.onto(tree(stored)))));
    }

    private Answer delete(ApiRequest request) {
        Schedule current = find(request);
        schedules.delete(current.id(), Versions.expected(request, current));
        return Answer.empty(204);
    }

    private ApiResponse run(ApiRequest request) {
        // Found by what runs it, so that a repeated request is answered although the schedule is gone.
        UUID id = id(request);
        JsonObjectReader.of(request).finish();
        return host.idempotency.once(
                request,
                key -> schedules.runNow(id, key),
                () -> schedules.runNow(id),
                job -> host.jobs.shown(202, Faces.contractJob(), job));
    }

    private Answer next(ApiRequest request) {
        Params params = new Params(request.query());
        int count = params.integer("count", 10, 1, MOST_FIRES);
        Instant after = Bodies.or(params.instant("after"), host.now());
        var fires = schedules.next(find(request).id(), count, after);
        byte[] body = JsonOut.object(out -> {
            out.beginArray("items");
            fires.forEach(fire -> out.begin()
                    .text("fire_at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(fire))
                    .end());
            out.endArray();
        });
        return Answer.json(200, body).with("Cache-Control", "no-cache");
    }

    private static UUID id(ApiRequest request) {
        String id = request.pathParam("schedule_id");
        return Ids.parse(id).orElseThrow(() -> new NotFoundException("schedule", id));
    }

    private Schedule find(ApiRequest request) {
        UUID id = id(request);
        return schedules.find(id).orElseThrow(() -> new NotFoundException("schedule", Ids.prefixed("sched", id)));
    }

    private static Answer shown(int status, Schedule schedule) {
        return Answer.json(status, JsonOut.bytes(out -> ResourceView.write(out, schedule)))
                .with("ETag", tag(schedule))
                .with("Cache-Control", "no-cache");
    }

    private static String tag(Schedule schedule) {
        return Tags.of(schedule, schedule.nextFireAt(), schedule.lastFireAt());
    }
}
