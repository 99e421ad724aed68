package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs can name any number of origins; what is read of them at once has a bound, and each has its turn. */
@Tag("A4")
class DueLanesTest {

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
}
