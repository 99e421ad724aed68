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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        assertThat(written[0]).isLessThan(1L << 29);
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
