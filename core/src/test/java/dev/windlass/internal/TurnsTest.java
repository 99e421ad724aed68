package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.internal.Turns.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

    private static final UUID JOB = new UUID(1, 1);

    private final Turns turns = new Turns();
    private final List<String> told = new ArrayList<>();

    @Test
    void whatComesBeforeItsTurnIsToldByWhoeverEndsTheTurnBefore() {
        Turn first = turns.take(JOB);
        Turn second = turns.take(JOB);
        second.tell(() -> told.add("second"));
        assertThat(told).isEmpty();
        first.tell(() -> told.add("first"));
        assertThat(told).containsExactly("first", "second");
        assertThat(turns.size()).isZero();
    }

    @Test
    void aTurnThatIsPassedHoldsNobodyUp() {
        Turn refused = turns.take(JOB);
        Turn other = turns.take(JOB);
        other.tell(() -> told.add("other"));
        refused.pass();
        other.pass();
        assertThat(told).as("once, though passed after that").containsExactly("other");
        assertThat(turns.size()).isZero();
    }

    @Test
    void jobsDoNotWaitForEachOther() {
        Turn waiting = turns.take(JOB);
        turns.take(new UUID(1, 2)).tell(() -> told.add("other job"));
        assertThat(told).containsExactly("other job");
        waiting.pass();
        assertThat(turns.size()).isZero();
    }

    @Test
    void whatIsToldMayTakeATurnItself() {
        turns.take(JOB).tell(() -> {
            turns.take(JOB).tell(() -> told.add("inner"));
            told.add("outer");
        });
        assertThat(told).containsExactly("outer", "inner");
        assertThat(turns.size()).isZero();
    }

    @Test
    void whoeverTellsIsWaitedForByNobody() throws Exception {
        Turn slow = turns.take(JOB);
        Turn quick = turns.take(JOB);
        slow.tell(() -> {
            told.add("slow");
            elsewhere(() -> quick.tell(() -> told.add("quick")));
            told.add("still slow");
        });
        assertThat(told).containsExactly("slow", "still slow", "quick");
    }

    private static void elsewhere(Runnable task) {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.submit(task).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it had to wait", e);
        } finally {
            other.shutdown();
        }
    }

    @Test
    void everyJobIsToldInTheOrderOfItsTurnsByManyThreads() throws Exception {
        Map<UUID, Queue<Integer>> all = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            UUID job = new UUID(2, i % 50);
            int number = i;
            Turn turn = turns.take(job);
            tasks.add(threads.submit(
                    () -> turn.tell(() -> all.computeIfAbsent(job, any -> new ConcurrentLinkedQueue<>())
                            .add(number))));
        }
        for (Future<?> task : tasks) {
            task.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(all).hasSize(50);
        assertThat(all.values())
                .allSatisfy(one -> assertThat(List.copyOf(one)).hasSize(800).isSorted());
        assertThat(turns.size()).isZero();
    }
}
