package dev.windlass.store.memory;

import dev.windlass.spi.JobStore;
import dev.windlass.webhook.PumpContract;
import java.time.InstantSource;

class MemoryPumpTest extends PumpContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }
}
