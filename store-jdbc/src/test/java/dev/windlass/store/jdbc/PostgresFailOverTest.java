package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.schedule.FailOverContract;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** Where nodes share a database. */
class PostgresFailOverTest extends FailOverContract {

    private final CleanSchema schema = CleanSchema.of(PostgresFailOverTest.class);

    @Override
    protected JobStore createStore(InstantSource clock) {
        try {
            schema.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return schema.builder().clock(clock).open();
    }

    @Override
    protected Duration span() {
        return Duration.ofHours(24);
    }

    @Override
    protected int failures() {
        return 40;
    }

    @Override
    protected int failOvers() {
        return 2_000;
    }

    @Override
    protected int seeds() {
        return 1;
    }
}
