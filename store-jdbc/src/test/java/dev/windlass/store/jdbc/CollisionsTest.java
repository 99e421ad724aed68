package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollisionsTest {

    private final List<Long> pauses = new ArrayList<>();
    private final Collisions collisions = new Collisions(new Random(1), pauses::add);

    @Test
    void whatCollidesIsRepeatedAfterPausesOfRandomAndGrowingLength() {
        int[] calls = {0};
        String result = collisions.repeated(() -> {
            if (++calls[0] < 5) {
                throw new SQLException("deadlock", calls[0] % 2 == 0 ? "40001" : "40P01");
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(pauses).hasSize(4).doesNotHaveDuplicates();
        for (int i = 0; i < 4; i++) {
            assertThat(pauses.get(i)).isBetween(1L, 2_000_000L << i);
        }
        List<Long> others = new ArrayList<>();
        Collisions other = new Collisions(new Random(2), others::add);
        for (int attempt = 1; attempt <= 4; attempt++) {
            other.pause(attempt);
        }
        assertThat(others).as("another process does not wait in step").doesNotContainAnyElementsOf(pauses);
    }

    @Test
    void whatCollidesAlwaysFailsAsTransientAfterFiveTries() {
        int[] calls = {0};
        assertThatThrownBy(() -> collisions.repeated(() -> {
                    calls[0]++;
                    throw new SQLException("deadlock", "40P01");
                }))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(calls[0]).isEqualTo(5);
        assertThat(pauses).as("none after the last").hasSize(4);
    }

    @Test
    void whatFailsOtherwiseIsNotRepeated() {
        assertThatThrownBy(() -> collisions.repeated(() -> {
                    throw new SQLException("refused", "23505");
                }))
                .isInstanceOf(StoreException.class);
        assertThat(pauses).isEmpty();
    }
}
