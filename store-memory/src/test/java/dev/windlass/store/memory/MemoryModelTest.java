package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.StoreModelContract;
import java.time.InstantSource;

/** The comparison with itself shows that the comparison is fair: it asks for nothing that a store may choose. */
class MemoryModelTest extends StoreModelContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }

    @Override
    protected JobStore createReference(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
