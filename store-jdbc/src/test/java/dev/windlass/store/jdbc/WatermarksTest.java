package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private static final int LANE = 7;

    private final AtomicLong nanos = new AtomicLong(1);
    private final Watermarks marks = new Watermarks(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private long low() {
        return marks.lows().getOrDefault(LANE, Long.MIN_VALUE);
    }

    /** Claims this due time, and lets it settle. */
    private void settle(long dueAt) {
        marks.claimed(LANE, dueAt);
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(6));
            marks.scanned();
            low();
        }
    }

    @Test
    void theFirstLookAndOneEachSecondReadEverything() {
        assertThat(marks.lows()).isEmpty();
        settle(100);
        assertThat(marks.lows()).containsKey(LANE);
        pass(Duration.ofSeconds(1));
        assertThat(marks.lows()).isEmpty();
        marks.scanned();
        assertThat(marks.lows()).containsKey(LANE);
    }

    @Test
    void aFullScanIsDueUntilOneHasReturned() {
        marks.claimed(LANE, 100);
        assertThat(marks.nanosToFullScan()).isZero();
        assertThat(marks.lows()).isEmpty();
        assertThat(marks.lows()).as("the first may have failed").isEmpty();
        marks.scanned();
        assertThat(marks.nanosToFullScan()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aMarkRisesOnlyToWhatWasClaimedLongEnoughAgo() {
        marks.scanned();
        marks.claimed(LANE, 100);
        assertThat(low()).isEqualTo(Long.MIN_VALUE);
        settle(200);
        assertThat(low()).isEqualTo(200);
        marks.claimed(LANE, 900);
        assertThat(low()).isEqualTo(200);
    }

    @Test
    void whatIsPutBelowTheMarkMovesItBackAndItStaysThereForAWhile() {
        settle(200);
        marks.added(LANE, 150);
        assertThat(low()).isEqualTo(150);
        pass(Duration.ofSeconds(6));
        marks.scanned();
        assertThat(low()).isEqualTo(150);
    }

    /** A client that makes up queue names makes as many lanes; a node sends the marks of all with each claim. */
    @Test
    void aMarkIsForgottenWhenNothingWasClaimedThereForLong() {
        marks.claimed(LANE + 1, 100);
        settle(200);
        assertThat(marks.lows()).containsOnlyKeys(LANE, LANE + 1);
        pass(Duration.ofMinutes(14));
        marks.claimed(LANE + 1, 300);
        pass(Duration.ofMinutes(2));
        marks.scanned();
        assertThat(marks.lows()).containsOnlyKeys(LANE + 1);
    }

    @Test
    void onlyLanesWithAMarkAreNamedInTheirOrder() {
        for (int lane : List.of(900, 3, 70)) {
            marks.claimed(lane, 100);
        }
        settle(200);
        marks.claimed(5, 100);
        assertThat(marks.lows().keySet()).containsExactly(3, LANE, 70, 900);
    }
}
