package dev.windlass.webhook;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** What the pump does, whatever the store, as long as the store reads the clock that it is given. */
public abstract class PumpContract {

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @Nested
    class Tries extends PumpTries {
        Tries() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Order extends PumpOrder {
        Order() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Lanes extends PumpLanes {
        Lanes() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Endpoints extends PumpEndpoints {
        Endpoints() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Health extends PumpHealth {
        Health() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Crashes extends PumpCrashes {
        Crashes() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Errors extends PumpErrors {
        Errors() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Wakeups extends PumpWakeups {
        Wakeups() {
            super(PumpContract.this);
        }
    }

    @Nested
    class Overlap extends PumpOverlap {
        Overlap() {
            super(PumpContract.this);
        }
    }
}
