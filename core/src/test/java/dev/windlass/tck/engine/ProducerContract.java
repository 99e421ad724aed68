package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobPosition;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Violation;
import dev.windlass.spi.NodeInfo;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node that submits jobs which others run. */
abstract class ProducerContract extends EngineRole {

    record Resize(String image, int width) {}

    private static final JobType<Resize> RESIZE =
            JobType.of("resize", Resize.class, (params, run) -> RunResult.completed(params.image()));

    ProducerContract(EngineContract contract) {
        super(contract);
    }

    private JobScheduler.Builder node() {
        return JobScheduler.builder(engine.store).clock(clock);
    }

    private JobScheduler producer() {
        return node().submits("resize", Resize.class).build();
    }

    @Test
    void whatItSubmitsIsAcceptedAndWaitsForANodeThatRunsIt() {
        try (JobScheduler producer = producer();
                JobScheduler worker = node().register(RESIZE).build()) {
            UUID job = producer.jobs()
                    .submit(JobRequest.of(RESIZE, new Resize("a.png", 40)))
                    .id();
            assertThat(producer.runDue()).isZero();
            assertThat(producer.jobs().position(job).reason()).isEqualTo(JobPosition.Reason.NO_HANDLER);
            assertThat(worker.runDue()).isEqualTo(1);
            assertThat(producer.jobs().find(job).map(Job::status)).contains(JobStatus.COMPLETED);
        }
    }

    @Test
    void itDoesNotClaimToRunWhatItSubmits() {
        JobType<Json> upload = JobType.of("upload", Json.class, (params, run) -> RunResult.completed());
        try (JobScheduler producer = node().register(upload).submits(RESIZE).build()) {
            producer.runDue();
            assertThat(producer.jobTypes()).containsExactly("upload");
            assertThat(engine.store.liveNodes(null, 10))
                    .extracting(NodeInfo::types)
                    .containsExactly(Set.of("upload"));
        }
    }

    @Test
    void itsTemplatesAndSchedulesAreAcceptedAndFire() {
        try (JobScheduler producer = producer()) {
            JobTemplate template = producer.templates()
                    .create(new JobTemplates.Draft(
                            "thumbnails", "resize", Json.of(new Resize("a.png", 40)), null, null, null));
            producer.schedules()
                    .create(new Schedules.Draft(template.id(), "@hourly", null, null, true, null, null, null));
            clock.advance(Duration.ofHours(1));
            producer.runDue();
            assertThat(producer.queues().stats().ready()).isEqualTo(1);
        }
    }

    @Test
    void itsParamsAreCheckedAndItsPolicyIsTheTypes() {
        JobType<Resize> patient = RESIZE.withRetryPolicy(STEADY).withTimeout(Duration.ofMinutes(5));
        try (JobScheduler producer = node().submits(patient).build()) {
            Job job = producer.jobs().submit(JobRequest.of(patient, new Resize("a.png", 40)));
            assertThat(job.spec().retryPolicy()).isEqualTo(STEADY);
            assertThat(job.spec().timeout()).isEqualTo(Duration.ofMinutes(5));
            assertThatThrownBy(() -> producer.jobs()
                            .submit(JobRequest.builder()
                                    .type("resize")
                                    .params(new Json("{\"width\":\"x\"}"))
                                    .build()))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            e -> assertThat(e.violations())
                                    .extracting(Violation::pointer)
                                    .containsExactly("/params/width"));
        }
    }

    @Test
    void aTypeThatIsRunHereAsWellIsRun() {
        try (JobScheduler both = node().submits(RESIZE).register(RESIZE).build()) {
            Job job = both.jobs().submit(JobRequest.of(RESIZE, new Resize("a.png", 40)));
            assertThat(both.runDue()).isEqualTo(1);
            assertThat(both.jobs().find(job.id()).map(Job::status)).contains(JobStatus.COMPLETED);
        }
    }
}
