package dev.windlass.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ArtifactContent;
import dev.windlass.JobScheduler;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Job;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What handlers write, seen from outside. */
@Tag("A6")
class ArtifactsOfJobsTest {

    @Test
    void smallOnesComeBackAllTogether() {
        JobRun run = run((params, context) -> {
            context.writeArtifact("completion", "text/plain", "once upon a time".getBytes(UTF_8));
            context.writeArtifact("tokens", "application/json", "{\"n\":4}".getBytes(UTF_8));
            return RunResult.completed();
        });
        assertThat(run.artifacts()).extracting(ArtifactInfo::name).containsExactly("completion", "tokens");
        Map<String, byte[]> inline = scheduler.runs().inlineArtifacts(run);
        assertThat(inline.get("completion")).isEqualTo("once upon a time".getBytes(UTF_8));
        assertThat(inline.get("tokens")).isEqualTo("{\"n\":4}".getBytes(UTF_8));
    }

    @Test
    @Tag("A7")
    void aLargeOneIsReadAsAStreamFromAnyOffset() throws IOException {
        JobRun run = run((params, context) -> {
            try (OutputStream out = context.openArtifact("big", "application/octet-stream")) {
                for (int i = 0; i < 1_000_000; i++) {
                    out.write(i % 251);
                }
            }
            return RunResult.completed();
        });
        assertThat(scheduler.runs().inlineArtifacts(run)).isEmpty();
        ArtifactContent content = scheduler.runs().artifact(run.id(), "big").orElseThrow();
        assertThat(content.info().size()).isEqualTo(1_000_000);
        try (InputStream in = content.open(700_000)) {
            assertThat(in.read()).isEqualTo(700_000 % 251);
            assertThat(in.readAllBytes()).hasSize(299_999);
        }
        assertThat(scheduler.runs().artifact(run.id(), "other")).isEmpty();
    }

    @Test
    void aLargeResultBecomesTheArtifactResult() throws IOException {
        String text = "x".repeat(300_000);
        JobRun run = run((params, context) -> RunResult.completed(text));
        assertThat(run.result()).isNull();
        Optional<ArtifactContent> content = scheduler.runs().artifact(run.id(), "result");
        assertThat(content.orElseThrow().open(0).readAllBytes()).isEqualTo(("\"" + text + "\"").getBytes(UTF_8));
    }

    @Test
    void anUnsafeNameFailsTheRunWithACode() {
        JobRun run = run((params, context) -> {
            context.writeArtifact("../../etc/passwd", "text/plain", new byte[1]);
            return RunResult.completed();
        });
        assertThat(Objects.requireNonNull(run.error()).code()).isEqualTo("invalid_artifact_name");
        assertThat(run.error().retriable()).isFalse();
    }

    @Test
    void aFailedRunKeepsWhatItHadFinished() {
        JobRun run = run((params, context) -> {
            context.writeArtifact("log", "text/plain", "so far".getBytes(UTF_8));
            return RunResult.failed("no_luck", "It did not work");
        });
        assertThat(scheduler.runs().artifact(run.id(), "log")).isPresent();
    }

    @Test
    void oneThatWasOpenedAgainAndNeverClosedIsGone() {
        JobRun run = run((params, context) -> {
            context.writeArtifact("log", "text/plain", new byte[500_000]);
            context.writeArtifact("notes", "text/plain", "so far".getBytes(UTF_8));
            context.openArtifact("log", "text/plain").write(new byte[300_000]);
            return RunResult.completed();
        });
        assertThat(run.artifacts()).extracting(ArtifactInfo::name).containsExactly("notes");
    }

    private JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore()).build();

    private JobRun run(JobHandler<Object> handler) {
        scheduler = JobScheduler.builder(new MemoryJobStore())
                .register(JobType.of("write", Object.class, handler))
                .build();
        Job job = scheduler.jobs().submit(JobRequest.of("write", Map.of()));
        assertThat(scheduler.runDue()).isEqualTo(1);
        Job ended = scheduler.jobs().find(job.id()).orElseThrow();
        assertThat(ended.status()).isIn(JobStatus.COMPLETED, JobStatus.FAILED);
        return scheduler.runs().find(Objects.requireNonNull(ended.lastRunId())).orElseThrow();
    }
}
