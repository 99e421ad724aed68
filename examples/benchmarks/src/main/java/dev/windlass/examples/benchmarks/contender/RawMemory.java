package dev.windlass.examples.benchmarks.contender;

import dev.windlass.examples.benchmarks.measure.Work;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The limit in memory: a bare ThreadPoolExecutor over a priority queue, with a map of results. */
final class RawMemory implements Contender {

    private record Outcome(Instant startedAt, Instant finishedAt) {}

    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong submitted = new AtomicLong();
    private final Map<UUID, Outcome> outcomes = new ConcurrentHashMap<>();
    private final PriorityBlockingQueue<Runnable> queue = new PriorityBlockingQueue<>();
    private final ThreadPoolExecutor pool;
    private volatile boolean started;

    RawMemory(Setting setting) {
        int threads = setting.number("threads", Runtime.getRuntime().availableProcessors());
        pool = new ThreadPoolExecutor(threads, threads, 1, TimeUnit.MINUTES, queue);
    }

    private final class Task implements Runnable, Comparable<Task> {
        private final UUID id = new UUID(System.currentTimeMillis() << 16, sequence.get());
        private final int priority = 4;
        private final long number = sequence.incrementAndGet();
        private final String payload;

        Task(String payload) {
            this.payload = payload;
        }

        @Override
        public int compareTo(Task other) {
            return priority == other.priority
                    ? Long.compare(number, other.number)
                    : Integer.compare(other.priority, priority);
        }

        @Override
        public void run() {
            Instant startedAt = Instant.now();
            Work.run(payload);
            outcomes.put(id, new Outcome(startedAt, Instant.now()));
        }
    }

    @Override
    public void submit(String payload) {
        submitted.incrementAndGet();
        Task task = new Task(payload);
        if (started) {
            pool.execute(task);
        } else {
            queue.add(task);
        }
    }

    @Override
    public void submitAll(int count, String payload) {
        for (int i = 0; i < count; i++) {
            submit(payload);
        }
    }

    @Override
    public void submitAt(Instant due, String payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() {
        started = true;
        pool.prestartAllCoreThreads();
    }

    @Override
    public long unfinished() {
        return submitted.get() - outcomes.size();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
