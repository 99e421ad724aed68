package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /jobs}. */
class AsyncSurfaceTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String submit(String body) {
        return server.post("/jobs", body).header("Location");
    }

    @Test
    @Tag("A1")
    void aNativePayloadIsAcceptedWithExactlyItsId() {
        Reply reply = server.post(
                "/jobs", "{\"model\":\"small\",\"messages\":[\"hi\"],\"state_webhook_url\":\"https://example.com/s\"}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).matches("\\{\"job_id\":\"[0-9A-HJKMNP-TV-Z]{26}\"}");
        assertThat(reply.header("Location")).isEqualTo("/jobs/" + reply.at("/job_id"));
        Reply job = server.get("/api/jobs/" + reply.at("/job_id"));
        assertThat(job.at("/job_type")).isEqualTo("chat");
        assertThat(job.json().get("params")).hasToString("{\"model\":\"small\",\"messages\":[\"hi\"]}");
        assertThat(job.at("/callback_url")).isEqualTo("https://example.com/s");
    }

    @Test
    @Tag("A2")
    void aJobShowsItsStateResultAndArtifacts() {
        String path = submit("{\"messages\":[\"hi\"],\"gate\":\"chat\"}");
        assertThat(server.awaitMember(path, "/state", "loading").json().get("artifacts"))
                .isEmpty();
        server.types.open("chat");
        Reply done = server.awaitMember(path, "/state", "done");
        assertThat(done.at("/result/model")).isEqualTo("small");
        assertThat(done.json().get("error").isNull()).isTrue();
        assertThat(done.at("/artifacts/completion/content")).isEqualTo("You said: [\"hi\"]");
    }

    @Test
    @Tag("A7")
    void anArtifactsBytesAreServed() {
        String path = submit("{\"messages\":[]}");
        server.awaitMember(path, "/state", "done");
        Reply bytes = server.get(path + "/artifacts/completion");
        assertThat(bytes.text()).isEqualTo("You said: []");
        assertThat(bytes.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(server.get(path + "/artifacts/other").status()).isEqualTo(404);
    }

    @Test
    @Tag("A6")
    void aLargeArtifactIsAUrlOfThisSurface() {
        String path = submit("{\"messages\":[\"" + "x".repeat(300_000) + "\"]}");
        Reply done = server.awaitMember(path, "/state", "done");
        assertThat(done.at("/artifacts/completion/url")).isEqualTo(path + "/artifacts/completion");
        assertThat(server.get(path + "/artifacts/completion").bytes().length).isGreaterThan(300_000);
    }

    @Test
    void aCancelledJobIsFailedWithCodeCancelled() {
        String path = submit("{\"messages\":[],\"gate\":\"never\"}");
        server.awaitMember(path, "/state", "loading");
        assertThat(server.post(path + "/cancel").status()).isEqualTo(202);
        assertThat(server.get(path).at("/state")).isEqualTo("working");
        server.types.open("never");
    }

    @Test
    void aUrlThatIsRefusedIsNamed() {
        Reply reply = server.post("/jobs", "{\"state_webhook_url\":\"https://refused.example\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/errors/0/pointer")).isEqualTo("/state_webhook_url");
        assertThat(server.post("/jobs", "{\"state_webhook_url\":7}").status()).isEqualTo(422);
    }

    @Test
    void aSkippedJobIsDoneWithoutArtifacts() {
        String id = server.ended("{\"job_type\":\"skip\"}", "SKIPPED").substring("/api/jobs/".length());
        Reply reply = server.get("/jobs/" + id);
        assertThat(reply.at("/state")).isEqualTo("done");
        assertThat(reply.at("/warnings/0/code")).isEqualTo("skipped");
    }

    @Test
    @Tag("A3")
    @Tag("A9")
    @Tag("M10")
    void eachStateIsToldOnceInOrderWithItsKeyAndAGrowingSequence() {
        Reply reply =
                server.post("/jobs", "{\"messages\":[\"hi\"],\"state_webhook_url\":\"https://example.com/states\"}");
        String id = reply.at("/job_id");
        await().atMost(SurfaceServer.SOON).until(() -> server.sink.states(id).size() >= 4);
        List<JsonNode> events = server.sink.states(id);
        assertThat(events)
                .extracting(event -> event.get("state").textValue())
                .containsExactly("queued", "loading", "working", "done");
        assertThat(events)
                .allSatisfy(event -> assertThat(event.get("idempotency_key").textValue())
                        .isEqualTo(id + ":" + event.get("state").textValue()));
        assertThat(events)
                .extracting(event -> event.get("sequence").longValue())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events.get(3).at("/artifacts/completion"))
                .isEqualTo(server.get("/jobs/" + id).json().at("/artifacts/completion"));
        server.sink.sent.stream()
                .filter(request -> request.url().endsWith("/states"))
                .forEach(request -> server.checkEvent(request.body()));
    }
}
