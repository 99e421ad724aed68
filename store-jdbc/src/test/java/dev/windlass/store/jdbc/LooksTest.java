package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LooksTest {

    private long now = -5;
    private final Looks looks = new Looks(now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Looks whenever one is due, for so long. @return how many ids were looked for each time */
    private List<Integer> lookFor(Duration time) {
        List<Integer> counts = new ArrayList<>();
        long end = now + time.toNanos();
        for (long next = looks.untilNext(now); now + next <= end; next = looks.untilNext(now)) {
            now += next;
            counts.add(looks.due(now).size());
            looks.looked(Set.of(), now);
        }
        now = end;
        return counts;
    }

    @Test
    void aJobIsLookedForEverMoreRarelyForAMinute() {
        looks.add(new UUID(0, 1), now);
        assertThat(lookFor(Duration.ofMillis(4))).isEmpty();
        assertThat(lookFor(Duration.ofMillis(1))).containsExactly(1);
        assertThat(lookFor(Duration.ofSeconds(1))).hasSizeBetween(6, 9);
        assertThat(lookFor(Duration.ofSeconds(10))).as("every half second").hasSizeBetween(19, 21);
        lookFor(Duration.ofSeconds(50));
        assertThat(lookFor(Duration.ofMinutes(1))).isEmpty();
        assertThat(looks.size()).isZero();
    }

    @Test
    void aJobThatWasFoundIsLookedForNoMore() {
        looks.add(new UUID(0, 1), now);
        pass(Duration.ofMillis(5));
        looks.looked(looks.due(now), now);
        assertThat(lookFor(Duration.ofMinutes(1))).isEmpty();
    }

    /** A host that rolls back for a while, and then commits a job now and then. */
    @Test
    void manyThatWereRolledBackAreNotLookedForWithEachNewOne() {
        for (int i = 0; i < 1_000; i++) {
            looks.add(new UUID(1, i), now);
            lookFor(Duration.ofMillis(1));
        }
        lookFor(Duration.ofSeconds(9));
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            looks.add(new UUID(2, i), now);
            counts.addAll(lookFor(Duration.ofMillis(100)));
        }
        int sum = counts.stream().mapToInt(Integer::intValue).sum();
        assertThat(sum).as("each old one twice a second, and some for the new").isBetween(4_000, 4_300);
    }
}
