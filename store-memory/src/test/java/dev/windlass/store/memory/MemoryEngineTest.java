package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.EngineContract;
import java.time.InstantSource;

class MemoryEngineTest extends EngineContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
