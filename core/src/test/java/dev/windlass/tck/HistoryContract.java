package dev.windlass.tck;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one store, each step checked against what readers saw before it. */
abstract class HistoryContract extends RoleContract {

    private static final int STEPS = 150;

    HistoryContract(JobStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensTheRulesHold(long seed) {
        play(seed, STEPS, new Subjects(List.of(store)), clock);
    }

    static void play(long seed, int steps, Subjects subjects, TestClock clock) {
        History history = new History(seed, subjects, clock);
        try {
            for (int step = 0; step < steps; step++) {
                history.step();
                if (step % 5 == 0) {
                    history.check();
                }
            }
            history.check();
        } catch (AssertionError | RuntimeException e) {
            int size = history.log.size();
            String last = String.join("\n", history.log.subList(Math.max(0, size - 40), size));
            throw new AssertionError("seed " + seed + ", after " + size + " steps:\n" + last, e);
        }
    }
}
