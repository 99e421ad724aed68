package dev.windlass.internal;

import dev.windlass.internal.BatchWriter.Entry;
import dev.windlass.job.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whatever is waiting in one call, and repeats: one round trip when idle, growing batches under load, no timer. Batches are
 * written in the order of {@link #add}, one at a time. Bounded in rows and in weight; {@code add} waits when it is full, except on the
 * writing thread itself. Thread-safe.
 *
 * @param <T> what is written
 * @param <R> what the store says to each
 */
final class GroupCommit<T, R> {

    /** Told what became of an item, once, on the writing thread; must not block. */
    interface Completion<R> {
        void done(R result);

        void failed(StoreException failure);
    }

    /** What bounds a group commit. */
    record Bounds(int batch, int rows, long weight) {
        /**
         * A short job is two rows, its start and its end, so that a batch is some 500 jobs, where a split-table claim and finish stopped
         * gaining. What waits is written a tenth of a second later under load, and would be run again after a crash; 64 MiB bounds the
         * heap.
         */
        static final Bounds DEFAULT = new Bounds(1_000, 4_000, 64L << 20);
    }

    private final String name;
    private final BatchWriter<T, R> batches;
    private final ToIntFunction<T> weigher;
    private final Bounds bounds;
    private final boolean onCaller;
    private final long lingerNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final Deque<Entry<T, R>> waiting = new ArrayDeque<>();
    private long weight;
    private int inFlight;
    /** A writer that lingers is not woken for less. */
    private int wanted = 1;

    private volatile boolean closed;
    private @Nullable Thread writer;

    /**
     * @param lingerNanos how long after a batch to wait for as many items again; 0 for not at all
     * @param onCaller writes each item at once on the thread that adds it, for stores that do no I/O
     * @param pause how long to wait, and whether to go on, after a transient failure
     */
    GroupCommit(
            String name,
            Function<List<T>, List<R>> write,
            ToIntFunction<T> weigher,
            Bounds bounds,
            boolean onCaller,
            long lingerNanos,
            Backpause pause) {
        this.name = name;
        this.batches = new BatchWriter<>(name, write, pause);
        this.weigher = weigher;
        this.bounds = bounds;
        this.onCaller = onCaller;
        this.lingerNanos = lingerNanos;
    }

    void add(T item, Completion<R> completion) {
        add(item, completion, true);
    }

    /** As {@link #add}, but without waiting. @return false when it is full: then nobody is told */
    boolean offer(T item, Completion<R> completion) {
        return add(item, completion, false);
    }

    private boolean add(T item, Completion<R> completion, boolean mayWait) {
        if (onCaller && !closed) {
            batches.writeNow(item, completion);
            return true;
        }
        int itemWeight = weigher.applyAsInt(item);
        lock.lock();
        try {
            while (!closed && isFull() && Thread.currentThread() != writer) {
                if (!mayWait) {
                    return false;
                }
                written.awaitUninterruptibly();
            }
            if (!closed) {
                waiting.add(new Entry<>(item, itemWeight, completion));
                weight += itemWeight;
                ensureWriter();
                if (waiting.size() >= wanted) {
                    work.signalAll();
                }
                return true;
            }
        } finally {
            lock.unlock();
        }
        completion.failed(new StoreException("The scheduler has stopped", new IllegalStateException("closed"), true));
        return true;
    }

    private boolean isFull() {
        return waiting.size() >= bounds.rows() || (weight >= bounds.weight() && !waiting.isEmpty());
    }

    private void ensureWriter() {
        if (writer == null) {
            writer = Threads.daemon("windlass-" + name, this::writeUntilClosed);
            writer.start();
        }
    }

    private void writeUntilClosed() {
        for (List<Entry<T, R>> batch = next(0); !batch.isEmpty(); batch = next(batch.size())) {
            batches.writeAll(batch);
        }
    }

    /** @param before how many were just written */
    private List<Entry<T, R>> next(int before) {
        lock.lock();
        try {
            inFlight = 0;
            written.signalAll();
            long until = System.nanoTime() + lingerNanos;
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            linger(before, until);
            return take();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Those who were just served come back at once when they are clients in a loop: what is as many as the last batch goes together,
     * rather than the first of them alone. Nobody waits who comes later than that.
     */
    private void linger(int enough, long until) {
        wanted = Math.max(1, enough);
        try {
            long left = until - System.nanoTime();
            while (left > 0 && waiting.size() < enough && !closed) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            log().debug("{}: interrupted, which nobody has reason for", name);
        } finally {
            wanted = 1;
        }
    }

    private List<Entry<T, R>> take() {
        List<Entry<T, R>> batch = new ArrayList<>(Math.min(bounds.batch(), waiting.size()));
        while (batch.size() < bounds.batch() && !waiting.isEmpty()) {
            Entry<T, R> entry = waiting.remove();
            weight -= entry.weight();
            batch.add(entry);
        }
        inFlight = batch.size();
        written.signalAll();
        return batch;
    }

    /** Waits until nothing is waiting or being written. @return whether that came true in time */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; !waiting.isEmpty() || inFlight > 0; ) {
                if (left <= 0) {
                    return false;
                }
                left = written.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what waits is still written, unless the store fails. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the writer to end after {@link #close}. */
    void join(long nanos) throws InterruptedException {
        Thread thread = writer;
        if (thread != null) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(nanos, 1));
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(GroupCommit.class);
    }
}
