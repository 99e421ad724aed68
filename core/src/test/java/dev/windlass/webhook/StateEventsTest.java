package dev.windlass.webhook;

import static dev.windlass.webhook.Samples.JOB;
import static dev.windlass.webhook.Samples.job;
import static dev.windlass.webhook.Samples.run;
import static dev.windlass.webhook.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Callback.Scope;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.EventDraft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a job's state webhook URL is told. */
@Tag("A3")
class StateEventsTest extends EventCase {

    @Test
    void tellsEachStateOnceInOrder() throws IOException {
        int sent = SENT_AT_SUBMIT;
        List<EventDraft> all = new ArrayList<>(toUrl(events.queued(Job.queued(spec(Scope.STATES)))));
        all.addAll(toUrl(events.started(loading(), loadingRun(), 1, sent)));
        sent = StateWebhooks.afterStart(sent, Phase.LOADING);
        all.addAll(toUrl(events.working(running(Scope.STATES), run(JOB, RunStatus.RUNNING, List.of()), 1, sent)));
        sent = StateWebhooks.afterWorking(sent);
        all.addAll(toUrl(finished(job(spec(Scope.STATES), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, sent)));
        all.addAll(toUrl(events.started(loading(), loadingRun(), 2, sent)));
        all.addAll(toUrl(events.working(running(Scope.STATES), run(JOB, RunStatus.RUNNING, List.of()), 2, sent)));
        all.addAll(toUrl(events.finished(
                job(spec(Scope.STATES), JobStatus.COMPLETED, 2, 2),
                run(JOB, RunStatus.COMPLETED, List.of()),
                2,
                sent,
                NONE)));

        assertThat(states(all)).containsExactly("queued", "loading", "working", "done");
        assertThat(all).extracting(EventDraft::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aStartInPhaseWorkingTellsBoth() throws IOException {
        assertThat(states(toUrl(events.started(
                        running(Scope.STATES), run(JOB, RunStatus.RUNNING, List.of()), 1, SENT_AT_SUBMIT))))
                .containsExactly("loading", "working");
    }

    @Test
    void aRunThatWasTooShortForAnyReportTellsAllOfThem() throws IOException {
        assertThat(states(toUrl(
                        finished(job(spec(Scope.STATES), JobStatus.FAILED, 1, 1), RunStatus.FAILED, SENT_AT_SUBMIT))))
                .containsExactly("loading", "working", "failed");
    }

    @Test
    void aRunThatWasTooShortForAnyReportAndIsTriedAgainTellsThemToo() throws IOException {
        assertThat(states(toUrl(
                        finished(job(spec(Scope.STATES), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, SENT_AT_SUBMIT))))
                .containsExactly("loading", "working");
    }

    @Test
    void aJobThatNeverRanGoesFromQueuedToFailed() throws IOException {
        List<EventDraft> drafts = toUrl(events.cancelled(job(spec(Scope.STATES), JobStatus.CANCELLED, 0, 0)));

        assertThat(states(drafts)).containsExactly("failed");
        assertThat(body(drafts.get(0)).at("/error/code").textValue()).isEqualTo("cancelled");
    }

    @Test
    @Tag("A9")
    void everyBodyHasItsIdempotencyKey() throws IOException {
        JsonNode body =
                body(toUrl(events.queued(Job.queued(spec(Scope.STATES)))).get(0));

        assertThat(body.get("job_id").textValue()).isEqualTo(Ids.ulid(JOB));
        assertThat(body.get("idempotency_key").textValue()).isEqualTo(Ids.ulid(JOB) + ":queued");
        assertThat(body.get("base_url").textValue()).isEqualTo("https://windlass.example");
        assertThat(names(body)).contains("state", "attempt", "sequence", "timestamp");
    }

    @Test
    @Tag("A6")
    void smallArtifactsTravelInlineAndLargeOnesByUrl() throws IOException {
        byte[] small = "x".repeat(INLINE - 1).getBytes(StandardCharsets.UTF_8);

        JsonNode inline = done(artifact("completion", small.length), () -> Map.of("completion", small));
        JsonNode byUrl = done(artifact("completion", INLINE), () -> {
            throw new AssertionError("The bytes of a large artifact must not be read");
        });

        assertThat(inline.at("/artifacts/completion/content").textValue()).hasSize(INLINE - 1);
        assertThat(inline.at("/artifacts/completion/url").isMissingNode()).isTrue();
        assertThat(byUrl.at("/artifacts/completion/url").textValue())
                .isEqualTo("/jobs/" + Ids.ulid(JOB) + "/artifacts/completion");
        assertThat(byUrl.at("/artifacts/completion/size").longValue()).isEqualTo(INLINE);
    }

    @Test
    @Tag("A6")
    void theSumOfAllArtifactsDecidesForAllOfThem() throws IOException {
        List<ArtifactInfo> exactly = List.of(artifact("a", INLINE / 2), artifact("b", INLINE - INLINE / 2));
        List<ArtifactInfo> below = List.of(artifact("a", INLINE / 2), artifact("b", INLINE - INLINE / 2 - 1));

        JsonNode byUrl = done(exactly, () -> {
            throw new AssertionError("The bytes of large artifacts must not be read");
        });
        JsonNode inline = done(below, () -> Map.of("a", new byte[] {'a'}, "b", new byte[] {'b'}));

        for (String name : List.of("a", "b")) {
            assertThat(byUrl.at("/artifacts/" + name + "/url").isTextual()).isTrue();
            assertThat(byUrl.at("/artifacts/" + name + "/content").isMissingNode())
                    .isTrue();
            assertThat(inline.at("/artifacts/" + name + "/content").textValue()).isEqualTo(name);
        }
    }

    private JsonNode done(ArtifactInfo artifact, Supplier<Map<String, byte[]>> bytes) throws IOException {
        return done(List.of(artifact), bytes);
    }

    private JsonNode done(List<ArtifactInfo> artifacts, Supplier<Map<String, byte[]>> bytes) throws IOException {
        List<EventDraft> drafts = toUrl(events.finished(
                job(spec(Scope.STATES), JobStatus.COMPLETED, 1, 1),
                run(JOB, RunStatus.COMPLETED, artifacts),
                1,
                7,
                bytes));
        return body(drafts.get(0));
    }
}
