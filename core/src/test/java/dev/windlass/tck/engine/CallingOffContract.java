package dev.windlass.tck.engine;

import static dev.windlass.tck.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.ConflictException;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling jobs that do not run. */
abstract class CallingOffContract extends EngineRole {

    CallingOffContract(EngineContract contract) {
        super(contract);
    }

    @Test
    @Tag("C6")
    void aWaitingJobIsCancelledAtOnceAndForGood() {
        UUID id = engine.submit(work("a"));
        Job cancelled = engine.manual().scheduler().jobs().cancel(id, "changed my mind");
        assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(engine.manual().scheduler().jobs().cancel(id, null)).isEqualTo(cancelled);
        engine.manual().runDue();
        assertThat(engine.ran).isEmpty();
        assertThat(engine.runs(id)).isEmpty();
    }

    @Test
    @Tag("C6")
    void aJobThatBacksOffCanBeCancelled() {
        UUID id = engine.submit(work("flaky", 9, 0).retryPolicy(STEADY));
        engine.manual().runDue();
        engine.manual().scheduler().jobs().cancel(id, null);
        engine.manual().advance(Duration.ofMinutes(5));
        assertThat(engine.ran).hasSize(1);
        assertThat(engine.manual().job(id).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    @Tag("C6")
    @Tag("T3")
    void aFinishedJobCannotBeCancelled() {
        UUID id = engine.submit(work("a"));
        engine.manual().runDue();
        assertThatThrownBy(() -> engine.manual().scheduler().jobs().cancel(id, null))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.ALREADY_FINISHED));
    }
}
