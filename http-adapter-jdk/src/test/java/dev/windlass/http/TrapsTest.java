package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.RawClient.Reply;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ServerEvent;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of com.sun.net.httpserver, each sprung over a raw socket. */
@Timeout(60)
class TrapsTest {

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(builder -> builder.haste(5));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersToKeptConnectionsAreNotDelayed() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/hello").read();
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/hello").read().body()).isEqualTo("hello");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_000));
        }
    }

    @Test
    void halfRequestsDoNotFreezeThePool() throws IOException {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(server.client().send("GET /hello HTTP/1.1\r\nHost: loc"));
            }
            try (RawClient client = server.client()) {
                assertThat(client.get("/hello").read().status()).isEqualTo(200);
            }
            assertThat(slow.get(0).isClosed()).isTrue();
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void halfABodyIsCutOffAndNotHandled() throws IOException {
        try (RawClient client = server.client()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void aReaderThatDoesNotReadIsCutOff() throws IOException {
        try (RawClient client = new RawClient(server.port(), 4_096)) {
            client.get("/big");
            await().atMost(Duration.ofSeconds(25)).until(() -> server.server.busy() == 0);
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anExceptionIsAProblemThatShowsNothingOfTheInside() throws IOException {
        for (String path : List.of("/exception", "/error")) {
            try (RawClient client = server.client()) {
                Reply reply = client.get(path).read();
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
                assertThat(reply.body())
                        .contains("\"code\":\"internal-error\"", reply.header("x-request-id"))
                        .doesNotContain("secret", "Exception", "Error\"", "java");
                assertThat(client.get("/hello").read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void stopsWithoutWaitingForIdleConnections() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/hello").read();
            client.get("/exception").read();
            long start = System.nanoTime();
            assertThat(server.server.stop(Duration.ofSeconds(10))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void whileDrainingKeptConnectionsAreRefusedAndClosed() throws Exception {
        try (RawClient client = server.client();
                RawClient health = server.client()) {
            client.get("/hello").read();
            assertThat(server.server.drain(Duration.ofSeconds(5))).isTrue();
            Reply reply = client.get("/hello").read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(reply.header("retry-after")).isNotEmpty();
            assertThat(client.isClosed()).isTrue();
            assertThat(health.get("/healthz").read().status()).isEqualTo(200);
        }
    }

    @Test
    void aChunkSizeThatOverflowsSmugglesNothing() throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n100000005\r\n{}   \r\n0\r\n\r\n"
                    + "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(411);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(server.calls).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /echo HTTP/1.1~Host: localhost~Content-Length: +5                       | 400
            POST /echo HTTP/1.1~Host: localhost~Content-Length: 0x5                      | 400
            POST /echo HTTP/1.1~Host: localhost~Content-Length: 5~Content-Length: 5      | 400
            POST /echo HTTP/1.1~Host: localhost~Content-Length: 2~Transfer-Encoding: chunked | 400
            POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding: gzip                  | 501
            GET /hello HTTP/1.1~X: y                                                     | 400
            GET /hello HTTP/1.1~Host: localhost~Host: localhost                          | 400
            GET /hello HTTP/1.1~Host: a b                                                | 400
            GET /hello HTTP/9.9~Host: localhost                                          | 505
            BREW /hello HTTP/1.1~Host: localhost                                         | 501
            TRACE /hello HTTP/1.1~Host: localhost                                        | 501
            get /hello HTTP/1.1~Host: localhost                                          | 501
            GET /hello HTTP/1.1~Host: localhost~Expect: miracles                         | 417
            """)
    void brokenFramingIsRefusedAndTheConnectionCloses(String request, int status) throws IOException {
        try (RawClient client = server.client()) {
            client.send(request.replace("~", "\r\n") + "\r\n\r\n");
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(server.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//x/hello", "/x//hello", "/hello/", "/helloXYZ", "/hello/../hello", "/./hello", "/%2e/hello",
                        "/items/%2e%2e",
                "/items/a%2fb", "/items/a%2Fb", "/items/a%5Cb", "/items/%00", "/Hello", "/", "/items/", "/hello;a=b"
            })
    void anOddPathIsNotFoundAsAProblem(String path) throws IOException {
        try (RawClient client = server.client()) {
            Reply reply = client.get(path).read();
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
            assertThat(client.get("/hello").read().status()).isEqualTo(200);
        }
    }

    /** The server itself answers it: it takes hello for a host, and finds no context for the empty path. */
    @Test
    void aPathThatLooksLikeAHostReachesNothing() throws IOException {
        try (RawClient client = server.client()) {
            assertThat(client.get("//hello").read().status()).isEqualTo(404);
        }
        assertThat(server.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/items/%ff", "/items/%c0%af", "/items/%ed%a0%80", "/hello?a=%ff", "/items/\u00e9"})
    void aPathOrQueryThatIsNotUtf8IsMalformed(String target) throws IOException {
        try (RawClient client = server.client()) {
            assertThat(client.get(target).read().status()).isEqualTo(400);
        }
    }

    @Test
    void anAbsoluteTargetIsReadAsItsPathAndHost() throws IOException {
        try (RawClient client = server.client()) {
            assertThat(client.get("http://localhost/hello").read().body()).isEqualTo("hello");
            assertThat(client.get("http://evil.example/hello").read().status()).isEqualTo(421);
        }
    }

    @Test
    void answersWithoutABodyHaveNone() throws IOException {
        try (RawClient client = server.client()) {
            Reply head = client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).isEqualTo("5");
            Reply missing = client.send("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();
            assertThat(missing.status()).isEqualTo(404);
            Reply none =
                    client.send("POST /act HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(client.get("/hello").read().body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cut", "/broken"})
    void aTruncatedAnswerLooksTruncated(String path) throws IOException {
        try (RawClient client = server.client()) {
            client.get(path);
            assertThatThrownBy(client::read).isInstanceOf(EOFException.class).hasMessageContaining("cut off after");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedByItsLengthAlone() throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 5000000000\r\n\r\n");
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void aClientThatSendsTwoMegabytesSeesTheRefusal() throws IOException {
        try (RawClient client = server.client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2000000\r\n\r\n");
            client.send(new byte[2_000_000]);
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void headerValuesCannotBreakOut() throws IOException {
        try (RawClient client = server.client()) {
            Reply reply = client.get("/header").read();
            assertThat(reply.header("x-evil")).isEqualTo("a??Set-Cookie: b=?");
            assertThat(reply.headers()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/items/1").get("/items/2").get("/items/3");
            assertThat(List.of(
                            client.read().body(),
                            client.read().body(),
                            client.read().body()))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void aVanishedClientsLaterAnswerHurtsNobody() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
        }
        server.waiting.remove().complete(Answer.json(200, new byte[] {'1'}));
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            server.waiting.remove().complete(Answer.json(200, new byte[] {'2'}));
            assertThat(client.read().body()).isEqualTo("2");
            assertThat(client.get("/hello").read().body()).isEqualTo("hello");
        }
    }

    @Test
    void aLaterFailureIsAProblem() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            server.waiting.remove().completeExceptionally(new dev.windlass.job.NotFoundException("job", "x"));
            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    @Test
    void whoWaitsIsReleasedByTheDrain() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            assertThat(server.server.drain(Duration.ofSeconds(5))).isTrue();
            assertThat(client.read().status()).isEqualTo(503);
        }
    }

    @Test
    void anEventStreamSendsWhatItIsGiven() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/events");
            assertThat(client.readHead().header("content-type")).isEqualTo("text/event-stream");
            await().until(() -> server.sinks.size() == 1);
            server.sinks.peek().send(new ServerEvent("2", null, "c"));
            server.sinks.remove().end();
            assertThat(dechunked(client))
                    .isEqualTo("retry: 3000\n\nid: 1\nevent: first\ndata: a\ndata: b\n\nid: 2\ndata: c\n\n");
        }
        await().until(() -> server.closedSources.get() == 1);
    }

    private static String dechunked(RawClient client) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int size = Integer.parseInt(client.line(), 16); size > 0; size = Integer.parseInt(client.line(), 16)) {
            all.append(new String(client.in().readNBytes(size), java.nio.charset.StandardCharsets.UTF_8));
            client.line();
        }
        return all.toString();
    }

    @Test
    void aStreamWhoseClientDoesNotReadIsCutAndNeverLooksComplete() throws IOException {
        try (RawClient client = new RawClient(server.port(), 4_096)) {
            client.get("/events");
            await().until(() -> server.sinks.size() == 1);
            var sink = server.sinks.remove();
            String kilobyte = "x".repeat(1_000);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (int i = 0; i < 100; i++) {
                            sink.send(new ServerEvent(null, null, kilobyte));
                        }
                        return server.closedSources.get() == 1;
                    });
            assertThat(sink.send(new ServerEvent(null, null, "more"))).isFalse();
            client.readHead();
            assertThatThrownBy(() -> dechunked(client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aVanishedStreamClientIsNoticed() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/events");
            await().until(() -> server.sinks.size() == 1);
        }
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> !server.sinks.peek().send(new ServerEvent(null, null, "x")));
        await().until(() -> server.closedSources.get() == 1);
    }

    @Test
    void reasonsAndHeaderNamesNeedNoHelp() throws IOException {
        try (RawClient client = server.client()) {
            Reply reply = client.send("OPTIONS /items/1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header("Allow".toLowerCase(Locale.ROOT))).isEqualTo("GET, HEAD, OPTIONS");
            Reply wrong = client.send("DELETE /items/1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();
            assertThat(wrong.status()).isEqualTo(405);
            assertThat(wrong.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
    }
}
