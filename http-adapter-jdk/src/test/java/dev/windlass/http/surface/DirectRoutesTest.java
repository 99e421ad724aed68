package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Direct execution. */
@Tag("C7")
class DirectRoutesTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer(
                settings -> settings.slots(1),
                surfaces -> surfaces.withDirectPaths(Map.of("/story/generate", "story", "/research/run", "gone")),
                handler -> handler);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRegisteredPathAnswersWithTheBareResultAndMakesNoJob() {
        int before = server.get("/api/jobs").json().get("items").size();
        Reply reply = server.post("/story/generate", "{\"genre\":\"horror\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"text\":\"Once upon a time\"}");
        Reply run = server.get(reply.header("Content-Location"));
        assertThat(run.at("/trigger")).isEqualTo("direct");
        assertThat(run.json().get("job_id").isNull()).isTrue();
        assertThat(server.get("/api/jobs").json().get("items")).hasSize(before);
        assertThat(server.get("/api/job-runs?trigger=direct").text()).contains(run.at("/run_id"));
    }

    @Test
    void theNextSlotIsTheDirectOnesAndNothingRunningIsStopped() {
        String running = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"slot\"}}");
        server.awaitMember(running, "/status", "RUNNING");
        String low = server.submit("{\"job_type\":\"echo\",\"priority\":1}");
        String high = server.submit("{\"job_type\":\"echo\",\"priority\":9}");
        Reply accepted = server.post("/story/generate", "{}", "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(accepted.at("/status")).isEqualTo("QUEUED");
        server.types.open("slot");
        server.awaitMember(low, "/status", "COMPLETED");
        assertThat(server.get(running).at("/status")).isEqualTo("COMPLETED");
        assertThat(new String[] {
                    server.get(running).at("/started_at"),
                    server.get(accepted.header("Location")).at("/started_at"),
                    server.get(high).at("/started_at"),
                    server.get(low).at("/started_at")
                })
                .isSorted();
    }

    @Test
    void whoDoesNotWantToWaitLongGetsTheRun() {
        String running = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"busy\"}}");
        server.awaitMember(running, "/status", "RUNNING");
        Reply reply = server.post("/api/direct/echo", "{\"a\":1}", "Prefer", "wait=1");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/api/job-runs/" + reply.at("/run_id"));
        assertThat(reply.header("Preference-Applied")).isEqualTo("wait=1");
        server.types.open("busy");
        assertThat(server.awaitMember(reply.header("Location"), "/status", "COMPLETED")
                        .json()
                        .get("result"))
                .hasToString("{\"a\":1}");
    }

    @Test
    void aRunThatFailsIsAProblemWithItsError() {
        Reply reply = server.post("/api/direct/fail", "{\"code\":\"no_ink\"}");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.at("/code")).isEqualTo("run-failed");
        assertThat(reply.at("/error/code")).isEqualTo("no_ink");
    }

    @Test
    void aSkippedRunAndOneWithoutAResultAnswerNull() {
        assertThat(server.post("/api/direct/skip", "{}").text()).isEqualTo("null");
        assertThat(server.post("/api/direct/nothing", "{}").text()).isEqualTo("null");
    }

    @Test
    void aLargeResultComesWhole() {
        for (String[] header : new String[][] {{"Range", "bytes=0-9"}, {"If-None-Match", "*"}}) {
            Reply reply = server.post("/api/direct/large", "{}", header);
            assertThat(reply.status()).as(header[0]).isEqualTo(200);
            assertThat(reply.bytes()).hasSize(300_002);
        }
    }

    @Test
    void whereTheContractIsOffARunIsFoundAmongTheStatuses() {
        try (SurfaceServer few = new SurfaceServer(
                settings -> settings.slots(1),
                surfaces -> surfaces.withEnabled(EnumSet.of(Surface.DIRECT, Surface.STATUS))
                        .withDirectPaths(Map.of("/story/generate", "story")),
                handler -> handler)) {
            for (String path : List.of("/story/generate", "/api/direct/story")) {
                Reply accepted = few.post(path, "{}", "Prefer", "respond-async");
                assertThat(accepted.status()).isEqualTo(202);
                Reply run = few.awaitMember(accepted.header("Location"), "/status", "SUCCEEDED");
                assertThat(run.at("/id")).isEqualTo(accepted.at("/id"));
                Reply waited = few.post(path, "{}");
                assertThat(few.get(waited.header("Content-Location")).at("/status"))
                        .isEqualTo("SUCCEEDED");
            }
        }
    }

    @Test
    void anUnknownTypeIsNotFound() {
        assertThat(server.post("/api/direct/nope", "{}").status()).isEqualTo(404);
        assertThat(server.post("/research/run", "{}").status()).isEqualTo(404);
        assertThat(server.get("/api/direct/echo").status()).isEqualTo(405);
    }

    @Test
    @Tag("A11")
    void aStateWebhookIsRefusedHere() {
        Reply reply = server.post("/story/generate", "{\"state_webhook_url\":\"https://example.com\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/errors/0/pointer")).isEqualTo("/state_webhook_url");
        assertThat(server.post("/api/direct/echo", "{\"state_webhook_url\":null}")
                        .status())
                .isEqualTo(422);
    }
}
