package dev.windlass.tck.engine;

import static dev.windlass.tck.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.JobPosition;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs next. */
abstract class DispatchContract extends EngineRole {

    DispatchContract(EngineContract contract) {
        super(contract);
    }

    @Test
    @Tag("C7")
    void theQueueIsServedByPriorityThenDueTimeThenId() {
        engine.submit(work("low").priority(1));
        engine.submit(work("first"));
        engine.submit(work("second"));
        engine.submit(work("high").priority(9));
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("high", "first", "second", "low");
    }

    @Test
    @Tag("C7")
    void aDirectExecutionGoesFirstAndMakesNoJob() {
        engine.submit(work("queued").priority(9));
        JobRun direct = engine.manual()
                .scheduler()
                .runs()
                .runDirect("work", Json.of(new EngineFixture.Work("direct", 0, 0)), null);
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("direct", "queued");
        JobRun ended = engine.manual().scheduler().runs().find(direct.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ended.jobId()).isNull();
        assertThat(ended.trigger()).isEqualTo(Trigger.DIRECT);
        assertThat(ended.expiresAt()).isNotNull();
    }

    @Test
    void onlySoManyDirectExecutionsWait() {
        engine.use(settings -> settings.slots(1).maxDirectWaiting(2));
        Json params = Json.of(new EngineFixture.Work("d", 0, 0));
        engine.manual().scheduler().runs().runDirect("work", params, null);
        engine.manual().scheduler().runs().runDirect("work", params, null);
        assertThatThrownBy(() -> engine.manual().scheduler().runs().runDirect("work", params, null))
                .isInstanceOf(OverloadedException.class);
        engine.manual().runDue();
        assertThat(engine.ran).hasSize(2);
    }

    @Test
    void aDelayedJobNeverStartsEarly() {
        Instant due = clock.instant().plusSeconds(30);
        UUID id = engine.submit(work("later").runAt(due));
        engine.manual().advance(Duration.ofMillis(29_999));
        assertThat(engine.ran).isEmpty();
        assertThat(engine.manual().scheduler().jobs().position(id).reason()).isEqualTo(JobPosition.Reason.NOT_DUE);
        engine.manual().advance(Duration.ofMillis(1));
        assertThat(engine.ran).containsExactly("later");
        assertThat(engine.runs(id).get(0).startedAt()).isEqualTo(due);
    }

    @Test
    void aPausedQueueWaitsWhileOthersGoOn() {
        engine.manual().scheduler().queues().pause("slow");
        UUID held = engine.submit(work("held").queue("slow").priority(9));
        engine.submit(work("free"));
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("free");
        assertThat(engine.manual().scheduler().jobs().position(held).reason()).isEqualTo(JobPosition.Reason.PAUSED);
        engine.manual().scheduler().queues().resume("slow");
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("free", "held");
    }

    @Test
    void aWaitingJobCanBeMoved() {
        UUID low = engine.submit(work("low").priority(1));
        engine.submit(work("mid"));
        assertThat(engine.manual().scheduler().jobs().position(low).position()).isEqualTo(2);
        engine.manual().scheduler().jobs().move(low, 9, null, job -> true);
        assertThat(engine.manual().scheduler().jobs().position(low).position()).isEqualTo(1);
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("low", "mid");
    }
}
