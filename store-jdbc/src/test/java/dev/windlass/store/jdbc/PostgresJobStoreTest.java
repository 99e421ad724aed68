package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.JobStoreContract;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;

class PostgresJobStoreTest extends JobStoreContract {

    private final CleanSchema schema = CleanSchema.of(PostgresJobStoreTest.class);

    private static final Bounded BOUNDED = new Bounded();

    @AfterAll
    static void everyResultHasABound() {
        BOUNDED.assertAll(100);
    }

    @Override
    protected JobStore createStore(InstantSource clock) throws SQLException {
        schema.empty();
        return reopenStore(clock);
    }

    @Override
    protected JobStore reopenStore(InstantSource clock) {
        return BOUNDED.watching(schema.builder().clock(clock).open());
    }
}
