package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs can name any number of origins; what is read of them at once has a bound, and each has its turn. */
@Tag("A4")
class DueLanesTest {

    private static final long SECOND = Micros.of(Duration.ofSeconds(1));
    private static final long NOW = 1_000 * SECOND;

    @Test
    void onPostgres() throws Exception {
        try (HostedStore host = new HostedStore()) {
            assertThatWalksGoOn(host.store);
        }
    }

    @Test
    void onH2() {
        try (JdbcJobStore store = JdbcJobStore.open("jdbc:h2:mem:" + UUID.randomUUID())) {
            assertThatWalksGoOn(store);
        }
    }

    private static void assertThatWalksGoOn(JdbcJobStore store) {
        List<EventDraft> events = new ArrayList<>();
        for (String origin : List.of("https://a.example", "https://b.example", "https://c.example")) {
            Audience to = new Audience.Url(origin + "/hook", Profile.CALLBACK);
            events.add(new EventDraft(
                    UUID.randomUUID(), "t", UUID.randomUUID(), null, null, 0, Instant.now(), to, () -> new byte[2]));
        }
        store.submit(List.of(new Submission(List.of(), null, null, null, events)), Long.MAX_VALUE);
        Database database = store.parts.database();
        DueLanes lanes = new DueLanes(database.dialect(), () -> 0, 2);
        long now = Micros.of(Instant.now().plusSeconds(1));

        List<List<String>> walks = new ArrayList<>();
        for (int walk = 0; walk < 3; walk++) {
            walks.add(database.read(handle -> lanes.find(handle, now)));
        }

        assertThat(walks)
                .containsExactly(
                        List.of("https://a.example", "https://b.example"),
                        List.of("https://c.example"),
                        List.of("https://a.example", "https://b.example"));
    }

    /** What is younger than five seconds may be joined by what was written before it and is committed after it. */
    @Test
    void aLookStartsWhereTheLastOneEndedUnlessThatIsTooRecent() {
        DueLanes lanes = new DueLanes(Dialect.POSTGRESQL, () -> 0);
        assertThat(lanes.start("a")).isEqualTo(Long.MIN_VALUE);
        lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
        assertThat(lanes.start("a")).isEqualTo(NOW - 60 * SECOND);
        assertThat(lanes.start("b")).isEqualTo(Long.MIN_VALUE);
        lanes.lookedTo("a", NOW - SECOND, NOW);
        assertThat(lanes.start("a")).isEqualTo(NOW - 5 * SECOND);
        lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
        assertThat(lanes.start("a")).as("an older look").isEqualTo(NOW - 5 * SECOND);
    }

    @Test
    @Tag("M10")
    void whatIsWokenBehindTheStartMovesItBack() {
        DueLanes lanes = new DueLanes(Dialect.POSTGRESQL, () -> 0);
        lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
        lanes.woke("a", NOW - 90 * SECOND);
        lanes.woke("a", NOW - 70 * SECOND);
        lanes.woke("b", NOW - 70 * SECOND);
        assertThat(lanes.start("a")).isEqualTo(NOW - 90 * SECOND);
        assertThat(lanes.start("b")).isEqualTo(Long.MIN_VALUE);
    }

    /** For what was held by a process that died, and what another process put there late. */
    @Test
    void onceASecondAndWhenTheClockWasSetBackLooksStartFromTheStart() throws Exception {
        try (HostedStore host = new HostedStore()) {
            Database database = host.store.parts.database();
            DueLanes lanes = new DueLanes(Dialect.POSTGRESQL, () -> 0);
            database.read(handle -> lanes.find(handle, NOW));
            lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
            database.read(handle -> lanes.find(handle, NOW + SECOND - 1));
            assertThat(lanes.start("a")).isEqualTo(NOW - 60 * SECOND);
            database.read(handle -> lanes.find(handle, NOW + SECOND));
            assertThat(lanes.start("a")).isEqualTo(Long.MIN_VALUE);
            lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
            database.read(handle -> lanes.find(handle, NOW));
            assertThat(lanes.start("a")).isEqualTo(Long.MIN_VALUE);
        }
    }

    /** H2 looks from the start each time: nothing dead lies there. */
    @Test
    void h2KeepsNoMarks() {
        DueLanes lanes = new DueLanes(Dialect.H2, () -> 0);
        lanes.lookedTo("a", NOW - 60 * SECOND, NOW);
        assertThat(lanes.start("a")).isEqualTo(Long.MIN_VALUE);
    }
}
