package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.StoreModelContract;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

class H2ModelTest extends StoreModelContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected JobStore createStore(InstantSource clock) {
        return JdbcJobStore.builder()
                .url("jdbc:h2:mem:model-" + DATABASES.incrementAndGet())
                .clock(clock)
                .open();
    }

    @Override
    protected JobStore createReference(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
