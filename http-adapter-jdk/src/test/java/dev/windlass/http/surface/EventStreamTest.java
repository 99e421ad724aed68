package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events. */
@Tag("M4")
@Timeout(60)
class EventStreamTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> named(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .toList();
    }

    @Test
    void aJobIsFollowedToItsEnd() {
        String path = server.submit("{\"job_type\":\"hold\",\"params\":{\"gate\":\"stream\"}}");
        server.awaitMember(path, "/progress_percent", "45");
        var response = server.lines(path + "/events");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        server.types.open("stream");
        List<String> lines = response.body().toList();
        assertThat(named(lines, "event")).startsWith("job.running").endsWith("job.completed");
        List<String> data = named(lines, "data");
        assertThat(new Json(data.get(data.size() - 1)).tree().get("status").textValue())
                .isEqualTo("COMPLETED");
        assertThat(named(lines, "id")).doesNotHaveDuplicates();
    }

    @Test
    void aJobThatIsLargerThanTheBufferIsToldWhole() {
        String text = "x".repeat(800_000);
        String path = server.ended("{\"job_type\":\"nothing\",\"params\":{\"text\":\"" + text + "\"}}", "COMPLETED");
        List<String> lines = server.lines(path + "/events").body().toList();
        assertThat(named(lines, "event")).containsExactly("job.completed");
        assertThat(named(lines, "data").get(0)).contains(text);
    }

    @Test
    void whoComesBackIsToldOnlyWhatIsNewAndNothingMoreAfterTheEnd() {
        String path = server.ended("{\"job_type\":\"echo\"}", "COMPLETED");
        List<String> lines = server.lines(path + "/events").body().toList();
        assertThat(named(lines, "event")).containsExactly("job.completed");
        assertThat(server.lines(path + "/events", "Last-Event-ID", "old").body().toList())
                .hasSameSizeAs(lines);
        assertThat(server.lines(
                                path + "/events",
                                "Last-Event-ID",
                                named(lines, "id").get(0))
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.get("/api/jobs/nope/events").status()).isEqualTo(404);
    }

    @Test
    void allTransitionsAreFollowedAndResumed() {
        var all = server.lines("/api/events");
        var iterator = all.body().iterator();
        String id = server.ended("{\"job_type\":\"echo\"}", "COMPLETED").substring("/api/jobs/".length());
        String first = "";
        String last = "";
        while (!last.contains("job.completed")) {
            String line = iterator.next();
            first = first.isEmpty() && line.startsWith("id:")
                    ? line.substring(3).trim()
                    : first;
            last = line.startsWith("data:") && line.contains(id) ? line : last;
        }
        all.body().close();
        var resumed = server.lines("/api/events", "Last-Event-ID", first).body().iterator();
        String line = resumed.next();
        while (!line.startsWith("id:")) {
            line = resumed.next();
        }
        assertThat(line.substring(3).trim()).isNotEqualTo(first);
    }

    @Test
    void whoHeardNothingMissesNothing() {
        var silent = server.lines("/api/events");
        String place = silent.body()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .orElseThrow()
                .substring(3)
                .trim();
        String id = server.ended("{\"job_type\":\"echo\"}", "COMPLETED").substring("/api/jobs/".length());
        var again = server.lines("/api/events", "Last-Event-ID", place).body().iterator();
        String line = again.next();
        while (!line.startsWith("data:")) {
            line = again.next();
        }
        assertThat(line).contains("\"job.queued\"").contains(id);
    }

    @Test
    void whoWasAwayForTooLongIsToldToBeginAnew() {
        var lines =
                server.lines("/api/events", "Last-Event-ID", "other-17").body().iterator();
        String line = lines.next();
        while (!line.startsWith("event:")) {
            line = lines.next();
        }
        assertThat(line).isEqualTo("event: reset");
    }
}
