package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.EngineContract;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

class H2EngineTest extends EngineContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected JobStore createStore(InstantSource clock) {
        return JdbcJobStore.builder()
                .url("jdbc:h2:mem:engine-" + DATABASES.incrementAndGet())
                .clock(clock)
                .open();
    }
}
