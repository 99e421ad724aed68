package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Patience patience = new Patience(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void waitFor(Duration time) {
        pass(time);
        patience.used(time.toNanos());
    }

    @Test
    void manyShortWaitsUseItUpAsOneLongOneDoes() {
        for (int i = 0; i < 50; i++) {
            assertThat(patience.left()).isPositive();
            waitFor(Duration.ofMillis(4));
            if (patience.left().isZero()) {
                assertThat(i).isBetween(24, 26);
                return;
            }
        }
        throw new AssertionError("There is always some left");
    }

    @Test
    void itComesBackSlowlyAndNotBeyondWhatItWas() {
        waitFor(Duration.ofMillis(100));
        assertThat(patience.left()).isLessThan(Duration.ofMillis(1));

        pass(Duration.ofSeconds(10));
        assertThat(patience.left()).isBetween(Duration.ofMillis(10), Duration.ofMillis(11));

        pass(Duration.ofHours(1));
        assertThat(patience.left()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aWaitThatIsLessThanAThousandthOfTheTimeNeverUsesItUp() {
        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(patience.left()).isEqualTo(Duration.ofMillis(100));
            patience.used(Duration.ofNanos(900_000).toNanos());
        }
    }
}
