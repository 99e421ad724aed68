package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers over one PostgreSQL: whoever is asked, the answer is the same. */
@Timeout(120)
class TwoServersTest {

    private static EmbeddedPostgres postgres;
    private static SurfaceServer one;
    private static SurfaceServer other;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        one = new SurfaceServer(
                store(),
                settings -> settings.slots(2),
                s -> s.withBotActions(Map.of("greet", "echo")).withDirectPaths(Map.of("/story/generate", "story")),
                h -> h);
        other = new SurfaceServer(
                store(),
                settings -> settings.slots(2),
                s -> s.withDirectPaths(Map.of("/story/generate", "gone")),
                h -> h);
    }

    private static JobStore store() {
        return JdbcJobStore.builder()
                .url(postgres.getJdbcUrl("postgres", "postgres"))
                .user("postgres")
                .open();
    }

    @AfterAll
    static void stop() throws IOException {
        one.types.openAll();
        one.close();
        other.close();
        postgres.close();
    }

    /** Opens a gate wherever the job runs. */
    private static void open(String gate) {
        one.types.open(gate);
        other.types.open(gate);
    }

    @Test
    @Tag("T7")
    void aKeyCountsOnBoth() {
        String body = "{\"job_type\":\"echo\",\"params\":{\"k\":1}}";
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.add((i % 2 == 0 ? one : other).later("POST", "/api/jobs", body, "Idempotency-Key", "both"));
        }
        HashSet<String> made = new HashSet<>();
        for (CompletableFuture<Reply> reply : replies) {
            assertThat(reply.join().status()).as(reply.join().text()).isIn(202, 409);
            if (reply.join().status() == 202) {
                made.add(reply.join().text());
            }
        }
        assertThat(made).hasSize(1);
        assertThat(other.post("/api/jobs", body, "Idempotency-Key", "both").text())
                .isEqualTo(
                        one.post("/api/jobs", body, "Idempotency-Key", "both").text());
    }

    @Test
    @Tag("T7")
    void aReplayNeedsNoActionAndNoJobTypeOnTheOther() {
        for (String path : List.of("/v1/bots/b/actions/greet", "/story/generate")) {
            String body = "{\"genre\":\"comedy\"}";
            Reply first = one.post(path, body, "Idempotency-Key", path, "Prefer", "respond-async");
            assertThat(first.status()).as(first.text()).isEqualTo(202);
            assertThat(other.post(path, body, "Idempotency-Key", "new").status())
                    .isEqualTo(404);
            Reply again = other.post(path, body, "Idempotency-Key", path, "Prefer", "respond-async");
            assertThat(again.status()).as(again.text()).isEqualTo(202);
            assertThat(again.bytes()).isEqualTo(first.bytes());
        }
    }

    @Test
    @Tag("T7")
    void aReplayOnTheOtherWaitsForTheSameJobAndDirectRun() {
        for (String path : List.of("/api/jobs", "/api/direct/hold")) {
            String gate = "replay" + path;
            String params = "{\"gate\":\"" + gate + "\"}";
            String body = path.equals("/api/jobs") ? "{\"job_type\":\"hold\",\"params\":" + params + "}" : params;
            var first = one.later("POST", path, body, "Idempotency-Key", gate, "Prefer", "wait=20");
            await().until(() -> one.get("/api/queue").at("/running").equals("1")
                    || one.get("/api/job-runs?status=RUNNING&trigger=direct")
                                    .json()
                                    .get("items")
                                    .size()
                            == 1);
            var second = other.later("POST", path, body, "Idempotency-Key", gate, "Prefer", "wait=20");
            open(gate);
            assertThat(first.join().status()).as(first.join().text()).isEqualTo(200);
            assertThat(second.join().text()).isEqualTo(first.join().text());
            assertThat(second.join().header("Content-Location"))
                    .isEqualTo(first.join().header("Content-Location"));
            assertThat(second.join().header("Idempotency-Replayed")).isEqualTo("true");
        }
    }

    @Test
    @Tag("C4")
    void aVersionThatMovedOnElsewhereIsNotChanged() {
        String path = one.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        String tag = one.get(path).header("ETag");
        assertThat(other.patch(path, "{\"priority\":9}", "If-Match", tag).status())
                .isEqualTo(200);
        assertThat(one.patch(path, "{\"priority\":1}", "If-Match", tag).status())
                .isEqualTo(412);
        assertThat(one.get(path).at("/priority")).isEqualTo("9");
    }

    @Test
    void aListIsContinuedOnTheOther() {
        for (int i = 0; i < 6; i++) {
            one.submit("{\"job_type\":\"echo\",\"tags\":[\"across\"],\"run_at\":\"2999-01-01T00:00:00Z\"}");
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        for (int page = 0; page < 3; page++) {
            SurfaceServer server = page % 2 == 0 ? one : other;
            Reply reply =
                    server.get("/api/jobs?tag=across&page_size=2" + (token.isEmpty() ? "" : "&page_token=" + token));
            reply.json().get("items").forEach(job -> seen.add(job.get("job_id").textValue()));
            token = reply.json().get("next_page_token").asText("");
        }
        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    @Tag("M4")
    void aWaitHearsOfAnEndOnTheOther() {
        String path = one.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"far\"}}");
        one.awaitMember(path, "/status", "RUNNING");
        var here = one.later("GET", path + "?wait=20", null);
        var there = other.later("GET", path + "?wait=20", null);
        open("far");
        assertThat(here.join().at("/status")).isEqualTo("COMPLETED");
        assertThat(there.join().at("/status")).isEqualTo("COMPLETED");
        assertThat(there.join().header("ETag")).isEqualTo(here.join().header("ETag"));
    }

    @Test
    @Tag("C6")
    void aJobIsCancelledFromEitherSide() {
        for (SurfaceServer asked : List.of(one, other)) {
            String path =
                    one.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"cancel" + asked.server.port() + "\"}}");
            one.awaitMember(path, "/status", "RUNNING");
            assertThat(asked.post(path + "/cancel").status()).isEqualTo(202);
            one.awaitMember(path, "/status", "CANCELLED");
            assertThat(other.get(path).at("/status")).isEqualTo("CANCELLED");
        }
    }

    @Test
    void anEntityTagIsTheSameOnBoth() {
        String path = one.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        Reply reply = one.get(path);
        assertThat(other.get(path, "If-None-Match", reply.header("ETag")).status())
                .isEqualTo(304);
        assertThat(other.get(path).text()).isEqualTo(reply.text());
    }

    @Test
    @Tag("M4")
    void aJobIsFollowedFromTheOther() {
        String path = one.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"followed\"}}");
        one.awaitMember(path, "/status", "RUNNING");
        for (SurfaceServer asked : List.of(one, other)) {
            assertThat(asked.lines(path + "/events").statusCode()).isEqualTo(200);
        }
        var streams = List.of(one.lines(path + "/events"), other.lines(path + "/events"));
        open("followed");
        streams.forEach(stream -> assertThat(stream.body().toList())
                .contains("event: job.running")
                .contains("event: job.completed"));
    }

    @Test
    @Tag("M4")
    void allEventsAreHeardOnBoth() {
        var streams = List.of(one.lines("/api/events"), other.lines("/api/events"));
        List<String> ids = new ArrayList<>();
        for (SurfaceServer asked : List.of(one, other)) {
            ids.add(asked.ended("{\"job_type\":\"echo\"}", "COMPLETED").substring("/api/jobs/".length()));
        }
        String cancelled = one.submit("{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}");
        assertThat(one.post(cancelled + "/cancel").status()).isEqualTo(200);
        for (var stream : streams) {
            Set<String> missing = new HashSet<>(Set.of(
                    "job.completed " + ids.get(0),
                    "job.completed " + ids.get(1),
                    "job.cancelled " + cancelled.substring("/api/jobs/".length())));
            var lines = stream.body().iterator();
            while (!missing.isEmpty()) {
                String line = lines.next();
                missing.removeIf(wanted -> line.contains("\"" + wanted.split(" ")[0] + "\"")
                        && line.contains("\"" + wanted.split(" ")[1] + "\""));
            }
            stream.body().close();
        }
    }

    @Test
    void whoWasAwayWhileTheOtherWorkedBeginsAnewOrIsToldIt() {
        var first = one.lines("/api/events");
        one.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        String last = first.body()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .orElseThrow()
                .substring(3)
                .trim();
        String path = other.ended("{\"job_type\":\"echo\"}", "COMPLETED").substring("/api/jobs/".length());
        var again = one.lines("/api/events", "Last-Event-ID", last).body().iterator();
        String line = again.next();
        while (!line.contains(path) && !line.equals("event: reset")) {
            line = again.next();
        }
        assertThat(line).isNotEmpty();
    }
}
