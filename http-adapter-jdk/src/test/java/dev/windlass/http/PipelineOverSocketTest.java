package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.RawClient.Reply;
import dev.windlass.http.guard.TokenBuckets;
import dev.windlass.http.guard.Tokens;
import dev.windlass.http.guard.TrustedProxies;
import dev.windlass.job.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every request is checked for before its route sees it. */
@Timeout(30)
class PipelineOverSocketTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private static Reply ask(TestServer server, String lines, String body) throws IOException {
        try (RawClient client = server.client()) {
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            return client.send(lines.replace("~", "\r\n") + "\r\n" + HOST + length + "\r\n" + body)
                    .read();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /echo HTTP/1.1~Content-Type: application/json                 | {"a":1}  | 200 | -
            POST /echo HTTP/1.1~Content-Type: application/json; charset=UTF-8  | {"a":1}  | 200 | -
            POST /echo HTTP/1.1~Content-Type: application/json; charset=latin1 | {"a":1}  | 415 | unsupported-media-type
            POST /echo HTTP/1.1~Content-Type: text/plain                       | {"a":1}  | 415 | unsupported-media-type
            POST /echo HTTP/1.1~Content-Type: application/jsonx                | {"a":1}  | 415 | unsupported-media-type
            POST /echo HTTP/1.1~Content-Type: application/json~Content-Encoding: gzip | {"a":1} | 415 | unsupported-media-type
            POST /echo HTTP/1.1~Content-Type: application/json~Content-Encoding: identity | {"a":1} | 200 | -
            POST /echo HTTP/1.1                                                | {"a":1}  | 415 | unsupported-media-type
            POST /echo HTTP/1.1~Content-Type: application/json                 | ''       | 400 | malformed-json
            POST /echo HTTP/1.1~Content-Type: application/json                 | {"a":1   | 400 | malformed-json
            POST /echo HTTP/1.1~Content-Type: application/json                 | {"a":1,"a":1} | 400 | malformed-json
            POST /echo HTTP/1.1~Content-Type: application/json                 | []       | 422 | validation-failed
            POST /echo?x=1 HTTP/1.1~Content-Type: application/json             | {}       | 400 | unknown-parameter
            POST /act HTTP/1.1                                                 | ''       | 204 | -
            POST /act HTTP/1.1                                                 | {}       | 415 | unsupported-media-type
            POST /act HTTP/1.1~Content-Type: application/json                  | {}       | 204 | -
            GET /hello HTTP/1.1                                                | {}       | 400 | unexpected-body
            GET /hello?page=1 HTTP/1.1                                         | ''       | 400 | unknown-parameter
            GET /header HTTP/1.1~Accept: text/html                             | ''       | 406 | not-acceptable
            GET /header HTTP/1.1~Accept: application/json;q=0                  | ''       | 406 | not-acceptable
            GET /header HTTP/1.1~Accept: text/html, application/*;q=0.5        | ''       | 200 | -
            GET /header HTTP/1.1~Accept: */*                                   | ''       | 200 | -
            GET /nothing HTTP/1.1                                              | ''       | 404 | not-found
            PUT /hello HTTP/1.1                                                | ''       | 405 | method-not-allowed
            GET /hello HTTP/1.1~Origin: http://evil.example                    | ''       | 403 | foreign-origin
            GET /hello HTTP/1.1~Origin: http://localhost                       | ''       | 200 | -
            GET /hello HTTP/1.0                                                | ''       | 200 | -
            """)
    void eachRequestGetsItsAnswer(String lines, String body, int status, String code) throws IOException {
        try (TestServer server = new TestServer()) {
            Reply reply = ask(server, lines, body);
            assertThat(reply.status()).isEqualTo(status);
            if (!code.equals("-")) {
                assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
                JsonNode problem = new Json(reply.body()).tree();
                assertThat(problem.get("code").textValue()).isEqualTo(code);
                assertThat(problem.get("type").textValue()).isEqualTo("/problems/" + code);
                assertThat(problem.get("status").intValue()).isEqualTo(status);
                assertThat(problem.get("instance").textValue()).startsWith("/").doesNotContain("?");
                assertThat(problem.get("request_id").textValue()).isEqualTo(reply.header("x-request-id"));
                Reply page = ask(server, "GET " + problem.get("type").textValue() + " HTTP/1.1", "");
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body()).contains(code);
            }
        }
    }

    @Test
    void onLoopbackAnotherHostIsMisdirected() throws IOException {
        try (TestServer server = new TestServer();
                RawClient client = server.client()) {
            client.send("GET /hello HTTP/1.1\r\nHost: rebound.example\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @CsvSource({"abc-1.2:3,true", "'has space',false", "'',false", "ü,false"})
    void aRequestIdIsTakenOverOrMade(String given, boolean taken) throws IOException {
        try (TestServer server = new TestServer()) {
            Reply reply = ask(server, "GET /hello HTTP/1.1~X-Request-Id: " + given, "");
            assertThat(reply.header("x-request-id").equals(given)).isEqualTo(taken);
            assertThat(reply.header("x-request-id")).isNotEmpty();
        }
    }

    @Test
    @Tag("T11")
    void aRateLimitIsToldAndKept() throws IOException {
        TokenBuckets two = new TokenBuckets(2, Duration.ofHours(1), System::nanoTime);
        try (TestServer server = new TestServer(builder -> builder.settings(
                        dev.windlass.http.pipeline.PipelineSettings.defaults().withRateLimit(two)));
                RawClient client = server.client()) {
            Reply first = client.get("/hello").read();
            assertThat(first.header("ratelimit-policy")).isEqualTo("\"default\";q=2;w=3600");
            assertThat(first.header("ratelimit")).startsWith("\"default\";r=1;t=");
            assertThat(client.get("/hello").read().status()).isEqualTo(200);
            Reply refused = client.get("/hello").read();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1_790, 1_800);
            assertThat(refused.header("ratelimit")).startsWith("\"default\";r=0;t=");
            assertThat(client.get("/healthz").read().status()).isEqualTo(200);
            assertThat(client.get("/readyz").read().status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("T11")
    void aRefusalThatCountedSaysWhatIsLeft() throws IOException {
        TokenBuckets three = new TokenBuckets(3, Duration.ofHours(1), System::nanoTime);
        try (TestServer server = new TestServer(builder -> builder.settings(
                        dev.windlass.http.pipeline.PipelineSettings.defaults().withRateLimit(three)));
                RawClient client = server.client()) {
            Reply unknown = client.get("/hello?x=1").read();
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.header("ratelimit-policy")).isEqualTo("\"default\";q=3;w=3600");
            assertThat(unknown.header("ratelimit")).startsWith("\"default\";r=2;t=");
            assertThat(client.post("/echo", "{").read().header("ratelimit")).startsWith("\"default\";r=1;t=");
        }
    }

    @Test
    @Tag("K3")
    void tokensAreAskedForInTheHeaderOnly() throws IOException {
        Tokens tokens = Tokens.parse(List.of("reader:read:r-token", "root:admin:a-token"));
        try (TestServer server = new TestServer(builder -> builder.settings(
                dev.windlass.http.pipeline.PipelineSettings.defaults().withTokens(tokens)))) {
            Reply none = ask(server, "GET /hello HTTP/1.1", "");
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.header("www-authenticate")).isEqualTo("Bearer realm=\"windlass\"");
            assertThat(ask(server, "GET /hello?access_token=r-token HTTP/1.1", "")
                            .status())
                    .isEqualTo(401);
            assertThat(ask(server, "GET /hello HTTP/1.1~Authorization: Bearer r-token", "")
                            .status())
                    .isEqualTo(200);
            Reply narrow = ask(server, "POST /act HTTP/1.1~Authorization: Bearer r-token", "");
            assertThat(narrow.status()).isEqualTo(403);
            assertThat(narrow.header("www-authenticate")).contains("insufficient_scope", "scope=\"admin\"");
            assertThat(ask(server, "POST /act HTTP/1.1~Authorization: Bearer a-token", "")
                            .status())
                    .isEqualTo(204);
            assertThat(ask(server, "GET /healthz HTTP/1.1", "").status()).isEqualTo(200);
            assertThat(ask(server, "GET /problems/not-found HTTP/1.1~Accept: text/html", "")
                            .body())
                    .contains("<h1>Not found</h1>");
        }
    }

    @Test
    @Tag("T11")
    void metricsFromElsewhereAskForATokenAsAnythingElseDoes() throws IOException {
        Tokens tokens = Tokens.parse(List.of("reader:read:r-token", "submitter:submit:s-token"));
        try (TestServer server =
                new TestServer(builder -> builder.settings(dev.windlass.http.pipeline.PipelineSettings.defaults()
                        .withTokens(tokens)
                        .withTrustedProxies(TrustedProxies.of(List.of("127.0.0.0/8")))))) {
            assertThat(metrics(server, "").status()).isEqualTo(200);
            assertThat(metrics(server, "~Authorization: Bearer wrong").status()).isEqualTo(200);
            String far = "~X-Forwarded-For: 203.0.113.7";
            assertThat(metrics(server, far).header("www-authenticate")).isEqualTo("Bearer realm=\"windlass\"");
            assertThat(metrics(server, far + "~Authorization: Bearer r-token").status())
                    .isEqualTo(200);
            assertThat(metrics(server, far + "~Authorization: Bearer s-token").status())
                    .isEqualTo(403);
            for (int i = 0; i < 10; i++) {
                assertThat(metrics(server, far + "~Authorization: Bearer wrong").header("www-authenticate"))
                        .contains("error=\"invalid_token\"");
            }
            assertThat(metrics(server, far + "~Authorization: Bearer wrong").status())
                    .isEqualTo(429);
        }
    }

    private static Reply metrics(TestServer server, String headers) throws IOException {
        return ask(server, "GET /metrics HTTP/1.1" + headers, "");
    }

    @Test
    void aBodyIsNotReadBeforeTheTokenIs() throws IOException {
        Tokens tokens = Tokens.admin("t");
        try (TestServer server = new TestServer(builder -> builder.settings(
                        dev.windlass.http.pipeline.PipelineSettings.defaults().withTokens(tokens)));
                RawClient client = server.client()) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST + JSON + "Content-Length: 1000\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(401);
        }
    }
}
