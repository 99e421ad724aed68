package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.LiveEngineContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class H2LiveEngineTest extends LiveEngineContract {

    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @Override
    protected JobStore createStore(InstantSource clock) {
        return JdbcJobStore.open("jdbc:h2:" + folder.resolve("live-" + FILES.incrementAndGet()));
    }
}
