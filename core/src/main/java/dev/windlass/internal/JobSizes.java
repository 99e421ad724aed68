package dev.windlass.internal;

import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Remembers how large jobs were lately, to decide how many of them a node may hold in advance, or read at once: a bound on their number
 * alone does not bound the heap. Rises at once and falls slowly. Thread-safe; races lose a sample, which does no harm.
 */
final class JobSizes {

    /** Of all that are held or read together; where they are ASCII, so many bytes. */
    private static final int MOST_CHARS = 16 << 20;

    /** What a request over HTTP can bring. */
    private static final int UNTIL_KNOWN = 1 << 20;

    private static final int PAGE = 500;

    private volatile int typical = UNTIL_KNOWN;

    /** Some of the runs that are asked for. @param isFull whether there may be more */
    record Page(List<HeldRun> runs, boolean isFull) {}

    /** How many jobs are not too large together; 0 when one is. */
    int allowance() {
        return MOST_CHARS / Math.max(1, typical);
    }

    void claimed(List<Attempt> attempts) {
        record(attempts, attempt -> attempt.params().text().length());
    }

    private <T> void record(List<T> jobs, ToIntFunction<T> size) {
        int now = typical;
        for (T job : jobs) {
            int chars = size.applyAsInt(job);
            now = chars >= now ? chars : now - (now - chars + 7) / 8;
        }
        typical = now;
    }

    /** So many could not be had, perhaps since they are too large: next time it is to be half of them. */
    void failed(int asked) {
        typical = Math.max(typical, (int) Math.min(MOST_CHARS, 2L * MOST_CHARS / Math.max(1, asked)));
    }

    /** @param read reads runs, at most so many */
    Page page(IntFunction<List<HeldRun>> read) {
        int most = Math.max(1, Math.min(PAGE, allowance()));
        try {
            List<HeldRun> runs = read.apply(most);
            record(runs, JobSizes::of);
            return new Page(runs, runs.size() == most);
        } catch (RuntimeException | Error e) {
            failed(most);
            throw e;
        }
    }

    private static int of(HeldRun held) {
        ClaimedRun claim = held.claim();
        return claim == null ? 0 : claim.job().params().text().length();
    }
}
