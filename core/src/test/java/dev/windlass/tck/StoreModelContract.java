package dev.windlass.tck;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares a store with another one that is known to be right, such as the one in memory: the same random history must look the same in
 * both, step by step. A failure names its seed and the last steps; the same seed always makes the same history.
 */
public abstract class StoreModelContract {

    private static final int STEPS = 200;

    /** A new store with nothing in it, as in {@link JobStoreContract#createStore}. */
    protected abstract JobStore createStore(InstantSource clock) throws Exception;

    /** A new, empty store to compare it with. */
    protected abstract JobStore createReference(InstantSource clock) throws Exception;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theSameHistoryLooksTheSameInBothStores(long seed) throws Exception {
        TestClock clock = new TestClock();
        try (JobStore reference = createReference(clock);
                JobStore store = createStore(clock)) {
            HistoryContract.play(seed, STEPS, new Subjects(List.of(reference, store)), clock);
        }
    }
}
