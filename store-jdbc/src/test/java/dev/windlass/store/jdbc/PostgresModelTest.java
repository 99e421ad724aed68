package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.StoreModelContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresModelTest extends StoreModelContract {

    private final CleanSchema schema = CleanSchema.of(PostgresModelTest.class);

    @Override
    protected JobStore createStore(InstantSource clock) throws SQLException {
        schema.empty();
        return schema.builder().clock(clock).open();
    }

    @Override
    protected JobStore createReference(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
