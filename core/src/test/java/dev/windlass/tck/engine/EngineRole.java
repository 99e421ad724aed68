package dev.windlass.tck.engine;

import dev.windlass.job.Backoff;
import dev.windlass.job.RetryPolicy;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract: an engine over an empty store for each test. */
abstract class EngineRole {

    static final RetryPolicy STEADY =
            new RetryPolicy(3, new Backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(60), 0));

    final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final EngineContract contract;
    EngineFixture engine;

    @SuppressWarnings("NullAway.Init") // the engine is made in open(), so that a failure is a test's
    EngineRole(EngineContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() {
        engine = new EngineFixture(contract.createStore(clock), clock);
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
