package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.JobStore;
import dev.windlass.spi.StoreTraits;
import dev.windlass.spi.Upcoming;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told when, beat by beat, by a clock that goes when it is told to. */
class PacemakerTest {

    private static final Instant START = Instant.parse("2026-11-22T13:00:00Z");

    private final List<String> told = new ArrayList<>();
    private Upcoming upcoming = new Upcoming(null, null, null);
    private Instant now = START;
    private int asked;
    private final Pacemaker pacemaker = new Pacemaker(
            store(),
            () -> now,
            () -> told.add("jobs"),
            () -> told.add("job due"),
            () -> told.add("fires"),
            () -> told.add("deliveries"));

    private JobStore store() {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "traits" -> new StoreTraits(true, true, true);
                    case "upcoming" -> {
                        asked++;
                        yield upcoming;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static @Nullable Instant at(@Nullable Integer millis) {
        return millis == null ? null : START.plusMillis(millis);
    }

    private void upcoming(@Nullable Integer job, @Nullable Integer fire, @Nullable Integer delivery) {
        upcoming = new Upcoming(at(job), at(fire), at(delivery));
    }

    private Duration beatAt(int millis) {
        now = START.plusMillis(millis);
        told.clear();
        asked = 0;
        return pacemaker.beat();
    }

    @Test
    void sleepsUntilTheInstantAndTellsBeforeItAsks() {
        upcoming(null, 700, null);
        assertThat(beatAt(0)).isEqualTo(Duration.ofMillis(700));
        assertThat(told).isEmpty();
        assertThat(beatAt(699)).isEqualTo(Duration.ofMillis(1));
        assertThat(told).isEmpty();
        beatAt(700);
        assertThat(told).containsExactly("fires");
        assertThat(asked).isZero();
    }

    @Test
    void leavesTheStoreAloneWhileItFires() {
        upcoming(null, 700, null);
        beatAt(0);
        assertThat(beatAt(700)).isEqualTo(Duration.ofMillis(50));
        upcoming(null, 1_700, null);
        assertThat(beatAt(750)).isEqualTo(Duration.ofMillis(950));
        assertThat(told).isEmpty();
        assertThat(asked).isOne();
    }

    @Test
    void aJobThatFallsDueWhileItFiresIsToldAtItsTime() {
        upcoming(710, 700, 705);
        beatAt(0);
        assertThat(beatAt(700)).isEqualTo(Duration.ofMillis(5));
        assertThat(told).containsExactly("fires");
        assertThat(beatAt(705)).isEqualTo(Duration.ofMillis(2));
        assertThat(told).containsExactly("deliveries");
        upcoming(710, 700, null);
        assertThat(beatAt(707)).isLessThanOrEqualTo(Duration.ofMillis(3));
        beatAt(710);
        assertThat(told).contains("job due");
    }

    @Test
    void whatIsDueButCannotBeFiredIsToldAgainAndAgainLessOften() {
        upcoming(null, 700, null);
        beatAt(0);
        int millis = 700;
        int fires = 0;
        Duration longest = Duration.ZERO;
        while (longest.compareTo(Duration.ofSeconds(1)) < 0) {
            Duration pause = beatAt(millis);
            millis += (int) pause.toMillis();
            longest = pause.compareTo(longest) > 0 ? pause : longest;
            fires += told.size();
        }
        assertThat(longest).isEqualTo(Duration.ofSeconds(1));
        assertThat(millis).isBetween(2_500, 5_000);
        assertThat(fires).isBetween(8, 12);
    }
}
