package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StandaloneTest {

    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();

    private static Standalone echo() {
        return new Standalone("test", "A test")
                .jobTypes((flags, http) ->
                        List.of(JobType.of("echo", Json.class, (params, context) -> RunResult.completed(params))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(String url, String json) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("T4")
    void aJobGoesInOverHttpAndItsResultComesOut() throws Exception {
        try (StandaloneServer server = echo().start(NO_ENVIRONMENT, "--port", "0", "--store", "memory")) {
            HttpResponse<String> made =
                    send(post(server.url() + "/api/jobs", "{\"job_type\":\"echo\",\"params\":{\"a\":1}}"));
            assertThat(made.statusCode()).isEqualTo(202);
            String location = made.headers().firstValue("Location").orElseThrow();
            HttpResponse<String> done = send(HttpRequest.newBuilder(URI.create(server.url() + location + "?wait=10")));
            assertThat(done.body()).contains("\"status\":\"COMPLETED\"", "\"result\":{\"a\":1}");
        }
    }

    @Test
    @Tag("K3")
    void aTokenFileIsHeeded() throws Exception {
        Path file = Files.writeString(dir.resolve("tokens"), "# who\nalice:read:good-token\n");
        try (StandaloneServer server =
                echo().start(NO_ENVIRONMENT, "--port=0", "--store=memory", "--tokens", file.toString())) {
            HttpRequest.Builder list = HttpRequest.newBuilder(URI.create(server.url() + "/api/jobs"));
            assertThat(send(list).statusCode()).isEqualTo(401);
            assertThat(send(list.copy().header("Authorization", "Bearer good-token"))
                            .statusCode())
                    .isEqualTo(200);
            HttpRequest.Builder submit =
                    post(server.url() + "/api/jobs", "{}").header("Authorization", "Bearer good-token");
            assertThat(send(submit).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void theEnvironmentMayHoldTheToken() throws Exception {
        try (StandaloneServer server = echo().start(Map.of("WINDLASS_TOKEN", "s3cret"), "--port=0", "--store=memory")) {
            HttpRequest.Builder list = HttpRequest.newBuilder(URI.create(server.url() + "/api/jobs"));
            assertThat(send(list).statusCode()).isEqualTo(401);
            assertThat(send(list.copy().header("authorization", "bearer s3cret"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anEmptyTokenInTheEnvironmentIsAMistakeAndNoLackOfOne() {
        assertThatThrownBy(() -> echo().start(Map.of("WINDLASS_TOKEN", " "), "--port=0", "--store=memory"))
                .isInstanceOf(FlagException.class)
                .hasMessageContaining("WINDLASS_TOKEN is set but empty");
    }

    @Test
    void behindATrustedProxyFailedTokensAreCountedByClient() throws Exception {
        try (StandaloneServer server = echo().start(
                        Map.of("WINDLASS_TOKEN", "s3cret"),
                        "--port=0",
                        "--store=memory",
                        "--trusted-proxy=127.0.0.0/8")) {
            HttpRequest.Builder wrong = HttpRequest.newBuilder(URI.create(server.url() + "/api/jobs"))
                    .header("Authorization", "Bearer wrong");
            for (int i = 0; i < 10; i++) {
                assertThat(send(wrong.copy().header("X-Forwarded-For", "203.0.113.7"))
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(send(wrong.copy().header("X-Forwarded-For", "1.1.1.1, 203.0.113.7"))
                            .statusCode())
                    .isEqualTo(429);
            assertThat(send(wrong.copy().header("X-Forwarded-For", "203.0.113.8"))
                            .statusCode())
                    .isEqualTo(401);
            HttpRequest.Builder metrics = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"));
            assertThat(send(metrics.copy().header("X-Forwarded-For", "203.0.113.7"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(metrics).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anOpenBindWithoutATokenDoesNotStart() {
        assertThatThrownBy(() -> echo().start(NO_ENVIRONMENT, "--bind", "0.0.0.0", "--port=0", "--store=memory"))
                .isInstanceOf(FlagException.class)
                .hasMessageContaining("--tokens");
    }

    @Test
    void metricsShowTheQueueAndTheRequests() throws Exception {
        try (StandaloneServer server = echo().start(NO_ENVIRONMENT, "--port=0", "--store=memory")) {
            send(HttpRequest.newBuilder(URI.create(server.url() + "/readyz")));
            String metrics = send(HttpRequest.newBuilder(URI.create(server.url() + "/metrics")))
                    .body();
            assertThat(metrics)
                    .contains("windlass_jobs{state=\"ready\"} 0\n")
                    .contains("windlass_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"200\"} 1\n")
                    .contains("windlass_jobs_submitted_total 0\n");
        }
    }

    @Test
    void stopsCleanlyWithJobsDone() throws Exception {
        StandaloneServer server = echo().start(NO_ENVIRONMENT, "--port=0", "--store=memory");
        assertThat(server.stop(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(() -> send(HttpRequest.newBuilder(URI.create(server.url() + "/healthz"))))
                .isInstanceOf(java.io.IOException.class);
    }
}
