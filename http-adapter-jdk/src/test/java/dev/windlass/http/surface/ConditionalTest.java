package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Entity tags, 304, pacing and waiting, on the surfaces that show jobs. */
class ConditionalTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id(String path) {
        return path.substring(path.length() - 26);
    }

    private static String delayed() {
        return id(server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}"));
    }

    @Test
    @Tag("M6")
    @Tag("M8")
    void whatHasNotChangedIsAnsweredWith304OnEverySurfaceWithItsOwnTag() {
        String id = delayed();
        java.util.Set<String> tags = new java.util.HashSet<>();
        for (String prefix : new String[] {"/api/jobs/", "/v1/jobs/", "/v1/tasks/", "/jobs/"}) {
            Reply first = server.get(prefix + id);
            assertThat(tags.add(first.header("ETag"))).isTrue();
            Reply second = server.get(prefix + id, "If-None-Match", first.header("ETag"));
            assertThat(second.status()).isEqualTo(304);
            assertThat(second.bytes()).isEmpty();
            assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(second.header("Retry-After")).isEqualTo("1");
            assertThat(server.get(prefix + id, "If-None-Match", "W/" + first.header("ETag"))
                            .status())
                    .isEqualTo(304);
        }
        assertThat(server.get("/api/jobs/" + id, "If-None-Match", "\"other\"").status())
                .isEqualTo(200);
    }

    @Test
    @Tag("M4")
    void aWaitThatSeesNoChangeEndsWith304AtItsTimeAndNotBefore() {
        String id = delayed();
        String tag = server.get("/api/jobs/" + id).header("ETag");
        long begin = System.nanoTime();
        Reply reply = server.get("/api/jobs/" + id, "If-None-Match", tag, "Prefer", "wait=1");
        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(990_000_000L);
    }

    @Test
    @Tag("M4")
    void aWaitWithATagEndsAtTheFirstChange() {
        String path = server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        String tag = server.get(path).header("ETag");
        var waiting = server.later("GET", path + "?wait=20", null, "If-None-Match", tag);
        server.patch(path, "{\"priority\":8}");
        assertThat(waiting.join().status()).isEqualTo(200);
        assertThat(waiting.join().at("/priority")).isEqualTo("8");
    }

    @Test
    @Tag("M4")
    void aWaitWithATagEndsWhenTheClockAloneChangesTheJob() {
        try (SurfaceServer busy = new SurfaceServer(settings -> settings.slots(1), s -> s, h -> h)) {
            busy.awaitMember(busy.submit("{\"job_type\":\"hold\"}"), "/status", "RUNNING");
            String soon = busy.scheduler.clock().instant().plusSeconds(2).toString();
            Reply scheduled = busy.post("/v1/jobs", "{\"job_type\":\"echo\",\"run_at\":\"" + soon + "\"}");
            assertThat(scheduled.at("/status")).isEqualTo("SCHEDULED");
            var waiting = busy.later(
                    "GET", scheduled.header("Location") + "?wait=25", null, "If-None-Match", scheduled.header("ETag"));
            assertThat(waiting).succeedsWithin(SurfaceServer.SOON);
            assertThat(waiting.join().at("/status")).isEqualTo("PENDING");
        }
    }

    @Test
    @Tag("M4")
    void aWaitWithoutATagEndsWithTheJob() {
        String path = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"waited\"}}");
        var waiting = server.later("GET", path + "?wait=20", null);
        server.awaitMember(path, "/status", "RUNNING");
        assertThat(waiting).isNotDone();
        server.types.open("waited");
        assertThat(waiting.join().at("/status")).isEqualTo("COMPLETED");
    }

    @Test
    void aWaitForARunEndsWithTheRun() {
        String path = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"run\"}}");
        String run = server.awaitMember(path, "/status", "RUNNING").at("/last_run_id");
        var waiting = server.later("GET", "/api/job-runs/" + run + "?wait=20", null);
        server.types.open("run");
        assertThat(waiting.join().at("/status")).isEqualTo("COMPLETED");
    }

    @Test
    void aWaitForWhatHasEndedIsOver() {
        String path = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        Reply reply = server.get(path + "?wait=20");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(server.get(path + "?wait=20", "If-None-Match", reply.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(server.get(path + "?wait=soon").status()).isEqualTo(400);
    }

    @Test
    void aSubmissionMayWaitForItsEnd() {
        Reply reply = server.post("/api/jobs", "{\"job_type\":\"echo\"}", "Prefer", "wait=20");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/status")).isEqualTo("COMPLETED");
        assertThat(reply.header("Content-Location")).isEqualTo(reply.header("Location"));
        Reply late = server.post(
                "/api/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}", "Prefer", "wait=1");
        assertThat(late.status()).isEqualTo(202);
        assertThat(late.header("Retry-After")).isNotEmpty();
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        String path = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        Reply head = server.send("HEAD", path, null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(server.get(path).header("ETag"));
        assertThat(head.bytes()).isEmpty();
    }
}
