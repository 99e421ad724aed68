package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.PumpContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class H2PumpTest extends PumpContract {

    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @Override
    protected JobStore createStore(InstantSource clock) {
        String url = "jdbc:h2:" + folder.resolve("store-" + FILES.incrementAndGet());
        return JdbcJobStore.builder().url(url).poolSize(4).clock(clock).open();
    }
}
