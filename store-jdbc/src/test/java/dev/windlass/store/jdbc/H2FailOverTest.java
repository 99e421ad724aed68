package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.schedule.FailOverContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class H2FailOverTest extends FailOverContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Override
    protected JobStore createStore(InstantSource clock) {
        return JdbcJobStore.builder()
                .url("jdbc:h2:" + folder.resolve("failover"))
                .poolSize(4)
                .clock(clock)
                .open();
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
