package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Json;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpJobTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    private final MockWebServer server = new MockWebServer();
    private final GuardedHttpClient client =
            new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8", "::1/128")));
    private final FakeContext context = new FakeContext();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private String url() {
        return server.url("/call?x=1").toString();
    }

    /** @param more further members, with a comma before them */
    private RunResult run(String more) throws Exception {
        return run(client, "{\"url\":\"" + url() + "\"" + more + "}");
    }

    private RunResult run(GuardedHttpClient through, String params) throws Exception {
        return HttpJob.type(through, CLOCK).handler().run(new Json(params).as(HttpParams.class), context);
    }

    private static JsonNode shown(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Completed.class);
        return Objects.requireNonNull(((RunResult.Completed) result).result()).tree();
    }

    private static RunResult.Failed failure(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Failed.class);
        return (RunResult.Failed) result;
    }

    @Test
    void theRequestGoesOutAsDescribedAndTheAnswerIsTheResult() throws Exception {
        server.enqueue(new MockResponse(
                201, Headers.of("Content-Type", "application/problem+json", "X-Id", "7"), "{\"n\":1.10}"));

        JsonNode shown = shown(run(",\"method\":\"PUT\",\"headers\":{\"X-A\":\"b\"},\"body\":{\"k\":[1,\"ä\"]}"));
        RecordedRequest request = server.takeRequest();

        assertThat(request.getMethod()).isEqualTo("PUT");
        assertThat(request.getTarget()).isEqualTo("/call?x=1");
        assertThat(request.getHeaders().get("X-A")).isEqualTo("b");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(body(request)).isEqualTo("{\"k\":[1,\"ä\"]}");
        assertThat(shown.get("status").intValue()).isEqualTo(201);
        assertThat(shown.at("/headers/x-id").textValue()).isEqualTo("7");
        assertThat(shown.get("body").get("n").isNumber()).isTrue();
        assertThat(shown.has("body_encoding")).isFalse();
    }

    private static String body(RecordedRequest request) {
        return Objects.requireNonNull(request.getBody()).utf8();
    }

    @Test
    void aPostWithoutABodyIsTheDefault() throws Exception {
        server.enqueue(new MockResponse(204, Headers.of(), ""));

        assertThat(shown(run("")).get("body").isNull()).isTrue();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Length")).isEqualTo("0");
    }

    @Test
    void aStringIsSentAsItIsUnderItsOwnType() throws Exception {
        server.enqueue(new MockResponse(200, Headers.of(), ""));
        run(",\"body\":\"<a/>\",\"headers\":{\"content-type\":\"text/xml\"}");

        RecordedRequest request = server.takeRequest();
        assertThat(body(request)).isEqualTo("<a/>");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("text/xml");
    }

    @Test
    void whatIsNoTextComesAsBase64() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[] {(byte) 0xff, 0}))
                .build());

        JsonNode shown = shown(run(",\"method\":\"GET\""));
        assertThat(shown.get("body").textValue()).isEqualTo("/wA=");
        assertThat(shown.get("body_encoding").textValue()).isEqualTo("base64");
    }

    @Test
    void aLongAnswerIsCutWithAWarning() throws Exception {
        server.enqueue(new MockResponse(200, Headers.of(), "x".repeat(HttpJob.MOST_READ + 1)));

        RunResult.Completed result = (RunResult.Completed) run("");
        assertThat(result.warnings()).extracting("code").containsExactly("answer_truncated");
        assertThat(shown(result).get("body").textValue()).hasSize(HttpJob.MOST_READ);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void statusesThatMayPassAreRetried(int status) throws Exception {
        // The client by itself would ask again after the first and the last but one of these.
        server.enqueue(new MockResponse(status, Headers.of("Retry-After", "0"), "busy"));
        server.enqueue(new MockResponse(200, Headers.of(), ""));

        RunResult.Failed failed = failure(run(",\"method\":\"GET\""));
        assertThat(failed)
                .isEqualTo(new RunResult.Failed(
                        "http_" + status, "The server answered " + status + ": busy", ErrorKind.INFRASTRUCTURE, true));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 404, 407, 409, 422})
    void otherStatusesAreForGoodAndRedirectsAreNotFollowed(int status) throws Exception {
        server.enqueue(new MockResponse(status, Headers.of("Location", "/other"), ""));
        server.enqueue(new MockResponse(200, Headers.of(), ""));

        RunResult.Failed failed = failure(run(""));
        assertThat(failed.code()).isEqualTo("http_" + status);
        assertThat(failed.kind()).isEqualTo(ErrorKind.APPLICATION);
        assertThat(failed.retriable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void expectedStatusesReplaceTheDefault() throws Exception {
        server.enqueue(new MockResponse(503, Headers.of("Retry-After", "60"), ""));
        server.enqueue(new MockResponse(200, Headers.of(), ""));

        JsonNode shown = shown(run(",\"expected_statuses\":[404,503]"));
        assertThat(shown.get("status").intValue()).isEqualTo(503);
        assertThat(shown.at("/headers/retry-after").textValue()).isEqualTo("60");
        assertThat(failure(run(",\"expected_statuses\":[404,503]")).code()).isEqualTo("http_200");
    }

    @Test
    void aRefusedConnectionIsRetriedAndNamesOnlyTheHost() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        RunResult.Failed failed = failure(run(client, "{\"url\":\"http://127.0.0.1:" + free + "/?key=secret\"}"));
        assertThat(failed)
                .isEqualTo(new RunResult.Failed(
                        "connect_refused",
                        "No answer from 127.0.0.1: connect refused",
                        ErrorKind.INFRASTRUCTURE,
                        true));
    }

    @Test
    void anAnswerThatBreaksOffIsRetried() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("half of it")
                .onResponseBody(new SocketEffect.CloseSocket(true, false, false))
                .build());

        RunResult.Failed failed = failure(run(""));
        assertThat(failed.kind()).isEqualTo(ErrorKind.INFRASTRUCTURE);
        assertThat(failed.retriable()).isTrue();
    }

    @Test
    void anAddressOffLimitsIsNotCalledNorTriedAgain() throws Exception {
        try (GuardedHttpClient strict = new GuardedHttpClient(AddressGuard.STRICT)) {
            String https = url().replace("http:", "https:");
            RunResult.Failed failed = failure(run(strict, "{\"url\":\"" + https + "\"}"));
            assertThat(failed.code()).isEqualTo("address_refused");
            assertThat(failed.kind()).isEqualTo(ErrorKind.APPLICATION);
            assertThat(failed.retriable()).isFalse();
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void cancelBreaksOffTheCall() throws Exception {
        server.enqueue(
                new MockResponse.Builder().headersDelay(20, TimeUnit.SECONDS).build());
        CompletableFuture<RunResult> running = inBackground();
        assertThat(server.takeRequest(10, TimeUnit.SECONDS)).isNotNull();
        context.cancel();
        assertEndsCancelled(running);
    }

    @Test
    void cancelEndsThePauseThatTheServerAskedFor() {
        server.enqueue(new MockResponse(503, Headers.of("Retry-After", "Sun, 22 Nov 2026 12:00:40 GMT"), ""));
        CompletableFuture<RunResult> running = inBackground();
        await().until(() -> context.messages.equals(List.of("Waiting 40 s, as the server asked")));
        assertThat(running).isNotDone();
        context.cancel();
        assertEndsCancelled(running);
    }

    private CompletableFuture<RunResult> inBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run("");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void assertEndsCancelled(CompletableFuture<RunResult> running) {
        await().atMost(Duration.ofSeconds(5)).until(running::isDone);
        assertThatThrownBy(running::join).hasCauseInstanceOf(RunCancelledException.class);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,     -,    PT0S
            PT5S,  -,    PT5S
            PT2H,  -,    PT1M
            PT50S, PT10S, PT9S
            PT50S, PT0S, PT0S
            """)
    void aPauseStaysWithinAMinuteAndTheAttempt(Duration asked, Duration remaining, Duration pause) {
        assertThat(HttpJob.pause(asked, remaining)).isEqualTo(pause);
    }

    @Test
    void aHeaderMayBeGivenOnceOnly() {
        assertThatThrownBy(() -> new HttpParams(
                        "https://example.com/", "GET", Map.of("A/b~", "1", "X", "1", "x", "2"), null, List.of(200)))
                .hasMessageContaining("/headers/A~1b~0 is not a header's name")
                .hasMessageContaining("is given twice");
    }
}
