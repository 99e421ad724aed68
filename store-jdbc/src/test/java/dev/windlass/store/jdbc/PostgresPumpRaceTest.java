package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.PumpRaceContract;
import java.sql.SQLException;

class PostgresPumpRaceTest extends PumpRaceContract {

    private final CleanSchema schema = CleanSchema.of(PostgresPumpRaceTest.class);

    @Override
    protected JobStore createStore() throws SQLException {
        schema.empty();
        return schema.builder().open();
    }
}
