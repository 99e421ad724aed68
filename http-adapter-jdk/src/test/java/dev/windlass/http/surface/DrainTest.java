package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever waits while the server stops hears what it needs to know, and does not ask for the same work again. */
class DrainTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static void awaitWaiting(SurfaceServer server, int count) {
        await().until(() -> server.get("/metrics").text().contains("windlass_http_waiting_requests " + count + "\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/jobs|{\"job_type\":\"hold\"}|/api/jobs/",
                "/v1/jobs|{\"job_type\":\"hold\"}|/v1/jobs/",
                "/api/direct/hold|{}|/api/job-runs/"
            })
    @Tag("T1")
    @Tag("C7")
    void whatIsStoredAlreadyIsAcceptedNotRefused(String path, String body, String location) throws Exception {
        try (SurfaceServer server = new SurfaceServer()) {
            CompletableFuture<Reply> waiting = server.later("POST", path, body, "Prefer", "wait=25");
            awaitWaiting(server, 1);
            assertThat(server.server.drain(LONG)).isTrue();
            Reply reply = waiting.join();
            assertThat(reply.status()).as(reply.text()).isEqualTo(202);
            assertThat(reply.header("Location")).startsWith(location);
            assertThat(reply.header("Retry-After")).isNotEmpty();
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    @Tag("M4")
    void aLongPollIsAnsweredWithWhatThereIs() throws Exception {
        try (SurfaceServer server = new SurfaceServer()) {
            String job = server.submit("{\"job_type\":\"hold\"}");
            String tag = server.awaitMember(job, "/progress_percent", "45").header("ETag");
            var all = List.of(
                    server.later("GET", job + "?wait=25", null),
                    server.later("GET", job + "?wait=25", null, "If-None-Match", tag));
            awaitWaiting(server, 2);
            assertThat(server.server.drain(LONG)).isTrue();
            assertThat(all.get(0).join().at("/status")).isEqualTo("RUNNING");
            assertThat(all.get(1).join().status()).isEqualTo(304);
            assertThat(all)
                    .allSatisfy(
                            poll -> assertThat(poll.join().header("Connection")).isEqualTo("close"));
        }
    }
}
