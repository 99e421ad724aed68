package dev.windlass.webhook;

import dev.windlass.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One part of {@link PumpContract}. */
abstract class PumpCase {

    static final String A = "https://a.example/hook";
    static final String B = "https://b.example/hook";

    private final PumpContract contract;
    PumpFixture fix;
    FakeReceivers receivers;

    PumpCase(PumpContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() {
        fix = another(PumpSettings.DEFAULTS);
        receivers = fix.receivers;
    }

    /** A pump over a store of its own. */
    PumpFixture another(PumpSettings settings) {
        SettableClock clock = new SettableClock(PumpFixture.T0);
        return new PumpFixture(contract.createStore(clock), clock, settings);
    }

    @AfterEach
    void close() {
        fix.store.close();
    }
}
