package dev.windlass.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rest.Handler;
import dev.windlass.http.rest.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("M6")
class ConditionalTest {

    private static final byte[] BYTES = {'{', '}'};
    private static final String ETAG = Conditional.etag(BYTES);
    private static final Handler HANDLER =
            Conditional.FILTER.apply(request -> Answer.json(200, BYTES).with("Retry-After", "1"));

    private static Answer get(String... headers) {
        return (Answer) HANDLER.handle(Requests.get("/a", null, headers));
    }

    @Test
    void anAnswerIsTaggedByItsBytes() {
        assertThat(get().headers()).containsEntry("ETag", ETAG);
        assertThat(ETAG).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(Conditional.etag(new byte[] {'{'})).isNotEqualTo(ETAG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "*", " \"y\" ,W/%s "})
    void whatTheClientHasIsNotSentAgain(String known) {
        Answer answer = get("If-None-Match", known.formatted(ETAG));
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEqualTo(Body.EMPTY);
        assertThat(answer.headers()).containsEntry("ETag", ETAG).containsEntry("Retry-After", "1");
        assertThat(answer.headers()).doesNotContainKey("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "", "x", "W/\"x\"", "\"\""})
    void anotherTagGetsTheWhole(String known) {
        assertThat(get("If-None-Match", known).status()).isEqualTo(200);
    }

    @Test
    void onlyTheTwoHundredOfAGetIsTagged() {
        Handler made = Conditional.FILTER.apply(request -> Answer.json(202, BYTES));
        assertThat(((Answer) made.handle(Requests.get("/a", null))).headers()).doesNotContainKey("ETag");
        assertThat(((Answer) HANDLER.handle(Requests.post("/a", ""))).headers()).doesNotContainKey("ETag");
    }

    @Test
    void ifMatchHoldsForTheSameTagOnlyAndNeverWeakly() {
        assertThat(Conditional.requireMatch(Requests.get("/a", null), ETAG)).isFalse();
        assertThat(Conditional.requireMatch(Requests.get("/a", null, "If-Match", ETAG), ETAG))
                .isTrue();
        assertThat(Conditional.requireMatch(Requests.get("/a", null, "If-Match", "*"), ETAG))
                .isTrue();
        for (String stale : new String[] {"\"x\"", "W/" + ETAG, ""}) {
            ApiRequest request = Requests.get("/a", null, "If-Match", stale);
            assertThatThrownBy(() -> Conditional.requireMatch(request, ETAG)).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "wait=5,-,5",
                "wait=100,-,60",
                "'respond-async, wait=10',-,10",
                "'wait = \"7\"; x=y',-,7",
                "wait=x,-,-",
                "wait=-1,-,-",
                "WAIT=3,-,3",
                "wait=5,9,9",
                "-,0,0",
                "-,99999999,60",
                "-,-,-",
                "'wait=1,wait=2',-,1"
            })
    void theWaitIsReadAndCapped(String header, String parameter, Long seconds) {
        Prefer prefer = Prefer.of(Requests.get(
                "/a", parameter == null ? null : "wait=" + parameter, "Prefer", header == null ? "x" : header));
        assertThat(prefer.atMost()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "1234567890"})
    void aWrongWaitParameterIsRefused(String value) {
        assertThatThrownBy(() -> Prefer.of(Requests.get("/a", "wait=" + value))).isInstanceOf(ProblemException.class);
    }

    @Test
    void whoPrefersNoWaitGetsNone() {
        assertThat(Prefer.of(Requests.get("/a", null, "Prefer", "respond-async"))
                        .waitOr(Duration.ofSeconds(30)))
                .isEqualTo(Duration.ZERO);
        assertThat(Prefer.of(Requests.get("/a", null)).waitOr(Duration.ofSeconds(30)))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "9,1", "20,2", "150,15", "300,30", "86400,30"})
    @Tag("K4")
    void pollingSlowsDownWithAge(long age, String seconds) {
        assertThat(Polling.retryAfter(Duration.ofSeconds(age))).isEqualTo(seconds);
    }
}
