package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.RawClient.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

    /** A character by its code, as the table of requests writes it. */
    private static final Pattern CODE = Pattern.compile("\\^([0-9a-f]{2})");

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
            GET /hello HTTP/1.1~Host: localhost~X: a^00b                                 | 400
            GET /hello HTTP/1.1~Host: localhost~X: a^1bb                                 | 400
            GET /hello HTTP/1.1~Host: localhost~X: a^7fb                                 | 400
            GET /hello HTTP/1.1~Host: localhost~X: a^0db                                 | 400
            GET /hello HTTP/1.1~Host: localhost~a^00b: x                                 | 400
            GET /hello HTTP/1.1~Host: localhost~X : y                                    | 400
            GET /hello HTTP/1.1~Host: localhost~no colon                                 | 400
            GET /hello HTTP/1.1~Host: localhost~: no name                                | 400
            """)
    void brokenFramingIsRefusedAndTheConnectionCloses(String request, int status) throws IOException {
        try (RawClient client = server.client()) {
            client.send(CODE.matcher(request)
                            .replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16)))
                            .replace("~", "\r\n")
                    + "\r\n\r\n");
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(server.calls).hasValue(0);
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
            for (String bare : List.of("POST /act", "GET /empty/304", "HEAD /empty/204", "HEAD /empty/304")) {
                Reply none = client.send(bare + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .readHead();
                assertThat(none.status()).isIn(204, 304);
                assertThat(none.headers()).as(bare).doesNotContainKeys("transfer-encoding", "content-length");
            }
            Reply nothing = client.send("HEAD /empty/200 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();
            assertThat(nothing.header("content-length")).isEqualTo("0");
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
}
