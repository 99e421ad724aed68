package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.http.guard.Tokens;
import dev.windlass.http.pipeline.PipelineSettings;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which token opens which door. */
@Tag("K3")
@Tag("T11")
class SurfaceScopesTest {

    private static final String READER = "reader-0123456789abcdef";
    private static final String SUBMITTER = "submitter-0123456789abcdef";
    private static final String ADMIN = "admin-0123456789abcdef";

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        Tokens tokens = Tokens.parse(
                List.of("reader:read:" + READER, "submitter:submit+read:" + SUBMITTER, "root:admin:" + ADMIN));
        server = new SurfaceServer(
                s -> s,
                s -> s,
                handler -> handler.settings(PipelineSettings.defaults().withTokens(tokens)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int status(
            String method, String path, @org.jspecify.annotations.Nullable String body, String token) {
        return server.send(method, path, body, "Authorization", "Bearer " + token)
                .status();
    }

    @Test
    void nothingIsToldWithoutAToken() {
        Reply reply = server.get("/v1/tasks/task-0193b2c4-5678-7abc-8def-0123456789ab");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(server.post("/v1/bots/b/actions/echo", "{}", "Authorization", "Bearer wrong")
                        .status())
                .isEqualTo(401);
        assertThat(server.get("/openapi.json").status()).isEqualTo(200);
    }

    @Test
    void aReaderReadsASubmitterSubmitsAndAnAdminDoesAll() {
        assertThat(status("POST", "/v1/bots/b/actions/echo", "{}", READER)).isEqualTo(403);
        assertThat(status("POST", "/v1/bots/b/actions/echo", "{}", SUBMITTER)).isEqualTo(202);
        assertThat(status("POST", "/v1/jobs", "{\"job_type\":\"echo\"}", ADMIN)).isEqualTo(202);
        assertThat(status("GET", "/api/jobs", null, READER)).isEqualTo(200);
        String template = "{\"name\":\"t\",\"job_type\":\"echo\"}";
        assertThat(status("POST", "/api/job-templates", template, SUBMITTER)).isEqualTo(403);
        assertThat(status("POST", "/api/job-templates", template, ADMIN)).isEqualTo(201);
        assertThat(status("POST", "/api/queue/pause", null, SUBMITTER)).isEqualTo(403);
    }

    @Test
    void keysOfDifferentPrincipalsNeverMeet() {
        Reply one = server.post(
                "/v1/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "same", "Authorization", "Bearer " + ADMIN);
        Reply other = server.post(
                "/v1/jobs",
                "{\"job_type\":\"echo\"}",
                "Idempotency-Key",
                "same",
                "Authorization",
                "Bearer " + SUBMITTER);
        assertThat(other.status()).isEqualTo(202);
        assertThat(other.at("/id")).isNotEqualTo(one.at("/id"));
    }

    @Test
    void everyRouteThatChangesSomethingNeedsMoreThanRead() {
        for (Route route : server.routes) {
            assertThat(route.scope() == Scope.READ || route.scope() == Scope.OPEN)
                    .as(route.method() + " " + route.pattern())
                    .isEqualTo(route.method().equals("GET"));
        }
    }
}
