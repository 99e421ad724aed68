package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.JobUrlsContract;
import java.time.InstantSource;

class MemoryJobUrlsTest extends JobUrlsContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
