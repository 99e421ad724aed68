package dev.windlass.store.memory;

import dev.windlass.job.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The store's one lock. What came of a call is told to the listener once the lock is released. */
final class Guard {

    private static final int SPINS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Signals signals;
    private boolean closed;

    Guard(Signals signals) {
        this.signals = signals;
    }

    <T> T locked(Supplier<T> work) {
        return locked(work, Supplier::get);
    }

    private <A, T> T locked(A on, Function<? super A, T> work) {
        Signals.Batch batch;
        T result;
        enter();
        try {
            checkOpen();
            result = work.apply(on);
        } finally {
            batch = signals.take();
            lock.unlock();
        }
        if (batch != null) {
            batch.tell();
        }
        return result;
    }

    /** The lock is held for about a microsecond, a tenth of what parking a thread costs: worth a few looks before that. */
    private void enter() {
        for (int look = 0; look < SPINS; look++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    void run(Runnable work) {
        locked(() -> {
            work.run();
            return true;
        });
    }

    /** Does the work for each of these under one lock. */
    <A, R> List<R> each(List<A> all, Function<? super A, R> work) {
        if (all.size() == 1) {
            return List.of(locked(all.get(0), work));
        }
        return locked(() -> {
            List<R> results = new ArrayList<>(all.size());
            for (A one : all) {
                results.add(work.apply(one));
            }
            return results;
        });
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException("The store is closed", new IllegalStateException("closed"), false);
        }
    }
}
