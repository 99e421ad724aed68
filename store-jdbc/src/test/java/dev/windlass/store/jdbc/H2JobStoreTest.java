package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.JobStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class H2JobStoreTest extends JobStoreContract {

    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    private String url = "";

    private static final Bounded BOUNDED = new Bounded();

    @AfterAll
    static void everyResultHasABound() {
        BOUNDED.assertAll(100);
    }

    @Override
    protected JobStore createStore(InstantSource clock) {
        url = "jdbc:h2:" + folder.resolve("store-" + FILES.incrementAndGet());
        return reopenStore(clock);
    }

    @Override
    protected JobStore reopenStore(InstantSource clock) {
        return BOUNDED.watching(
                JdbcJobStore.builder().url(url).poolSize(4).clock(clock).open());
    }
}
