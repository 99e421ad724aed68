package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.guard.TokenBuckets;
import dev.windlass.http.pipeline.PipelineSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the surface promises in half a sentence. */
class SmallPrintTest {

    private static final String LATER = "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}";

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
    @Tag("T11")
    void aFullQueueSaysWhenToComeAgainAndTakesNothing() {
        try (SurfaceServer full = new SurfaceServer(
                settings -> settings.slots(1).maxQueued(2), surfaces -> surfaces, handler -> handler)) {
            full.submit(LATER);
            full.submit(LATER);
            for (String path : List.of("/api/jobs", "/v1/jobs")) {
                Reply refused = full.post(path, LATER, "Idempotency-Key", "full " + path);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            }
            assertThat(full.get("/api/jobs").json().get("items")).hasSize(2);
        }
    }

    @Test
    @Tag("M6")
    void whatHasNotChangedIsNotCountedByTheRateLimit() {
        TokenBuckets three = new TokenBuckets(3, Duration.ofHours(1), System::nanoTime);
        try (SurfaceServer limited = new SurfaceServer(
                settings -> settings,
                surfaces -> surfaces,
                handler -> handler.settings(PipelineSettings.defaults().withRateLimit(three)))) {
            String path = limited.submit(LATER);
            String tag = limited.get(path).header("ETag");
            for (int i = 0; i < 10; i++) {
                Reply unchanged = limited.get(path, "If-None-Match", tag);
                assertThat(unchanged.status()).isEqualTo(304);
                assertThat(unchanged.header("RateLimit")).startsWith("\"default\";r=1;t=");
            }
            assertThat(limited.get(path).status()).isEqualTo(200);
            assertThat(limited.get(path).status()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/jobs/", "/v1/jobs/", "/jobs/"})
    @Tag("C6")
    void deleteIsAnAliasOfCancel(String prefix) {
        String id = server.submit(LATER).substring("/api/jobs/".length());
        String own = prefix.equals("/jobs/") ? id.substring("job_".length()) : id;
        Reply cancelled = server.delete(prefix + own);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(server.delete(prefix + own).bytes()).isEqualTo(cancelled.bytes());
        assertThat(server.get("/api/jobs/" + id).at("/status")).isEqualTo("CANCELLED");
    }

    @Test
    void aPageThatIsTooLargeIsMadeSmaller() {
        for (int i = 0; i < 3; i++) {
            server.submit("{\"job_type\":\"echo\",\"tags\":[\"page\"]}");
        }
        Reply all = server.get("/api/jobs?tag=page&page_size=100000");
        assertThat(all.json().get("items")).hasSize(3);
        assertThat(all.json().get("next_page_token").isNull()).isTrue();
        assertThat(all.header("Link")).isEmpty();
        Reply part = server.get("/api/jobs?tag=page&page_size=2");
        String token = part.at("/next_page_token");
        assertThat(part.header("Link")).contains("rel=\"next\"", token);
        assertThat(server.get("/api/jobs?tag=pag&page_size=2&page_token=" + token)
                        .at("/code"))
                .isEqualTo("invalid-page-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/jobs?job_type=",
                "/api/jobs?queue=",
                "/api/jobs?tag=",
                "/api/job-runs?job_type=",
                "/api/job-templates?name=",
                "/api/job-templates?job_type=",
                "/v1/jobs?job_type="
            })
    void whatNoDatabaseHoldsIsNotLookedFor(String path) {
        for (String control : List.of("%00", "a%00b", "%0A", "%C2%85")) {
            Reply reply = server.get(path + control);
            assertThat(reply.status()).as(control).isEqualTo(400);
            assertThat(reply.at("/code")).isEqualTo("invalid-parameter");
        }
        assertThat(server.get(path + "%C3%BC").status()).isEqualTo(200);
    }

    @Test
    void halfASurrogatePairInAResultSpoilsNeitherItsJobNorTheList() {
        String path = server.ended("{\"job_type\":\"torn\",\"tags\":[\"torn\"]}", "COMPLETED");
        assertThat(server.get(path).at("/result")).isEqualTo("a\ufffdb");
        assertThat(server.get("/api/jobs?tag=torn").at("/items/0/result")).isEqualTo("a\ufffdb");
    }

    @Test
    void aPriorityAndAnInstantCannotBeTakenAway() {
        String path = server.submit(LATER);
        Reply refused = server.patch(path, "{\"priority\":null,\"run_at\":null}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors"))
                .extracting(error -> error.get("pointer").textValue())
                .containsExactly("/priority", "/run_at");
        assertThat(server.patch(path, "{}").status()).isEqualTo(200);
    }

    @Test
    @Tag("C8")
    void runsAreFoundByTheirEndAndTrigger() {
        String job = server.ended("{\"job_type\":\"echo\"}", "COMPLETED").substring("/api/jobs/".length());
        String runs = "/api/job-runs?job_id=" + job;
        assertThat(server.get(runs + "&trigger=manual&finished_after=2020-01-01T00:00:00Z")
                        .json()
                        .get("items"))
                .hasSize(1);
        for (String none : List.of("trigger=schedule", "finished_before=2020-01-01T00:00:00Z", "job_type=fail")) {
            assertThat(server.get(runs + "&" + none).json().get("items"))
                    .as(none)
                    .isEmpty();
        }
    }

    @Test
    void everyPathSaysWhatItHas() {
        for (String path : List.of("/api/jobs", "/v1/jobs/x", "/jobs/x", "/v1/tasks/x", "/healthz")) {
            Reply options = server.send("OPTIONS", path, null);
            assertThat(options.status()).as(path).isEqualTo(204);
            assertThat(options.header("Allow")).contains("GET", "HEAD", "OPTIONS");
            Reply put = server.send("PUT", path, null);
            assertThat(put.status()).isEqualTo(405);
            assertThat(put.header("Allow")).isEqualTo(options.header("Allow"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/jobs, state_webhook_url, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "/v1/jobs, callback_url, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01, true",
        "/api/jobs, callback_url, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203333-00, true",
        "/api/jobs, callback_url, not-a-trace, false"
    })
    void theTraceContextOfARequestGoesAlongToTheWebhooksOfItsJob(
            String path, String member, String trace, boolean valid) {
        String url = "https://example.com/traced" + path + valid;
        String type = path.equals("/jobs") ? "\"messages\":[]" : "\"job_type\":\"echo\"";
        Reply accepted = server.post(path, "{" + type + ",\"" + member + "\":\"" + url + "\"}", "traceparent", trace);
        assertThat(accepted.status()).isEqualTo(202);
        await().atMost(SurfaceServer.SOON)
                .until(() -> server.sink.sent.stream()
                        .anyMatch(request -> request.url().equals(url)));
        assertThat(server.sink.sent)
                .filteredOn(request -> request.url().equals(url))
                .allSatisfy(request ->
                        assertThat(request.headers().get("traceparent")).isEqualTo(valid ? trace : null));
    }
}
