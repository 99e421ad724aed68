package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.memory.MemoryJobStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Idempotency-Key} on every route that honours it. */
@Tag("T7")
class IdempotencyTest {

    private static MemoryJobStore store;
    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        store = new MemoryJobStore();
        server = new SurfaceServer(store, settings -> settings.slots(4), surfaces -> surfaces, handler -> handler);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/jobs|{\"job_type\":\"echo\"}|202",
                "/api/jobs/batch|{\"jobs\":[{\"job_type\":\"echo\"},{\"job_type\":\"echo\"}]}|202",
                "/api/job-templates|{\"name\":\"once\",\"job_type\":\"echo\"}|201",
                "/api/webhooks|{\"url\":\"https://example.com/in\"}|201",
                "/v1/jobs|{\"job_type\":\"echo\"}|202",
                "/v1/bots/b/actions/echo|{\"x\":1}|202",
                "/jobs|{\"messages\":[]}|202",
                "/api/direct/echo|{\"wait\":false}|202"
            })
    void theSameKeyGetsTheVeryBytesAgain(String path, String body, int status) {
        String key = "key of " + path;
        Reply first = server.post(path, body, "Idempotency-Key", key, "Prefer", "respond-async");
        Reply second = server.post(path, " " + body, "Idempotency-Key", "\"" + key + "\"", "Prefer", "respond-async");
        assertThat(first.status()).isEqualTo(status);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(status);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        Reply other = server.post(path, body.replace("{", "{ \"other\":1,"), "Idempotency-Key", key);
        assertThat(other.status()).isIn(400, 422);
    }

    @Test
    void aKeyThatIsUsedForSomethingElseIsRefused() {
        server.post("/api/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "reused");
        Reply reply = server.post("/api/jobs", "{\"job_type\":\"echo\",\"priority\":1}", "Idempotency-Key", "reused");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/code")).isEqualTo("idempotency-key-reused");
    }

    @Test
    void whatFailedIsNotRemembered() {
        assertThat(server.post("/api/jobs", "{\"job_type\":\"nope\"}", "Idempotency-Key", "failed")
                        .status())
                .isEqualTo(422);
        assertThat(server.post("/api/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "failed")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void manyRequestsAtOnceWithOneKeyMakeOneJob() {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            replies.add(server.later("POST", "/v1/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "crowd"));
        }
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Reply> reply : replies) {
            assertThat(reply.join().status()).isIn(202, 409);
            if (reply.join().status() == 202) {
                ids.add(reply.join().at("/id"));
            } else {
                assertThat(reply.join().header("Retry-After")).isEqualTo("1");
            }
        }
        assertThat(ids).hasSize(1);
    }

    @Test
    void aReplayOfAWaitingSubmissionWaitsForTheSameJob() {
        var first = server.later(
                "POST",
                "/api/jobs",
                "{\"job_type\":\"hold\",\"params\":{\"gate\":\"k\"}}",
                "Idempotency-Key",
                "wait",
                "Prefer",
                "wait=20");
        org.awaitility.Awaitility.await()
                .until(() -> server.scheduler.queues().stats().running() > 0);
        var second = server.later(
                "POST",
                "/api/jobs",
                "{\"job_type\":\"hold\",\"params\":{\"gate\":\"k\"}}",
                "Idempotency-Key",
                "wait",
                "Prefer",
                "wait=20");
        server.types.open("k");
        assertThat(first.join().at("/status")).isEqualTo("COMPLETED");
        assertThat(second.join().at("/job_id")).isEqualTo(first.join().at("/job_id"));
        assertThat(second.join().header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void whoWaitedFirstMayAskAgainWithoutWaiting() {
        String body = "{\"job_type\":\"hold\",\"params\":{\"gate\":\"patience\"}}";
        for (String path : List.of("/api/jobs", "/v1/jobs")) {
            String key = "no more patience " + path;
            Reply first = server.post(path, body, "Idempotency-Key", key, "Prefer", "wait=1");
            Reply second = server.post(path, body, "Idempotency-Key", key);
            assertThat(second.status()).as(second.text()).isEqualTo(202);
            assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        }
        server.types.open("patience");
    }

    @Test
    void whoWaitedForADirectRunMayAskAgainWithoutWaiting() {
        String body = "{\"gate\":\"direct patience\"}";
        Reply first = server.post("/api/direct/hold", body, "Idempotency-Key", "hasty", "Prefer", "wait=1");
        Reply running = server.post("/api/direct/hold", body, "Idempotency-Key", "hasty", "Prefer", "respond-async");
        assertThat(running.status()).as(running.text()).isEqualTo(202);
        assertThat(running.header("Location")).isEqualTo(first.header("Location"));
        assertThat(running.header("Preference-Applied")).isEqualTo("respond-async");
        server.types.open("direct patience");
        server.awaitMember(first.header("Location"), "/status", "COMPLETED");
        Reply ended = server.post("/api/direct/hold", body, "Idempotency-Key", "hasty", "Prefer", "respond-async");
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.text()).isEqualTo(body);
        assertThat(ended.header("Content-Location")).isEqualTo(first.header("Location"));
        assertThat(ended.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aReplayOfADirectRunThatFailedFailsAgain() {
        Reply first = server.post("/api/direct/fail", "{}", "Idempotency-Key", "direct", "Prefer", "wait=20");
        Reply second = server.post("/api/direct/fail", "{}", "Idempotency-Key", "direct", "Prefer", "wait=20");
        assertThat(first.status()).isEqualTo(500);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(first.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.at("/code")).isEqualTo("run-failed");
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(second.header("Content-Location")).isEqualTo(first.header("Content-Location"));
    }

    @Test
    void retriesAndScheduledRunsHonourKeysToo() {
        String run =
                server.get(server.ended("{\"job_type\":\"fail\"}", "FAILED")).at("/last_run_id");
        Reply first = server.send("POST", "/api/job-runs/" + run + "/retry", null, "Idempotency-Key", "retry");
        Reply second = server.send("POST", "/api/job-runs/" + run + "/retry", null, "Idempotency-Key", "retry");
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.bytes()).isEqualTo(first.bytes());
    }

    @Test
    void theScheduleMayBeGoneByTheSecondTime() {
        String template = server.post("/api/job-templates", "{\"name\":\"brief\",\"job_type\":\"echo\"}")
                .at("/template_id");
        String schedule = server.post("/api/schedules", "{\"template_id\":\"" + template + "\",\"cron\":\"@yearly\"}")
                .header("Location");
        Reply first = server.send("POST", schedule + "/run", null, "Idempotency-Key", "brief");
        assertThat(server.delete(schedule).status()).isEqualTo(204);
        assertThat(server.post(schedule + "/run").status()).isEqualTo(404);
        Reply second = server.send("POST", schedule + "/run", null, "Idempotency-Key", "brief");
        assertThat(second.status()).as(second.text()).isEqualTo(202);
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(server.post("/api/schedules/nope/run").status()).isEqualTo(404);
    }

    @Test
    void theRunThatWasRetriedMayBeGoneByTheSecondTime() {
        String job = server.ended("{\"job_type\":\"fail\",\"retention_seconds\":0}", "FAILED");
        String retry = "/api/job-runs/" + server.get(job).at("/last_run_id") + "/retry";
        Reply first = server.send("POST", retry, null, "Idempotency-Key", "pruned");
        store.prune(Instant.now().plusSeconds(60), 100);
        assertThat(server.get(job).status()).isEqualTo(404);
        assertThat(server.post(retry).status()).isEqualTo(404);
        Reply second = server.send("POST", retry, null, "Idempotency-Key", "pruned");
        assertThat(second.status()).as(second.text()).isEqualTo(202);
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(server.post("/api/job-runs/nope/retry").status()).isEqualTo(404);
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        assertThat(server.post("/api/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "")
                        .at("/code"))
                .isEqualTo("invalid-header");
        assertThat(server.post("/api/jobs", "{\"job_type\":\"echo\"}", "Idempotency-Key", "x".repeat(256))
                        .status())
                .isEqualTo(400);
    }
}
