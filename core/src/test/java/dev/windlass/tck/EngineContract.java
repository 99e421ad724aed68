package dev.windlass.tck;

import static dev.windlass.tck.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.IdempotencyKey;
import dev.windlass.JobTemplates;
import dev.windlass.Submitted;
import dev.windlass.job.Backoff;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobPosition;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.spi.JobStore;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the scheduler does over a store whose clock can be moved. Nothing here waits. */
public abstract class EngineContract {

    private static final RetryPolicy STEADY =
            new RetryPolicy(3, new Backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(60), 0));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private EngineFixture engine;

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @BeforeEach
    void open() {
        engine = new EngineFixture(createStore(clock), clock);
    }

    @AfterEach
    void close() {
        engine.close();
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
    @Tag("C9")
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
    @Tag("C2")
    void aTemplateIsCopiedSoThatLaterChangesDoNotTouchTheJob() {
        JobTemplates templates = engine.manual().scheduler().templates();
        Json params = Json.of(new EngineFixture.Work("from-template", 0, 0));
        JobTemplate template = templates.create(new JobTemplates.Draft("nightly", "work", params, STEADY, null, null));
        UUID before = engine.submit(JobRequest.builder().templateId(template.id()));
        Json other = Json.of(new EngineFixture.Work("changed", 0, 0));
        templates.update(
                template.id(),
                1L,
                draft -> new JobTemplates.Draft(
                        draft.name(), draft.jobType(), other, draft.retryPolicy(), draft.timeout(), draft.retention()));
        UUID after = engine.submit(JobRequest.builder().templateId(template.id()));
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("from-template", "changed");
        assertThat(engine.manual().job(before).spec().templateId()).isEqualTo(template.id());
        assertThat(engine.manual().job(after).spec().retryPolicy()).isEqualTo(STEADY);
    }

    @Test
    @Tag("T7")
    void oneKeyMakesOneJob() {
        IdempotencyKey<Job> key = key("k1", "same");
        Submitted<Job> first =
                engine.manual().scheduler().jobs().submit(work("a").build(), key);
        Submitted<Job> second =
                engine.manual().scheduler().jobs().submit(work("a").build(), key);
        assertThat(first).isInstanceOf(Submitted.Made.class);
        assertThat(second)
                .isInstanceOfSatisfying(
                        Submitted.Replayed.class,
                        replayed -> assertThat(new String(replayed.reply(), StandardCharsets.UTF_8))
                                .isEqualTo(((Submitted.Made<Job>) first)
                                        .value()
                                        .id()
                                        .toString()));
        engine.manual().runDue();
        assertThat(engine.ran).hasSize(1);
        assertThatThrownBy(() ->
                        engine.manual().scheduler().jobs().submit(work("b").build(), key("k1", "other")))
                .isInstanceOf(ConflictException.class);
    }

    private static IdempotencyKey<Job> key(String key, String fingerprint) {
        return new IdempotencyKey<>(
                "test",
                key,
                fingerprint.getBytes(StandardCharsets.UTF_8),
                job -> job.id().toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void badRequestsNameEachMemberAndStoreNothing() {
        assertThatThrownBy(() -> engine.submit(JobRequest.builder()
                        .type("nonesuch")
                        .priority(11)
                        .queue("no spaces")
                        .retryPolicy(RetryPolicy.attempts(4))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactlyInAnyOrder(
                                        "/job_type", "/priority", "/queue", "/retry_policy/max_attempts"));
        assertThatThrownBy(() -> engine.submit(JobRequest.builder().type("work").params(new Json("{\"name\":[]}"))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/params/name"));
        assertThat(engine.manual().scheduler().queues().stats().ready()).isZero();
    }

    @Test
    void aBatchIsAllOrNothing() {
        List<JobRequest> requests =
                List.of(work("a").build(), work("b").priority(10).build());
        assertThatThrownBy(() -> engine.manual().scheduler().jobs().submitAll(requests))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/jobs/1/priority"));
        engine.manual().runDue();
        assertThat(engine.ran).isEmpty();
    }

    @Test
    void aFullQueueRefuses() {
        engine.use(settings -> settings.slots(1).maxQueued(2));
        engine.submit(work("a"));
        engine.submit(work("b"));
        assertThatThrownBy(() -> engine.submit(work("c"))).isInstanceOf(OverloadedException.class);
        engine.manual().runDue();
        engine.submit(work("d"));
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
