package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /v1/jobs} and {@code /v1/runs}. */
class StatusSurfaceTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String ended(String body, String status) {
        String path = server.post("/v1/jobs", body).header("Location");
        server.awaitMember(path, "/status", status);
        return path;
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("M2")
    void aTriggeredJobIsAcceptedWithItsStatusObject() {
        Reply reply = server.post("/v1/jobs", "{\"job_type\":\"echo\",\"callback_url\":\"https://example.com/cb\"}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/v1/jobs/" + reply.at("/id"));
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.at("/status")).isEqualTo("PENDING");
        assertThat(reply.json().get("errors")).isEmpty();
    }

    @Test
    @Tag("M1")
    void aJobThatIsNotDueIsScheduledAndACancelledOneStaysCancelled() {
        Reply reply = server.post("/v1/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        assertThat(reply.at("/status")).isEqualTo("SCHEDULED");
        assertThat(server.post(reply.header("Location") + "/cancel").at("/status"))
                .isEqualTo("CANCELLED");
        assertThat(server.delete(reply.header("Location")).status()).isEqualTo(200);
    }

    @Test
    @Tag("M1")
    @Tag("M3")
    void aRunningJobSaysWhereItRunsAndHowFarItIsAndGoesThroughCancelling() {
        String path = server.post("/v1/jobs", "{\"job_type\":\"hold\",\"params\":{\"gate\":\"v1\"}}")
                .header("Location");
        server.awaitMember(path, "/status", "RUNNING");
        Reply running = server.awaitMember(path, "/progress_percent", "45");
        assertThat(running.at("/node")).isNotEmpty();
        assertThat(running.at("/started_at")).endsWith("Z");
        assertThat(running.json().get("finished_at").isNull()).isTrue();
        assertThat(running.json().get("duration_ms").isNull()).isTrue();
        assertThat(running.json().get("output_ref").isNull()).isTrue();
        String run = server.get("/api/jobs/" + running.at("/id")).at("/last_run_id");
        assertThat(server.get("/v1/runs/" + run).at("/status")).isEqualTo("RUNNING");
        Reply asked = server.delete(path);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.at("/status")).isIn("CANCELLING", "CANCELLED");
        server.awaitMember(path, "/status", "CANCELLED");
        assertThat(server.get("/v1/runs/" + run).at("/status")).isEqualTo("CANCELLED");
    }

    @Test
    @Tag("M2")
    @Tag("M3")
    void itsItemsAreCountedAndItsTimeIsMeasured() {
        Reply ended = server.get(ended("{\"job_type\":\"items\"}", "SUCCEEDED"));
        assertThat(ended.at("/progress/completed")).isEqualTo("3");
        assertThat(ended.at("/progress/total")).isEqualTo("4");
        assertThat(ended.at("/progress_percent")).isEqualTo("75");
        Duration took =
                Duration.between(Instant.parse(ended.at("/started_at")), Instant.parse(ended.at("/finished_at")));
        assertThat(ended.json().get("duration_ms").longValue()).isCloseTo(took.toMillis(), within(1L));
    }

    @Test
    @Tag("T10")
    @Tag("M11")
    void partialSuccessHasSucceededWithWarnings() {
        Reply partial = server.get(ended("{\"job_type\":\"partial\"}", "SUCCEEDED"));
        assertThat(partial.at("/warnings/0/code")).isEqualTo("half");
        assertThat(partial.at("/warnings/0/message")).isEqualTo("only half");
        assertThat(partial.json().get("errors")).isEmpty();
        assertThat(server.get(partial.at("/output_ref")).text()).isEqualTo("{\"done\":1}");
    }

    @Test
    @Tag("T4")
    @Tag("M5")
    void theOutputIsThereOnceItSucceeded() {
        String path = ended("{\"job_type\":\"echo\",\"params\":{\"a\":1}}", "SUCCEEDED");
        Reply reply = server.get(path);
        assertThat(reply.at("/duration_ms")).matches("[0-9]+");
        assertThat(server.get(reply.at("/output_ref")).text()).isEqualTo("{\"a\":1}");
        String nothing =
                server.get(ended("{\"job_type\":\"nothing\"}", "SUCCEEDED")).at("/output_ref");
        assertThat(server.get(nothing).text()).isEqualTo("null");
    }

    @Test
    void aLargeOutputIsAnArtifact() {
        Reply reply = server.get(ended("{\"job_type\":\"large\"}", "SUCCEEDED"));
        Reply output = server.get(reply.at("/output_ref"));
        assertThat(output.status()).isEqualTo(303);
        Reply artifact = server.get(output.header("Location"));
        assertThat(artifact.bytes()).hasSize(300_002);
        assertThat(artifact.header("Content-Type")).startsWith("application/json");
    }

    @Test
    @Tag("M5")
    void thereIsNoOutputBeforeTheEndOrAfterAFailure() {
        Reply waiting = server.post("/v1/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        assertThat(server.get("/v1/runs/" + waiting.at("/id") + "/output").at("/code"))
                .isEqualTo("not-finished");
        Reply failed = server.get(ended("{\"job_type\":\"fail\"}", "FAILED"));
        assertThat(failed.json().get("output_ref").isNull()).isTrue();
        assertThat(server.get("/v1/runs/" + failed.at("/id") + "/output").status())
                .isEqualTo(404);
    }

    @Test
    @Tag("M7")
    void aTimeoutALogicFailureAndASkipAreToldApart() {
        Reply slow = server.get(ended("{\"job_type\":\"slow\",\"params\":{\"gate\":\"slow\"}}", "TIMED_OUT"));
        server.types.open("slow");
        assertThat(slow.at("/errors/0/kind")).isEqualTo("timeout");
        Reply broken = server.get(ended("{\"job_type\":\"fail\"}", "FAILED"));
        assertThat(broken.at("/errors/0/kind")).isEqualTo("application");
        assertThat(broken.at("/errors/0/retriable")).isEqualTo("false");
        Reply skipped = server.get(ended("{\"job_type\":\"skip\"}", "CANCELLED"));
        assertThat(skipped.at("/errors/0/code")).isEqualTo("skipped");
        assertThat(skipped.at("/errors/0/message")).isEqualTo("nothing to do");
    }

    @Test
    @Tag("M1")
    void betweenAttemptsAJobIsRunningAndNeverWaitsAgain() {
        String path = server.post(
                        "/v1/jobs",
                        "{\"job_type\":\"flaky\",\"params\":{\"fail_times\":1},\"retry_policy\":{\"max_attempts\":2,"
                                + "\"backoff\":{\"initial_seconds\":600,\"max_seconds\":600,\"jitter\":0}}}")
                .header("Location");
        String job = path.replace("/v1/", "/api/");
        server.awaitMember(job, "/error/code", "flaky");
        Reply between = server.get(job);
        assertThat(between.at("/status")).isEqualTo("QUEUED");
        assertThat(between.at("/next_attempt_at")).endsWith("Z");
        assertThat(server.get(path).at("/status")).isEqualTo("RUNNING");
        assertThat(server.delete(path).at("/status")).isEqualTo("CANCELLED");
    }

    @Test
    void jobsAreListedByTheWordsOfThisSurface() {
        String succeeded =
                server.get(ended("{\"job_type\":\"echo\"}", "SUCCEEDED")).at("/id");
        String scheduled = server.post("/v1/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}")
                .at("/id");
        JsonNode items =
                server.get("/v1/jobs?status=SCHEDULED&page_size=500").json().get("items");
        assertThat(items)
                .extracting(job -> job.get("id").textValue())
                .contains(scheduled)
                .doesNotContain(succeeded);
        assertThat(server.get("/v1/jobs?status=SUCCEEDED&status=SCHEDULED&page_size=500")
                        .text())
                .contains(scheduled, succeeded);
        assertThat(server.get("/v1/jobs?status=QUEUED").status()).isEqualTo(400);
    }

    @Test
    void whatIsWrongIsNamedByTheNameThatWasSent() {
        assertThat(server.post("/v1/jobs", "{\"job_type\":\"echo\",\"callback_url\":\"https://refused.example\"}")
                        .at("/errors/0/pointer"))
                .isEqualTo("/callback_url");
        assertThat(server.post("/v1/jobs", "{\"job_type\":\"echo\",\"callback_on\":\"sometimes\"}")
                        .at("/errors/0/pointer"))
                .isEqualTo("/callback_on");
        assertThat(server.post("/v1/jobs", "{\"job_type\":\"echo\",\"callback_on\":\"all\"}")
                        .status())
                .isEqualTo(422);
        assertThat(server.post("/v1/jobs", "{\"job_type\":\"echo\",\"queue\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }
}
