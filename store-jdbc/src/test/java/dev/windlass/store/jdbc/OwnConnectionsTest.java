package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.StoreException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection stands ready, others come from the pool. */
class OwnConnectionsTest {

    private static final String WHO = "SELECT pg_backend_pid()";

    private JdbcJobStore store;
    private Database database;

    @BeforeEach
    void open() throws SQLException {
        store = TestPostgres.builder(TestPostgres.newSchema()).poolSize(2).open();
        database = store.parts.database();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int backend() {
        return database.read(
                handle -> handle.createQuery(WHO).mapTo(Integer.class).one());
    }

    @Test
    void oneAfterTheOtherUsesTheSameConnection() {
        int first = backend();
        assertThat(backend()).isEqualTo(first);
        assertThat((int) database.write(
                        handle -> handle.createQuery(WHO).mapTo(Integer.class).one()))
                .isEqualTo(first);
    }

    @Test
    void whoComesWhileItIsInUseGetsAnotherOne() {
        int other = database.read(
                handle -> CompletableFuture.supplyAsync(this::backend).get(30, TimeUnit.SECONDS));
        assertThat(other).isNotEqualTo(backend());
    }

    @Test
    void threadsThatKeepItBusyInTurnGetASecondOne() throws Exception {
        Set<Integer> backends = ConcurrentHashMap.newKeySet();
        Runnable busy = () -> {
            while (backends.size() < 2 && !Thread.currentThread().isInterrupted()) {
                backends.add(database.read(handle -> handle.createQuery("SELECT pg_backend_pid() FROM pg_sleep(0.004)")
                        .mapTo(Integer.class)
                        .one()));
            }
        };
        // Not the common pool, which from JDK 25 on has one thread on two processors.
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(busy, threads), CompletableFuture.runAsync(busy, threads))
                    .get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(backends).hasSize(2);
    }

    @Test
    void workWithinWorkSharesItsTransaction() {
        int rows = database.write(handle -> {
            handle.execute("CREATE TABLE windlass_within (id integer)");
            return database.read(inner -> inner.createQuery("SELECT count(*) FROM windlass_within")
                    .mapTo(Integer.class)
                    .one());
        });
        assertThat(rows).isZero();
    }

    @Test
    void aBrokenConnectionFailsOnceAndIsOpenedAnew() {
        int broken = backend();
        database.read(handle -> CompletableFuture.supplyAsync(
                        () -> database.read(other -> other.execute("SELECT pg_terminate_backend(" + broken + ")")))
                .get(30, TimeUnit.SECONDS));
        assertThatThrownBy(this::backend)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(backend()).isNotEqualTo(broken);
    }

    /** As one to a server that has become a standby. */
    @Test
    void aPooledConnectionThatOnlyReadsIsNotUsedAgain() {
        database.read(handle -> CompletableFuture.runAsync(() -> {
                    assertThatThrownBy(() -> database.write(pooled -> {
                                pooled.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
                                pooled.connection().commit();
                                return pooled.execute("CREATE TABLE windlass_refused (id integer)");
                            }))
                            .isInstanceOf(StoreException.class)
                            .hasMessageContaining("read-only");
                    database.write(pooled -> pooled.execute("CREATE TABLE windlass_made (id integer)"));
                })
                .get(30, TimeUnit.SECONDS));
    }

    @Test
    void aFailedTransactionLeavesNothingBehind() {
        int before = backend();
        assertThatThrownBy(() -> database.write(handle -> {
                    handle.execute("CREATE TABLE windlass_gone (id integer)");
                    return handle.execute("SELECT 1 / 0");
                }))
                .isInstanceOf(StoreException.class);
        assertThat(backend()).isEqualTo(before);
        assertThatThrownBy(() -> database.read(handle -> handle.execute("SELECT * FROM windlass_gone")))
                .isInstanceOf(StoreException.class);
    }
}
