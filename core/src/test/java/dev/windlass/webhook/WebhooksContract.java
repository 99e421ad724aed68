package dev.windlass.webhook;

import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What a host does with its registered receivers, whatever the store. */
@Tag("C10")
public abstract class WebhooksContract {

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @Nested
    class Endpoints extends EndpointContract {
        Endpoints() {
            super(WebhooksContract.this);
        }
    }

    @Nested
    class Health extends EndpointHealthContract {
        Health() {
            super(WebhooksContract.this);
        }
    }

    @Nested
    class Deliveries extends EndpointDeliveryContract {
        Deliveries() {
            super(WebhooksContract.this);
        }
    }
}
