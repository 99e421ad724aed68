package dev.windlass.tck.engine;

import static dev.windlass.tck.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.IdempotencyKey;
import dev.windlass.JobTemplates;
import dev.windlass.Submitted;
import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is let in, and as what. */
abstract class AdmissionContract extends EngineRole {

    AdmissionContract(EngineContract contract) {
        super(contract);
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
    void aBatchCarriesSixteenMebibytesOfParamsAtMost() {
        JobRequest large = work("x".repeat(1 << 20)).build();
        engine.manual().scheduler().jobs().submitAll(Collections.nCopies(15, large));
        assertThatThrownBy(() -> engine.manual().scheduler().jobs().submitAll(Collections.nCopies(16, large)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/jobs"));
        assertThat(engine.manual().scheduler().queues().stats().ready()).isEqualTo(15);
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
}
