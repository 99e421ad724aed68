package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.PumpContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresPumpTest extends PumpContract {

    private final CleanSchema schema = CleanSchema.of(PostgresPumpTest.class);

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
