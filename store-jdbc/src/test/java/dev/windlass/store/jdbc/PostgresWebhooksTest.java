package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.WebhooksContract;
import java.sql.SQLException;
import java.time.InstantSource;

class PostgresWebhooksTest extends WebhooksContract {

    private final CleanSchema schema = CleanSchema.of(PostgresWebhooksTest.class);

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
