package dev.windlass.store.jdbc;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.PumpRaceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2PumpRaceTest extends PumpRaceContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @Override
    protected JobStore createStore() {
        return JdbcJobStore.builder()
                .url("jdbc:h2:" + folder.resolve("race"))
                .poolSize(4)
                .open();
    }
}
