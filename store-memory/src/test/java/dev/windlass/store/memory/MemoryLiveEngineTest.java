package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.tck.engine.LiveEngineContract;
import java.time.InstantSource;

class MemoryLiveEngineTest extends LiveEngineContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
