package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a receiver is left alone, and for how long. Without jitter. */
@Tag("A4")
class BreakerTest {

    private static final Instant T0 = PumpFixture.T0;
    private static final RandomGenerator NO_JITTER = () -> 0;

    private final Breaker breaker = new Breaker(PumpSettings.DEFAULTS, NO_JITTER);

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private void fail(int times, long seconds) {
        for (int i = 0; i < times; i++) {
            breaker.failed(at(seconds));
        }
    }

    @Test
    void opensForHalfAMinuteAtTheTenthFailureInARow() {
        fail(9, 0);
        assertThat(breaker.shutUntil(at(0))).isNull();
        breaker.succeeded();
        fail(9, 1);
        assertThat(breaker.shutUntil(at(1))).isNull();

        fail(1, 2);
        assertThat(breaker.shutUntil(at(2))).isEqualTo(at(32));
        assertThat(breaker.shutUntil(at(31))).isEqualTo(at(32));
        assertThat(breaker.shutUntil(at(32))).isNull();
    }

    @Test
    void whatWasInFlightWhenItOpenedIsNoFailedTrial() {
        fail(10, 0);
        fail(3, 5);

        assertThat(breaker.shutUntil(at(5))).isEqualTo(at(30));
    }

    @Test
    void eachFailedTrialDoublesThePauseUpToAnHour() {
        fail(10, 0);
        long now = 0;
        for (long pause : new long[] {30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600}) {
            assertThat(breaker.shutUntil(at(now))).isEqualTo(at(now + pause));
            now += pause;
            fail(1, now);
        }
    }

    @Test
    void afterASuccessItBeginsAnew() {
        fail(10, 0);
        fail(1, 30);
        breaker.succeeded();
        assertThat(breaker.isFailing()).isFalse();
        assertThat(breaker.failingSince()).isNull();
        assertThat(breaker.shutUntil(at(30))).isNull();

        fail(10, 40);
        assertThat(breaker.shutUntil(at(40))).isEqualTo(at(70));
        assertThat(breaker.failingSince()).isEqualTo(at(40));
    }

    @Test
    void oneRequestAtATimeIsEnoughAfterThreeFailures() {
        fail(2, 0);
        assertThat(breaker.limit()).isEqualTo(4);
        fail(1, 0);
        assertThat(breaker.limit()).isEqualTo(1);
        breaker.succeeded();
        assertThat(breaker.limit()).isEqualTo(4);
    }

    @Test
    void theLongerOfAPauseAndABreakCounts() {
        breaker.pause(at(10));
        breaker.pause(at(5));
        assertThat(breaker.shutUntil(at(0)))
                .as("an earlier end takes back nothing")
                .isEqualTo(at(10));

        fail(10, 0);
        assertThat(breaker.shutUntil(at(0))).isEqualTo(at(30));
        breaker.pause(at(90));
        assertThat(breaker.shutUntil(at(0))).isEqualTo(at(90));
        assertThat(breaker.shutUntil(at(30))).isEqualTo(at(90));
        assertThat(breaker.shutUntil(at(90))).isNull();
    }

    @Test
    void somebodyWhoKnowsBetterEndsBoth() {
        fail(10, 0);
        breaker.pause(at(90));
        breaker.retryNow();

        assertThat(breaker.shutUntil(at(0))).isNull();
        assertThat(breaker.limit()).as("still a trial").isEqualTo(1);
    }

    @Test
    void remembersWhenTheRowOfFailuresBegan() {
        fail(1, 3);
        fail(1, 9);

        assertThat(breaker.failingSince()).isEqualTo(at(3));
        assertThat(breaker.isOpenable()).isFalse();
    }
}
