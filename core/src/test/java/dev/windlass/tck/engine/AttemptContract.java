package dev.windlass.tck.engine;

import static dev.windlass.tck.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.ConflictException;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.testing.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How attempts end, and what becomes of their jobs. */
abstract class AttemptContract extends EngineRole {

    AttemptContract(EngineContract contract) {
        super(contract);
    }

    @Test
    @Tag("T4")
    void aJobRunsAndLeavesItsResult() {
        UUID id = engine.submit(work("a", 0, 250));
        assertThat(engine.manual().job(id).status()).isEqualTo(JobStatus.QUEUED);
        assertThat(engine.manual().runDue()).isEqualTo(1);
        Job job = engine.manual().job(id);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(Objects.requireNonNull(job.result())
                        .as(EngineFixture.Work.class)
                        .name())
                .isEqualTo("a");
        assertThat(job.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        JobRun run = engine.runs(id).get(0);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.duration()).isEqualTo(Duration.ofMillis(250));
        assertThat(run.id()).isEqualTo(job.lastRunId());
    }

    @Test
    @Tag("C9")
    @Tag("C11")
    void aFailedAttemptIsRepeatedAfterItsBackoffUntilTheAttemptsAreUsedUp() {
        UUID id = engine.submit(work("flaky", 99, 0).retryPolicy(STEADY));
        engine.manual().runDue();
        Job waiting = engine.manual().job(id);
        assertThat(waiting.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(waiting.attempt()).isEqualTo(1);
        assertThat(waiting.nextAttemptAt()).isEqualTo(clock.instant().plusSeconds(10));
        assertThat(waiting.error()).extracting(RunError::code).isEqualTo("not_yet");
        engine.manual().advance(Duration.ofSeconds(10));
        assertThat(engine.ran).hasSize(2);
        engine.manual().advance(Duration.ofSeconds(20));
        assertThat(engine.ran).hasSize(3);
        Job failed = engine.manual().job(id);
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).attempt()).isEqualTo(3);
        assertThat(engine.runs(id)).extracting(JobRun::attempt).containsExactly(3, 2, 1);
        engine.manual().advance(Duration.ofHours(1));
        assertThat(engine.ran).as("no attempt beyond the policy").hasSize(3);
        assertThat(engine.fences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Tag("M7")
    void aFinalFailureIsNotRepeatedAndSaysSo() {
        UUID id = engine.submit(JobRequest.builder().type("refusing"));
        engine.manual().advance(Duration.ofHours(1));
        Job job = engine.manual().job(id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo(new RunError("no", "Never", ErrorKind.APPLICATION, false, 1));
    }

    @Test
    @Tag("M7")
    void aFailureThatHasNothingToSayIsRecordedOnceAllTheSame() {
        UUID id = engine.submit(JobRequest.builder().type("speechless"));
        engine.manual().advance(Duration.ofHours(1));
        Job job = engine.manual().job(id);
        assertThat(job.error()).isEqualTo(new RunError("odd", "The handler failed", ErrorKind.APPLICATION, false, 1));
        assertThat(job.warnings()).containsExactly(new Warning("odd", "odd"));
        assertThat(engine.ran).hasSize(1);
    }

    @Test
    @Tag("C1")
    void aSkipThatHasNothingToSayCanBeReadByEverySurface() {
        UUID id = engine.submit(JobRequest.builder().type("speechless").params(Json.of(Map.of("then", "skip"))));
        engine.manual().runDue();
        Job job = engine.manual().job(id);
        assertThat(job.status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(job.warnings())
                .containsExactly(new Warning("odd", "odd"), new Warning("skipped", "There was nothing to do"));
    }

    @Test
    void anExceptionIsRetriable() {
        UUID id = engine.submit(JobRequest.builder().type("throwing").retryPolicy(STEADY));
        engine.manual().runDue();
        assertThat(engine.manual().job(id).error())
                .isEqualTo(new RunError("exception", "boom", ErrorKind.APPLICATION, true, 1));
    }

    @Test
    @Tag("T10")
    @Tag("M11")
    void partialSuccessIsCompletedWithWarnings() {
        UUID id = engine.submit(JobRequest.builder().type("partial"));
        engine.manual().runDue();
        Job job = engine.manual().job(id);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.warnings()).containsExactly(new Warning("half", "Half of it"));
        assertThat(job.progress().percent()).isEqualTo(50);
    }

    @Test
    @Tag("C1")
    void aHandlerMaySkip() {
        UUID id = engine.submit(JobRequest.builder().type("skipping"));
        engine.manual().runDue();
        assertThat(engine.manual().job(id).status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(engine.runs(id).get(0).status()).isEqualTo(RunStatus.SKIPPED);
    }

    @Test
    void anAttemptThatTakesTooLongIsTimedOutAndItsResultRefused() {
        UUID id = engine.submit(
                work("slow", 0, 2_000).timeout(Duration.ofSeconds(1)).retryPolicy(RetryPolicy.attempts(1)));
        engine.manual().runDue();
        Job job = engine.manual().job(id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).extracting(RunError::kind).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(job.result()).isNull();
    }

    @Test
    @Tag("C9")
    void aManualRetryMakesANewJob() {
        UUID id = engine.submit(work("flaky", 1, 0).priority(7).retryPolicy(RetryPolicy.attempts(1)));
        engine.manual().runDue();
        UUID run = engine.runs(id).get(0).id();
        Job again = engine.manual().scheduler().runs().retry(run);
        assertThat(again.id()).isNotEqualTo(id);
        assertThat(again.spec().retryOfRunId()).isEqualTo(run);
        assertThat(again.spec().priority()).isEqualTo(7);
        assertThat(again.spec().trigger()).isEqualTo(Trigger.RETRY);
        assertThat(engine.manual().job(id).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    @Tag("C9")
    void onlyTheLastRunOfAFailedJobCanBeRetried() {
        UUID id = engine.submit(work("a"));
        engine.manual().runDue();
        UUID run = engine.runs(id).get(0).id();
        assertThatThrownBy(() -> engine.manual().scheduler().runs().retry(run)).isInstanceOf(ConflictException.class);
    }

    @Test
    @Tag("T8")
    @Tag("M9")
    void aLostNodesRunIsFailedAndItsJobRunsElsewhere() {
        UUID id = engine.submit(work("precious", 0, 10));
        ManualScheduler other = engine.scheduler(settings -> settings.nodeName("survivor"));
        // The first node claims and then falls silent: its lease runs out while it holds the job.
        var lost = new LostNode(engine.store, clock, "work");
        assertThat(engine.manual().job(id).status()).isEqualTo(JobStatus.RUNNING);
        clock.advance(Duration.ofSeconds(31));
        other.runDue();
        assertThat(engine.ran).containsExactly("precious");
        assertThat(engine.manual().job(id).node()).isEqualTo("survivor");
        List<JobRun> runs = engine.runs(id);
        assertThat(runs).extracting(JobRun::status).containsExactly(RunStatus.COMPLETED, RunStatus.FAILED);
        assertThat(Objects.requireNonNull(runs.get(1).error()).kind()).isEqualTo(ErrorKind.LOST);
        assertThat(runs).extracting(JobRun::attempt).containsExactly(2, 1);
        assertThat(lost.finish()).as("a late result is refused").isFalse();
        other.close();
    }

    @Test
    @Tag("C8")
    void historyListsFinishedRunsNewestFirst() {
        for (String name : List.of("a", "b", "c")) {
            engine.submit(work(name, 0, 10));
        }
        engine.manual().runDue();
        var page = engine.manual().scheduler().runs().list(RunQuery.finished(2));
        assertThat(page.items()).hasSize(2);
        assertThat(page.next()).isNotNull();
        var rest = engine.manual().scheduler().runs().list(RunQuery.finished(2).from(page.next()));
        assertThat(rest.items()).hasSize(1);
        assertThat(rest.next()).isNull();
    }
}
