package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import dev.windlass.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a dead node still holds runs is asked with each lease, until it is certain that it holds none and never will. */
@Tag("T8")
class DeadNodeTest {

    private static final Duration LEASE = Duration.ofDays(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void onPostgres() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).clock(clock).open()) {
            isLookedAtUntilItIsEmpty(store);
        }
    }

    @Test
    void onH2() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:dead").clock(clock).open()) {
            isLookedAtUntilItIsEmpty(store);
        }
    }

    private void isLookedAtUntilItIsEmpty(JdbcJobStore store) {
        NodeInfo survivor = node(store);
        assertThat(store.renew(survivor, LEASE).othersLost()).isFalse();
        NodeInfo dead = node(store);
        Sample.fill(store, 1);
        assertThat(Sample.claim(store, dead, 1)).hasSize(1);
        store.leave(dead.id());
        assertThat(store.renew(survivor, LEASE).othersLost()).isTrue();
        clock.advance(Duration.ofHours(25));
        store.prune(clock.instant(), 100);
        assertThat(mayHold(store, dead)).as("it holds a run").containsExactly(true);
        assertThat(store.renew(survivor, LEASE).othersLost()).as("after a day").isTrue();
        List<HeldRun> lost = store.lostRuns(10);
        assertThat(store.apply(List.of(new Transition.Release(lost.get(0).token(), true))))
                .containsExactly(true);
        NodeInfo justGone = node(store);
        store.leave(justGone.id());
        store.prune(clock.instant(), 100);
        assertThat(mayHold(store, justGone))
                .as("what it had begun may still be committed")
                .containsExactly(true);
        clock.advance(Duration.ofMinutes(4));
        store.prune(clock.instant(), 100);
        assertThat(mayHold(store, justGone)).containsExactly(false);
        assertThat(mayHold(store, dead)).as("forgotten after a day").isEmpty();
        assertThat(store.renew(survivor, LEASE)).satisfies(pulse -> {
            assertThat(pulse.alive()).isTrue();
            assertThat(pulse.othersLost()).isFalse();
        });
        clock.advance(Duration.ofHours(25));
        store.prune(clock.instant(), 100);
        assertThat(mayHold(store, justGone)).as("forgotten after a day").isEmpty();
    }

    private static NodeInfo node(JdbcJobStore store) {
        NodeInfo node = new NodeInfo(Sample.id(), "node", Set.of(Sample.TYPE), 1);
        store.join(node, LEASE);
        return node;
    }

    /** Empty when the node is forgotten. */
    private static List<Boolean> mayHold(JdbcJobStore store, NodeInfo node) {
        return store.parts
                .database()
                .read(handle -> handle.createQuery("SELECT lease_until > 0 FROM windlass_node WHERE id = :id")
                        .bind("id", node.id())
                        .mapTo(Boolean.class)
                        .list());
    }
}
