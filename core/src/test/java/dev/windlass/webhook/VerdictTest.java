package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A4")
class VerdictTest {

    private static final Duration ASKED = Duration.ofSeconds(7);

    private static Answer answer(int status) {
        return new Answer(status, null, ASKED, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 299})
    void everyTwoHundredIsSuccess(int status) {
        assertThat(Verdict.of(answer(status))).isEqualTo(Verdict.DELIVERED);
        assertThat(Verdict.error(answer(status))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                100, 101, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 408, 409, 411, 429, 500, 503, 599, 999
            })
    void everythingElseIsTriedAgain(int status) {
        assertThat(Verdict.of(answer(status))).isEqualTo(Verdict.FAILED);
        assertThat(Verdict.error(answer(status))).isEqualTo("http_" + status);
    }

    @Test
    void onlyGoneIsGone() {
        assertThat(Verdict.of(answer(410))).isEqualTo(Verdict.GONE);
        assertThat(Verdict.error(answer(410))).isEqualTo("http_410");
    }

    @Test
    void noAnswerIsTriedAgainUnderItsOwnName() {
        Answer none = new Answer(null, "connect_timeout", null, null);

        assertThat(Verdict.of(none)).isEqualTo(Verdict.FAILED);
        assertThat(Verdict.error(none)).isEqualTo("connect_timeout");
        assertThat(Verdict.pause(none)).isNull();
    }

    @Test
    void aPauseIsHeededOfThoseThatAreBusyOnly() {
        assertThat(Verdict.pause(answer(429))).isEqualTo(ASKED);
        assertThat(Verdict.pause(answer(503))).isEqualTo(ASKED);
        for (int status : new int[] {200, 202, 301, 400, 404, 410, 413, 500, 502, 504}) {
            assertThat(Verdict.pause(answer(status))).as("%s", status).isNull();
        }
    }
}
