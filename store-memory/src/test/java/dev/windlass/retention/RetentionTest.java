package dev.windlass.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.VirtualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has ended is forgotten when it said it would be, and nothing else. */
@Tag("A8")
@Tag("T9")
class RetentionTest {

    private final VirtualClock clock = new VirtualClock("2026-11-22T13:00:00Z");
    private final MemoryJobStore store = new MemoryJobStore(clock);
    private final JobScheduler scheduler = JobScheduler.builder(store)
            .clock(clock)
            .register(JobType.of("note", Object.class, (params, context) -> {
                context.writeArtifact("note", "text/plain", new byte[100]);
                return RunResult.completed("done");
            }))
            .build();

    @Test
    void aJobIsKeptForAWeekAndSaysSo() {
        Job job = ended(JobRequest.of("note", Map.of()));
        assertThat(job.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        scheduler.runDue();
        assertThat(scheduler.jobs().find(job.id())).isPresent();
        clock.advance(Duration.ofSeconds(2));
        scheduler.runDue();
        assertGone(job);
    }

    @Test
    void itsOwnRetentionCounts() {
        Job brief = ended(
                JobRequest.builder().type("note").retention(Duration.ofHours(1)).build());
        Job usual = ended(JobRequest.of("note", Map.of()));
        clock.advance(Duration.ofHours(2));
        scheduler.runDue();
        assertGone(brief);
        assertThat(scheduler.jobs().find(usual.id())).isPresent();
        UUID run = Objects.requireNonNull(usual.lastRunId());
        assertThat(scheduler.runs().artifact(run, "note")).isPresent();
    }

    @Test
    void itsTemplatesRetentionCountsUnlessItHasItsOwn() {
        UUID template = scheduler
                .templates()
                .create(new JobTemplates.Draft("brief", "note", null, null, null, Duration.ofHours(1)))
                .id();
        Job brief = ended(JobRequest.fromTemplate(template));
        Job longer = ended(JobRequest.builder()
                .templateId(template)
                .retention(Duration.ofDays(1))
                .build());
        assertThat(brief.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(longer.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
        clock.advance(Duration.ofHours(2));
        scheduler.runDue();
        assertGone(brief);
        assertThat(scheduler.jobs().find(longer.id())).isPresent();
    }

    @Test
    @Tag("T6")
    void whatNobodyAskedForAgainLeavesNothingBehind() {
        for (int i = 0; i < 2_500; i++) {
            scheduler.jobs().submit(JobRequest.of("note", Map.of()));
        }
        scheduler.runDue();
        clock.advance(Duration.ofDays(8));
        scheduler.runDue();
        assertThat(scheduler.jobs().list(JobQuery.all(10)).items()).isEmpty();
        assertThat(scheduler.runs().list(RunQuery.finished(10)).items()).isEmpty();
    }

    @Test
    @Tag("T6")
    void whatIsToBeForgottenAtItsEndGoesWithTheNextSweep() {
        scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type("note")
                        .retention(Duration.ZERO)
                        .build());
        scheduler.runDue();
        assertThat(scheduler.counters()).containsEntry("runs_completed_total", 1L);
        clock.advance(Duration.ofMinutes(1));
        scheduler.runDue();
        assertThat(scheduler.jobs().list(JobQuery.all(10)).items()).isEmpty();
        assertThat(scheduler.runs().list(RunQuery.finished(10)).items()).isEmpty();
    }

    @Test
    void aJobThatHasNotEndedIsNeverForgotten() {
        Job job = scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type("note")
                        .retention(Duration.ofHours(1))
                        .runAt(clock.instant().plus(Duration.ofDays(300)))
                        .build());
        clock.advance(Duration.ofDays(200));
        scheduler.runDue();
        assertThat(scheduler.jobs().find(job.id())).hasValueSatisfying(found -> {
            assertThat(found.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(found.expiresAt()).isNull();
        });
    }

    private Job ended(JobRequest request) {
        Job job = scheduler.jobs().submit(request);
        scheduler.runDue();
        return scheduler.jobs().find(job.id()).orElseThrow();
    }

    private void assertGone(Job job) {
        UUID run = Objects.requireNonNull(job.lastRunId());
        assertThat(scheduler.jobs().find(job.id())).isEmpty();
        assertThat(scheduler.runs().find(run)).isEmpty();
        assertThat(store.readChunks(run, null, 0)).isEmpty();
    }
}
