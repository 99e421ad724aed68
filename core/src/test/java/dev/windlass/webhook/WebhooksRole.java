package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.windlass.Webhooks;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.testing.SettableClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract: a host over an empty store for each test. */
abstract class WebhooksRole {

    private final WebhooksContract contract;
    HostFixture host;
    Webhooks webhooks;

    @SuppressWarnings("NullAway.Init") // the host is made in open(), so that a failure is a test's
    WebhooksRole(WebhooksContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() {
        SettableClock clock = new SettableClock(PumpFixture.T0);
        JobType<Json> noop = JobType.of("noop", Json.class, (params, run) -> RunResult.completed());
        JobType<Json> torn = JobType.of("torn", Json.class, (params, run) -> RunResult.completed("a\ud83db"));
        host = new HostFixture(contract.createStore(clock), clock, noop, torn);
        webhooks = host.webhooks();
    }

    @AfterEach
    void close() {
        host.close();
    }

    static void conflicts(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
