package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WakeTimesTest {

    private static final long START = Long.MIN_VALUE;

    private final AtomicLong nanos = new AtomicLong(1);
    private final WakeTimes wakes = new WakeTimes(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Moves a job that was due then, and lets that settle; a look from the start has just been made. */
    private void settle(long at) {
        wakes.moved(at);
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(6));
            wakes.low();
        }
        wakes.looked(START, WakeTimes.NEVER);
    }

    @Test
    void delayedJobsAreLookedForWhenOneIsKnownToBeDueOrAfterAWhile() {
        assertThat(wakes.mayWake(50)).isTrue();
        wakes.next(100);
        assertThat(wakes.mayWake(99)).isFalse();
        assertThat(wakes.mayWake(100)).isTrue();
        wakes.next(WakeTimes.NEVER);
        assertThat(wakes.mayWake(1_000)).isFalse();
        wakes.added(500);
        assertThat(wakes.mayWake(1_000)).isTrue();
        wakes.next(WakeTimes.NEVER);
        pass(Duration.ofMillis(100));
        assertThat(wakes.mayWake(1_000)).isTrue();
    }

    @Test
    void aLookBeginsBehindWhatWasMovedButOnceASecondAtTheStart() {
        assertThat(wakes.from()).isEqualTo(START);
        settle(200);
        assertThat(wakes.from()).isEqualTo(200);
        wakes.looked(200, 900);
        assertThat(wakes.mayHaveMissed()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(wakes.nanosToFullScan()).isZero();
        assertThat(wakes.from()).isEqualTo(START);
        assertThat(wakes.from()).as("the first may have failed").isEqualTo(START);
        wakes.looked(START, 900);
        assertThat(wakes.mayHaveMissed()).isFalse();
        assertThat(wakes.from()).isEqualTo(200);
    }

    @Test
    void whatIsStoredOrFoundBelowTheMarkMovesItBack() {
        settle(200);
        wakes.added(150);
        assertThat(wakes.low()).isEqualTo(150);
        wakes.looked(START, 120);
        assertThat(wakes.low()).isEqualTo(120);
    }
}
