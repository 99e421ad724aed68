package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /v1/bots} and {@code /v1/tasks}. */
class TaskSurfaceTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer(
                settings -> settings.slots(4), surfaces -> surfaces.withBotActions(Map.of("repeat", "echo")), h -> h);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String start(String action, String body) {
        return server.post("/v1/bots/bot-abc-123/actions/" + action, body).header("Location");
    }

    @Test
    @Tag("K1")
    void anActionIsAcceptedWithATicket() {
        Reply reply = server.post(
                "/v1/bots/bot-abc-123/actions/analyze-document",
                "{\"document_url\": \"https://example.com/large-report.pdf\"}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).matches("/v1/tasks/task-[0-9a-f]{8}-[0-9a-f-]{27}");
        assertThat(reply.text())
                .isEqualTo("{\"task_id\":\"" + reply.header("Location").substring(10) + "\",\"status\":\"PENDING\"}");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
    }

    @Test
    @Tag("K2")
    @Tag("K4")
    void aTaskRunsWithItsProgressAndEndsWithItsResult() {
        String path = start("hold", "{\"gate\":\"task\"}");
        server.awaitMember(path, "/status", "RUNNING");
        Reply running = server.awaitMember(path, "/progress_percent", "45");
        assertThat(running.header("Retry-After")).isEqualTo("1");
        server.types.open("task");
        Reply completed = server.awaitMember(path, "/status", "COMPLETED");
        assertThat(completed.header("Retry-After")).isEmpty();
        assertThat(completed.at("/completed_at")).endsWith("Z");
        assertThat(completed.json().get("result")).hasToString("{\"gate\":\"task\",\"bot_id\":\"bot-abc-123\"}");
        assertThat(completed.json().has("error")).isFalse();
    }

    @Test
    @Tag("K2")
    void aTaskThatFailsSaysWhy() {
        Reply failed = server.awaitMember(start("fail", "{\"code\":\"no_text\"}"), "/status", "FAILED");
        assertThat(failed.at("/error/code")).isEqualTo("no_text");
        assertThat(failed.json().has("result")).isFalse();
    }

    @Test
    void aCancelledTaskIsFailedWithCodeCancelled() {
        String path = start("hold", "{\"gate\":\"stop\"}");
        server.awaitMember(path, "/status", "RUNNING");
        assertThat(server.post(path + "/cancel").status()).isEqualTo(202);
        assertThat(server.awaitMember(path, "/status", "FAILED").at("/error/code"))
                .isEqualTo("cancelled");
        assertThat(server.delete(path).status()).isEqualTo(200);
    }

    @Test
    void actionsAreMappedToJobTypesAndUnknownOnesAreNotFound() {
        assertThat(server.awaitMember(start("repeat", "{}"), "/status", "COMPLETED")
                        .at("/result/bot_id"))
                .isEqualTo("bot-abc-123");
        assertThat(server.post("/v1/bots/b/actions/dance", "{}").status()).isEqualTo(404);
        assertThat(server.post("/v1/bots/b/actions/echo", "[]").status()).isEqualTo(422);
        assertThat(server.get("/v1/tasks/task-nope").status()).isEqualTo(404);
    }

    @Test
    void aSkippedTaskIsCompletedWithAWarning() {
        Reply reply = server.awaitMember(start("skip", "{}"), "/status", "COMPLETED");
        assertThat(reply.at("/warnings/0/code")).isEqualTo("skipped");
        assertThat(reply.json().get("result").isNull()).isTrue();
    }

    @Test
    void ataskIsAJobOnTheOtherSurfaces() {
        String path = start("echo", "{}");
        String uuid = path.substring("/v1/tasks/task-".length());
        assertThat(server.get("/api/jobs/" + uuid).at("/job_type")).isEqualTo("echo");
        assertThat(server.get("/jobs/" + uuid).status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongWithTheParamsIsPointedAtInTheBody() {
        Reply task = server.post("/v1/bots/b/actions/strict", "{\"count\":\"many\"}");
        assertThat(task.status()).isEqualTo(422);
        assertThat(task.text()).contains("\"/count\"").doesNotContain("/params");
        assertThat(server.post("/api/direct/strict", "{\"count\":\"many\"}").at("/errors/0/pointer"))
                .isEqualTo("/count");
        assertThat(server.post("/api/jobs", "{\"job_type\":\"strict\",\"params\":{\"count\":\"many\"}}")
                        .at("/errors/0/pointer"))
                .isEqualTo("/params/count");
    }

    @Test
    @Tag("K2")
    void aLargeResultIsReferredTo() {
        Reply reply = server.awaitMember(start("large", "{}"), "/status", "COMPLETED");
        assertThat(server.get(reply.at("/result_ref")).bytes()).hasSize(300_002);
    }
}
