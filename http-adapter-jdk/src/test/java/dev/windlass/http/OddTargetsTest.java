package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.http.RawClient.Reply;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and targets that two parties could read differently. */
@Timeout(60)
class OddTargetsTest {

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
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
