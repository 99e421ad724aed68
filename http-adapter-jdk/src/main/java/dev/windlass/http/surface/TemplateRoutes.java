package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.JobTemplates;
import dev.windlass.JobTemplates.Draft;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rules.Conditional;
import dev.windlass.job.Ids;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.NotFoundException;
import dev.windlass.json.JsonOut;
import dev.windlass.json.PartViews;
import dev.windlass.json.ResourceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/job-templates} (seed row C2). */
final class TemplateRoutes {

    private static final String ONE = "/api/job-templates/{template_id}";

    private final Host host;
    private final JobTemplates templates;

    TemplateRoutes(Host host) {
        this.host = host;
        this.templates = host.scheduler.templates();
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/job-templates", Scope.ADMIN, this::create),
                Route.get("/api/job-templates", Scope.READ, this::list)
                        .query("page_size", "page_token", "job_type", "name"),
                Route.get(ONE, Scope.READ, this::get),
                Route.patch(ONE, Scope.ADMIN, this::update),
                Route.delete(ONE, Scope.ADMIN, this::delete).body(Route.BodyKind.NONE));
    }

    private ApiResponse create(ApiRequest request) {
        JsonObjectReader body = JsonObjectReader.of(request);
        Draft draft = draft(body);
        return host.idempotency.once(
                request,
                key -> templates.create(draft, key),
                () -> templates.create(draft),
                made -> shown(201, made).with("Location", location(made)));
    }

    private static Draft draft(JsonObjectReader body) {
        Draft draft = new Draft(
                body.requiredString("name"),
                body.requiredString("job_type"),
                body.jsonObject("params"),
                Bodies.retryPolicy(body),
                body.seconds("timeout_seconds"),
                body.seconds("retention_seconds"));
        body.finish();
        return draft;
    }

    private Answer list(ApiRequest request) {
        Params params = new Params(request.query());
        Map<String, String> filter = new HashMap<>();
        for (String name : List.of("job_type", "name")) {
            String value = params.text(name);
            if (value != null) {
                filter.put(name, value);
            }
        }
        return host.paging.answer(
                request, wanted -> templates.list(filter, wanted.cursor(), wanted.size()), ResourceView::write);
    }

    private Answer get(ApiRequest request) {
        JobTemplate template = find(request);
        return Conditional.isKnown(request, Tags.of(template))
                ? Answer.empty(304).with("ETag", Tags.of(template)).with("Cache-Control", "no-cache")
                : shown(200, template);
    }

    private Answer update(ApiRequest request) {
        JobTemplate current = find(request);
        Long expected = Versions.expected(request, current);
        MergePatch patch = MergePatch.of(request);
        return shown(200, templates.update(current.id(), expected, stored -> draft(patch.onto(tree(stored)))));
    }

    private static ObjectNode tree(Draft draft) {
        return MergePatch.tree(out -> {
            out.text("name", draft.name()).text("job_type", draft.jobType()).json("params", draft.params());
            PartViews.retryPolicy(out, draft.retryPolicy());
            out.seconds("timeout_seconds", draft.timeout()).seconds("retention_seconds", draft.retention());
        });
    }

    private Answer delete(ApiRequest request) {
        JobTemplate current = find(request);
        templates.delete(current.id(), Versions.expected(request, current));
        return Answer.empty(204);
    }

    private JobTemplate find(ApiRequest request) {
        String id = request.pathParam("template_id");
        return Ids.parse(id).flatMap(templates::find).orElseThrow(() -> new NotFoundException("job template", id));
    }

    private static Answer shown(int status, JobTemplate template) {
        return Answer.json(status, JsonOut.bytes(out -> ResourceView.write(out, template)))
                .with("ETag", Tags.of(template))
                .with("Cache-Control", "no-cache");
    }

    private static String location(JobTemplate template) {
        return "/api/job-templates/" + Ids.prefixed("tmpl", template.id());
    }
}
