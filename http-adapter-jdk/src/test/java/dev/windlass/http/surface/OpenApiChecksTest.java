package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checks that all other tests here lean on can fail. */
class OpenApiChecksTest {

    private static final String ACCEPTED =
            "{\"task_id\":\"task-0193b2c4-5678-7abc-8def-0123456789ab\",\"status\":\"PENDING\"}";
    private static final String ACTION = "/v1/bots/b/actions/a";

    private final OpenApiChecks checks =
            new OpenApiChecks(OpenApi.document(SurfaceSettings.DEFAULTS, true).tree());

    private static Reply reply(int status, String type, String body) {
        return new Reply(
                status,
                HttpHeaders.of(Map.of("Content-Type", List.of(type)), (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatFitsPasses() {
        Reply fits = reply(202, "application/json", ACCEPTED);
        assertThat(checks.check("POST", ACTION + "?x=1", "{}", fits)).isSameAs(fits);
    }

    @Test
    void everythingElseDoesNot() {
        fails("POST", ACTION, reply(202, "application/json", ACCEPTED.replace("}", ",\"more\":1}")));
        fails("POST", ACTION, reply(202, "application/json", "{\"status\":\"PENDING\"}"));
        fails("POST", ACTION, reply(202, "application/json", ACCEPTED.replace("PENDING", "QUEUED")));
        fails("POST", ACTION, reply(202, "text/plain", ACCEPTED));
        fails("POST", ACTION, reply(201, "application/json", ACCEPTED));
        fails("GET", "/v1/nowhere", reply(200, "application/json", "{}"));
        fails("GET", "/api/jobs", reply(404, "application/problem+json", "{\"title\":\"only\"}"));
    }

    private void fails(String method, String path, Reply reply) {
        assertThatThrownBy(() -> checks.check(method, path, null, reply)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aRequestThatShouldNotHaveBeenAcceptedIsFound() {
        Reply accepted = reply(202, "application/json", new Json("{}").text());
        assertThatThrownBy(() -> checks.check("POST", "/api/queue/pause", "{\"que\":1}", accepted))
                .isInstanceOf(AssertionError.class);
    }
}
