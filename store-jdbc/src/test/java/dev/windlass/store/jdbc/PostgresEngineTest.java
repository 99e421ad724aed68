package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.EngineContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresEngineTest extends EngineContract {

    private final CleanSchema schema = CleanSchema.of(PostgresEngineTest.class);

    @Override
    protected JobStore createStore(InstantSource clock) {
        try {
            schema.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return schema.builder().clock(clock).open();
    }
}
