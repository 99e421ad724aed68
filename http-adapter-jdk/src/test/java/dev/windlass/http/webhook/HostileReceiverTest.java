package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.WebhookSink.Answer;
import dev.windlass.spi.WebhookSink.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a receiver does, an attempt ends in bounded time and memory, with a reason. */
@Tag("A4")
@Timeout(30)
class HostileReceiverTest {

    private static final AddressGuard LOOPBACK = AddressGuard.opening(List.of("127.0.0.0/8"));
    private static final Duration CALL = Duration.ofMillis(700);

    private final CountDownLatch over = new CountDownLatch(1);
    private final OkHttpWebhookSink sink = new OkHttpWebhookSink(
            new GuardedHttpClient(LOOPBACK, builder -> builder.callTimeout(CALL)), InstantSource.system());

    @AfterEach
    void close() {
        over.countDown();
        sink.close();
    }

    @Test
    void oneThatNeverAnswersTimesOut() throws IOException {
        assertThat(sendTo((socket, out) -> over.await()).error()).isEqualTo("timeout");
    }

    @Test
    void oneThatDripsItsHeadTimesOut() throws IOException {
        Answer answer = sendTo((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; over.getCount() > 0; i++) {
                RawServer.say(out, "X-" + i + ": y\r\n");
                over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        });

        assertThat(answer.error()).isEqualTo("timeout");
    }

    @Test
    void oneThatDripsItsBodyHasAnsweredAllTheSame() throws IOException {
        Answer answer = sendTo((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (over.getCount() > 0) {
                RawServer.say(out, "x");
                over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        });

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("x");
    }

    @Test
    void aGigabyteIsNotRead() throws IOException {
        long[] written = new long[1];
        Answer answer = sendTo((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 500 Oops\r\nContent-Length: 1073741824\r\n\r\n");
            byte[] block = "y".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 16_384; i++) {
                out.write(block);
                written[0] += block.length;
            }
        });

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).hasSize(4_096);
        assertThat(written[0]).as("what sockets buffer").isLessThan(32L << 20);
    }

    @Test
    void aGzipBombStaysPacked() throws IOException {
        byte[] bomb = gzip(64 << 20);
        Answer answer = sendTo((socket, out) -> {
            RawServer.say(
                    out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            out.write(bomb);
        });

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNull();
    }

    @Test
    void garbageIsAProtocolError() throws IOException {
        Answer answer = sendTo((socket, out) -> RawServer.say(out, "SSH-2.0-OpenSSH_9.9\r\n\r\n\r\n"));

        assertThat(answer.error()).isEqualTo("protocol_error");
    }

    @Test
    void anEndlessHeadIsCutOff() throws IOException {
        Answer answer = sendTo((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\n");
            byte[] block = ("X: " + "z".repeat(8_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(block);
            }
        });

        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).isNotNull();
    }

    @Test
    void aClosedConnectionIsNamedSo() throws IOException {
        assertThat(sendTo((socket, out) -> socket.shutdownOutput()).error()).isEqualTo("connection_closed");
    }

    @Test
    void aResetIsNamedSo() throws IOException {
        Answer answer = sendTo((socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        assertThat(answer.error()).isIn("connection_reset", "connection_closed");
    }

    @Test
    void aTruncatedBodyHasAnsweredAllTheSame() throws IOException {
        Answer answer =
                sendTo((socket, out) -> RawServer.say(out, "HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nok"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "204 | Content-Length: 5",
                "205 | Content-Length: 5",
                "200 | Content-Length: -5",
                "200 | Content-Length: 9999999999999999999999",
                "500 | Content-Length: -1",
                "200 | Transfer-Encoding: chunked",
                "302 | Location: ::::",
                "101 | Connection: upgrade"
            })
    void whateverIsWrongBehindItTheStatusCounts(int status, String header) throws IOException {
        Answer answer = sendTo(
                (socket, out) -> RawServer.say(out, "HTTP/1.1 " + status + " Whatever\r\n" + header + "\r\n\r\nhello"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "103 Early Hints\r\nLink: </a>"})
    void provisionalAnswersWithoutEndTimeOut(String provisional) throws IOException {
        Answer answer = sendTo((socket, out) -> {
            while (over.getCount() > 0) {
                RawServer.say(out, "HTTP/1.1 " + provisional + "\r\n\r\n");
                over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        });

        assertThat(answer.error()).isEqualTo("timeout");
    }

    @Test
    void aFloodOfProvisionalAnswersIsCutOff() throws IOException {
        Answer answer = sendTo((socket, out) -> {
            byte[] hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(hints);
            }
        });

        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello\r\n", "HTTP/0.9 200 OK\r\n\r\n", "HTTP/1.1 0200 OK\r\n\r\n", "HTTP/1.1 200OK\r\n\r\n"})
    void whatIsNoStatusLineIsAProtocolError(String answer) throws IOException {
        assertThat(sendTo((socket, out) -> RawServer.say(out, answer)).error()).isEqualTo("protocol_error");
    }

    @Test
    void aResetOnAConnectionThatIsUsedAgainIsNotSentAgain() throws IOException {
        AtomicInteger second = new AtomicInteger();
        try (RawServer server = new RawServer((socket, out) -> {
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            RawServer.readRequest(socket.getInputStream());
            second.incrementAndGet();
            socket.setSoLinger(true, 0);
        })) {
            assertThat(send(server.url("http")).statusCode()).isEqualTo(200);
            assertThat(send(server.url("http")).error()).isIn("connection_reset", "connection_closed");
            assertThat(second).hasValue(1);
            assertThat(server.requests()).as("first requests of connections").isEqualTo(1);
        }
    }

    @Test
    void oneThatNeverShakesHandsTimesOutBeforeAnythingIsSent() throws IOException {
        try (java.net.ServerSocket server =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(send("https://127.0.0.1:" + server.getLocalPort() + "/").error())
                    .isEqualTo("connect_timeout");
        }
    }

    @Test
    void plainTextWhereTlsWasExpectedIsATlsError() throws IOException {
        try (java.net.ServerSocket server =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (java.net.Socket socket = server.accept()) {
                    RawServer.say(socket.getOutputStream(), "HTTP/1.1 400 Bad Request\r\n\r\n");
                    over.await();
                } catch (Exception e) {
                    // Closed.
                }
            });
            thread.setDaemon(true);
            thread.start();

            assertThat(send("https://127.0.0.1:" + server.getLocalPort() + "/").error())
                    .isEqualTo("tls_error");
        }
    }

    @Test
    void oneThatSpeaksHttp10AndClosesIsSentToAgain() throws IOException {
        try (RawServer server =
                new RawServer((socket, out) -> RawServer.say(out, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(send(server.url("http")).statusCode()).isEqualTo(200);
            }
            assertThat(server.requests()).isEqualTo(5);
        }
    }

    @Test
    void aClosedPortIsNamedSo() throws IOException {
        String url;
        try (RawServer server = new RawServer((socket, out) -> {})) {
            url = server.url("http");
        }

        assertThat(send(url).error()).isEqualTo("connect_refused");
    }

    private Answer sendTo(RawServer.Manners manners) throws IOException {
        try (RawServer server = new RawServer(manners)) {
            long start = System.nanoTime();
            Answer answer = send(server.url("http"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(server.requests()).isEqualTo(1);
            return answer;
        } finally {
            over.countDown();
        }
    }

    private Answer send(String url) {
        return sink.send(new Request(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] gzip(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[1 << 20];
            for (int written = 0; written < zeros; written += block.length) {
                out.write(block);
            }
        }
        return bytes.toByteArray();
    }
}
