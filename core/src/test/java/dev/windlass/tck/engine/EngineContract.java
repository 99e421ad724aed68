package dev.windlass.tck.engine;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** What the scheduler does over a store whose clock can be moved. Nothing here waits. */
public abstract class EngineContract {

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @Nested
    class Attempts extends AttemptContract {
        Attempts() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Dispatch extends DispatchContract {
        Dispatch() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Admission extends AdmissionContract {
        Admission() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Producers extends ProducerContract {
        Producers() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SubmitOnce extends SubmitOnceContract {
        SubmitOnce() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Recurring extends RecurringContract {
        Recurring() {
            super(EngineContract.this);
        }
    }

    @Nested
    class RecurringRaces extends RecurringRaceContract {
        RecurringRaces() {
            super(EngineContract.this);
        }
    }

    @Nested
    class CallingOff extends CallingOffContract {
        CallingOff() {
            super(EngineContract.this);
        }
    }
}
