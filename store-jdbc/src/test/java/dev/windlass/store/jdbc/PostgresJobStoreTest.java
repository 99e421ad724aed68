package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.JobStoreContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresJobStoreTest extends JobStoreContract {

    private final CleanSchema schema = CleanSchema.of(PostgresJobStoreTest.class);

    @Override
    protected JobStore createStore(InstantSource clock) throws SQLException {
        schema.empty();
        return reopenStore(clock);
    }

    @Override
    protected JobStore reopenStore(InstantSource clock) {
        return schema.builder().clock(clock).open();
    }
}
