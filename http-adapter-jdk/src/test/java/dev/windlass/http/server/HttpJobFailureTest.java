package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpJobFailureTest extends HttpJobCase {

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
        await().until(() -> context.messages().equals(List.of("Waiting 40 s, as the server asked")));
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
}
