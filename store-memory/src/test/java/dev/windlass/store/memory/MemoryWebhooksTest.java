package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.WebhooksContract;
import java.time.InstantSource;

class MemoryWebhooksTest extends WebhooksContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
