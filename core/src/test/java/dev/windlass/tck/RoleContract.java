package dev.windlass.tck;

import dev.windlass.spi.JobStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract: opens a store before each test, and looks it over and closes it afterwards. */
abstract class RoleContract {

    private final JobStoreContract contract;
    final TestClock clock = new TestClock();
    JobStore store;
    Fixtures given;
    Steps steps;

    @SuppressWarnings("NullAway.Init") // the rest is made in open(), so that a failure is a test's
    RoleContract(JobStoreContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() throws Exception {
        use(contract.createStore(clock));
    }

    @AfterEach
    void lookOverAndClose() {
        try {
            Invariants.check(store);
        } finally {
            store.close();
        }
    }

    /** Closes the store and opens it again. */
    void reopen() throws Exception {
        store.close();
        use(contract.reopenStore(clock));
    }

    /** Goes on with a new store, because this one is spent. */
    void useAnother() throws Exception {
        use(contract.createStore(clock));
    }

    private void use(JobStore opened) {
        store = opened;
        given = new Fixtures(opened, clock);
        steps = given.steps;
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
