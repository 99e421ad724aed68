package dev.windlass.tck.engine;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** What the scheduler does with its threads, over a store, in real time. Conditions are awaited, never slept for. */
public abstract class LiveEngineContract {

    /** An empty store on the real clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @Nested
    class Dispatch extends LiveDispatchContract {
        Dispatch() {
            super(LiveEngineContract.this);
        }
    }

    @Nested
    class AsyncSubmit extends AsyncSubmitContract {
        AsyncSubmit() {
            super(LiveEngineContract.this);
        }
    }

    @Nested
    class Ends extends LiveEndContract {
        Ends() {
            super(LiveEngineContract.this);
        }
    }

    @Nested
    class Stops extends LiveStopContract {
        Stops() {
            super(LiveEngineContract.this);
        }
    }
}
