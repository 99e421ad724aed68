package dev.windlass.examples.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.examples.benchmarks.measure.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The limit on a database: threads with a connection each that claim, run and finish in batches, and check nothing. */
final class RawJdbc implements Contender {

    private final HikariDataSource source;
    private final RawClaims claims;
    private final boolean postgres;
    private final int threads;
    private final int batch;
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong last = new AtomicLong();
    private final Semaphore wake = new Semaphore(0);
    private final List<Thread> workers = new ArrayList<>();
    private final @Nullable RawSignals signals;
    private volatile boolean closed;

    RawJdbc(Setting setting) throws SQLException {
        postgres = setting.isPostgres();
        threads = setting.number("threads", 4);
        batch = setting.number("batch", 100);
        source = Pools.open(setting.url(), 12);
        claims = postgres ? new RawClaims.Postgres() : new RawClaims.H2();
        Pools.createOnce(source, "raw_job", RawSql.TABLES);
        signals = postgres && setting.forLatency() ? new RawSignals(source, wake::release) : null;
    }

    /** Time-ordered, as ours are: random keys would cost the index more. */
    private UUID id(long micros) {
        long tick = last.updateAndGet(before -> Math.max(before + 1, micros << 2));
        return new UUID(tick << 4, ThreadLocalRandom.current().nextLong());
    }

    private static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    @Override
    public void submit(String payload) throws SQLException {
        unfinished.incrementAndGet();
        try (Connection connection = source.getConnection()) {
            if (postgres) {
                submitOne(connection, payload);
            } else {
                insert(connection, 1, payload);
            }
        }
        wake.release();
    }

    private void submitOne(Connection connection, String payload) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RawSql.SUBMIT)) {
            long now = micros();
            statement.setObject(1, id(now));
            statement.setString(2, "noop");
            statement.setString(3, payload);
            statement.setLong(4, now);
            statement.executeUpdate();
        }
        if (signals != null) {
            RawSignals.tell(connection);
        }
    }

    @Override
    public void submitAll(int count, String payload) throws SQLException {
        unfinished.addAndGet(count);
        try (Connection connection = source.getConnection()) {
            for (int done = 0; done < count; done += 1_000) {
                int size = Math.min(1_000, count - done);
                if (postgres) {
                    insertArrays(connection, size, payload);
                } else {
                    insert(connection, size, payload);
                }
            }
        }
    }

    private void insertArrays(Connection connection, int size, String payload) throws SQLException {
        UUID[] ids = new UUID[size];
        String[] payloads = new String[size];
        Long[] times = new Long[size];
        for (int i = 0; i < size; i++) {
            times[i] = micros();
            ids[i] = id(times[i]);
            payloads[i] = payload;
        }
        try (PreparedStatement statement = connection.prepareStatement(RawSql.SUBMIT_MANY)) {
            statement.setString(1, "noop");
            statement.setArray(2, connection.createArrayOf("uuid", ids));
            statement.setArray(3, connection.createArrayOf("varchar", payloads));
            statement.setArray(4, connection.createArrayOf("bigint", times));
            statement.executeUpdate();
        }
    }

    private void insert(Connection connection, int size, String payload) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement job = connection.prepareStatement(RawSql.INSERT_JOB);
                PreparedStatement ready = connection.prepareStatement(RawSql.INSERT_READY)) {
            for (int i = 0; i < size; i++) {
                long now = micros();
                UUID id = id(now);
                RawClaims.add(job, id, "noop", payload, now);
                RawClaims.add(ready, 5, now, id);
            }
            job.executeBatch();
            ready.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void submitAt(Instant due, String payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "raw-" + i);
            workers.add(thread);
            thread.start();
        }
    }

    private void work() {
        try (Connection connection = source.getConnection()) {
            while (!closed) {
                List<RawClaims.Claim> claimed = claims.claim(connection, batch, micros());
                if (claimed.isEmpty()) {
                    if (wake.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                } else {
                    finish(connection, claimed);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(Connection connection, List<RawClaims.Claim> claimed) throws SQLException {
        for (RawClaims.Claim claim : claimed) {
            claim.startedAt = micros();
            Work.run(claim.payload);
            claim.finishedAt = micros();
        }
        claims.finish(connection, claimed);
        unfinished.addAndGet(-claimed.size());
    }

    @Override
    public long unfinished() {
        return unfinished.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread worker : workers) {
            worker.join();
        }
        if (signals != null) {
            signals.close();
        }
        source.close();
    }
}
