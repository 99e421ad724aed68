package dev.windlass.schedule;

import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.FailOverContract;
import java.time.Duration;
import java.time.InstantSource;

class MemoryFailOverTest extends FailOverContract {

    @Override
    protected JobStore createStore(InstantSource clock) {
        return new MemoryJobStore(clock);
    }

    @Override
    protected Duration span() {
        return Duration.ofDays(8);
    }

    @Override
    protected int failures() {
        return 10;
    }

    @Override
    protected int failOvers() {
        return 3_840;
    }

    @Override
    protected int seeds() {
        return 3;
    }
}
