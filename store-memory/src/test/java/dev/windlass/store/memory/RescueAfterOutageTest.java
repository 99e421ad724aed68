package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodePulse;
import dev.windlass.spi.StoreTraits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After an outage of the database every lease looks run out, and a node that met the outage leaves the others a lease to come back. */
@Tag("T8")
@Timeout(60)
class RescueAfterOutageTest {

    private static final Duration LEASE = Duration.ofMillis(500);

    private final Deque<UnaryOperator<NodePulse>> answers = new ArrayDeque<>();
    private boolean rescued;

    @Test
    void aNodeThatHasSeenNoOutageRescuesAtOnce() {
        answers.add(pulse(true));
        try (JobScheduler node = node()) {
            node.runDue();
            assertThat(rescued).isTrue();
        }
    }

    @Test
    void aNodeThatCouldNotJoinAtFirstWaitsForALease() {
        answers.add(RescueAfterOutageTest::outage);
        rescuesOnlyAfterALease(2);
    }

    @Test
    void aNodeThatWasDeclaredDeadAfterAnOutageWaitsForALease() {
        answers.add(pulse(true));
        answers.add(RescueAfterOutageTest::outage);
        answers.add(pulse(false));
        rescuesOnlyAfterALease(4);
    }

    /** @param pulses the last of these is the first good one since the outage */
    private void rescuesOnlyAfterALease(int pulses) {
        try (JobScheduler node = node()) {
            for (int i = 1; i < pulses; i++) {
                node.runDue();
            }
            rescued = false;
            long back = System.nanoTime();
            await().pollInSameThread().until(() -> {
                node.runDue();
                return rescued;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isGreaterThanOrEqualTo(LEASE);
        }
    }

    private JobScheduler node() {
        return JobScheduler.builder(store())
                .settings(Settings.builder().lease(LEASE).build())
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed()))
                .build();
    }

    private JobStore store() {
        MemoryJobStore store = new MemoryJobStore();
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    try {
                        Object reply = method.invoke(store, args);
                        rescued |= method.getName().equals("lostRuns");
                        return switch (method.getName()) {
                            case "traits" -> new StoreTraits(false, true, false);
                            case "join", "renew" -> answer((NodePulse) reply);
                            default -> reply;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What was prepared; then one that says that others are lost. */
    private NodePulse answer(NodePulse real) {
        UnaryOperator<NodePulse> next = answers.poll();
        return next == null ? pulse(true).apply(real) : next.apply(real);
    }

    private static UnaryOperator<NodePulse> pulse(boolean alive) {
        return real -> new NodePulse(alive, real.storeTime(), alive);
    }

    private static NodePulse outage(NodePulse unheard) {
        throw new StoreException("connection refused", new IllegalStateException(), true);
    }
}
