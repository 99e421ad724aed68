package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.WebhookSink.Answer;
import dev.windlass.spi.WebhookSink.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OkHttpWebhookSinkTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final MockWebServer server = new MockWebServer();
    private final OkHttpWebhookSink sink = new OkHttpWebhookSink(
            new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8", "::1/128"))), InstantSource.fixed(NOW));

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        sink.close();
        server.close();
    }

    @Test
    void sendsTheBytesAndHeadersAsTheyAre() throws InterruptedException {
        server.enqueue(new MockResponse(200, Headers.of(), "thanks"));

        Answer answer = send(Map.of("webhook-id", "evt_1", "X-Foreman-Signature", "sha256=00"), "{\"ä\":1}");
        RecordedRequest request = server.takeRequest();

        assertThat(answer).isEqualTo(new Answer(200, null, null, "thanks"));
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getBody().utf8()).isEqualTo("{\"ä\":1}");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("webhook-id")).isEqualTo("evt_1");
        assertThat(request.getHeaders().get("X-Foreman-Signature")).isEqualTo("sha256=00");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("Windlass-Webhooks");
    }

    @Tag("A4")
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            ints = {204, 301, 302, 303, 307, 308, 400, 401, 404, 407, 408, 410, 413, 421, 425, 429, 500, 502, 503, 504})
    void oneSendIsOneRequestWhateverTheAnswer(int status) {
        server.enqueue(new MockResponse(status, Headers.of("Location", "/elsewhere", "Retry-After", "0"), ""));
        server.enqueue(new MockResponse(200, Headers.of(), ""));

        assertThat(send(Map.of(), "{}").statusCode()).isEqualTo(status);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Tag("T11")
    @Test
    void aRedirectIntoPrivateSpaceIsNotFollowed() {
        server.enqueue(new MockResponse(302, Headers.of("Location", "http://169.254.169.254/latest/meta-data/"), ""));

        assertThat(send(Map.of(), "{}").statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "7 | 7",
                "999999999 | 86400",
                "Sun, 22 Nov 2026 12:00:30 GMT | 30",
                "Sun, 22 Nov 2026 11:59:00 GMT |",
                "-1 |",
                "soon |",
                "9999999999 | 86400",
                "99999999999999999999 | 86400",
                "00000000000000000000000000000000000000000000000000000001 |",
                "Sunday, 22-Nov-26 12:00:30 GMT | 30",
                "Sun Nov 22 12:00:30 2026 | 30",
                "Fri, 31 Dec 9999 23:59:59 GMT | 86400",
                "1.5 |",
                "+7 |",
                "7 s |",
                "'' |"
            })
    void readsRetryAfter(String header, Long seconds) {
        server.enqueue(new MockResponse(503, Headers.of("Retry-After", header), ""));

        Answer answer = send(Map.of(), "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void keepsAtMostFourKibibytesOfTheAnswer() {
        server.enqueue(new MockResponse(500, Headers.of(), "ä".repeat(5_000)));

        String body = java.util.Objects.requireNonNull(send(Map.of(), "{}").body());

        assertThat(body).startsWith("ääää");
        assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4_096);
    }

    /** Long before the call's own timeout. */
    @Test
    void aBodyThatComesInDribletsIsNotWaitedForToItsEnd() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer slow = new RawServer((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                RawServer.say(out, "x");
            }
        })) {
            long start = System.nanoTime();
            Answer answer = sink.send(new Request(slow.url("http"), Map.of(), new byte[0]));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GuardedHttpClient.CALL_TIMEOUT);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("xxxxx");
        } finally {
            over.countDown();
        }
    }

    @Test
    void refusesAtTheLastMomentWhatWasRegisteredUnderOtherRules() {
        Answer answer = sink.send(new Request("http://10.0.0.1/", Map.of(), new byte[0]));

        assertThat(answer).isEqualTo(new Answer(null, "url_refused", null, null));
    }

    @Test
    void headersThatHttpForbidsAreAnErrorAndNoException() {
        assertThat(send(Map.of("X", "a\r\nY: b"), "{}").error()).isEqualTo("client_error");
        assertThat(server.getRequestCount()).isZero();
    }

    private Answer send(Map<String, String> headers, String body) {
        String url = "http://127.0.0.1:" + server.getPort() + "/hook";
        return sink.send(new Request(url, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
