package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.LiveEngineContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresLiveEngineTest extends LiveEngineContract {

    private final CleanSchema schema = CleanSchema.of(PostgresLiveEngineTest.class);

    @Override
    protected JobStore createStore(InstantSource clock) {
        try {
            schema.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return schema.builder().open();
    }
}
