package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.RunResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpJobTest extends HttpJobCase {

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
    void aHeaderMayBeGivenOnceOnly() {
        assertThatThrownBy(() -> new HttpParams(
                        "https://example.com/", "GET", Map.of("A/b~", "1", "X", "1", "x", "2"), null, List.of(200)))
                .hasMessageContaining("/headers/A~1b~0 is not a header's name")
                .hasMessageContaining("is given twice");
    }
}
