package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /api/job-runs}. */
class RunRoutesTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String lastRun(String jobPath) {
        return "/api/job-runs/" + server.get(jobPath).at("/last_run_id");
    }

    @Test
    @Tag("C8")
    void finishedRunsAreListedAndShown() {
        String path = lastRun(server.ended("{\"job_type\":\"echo\",\"params\":{\"z\":1}}", "COMPLETED"));
        Reply run = server.get(path);
        assertThat(run.at("/status")).isEqualTo("COMPLETED");
        assertThat(run.at("/trigger")).isEqualTo("manual");
        assertThat(run.at("/duration_ms")).matches("[0-9]+");
        assertThat(run.json().get("artifacts")).isEmpty();
        assertThat(server.get("/api/job-runs").text()).contains(run.at("/run_id"));
        assertThat(server.get("/api/job-runs?status=FAILED").text()).doesNotContain(run.at("/run_id"));
        assertThat(server.get("/api/job-runs?job_id=" + run.at("/job_id"))
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(server.get(path, "If-None-Match", run.header("ETag")).status())
                .isEqualTo(304);
    }

    @Test
    @Tag("C8")
    void runningOnesAreListedWhenTheyAreAskedFor() {
        String job = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"live\"}}");
        String run = server.awaitMember(job, "/status", "RUNNING").at("/last_run_id");
        assertThat(server.get("/api/job-runs").text()).doesNotContain(run);
        assertThat(server.get("/api/job-runs?status=RUNNING").text()).contains(run);
        Reply live = server.get("/api/job-runs/" + run);
        assertThat(live.header("Retry-After")).isEqualTo("1");
        assertThat(live.at("/phase")).isEqualTo("working");
        server.types.open("live");
    }

    @Test
    @Tag("C9")
    void attemptsStopAtThreeAndAManualRetryMakesANewJob() {
        String job = server.ended("{\"job_type\":\"flaky\",\"params\":{\"fail_times\":9}}", "FAILED");
        Reply failed = server.get(job);
        assertThat(failed.at("/attempt")).isEqualTo("3");
        Reply retried = server.post(lastRun(job) + "/retry");
        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.header("Location")).isEqualTo("/api/jobs/" + retried.at("/job_id"));
        assertThat(retried.at("/job_id")).isNotEqualTo(failed.at("/job_id"));
        assertThat(retried.at("/retry_of_run_id")).isEqualTo(failed.at("/last_run_id"));
        assertThat(retried.at("/attempt")).isEqualTo("0");
        assertThat(server.awaitMember(retried.header("Location"), "/status", "FAILED")
                        .at("/attempt"))
                .isEqualTo("3");
    }

    @Test
    @Tag("C9")
    void onlyTheLastRunOfAFailedJobCanBeRetried() {
        String completed = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        assertThat(server.post(lastRun(completed) + "/retry").at("/code")).isEqualTo("not-retriable");
        String failed = server.ended("{\"job_type\":\"flaky\",\"params\":{\"fail_times\":9}}", "FAILED");
        String first = server.get(failed + "/runs").at("/items/2/run_id");
        assertThat(server.post("/api/job-runs/" + first + "/retry").status()).isEqualTo(409);
        assertThat(server.post("/api/job-runs/run_01HZZZZZZZZZZZZZZZZZZZZZZZ/retry")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @Tag("A7")
    void artifactsAreServedWholeAndInPart() {
        String job = server.ended("{\"job_type\":\"artifact\",\"params\":{\"bytes\":100}}", "COMPLETED");
        String path = lastRun(job) + "/artifacts/digits";
        Reply whole = server.get(path);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).hasSize(100).startsWith("0123456789");
        assertThat(whole.header("Content-Type")).isEqualTo("text/plain");
        assertThat(whole.header("Content-Disposition")).isEqualTo("attachment; filename=\"digits\"");
        assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        part(path, "bytes=5-9", "56789", "bytes 5-9/100");
        part(path, "bytes=97-", "789", "bytes 97-99/100");
        part(path, "bytes=-2", "89", "bytes 98-99/100");
        part(path, "bytes=98-500", "89", "bytes 98-99/100");
        assertThat(server.get(path, "Range", "bytes=0-1,3-4").status()).isEqualTo(200);
        assertThat(server.get(path, "Range", "lines=1-2").status()).isEqualTo(200);
        assertThat(server.get(path, "Range", "bytes=5-2").status()).isEqualTo(200);
        assertThat(server.get(path, "Range", "bytes=0-1", "If-Range", "\"old\"").status())
                .isEqualTo(200);
        assertThat(server.get(path, "Range", "bytes=0-1", "If-Range", whole.header("ETag"))
                        .status())
                .isEqualTo(206);
        Reply beyond = server.get(path, "Range", "bytes=100-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */100");
        assertThat(server.get(path, "If-None-Match", whole.header("ETag")).status())
                .isEqualTo(304);
        assertThat(server.get(lastRun(job) + "/artifacts/other").status()).isEqualTo(404);
    }

    @Test
    @Tag("A7")
    void aRangeOfNothingAndOneOfAHeadAreIgnored() {
        String job = server.ended("{\"job_type\":\"artifact\",\"params\":{\"bytes\":100}}", "COMPLETED");
        String path = lastRun(job) + "/artifacts/digits";
        for (String range : List.of("bytes=-", "bytes= -", "bytes = -")) {
            assertThat(server.get(path, "Range", range).status()).as(range).isEqualTo(200);
        }
        Reply head = server.send("HEAD", path, null, "Range", "bytes=5-9");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("100");
        assertThat(server.send("HEAD", path, null, "If-None-Match", head.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    private static void part(String path, String range, String text, String contentRange) {
        Reply reply = server.get(path, "Range", range);
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.text()).isEqualTo(text);
        assertThat(reply.header("Content-Range")).isEqualTo(contentRange);
    }

    @Test
    @Tag("A6")
    void aSmallArtifactIsInlineAndALargeOneAUrl() {
        Reply small = server.get(lastRun(server.ended("{\"job_type\":\"artifact\"}", "COMPLETED")));
        assertThat(small.at("/artifacts/digits/content")).isEqualTo("0123456789");
        Reply large = server.get(
                lastRun(server.ended("{\"job_type\":\"artifact\",\"params\":{\"bytes\":300000}}", "COMPLETED")));
        assertThat(large.json().at("/artifacts/digits").has("content")).isFalse();
        Reply bytes = server.get(large.at("/artifacts/digits/url"));
        assertThat(bytes.bytes()).hasSize(300_000);
    }
}
