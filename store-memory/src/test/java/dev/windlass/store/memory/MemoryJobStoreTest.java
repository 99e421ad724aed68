package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.JobStoreContract;
import java.time.InstantSource;

class MemoryJobStoreTest extends JobStoreContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
