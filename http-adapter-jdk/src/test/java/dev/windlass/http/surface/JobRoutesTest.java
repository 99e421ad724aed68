package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /api/jobs}. */
class JobRoutesTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("C4")
    void aJobIsAcceptedWithItsLocationAndId() {
        Reply reply = server.post(
                "/api/jobs", "{\"job_type\":\"echo\",\"params\":{\"a\":1},\"priority\":5,\"tags\":[\"x\"]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/api/jobs/" + reply.at("/job_id"));
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("ETag")).matches("\"[!-~]+\"");
        assertThat(reply.at("/status")).isEqualTo("QUEUED");
        assertThat(reply.at("/priority")).isEqualTo("5");
    }

    @Test
    @Tag("T4")
    @Tag("C1")
    void polledUntilItsEndAJobShowsItsResultAndAsksForNoFurtherPolls() {
        String path = server.ended("{\"job_type\":\"echo\",\"params\":{\"a\":1}}", "COMPLETED");
        Reply reply = server.get(path);
        assertThat(reply.json().get("result")).hasToString("{\"a\":1}");
        assertThat(reply.header("Retry-After")).isEmpty();
        assertThat(reply.at("/last_run_id")).startsWith("run_");
        assertThat(reply.at("/expires_at")).endsWith("Z");
    }

    @Test
    @Tag("C1")
    void aJobThatFailsIsFailedAndOneThatSkipsIsSkipped() {
        Reply failed = server.get(server.ended("{\"job_type\":\"fail\"}", "FAILED"));
        assertThat(failed.at("/error/code")).isEqualTo("broken");
        assertThat(failed.at("/error/kind")).isEqualTo("application");
        server.ended("{\"job_type\":\"skip\"}", "SKIPPED");
    }

    @Test
    @Tag("T10")
    @Tag("M11")
    void partialSuccessIsCompletedWithWarnings() {
        Reply reply = server.get(server.ended("{\"job_type\":\"partial\"}", "COMPLETED"));
        assertThat(reply.at("/warnings/0/code")).isEqualTo("half");
    }

    @Test
    void everyWrongMemberIsNamed() {
        Reply reply = server.post(
                "/api/jobs",
                "{\"job_type\":\"nope\",\"priority\":11,\"retry_policy\":{\"max_attempts\":4},\"run_at\":\"soon\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("/run_at");
        Reply rest = server.post(
                "/api/jobs", "{\"job_type\":\"nope\",\"priority\":11,\"retry_policy\":{\"max_attempts\":4}}");
        assertThat(rest.status()).isEqualTo(422);
        assertThat(rest.at("/code")).isEqualTo("validation-failed");
        List<String> pointers = new ArrayList<>();
        rest.json()
                .get("errors")
                .forEach(error -> pointers.add(error.get("pointer").textValue()));
        assertThat(pointers).contains("/job_type", "/priority", "/retry_policy/max_attempts");
    }

    @Test
    void aMemberOfTheRetryPolicyIsPointedAtWhereItIs() {
        Reply reply = server.post(
                "/api/jobs",
                "{\"job_type\":\"echo\",\"retry_policy\":{\"max_attempts\":2,\"backoff\":{\"initial_seconds\":5,\"max_seconds\":1}}}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/errors/0/pointer")).isEqualTo("/retry_policy/backoff/max_seconds");
    }

    @Test
    void unknownMembersAndParametersAreRefused() {
        Reply member = server.post("/api/jobs", "{\"job_type\":\"echo\",\"prio\":1}");
        assertThat(member.status()).isEqualTo(400);
        assertThat(member.at("/code")).isEqualTo("unknown-member");
        assertThat(member.at("/errors/0/pointer")).isEqualTo("/prio");
        assertThat(server.get("/api/jobs?stat=QUEUED").at("/code")).isEqualTo("unknown-parameter");
        assertThat(server.get("/api/jobs?status=queued").status()).isEqualTo(400);
        assertThat(server.get("/api/jobs?page_size=-1").status()).isEqualTo(400);
        assertThat(server.get("/api/jobs?created_after=yesterday").status()).isEqualTo(400);
    }

    @Test
    @Tag("C5")
    void theQueueIsListedInTheOrderOfDispatch() {
        server.post("/api/queue/pause", "{\"queue\":\"listed\"}");
        for (int priority : new int[] {1, 9, 5}) {
            server.submit("{\"job_type\":\"echo\",\"queue\":\"listed\",\"priority\":" + priority + "}");
        }
        JsonNode items =
                server.get("/api/jobs?status=QUEUED&queue=listed").json().get("items");
        assertThat(items).extracting(job -> job.get("priority").intValue()).containsExactly(9, 5, 1);
    }

    @Test
    void filtersByTagAndTypeAndPagesWithATokenThatCannotBeBent() {
        for (int i = 0; i < 5; i++) {
            server.submit("{\"job_type\":\"echo\",\"tags\":[\"paged\"]}");
        }
        Reply first = server.get("/api/jobs?tag=paged&page_size=2");
        List<String> seen = new ArrayList<>();
        String token = collect(first, seen);
        assertThat(first.header("Link"))
                .isEqualTo("</api/jobs?page_size=2&tag=paged&page_token=" + token + ">; rel=\"next\"");
        assertThat(server.get("/api/jobs?page_size=2&page_token=" + token).at("/code"))
                .isEqualTo("invalid-page-token");
        assertThat(server.get("/api/jobs?tag=paged&page_token=x" + token).status())
                .isEqualTo(400);
        while (!token.isEmpty()) {
            token = collect(server.get("/api/jobs?tag=paged&page_size=2&page_token=" + token), seen);
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(server.get("/api/jobs?tag=paged&page_size=9999").json().get("items"))
                .hasSize(5);
    }

    private static String collect(Reply page, List<String> seen) {
        page.json().get("items").forEach(job -> seen.add(job.get("job_id").textValue()));
        return page.json().get("next_page_token").asText("");
    }

    @Test
    @Tag("C6")
    void aWaitingJobIsCancelledAtOnceAndAgainWithTheSameAnswer() {
        String path = server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        Reply cancelled = server.post(path + "/cancel", "{\"reason\":\"changed my mind\"}");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.at("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.header("Retry-After")).isEmpty();
        Reply again = server.delete(path);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/updated_at")).isEqualTo(cancelled.at("/updated_at"));
    }

    @Test
    @Tag("C6")
    void aRunningJobIsAskedToStopAndEndsCancelled() {
        String path = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"cancelled\"}}");
        server.awaitMember(path, "/status", "RUNNING");
        Reply asked = server.post(path + "/cancel");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.at("/cancel_requested_at")).endsWith("Z");
        Reply ended = server.awaitMember(path, "/status", "CANCELLED");
        Reply run = server.get("/api/job-runs/" + ended.at("/last_run_id"));
        assertThat(run.at("/status")).isEqualTo("FAILED");
        assertThat(run.at("/error/kind")).isEqualTo("cancelled");
    }

    @Test
    @Tag("T3")
    void aFinishedJobCannotBeCancelled() {
        String path = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        Reply reply = server.post(path + "/cancel");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.at("/code")).isEqualTo("already-finished");
        assertThat(server.get(path).at("/status")).isEqualTo("COMPLETED");
    }

    @Test
    void aWaitingJobCanBeMovedUnlessItHasChanged() {
        String path = server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        String tag = server.get(path).header("ETag");
        Reply moved = server.patch(path, "{\"priority\":9}", "If-Match", tag);
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.at("/priority")).isEqualTo("9");
        assertThat(server.patch(path, "{\"priority\":1}", "If-Match", tag).status())
                .isEqualTo(412);
        assertThat(server.delete(path, "If-Match", tag).status()).isEqualTo(412);
        assertThat(server.get(path).at("/status")).isEqualTo("QUEUED");
        assertThat(server.patch(path, "{\"priority\":99}").status()).isEqualTo(422);
        assertThat(server.patch(path, "{\"status\":\"RUNNING\"}").status()).isEqualTo(400);
        String done = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        assertThat(server.patch(done, "{\"priority\":1}").at("/code")).isEqualTo("not-queued");
    }

    @Test
    void aQueuedJobKnowsItsPositionAndWhyItWaits() {
        String path = server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        assertThat(server.get(path + "/position").at("/reason")).isEqualTo("not_due");
        String done = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        assertThat(server.get(done + "/position").status()).isEqualTo(409);
    }

    @Test
    @Tag("T1")
    void readingNeverTriggers() {
        assertThat(server.get("/api/jobs/cancel").status()).isEqualTo(404);
        String path = server.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        Reply reply = server.get(path + "/cancel");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains("POST");
        assertThat(server.get(path).at("/status")).isEqualTo("QUEUED");
    }

    @Test
    void anIdIsAcceptedInEveryWrittenForm() {
        String path = server.submit("{\"job_type\":\"echo\"}");
        String ulid = path.substring(path.length() - 26);
        assertThat(server.get("/api/jobs/" + ulid).status()).isEqualTo(200);
        assertThat(server.get("/v1/tasks/" + ulid.toLowerCase(java.util.Locale.ROOT))
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/api/jobs/nonsense").status()).isEqualTo(404);
        assertThat(server.get("/api/jobs/job_01HZZZZZZZZZZZZZZZZZZZZZZZ").status())
                .isEqualTo(404);
    }

    @Test
    void aJobsRunsAreListedWithTheirAttempts() {
        String path = server.ended("{\"job_type\":\"flaky\",\"params\":{\"fail_times\":2}}", "COMPLETED");
        JsonNode runs = server.get(path + "/runs").json().get("items");
        assertThat(runs).extracting(run -> run.get("attempt").intValue()).containsExactly(3, 2, 1);
    }

    @Test
    @Tag("T6")
    @Tag("T9")
    void anEndedJobSaysUntilWhenItIsKept() {
        Reply reply = server.get(server.ended("{\"job_type\":\"echo\",\"retention_seconds\":90}", "COMPLETED"));
        Instant finished = Instant.parse(reply.at("/finished_at"));
        assertThat(Instant.parse(reply.at("/expires_at"))).isEqualTo(finished.plusSeconds(90));
        Reply forgotten = server.post("/api/jobs", "{\"job_type\":\"echo\",\"retention_seconds\":0}");
        assertThat(forgotten.at("/retention_seconds")).isEqualTo("0");
        Reply usual = server.get(server.ended("{\"job_type\":\"echo\"}", "COMPLETED"));
        assertThat(usual.at("/retention_seconds")).isEqualTo("604800");
    }
}
