package dev.windlass.internal;

import dev.windlass.job.NotFoundException;
import dev.windlass.job.StoreException;
import dev.windlass.spi.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a job or run to change (seed row M4). A waiter holds no thread: one loop looks at what changed and at what ran out of
 * time. Changes of this node are told by {@link #changed}; changes of others are found by asking the store for all watched ids at once,
 * every 250 ms while anybody watches. Bounded. Thread-safe.
 */
final class Watchers {

    private static final Duration POLL = Duration.ofMillis(250);
    /** Nano times compare by difference only. */
    private static final long START = System.nanoTime();

    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

    private final RunStore store;
    private final boolean shared;
    private final int most;
    private final Loop loop = new Loop("watch", this::look);
    private final Map<UUID, Queue<Waiter<?>>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Set<UUID> touched = ConcurrentHashMap.newKeySet();
    private final PriorityQueue<Waiter<?>> deadlines =
            new PriorityQueue<>(Comparator.comparingLong(waiter -> waiter.deadlineNanos - START));
    private final Map<UUID, Long> stamps = new HashMap<>();
    private long comparedNanos = START;
    private volatile boolean closed;

    Watchers(RunStore store, boolean shared, int most) {
        this.store = store;
        this.shared = shared;
        this.most = most;
    }

    Loop loop() {
        return loop;
    }

    private static final class Waiter<T> {
        final UUID id;
        final Function<UUID, @Nullable T> read;
        final Predicate<? super T> until;
        final long deadlineNanos;
        final CompletableFuture<T> future = new CompletableFuture<>();
        final AtomicBoolean counted = new AtomicBoolean(true);

        Waiter(UUID id, Function<UUID, @Nullable T> read, Predicate<? super T> until, long deadlineNanos) {
            this.id = id;
            this.read = read;
            this.until = until;
            this.deadlineNanos = deadlineNanos;
        }

        /** @return whether it waits no longer */
        boolean look(boolean timeIsUp) {
            try {
                T now = read.apply(id);
                if (now != null && (timeIsUp || until.test(now))) {
                    return future.complete(now) || future.isDone();
                }
                return now == null && future.completeExceptionally(new NotFoundException("job or run", id));
            } catch (StoreException e) {
                return timeIsUp && future.completeExceptionally(e);
            } catch (Throwable e) {
                // The host's condition may throw anything, and others wait on the same thread.
                return future.completeExceptionally(e);
            }
        }
    }

    /**
     * Completes with what {@code read} returns once it meets {@code until}, or when the time is over, or at once when too many wait. Is
     * completed on the watching thread: what follows must be quick. Fails with NotFoundException when {@code read} finds nothing, and
     * with whatever {@code until} throws. A future that is cancelled or completed by its owner is waited for no longer.
     */
    <T> CompletableFuture<T> watch(
            UUID id, Function<UUID, @Nullable T> read, Predicate<? super T> until, Duration atMost) {
        long nanos = Nanos.of(atMost);
        Waiter<T> waiter = new Waiter<>(id, read, until, System.nanoTime() + nanos);
        boolean admitted = count.incrementAndGet() <= most && nanos > 0;
        if (admitted) {
            // Registered before it is looked at, so that a change in between is not missed.
            add(waiter);
        }
        // Read after it was registered: either this sees that the loop has ended, or close() sees the waiter.
        boolean atOnce = !admitted || closed;
        if (waiter.look(atOnce) || atOnce) {
            remove(waiter);
        } else {
            // Whoever got the future may have given it up.
            waiter.future.whenComplete((answer, failure) -> remove(waiter));
        }
        return waiter.future;
    }

    private void add(Waiter<?> waiter) {
        waiters.compute(waiter.id, (id, queue) -> {
            Queue<Waiter<?>> all = queue == null ? new ConcurrentLinkedQueue<>() : queue;
            all.add(waiter);
            return all;
        });
        synchronized (deadlines) {
            deadlines.add(waiter);
        }
        loop.wake();
    }

    private void remove(Waiter<?> waiter) {
        if (!waiter.counted.compareAndSet(true, false)) {
            return;
        }
        count.decrementAndGet();
        waiters.computeIfPresent(waiter.id, (id, queue) -> {
            queue.remove(waiter);
            return queue.isEmpty() ? null : queue;
        });
        synchronized (deadlines) {
            deadlines.remove(waiter);
        }
    }

    /** Something about this job or run is different now. */
    void changed(UUID id) {
        if (waiters.containsKey(id) && touched.add(id)) {
            loop.wake();
        }
    }

    /** Any of these may be different; an empty collection means that anything may. */
    void changed(Collection<UUID> ids) {
        if (ids.isEmpty() && shared) {
            // A busy neighbour says so forty times a second; asking for all ids at once finds it within 250 ms at a
            // fraction of the cost.
            return;
        }
        (ids.isEmpty() ? waiters.keySet() : ids).forEach(this::changed);
    }

    /** Lets everybody go with what there is, those who come later too. */
    void close() {
        closed = true;
        loop.stop();
        for (Queue<Waiter<?>> queue : List.copyOf(waiters.values())) {
            for (Waiter<?> waiter : List.copyOf(queue)) {
                waiter.look(true);
                remove(waiter);
            }
        }
    }

    int waiting() {
        return count.get();
    }

    private Duration look() {
        for (UUID id : List.copyOf(touched)) {
            touched.remove(id);
            lookAt(id);
        }
        expire();
        if (shared && !waiters.isEmpty() && System.nanoTime() - comparedNanos >= POLL.toNanos()) {
            compareStamps();
        }
        return untilNext();
    }

    private void lookAt(UUID id) {
        Queue<Waiter<?>> queue = waiters.get(id);
        if (queue != null) {
            for (Waiter<?> waiter : List.copyOf(queue)) {
                if (waiter.look(false)) {
                    remove(waiter);
                }
            }
        }
    }

    private void expire() {
        List<Waiter<?>> over = new ArrayList<>();
        synchronized (deadlines) {
            for (Waiter<?> next = deadlines.peek();
                    next != null && next.deadlineNanos - System.nanoTime() <= 0;
                    next = deadlines.peek()) {
                over.add(next);
                deadlines.remove();
            }
        }
        for (Waiter<?> waiter : over) {
            waiter.look(true);
            remove(waiter);
        }
    }

    private void compareStamps() {
        comparedNanos = System.nanoTime();
        Map<UUID, Long> now = store.stamps(List.copyOf(waiters.keySet()));
        now.forEach((id, stamp) -> {
            Long before = stamps.get(id);
            if (before == null || !before.equals(stamp)) {
                lookAt(id);
            }
        });
        stamps.clear();
        stamps.putAll(now);
    }

    private Duration untilNext() {
        synchronized (deadlines) {
            Waiter<?> next = deadlines.peek();
            if (next == null) {
                return UNTIL_WOKEN;
            }
            Duration left = Duration.ofNanos(Math.max(0, next.deadlineNanos - System.nanoTime()));
            return shared && left.compareTo(POLL) > 0 ? POLL : left;
        }
    }
}
