package dev.windlass.webhook;

import static dev.windlass.webhook.Samples.JOB;
import static dev.windlass.webhook.Samples.RUN;
import static dev.windlass.webhook.Samples.T0;
import static dev.windlass.webhook.Samples.job;
import static dev.windlass.webhook.Samples.run;
import static dev.windlass.webhook.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Callback.Scope;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventFactoryTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SENT_AT_SUBMIT = StateWebhooks.QUEUED;
    private static final int INLINE = 100;
    private static final Supplier<Map<String, byte[]>> NONE = Map::of;

    private final EventFactory events =
            new EventFactory(UUID::randomUUID, INLINE, URI.create("https://windlass.example"));

    @Nested
    @Tag("C10")
    class TheContract {

        @Test
        void theSeedsSampleHoldsToTheLetter() throws IOException {
            JsonNode body = body(events.finished(
                            job(spec(null), JobStatus.COMPLETED, 1, 1),
                            run(JOB, RunStatus.COMPLETED, List.of()),
                            1,
                            StateWebhooks.afterStart(SENT_AT_SUBMIT, Phase.WORKING),
                            NONE)
                    .get(0));

            assertThat(body.get("event").textValue()).isEqualTo("job.run.completed");
            assertThat(body.get("run_id").textValue()).isEqualTo(Ids.prefixed("run", RUN));
            assertThat(body.get("job_id").textValue()).isEqualTo(Ids.prefixed("job", JOB));
            assertThat(body.get("status").textValue()).isEqualTo("COMPLETED");
            assertThat(body.get("started_at").textValue()).isEqualTo("2026-11-22T12:00:01.000Z");
            assertThat(body.get("finished_at").textValue()).isEqualTo("2026-11-22T12:00:02.000Z");
            assertThat(body.get("artifacts")).isEqualTo(MAPPER.createObjectNode());
            assertThat(body.fieldNames().next()).isEqualTo("event");
        }

        @Test
        void aBodyIsTheApisObjectAndAnEnvelopeAndNothingElse() throws IOException {
            JobRun run = run(JOB, RunStatus.FAILED, List.of());
            EventDraft draft = events.finished(job(spec(null), JobStatus.FAILED, 1, 1), run, 1, 7, NONE)
                    .get(0);

            ObjectNode body = (ObjectNode) body(draft);
            JsonNode api = MAPPER.readTree(JsonOut.bytes(out -> ContractView.writeRun(out, run, Map.of())));

            body.remove(List.of("event", "type", "timestamp", "sequence"));
            assertThat((JsonNode) body).isEqualTo(api);
            assertThat(names(body(draft))).startsWith("event", "type", "timestamp", "sequence");
        }

        @Test
        void eachTransitionHasItsEvents() {
            Job completed = job(spec(null), JobStatus.COMPLETED, 1, 1);
            Job cancelled = job(spec(null), JobStatus.CANCELLED, 1, 1);
            int sent = StateWebhooks.afterStart(SENT_AT_SUBMIT, Phase.WORKING);

            assertThat(types(events.queued(Job.queued(spec(null))))).containsExactly("job.queued");
            assertThat(types(events.started(running(null), run(JOB, RunStatus.RUNNING, List.of()), 1, 1)))
                    .containsExactly("job.running");
            assertThat(types(finished(completed, RunStatus.COMPLETED, sent))).containsExactly("job.run.completed");
            assertThat(types(finished(job(spec(null), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, sent)))
                    .containsExactly("job.run.failed");
            assertThat(types(finished(cancelled, RunStatus.FAILED, sent)))
                    .containsExactly("job.run.failed", "job.cancelled");
            assertThat(types(events.cancelled(job(spec(null), JobStatus.CANCELLED, 0, 0))))
                    .containsExactly("job.cancelled");
            assertThat(types(events.skipped(
                            job(spec(null), JobStatus.SKIPPED, 0, 0), run(JOB, RunStatus.SKIPPED, List.of()))))
                    .contains("job.run.skipped");
            assertThat(events.working(running(null), run(JOB, RunStatus.RUNNING, List.of()), 1, 3))
                    .isEmpty();
            assertThat(events.cancelRequested(running(null))).isEmpty();
        }

        @Test
        void aRunThatWasTooShortForItsStartIsToldToHaveStarted() throws IOException {
            List<EventDraft> drafts =
                    finished(job(spec(null), JobStatus.COMPLETED, 1, 1), RunStatus.COMPLETED, SENT_AT_SUBMIT);

            assertThat(types(drafts)).containsExactly("job.running", "job.run.completed");
            assertThat(body(drafts.get(0)).get("status").textValue()).isEqualTo("RUNNING");
            assertThat(body(drafts.get(0)).get("finished_at").isNull()).isTrue();
        }

        @Test
        void aDirectRunHasNoJob() throws IOException {
            List<EventDraft> drafts = events.finished(null, run(null, RunStatus.COMPLETED, List.of()), 1, 0, NONE);

            assertThat(types(drafts)).containsExactly("job.run.completed");
            assertThat(drafts.get(0).jobId()).isNull();
            assertThat(drafts.get(0).orderKey()).isEqualTo(RUN);
            assertThat(body(drafts.get(0)).get("job_id").isNull()).isTrue();
        }

        @Test
        void nothingIsRenderedUnlessSomebodyListens() {
            AtomicInteger reads = new AtomicInteger();
            Supplier<Map<String, byte[]>> artifacts = () -> {
                reads.incrementAndGet();
                return Map.of("a", new byte[] {1});
            };
            JobRun run = run(JOB, RunStatus.COMPLETED, List.of(artifact("a", 1)));
            List<EventDraft> drafts = events.finished(job(spec(null), JobStatus.COMPLETED, 1, 1), run, 1, 7, artifacts);

            assertThat(EventFactory.anyTold(drafts)).isFalse();
            assertThat(reads).hasValue(0);
            byte[] first = drafts.get(0).body().get();
            assertThat(drafts.get(0).body().get()).isSameAs(first);
            assertThat(reads).hasValue(1);
            assertThat(EventFactory.anyTold(drafts)).isTrue();
        }
    }

    @Nested
    @Tag("T5")
    class ACallback {

        @Test
        void tellsTheEndInTheWordsOfV1() throws IOException {
            List<EventDraft> drafts =
                    toUrl(finished(job(spec(Scope.TERMINAL), JobStatus.COMPLETED, 1, 1), RunStatus.COMPLETED, 7));

            assertThat(types(drafts)).containsExactly("job.run.completed");
            JsonNode body = body(drafts.get(0));
            assertThat(body.get("id").textValue()).isEqualTo(Ids.prefixed("job", JOB));
            assertThat(body.get("status").textValue()).isEqualTo("SUCCEEDED");
            assertThat(body.get("output_ref").textValue()).endsWith("/output");
        }

        @Test
        void tellsNothingBeforeTheEnd() {
            assertThat(toUrl(events.queued(Job.queued(spec(Scope.TERMINAL))))).isEmpty();
            assertThat(toUrl(events.started(running(Scope.TERMINAL), run(JOB, RunStatus.RUNNING, List.of()), 1, 1)))
                    .isEmpty();
            assertThat(toUrl(finished(job(spec(Scope.TERMINAL), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, 7)))
                    .isEmpty();
        }

        @Test
        @Tag("M4")
        void tellsEachNewStateWhenAsked() throws IOException {
            assertThat(words(toUrl(events.queued(Job.queued(spec(Scope.ALL)))))).containsExactly("PENDING");
            assertThat(words(toUrl(events.started(
                            running(Scope.ALL), run(JOB, RunStatus.RUNNING, List.of()), 1, SENT_AT_SUBMIT))))
                    .containsExactly("RUNNING");
            assertThat(words(toUrl(finished(job(spec(Scope.ALL), JobStatus.CANCELLED, 1, 1), RunStatus.FAILED, 7))))
                    .containsExactly("CANCELLED");
            assertThat(words(toUrl(events.cancelled(job(spec(Scope.ALL), JobStatus.CANCELLED, 0, 0)))))
                    .containsExactly("CANCELLED");
        }

        @Test
        @Tag("M4")
        void aSecondAttemptIsNoNewState() {
            int sent = StateWebhooks.afterStart(SENT_AT_SUBMIT, Phase.WORKING);

            assertThat(toUrl(finished(job(spec(Scope.ALL), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, sent)))
                    .isEmpty();
            assertThat(toUrl(events.started(running(Scope.ALL), run(JOB, RunStatus.RUNNING, List.of()), 2, sent)))
                    .isEmpty();
        }

        @Test
        @Tag("M4")
        void anUnwrittenStartIsToldBeforeTheEnd() throws IOException {
            assertThat(words(toUrl(finished(
                            job(spec(Scope.ALL), JobStatus.COMPLETED, 1, 1), RunStatus.COMPLETED, SENT_AT_SUBMIT))))
                    .containsExactly("RUNNING", "SUCCEEDED");
        }
    }

    @Nested
    @Tag("A3")
    class AStateWebhook {

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
            assertThat(states(toUrl(finished(
                            job(spec(Scope.STATES), JobStatus.FAILED, 1, 1), RunStatus.FAILED, SENT_AT_SUBMIT))))
                    .containsExactly("loading", "working", "failed");
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

        private JsonNode done(ArtifactInfo artifact, Supplier<Map<String, byte[]>> bytes) throws IOException {
            List<EventDraft> drafts = toUrl(events.finished(
                    job(spec(Scope.STATES), JobStatus.COMPLETED, 1, 1),
                    run(JOB, RunStatus.COMPLETED, List.of(artifact)),
                    1,
                    7,
                    bytes));
            return body(drafts.get(0));
        }
    }

    @Test
    @Tag("M10")
    void sequencesGrowOverTheLifeOfAJob() {
        Job waiting = Job.queued(spec(Scope.ALL));
        List<EventDraft> all = new ArrayList<>(events.queued(waiting));
        int sent = SENT_AT_SUBMIT;
        for (int start = 1; start <= 3; start++) {
            all.addAll(events.started(running(Scope.ALL), run(JOB, RunStatus.RUNNING, List.of()), start, sent));
            sent = StateWebhooks.afterStart(sent, Phase.WORKING);
            JobStatus next = start < 3 ? JobStatus.QUEUED : JobStatus.CANCELLED;
            all.addAll(events.finished(
                    job(spec(Scope.ALL), next, start, start),
                    run(JOB, RunStatus.FAILED, List.of()),
                    start,
                    sent,
                    NONE));
        }

        assertThat(subscribers(all)).extracting(EventDraft::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(toUrl(all)).extracting(EventDraft::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(events.cancelled(job(spec(null), JobStatus.CANCELLED, 2, 2))
                        .get(0)
                        .sequence())
                .isGreaterThan(2 * 8 + 5)
                .isLessThan(3 * 8 + 1);
    }

    private List<EventDraft> finished(Job job, RunStatus status, int sent) {
        return events.finished(job, run(JOB, status, List.of()), 1, sent, NONE);
    }

    private static Job running(@Nullable Scope scope) {
        return job(spec(scope), JobStatus.RUNNING, 1, 1);
    }

    private static Job loading() {
        return running(Scope.STATES);
    }

    private static JobRun loadingRun() {
        JobRun run = run(JOB, RunStatus.RUNNING, List.of());
        return new JobRun(
                run.id(),
                run.jobId(),
                run.jobType(),
                run.trigger(),
                1,
                RunStatus.RUNNING,
                Phase.LOADING,
                null,
                null,
                1,
                T0,
                T0,
                null,
                null,
                run.progress(),
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    private static ArtifactInfo artifact(String name, long size) {
        return new ArtifactInfo(name, "text/plain; charset=utf-8", size, "0".repeat(64));
    }

    private static List<EventDraft> toUrl(List<EventDraft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.audience() instanceof Audience.Url)
                .toList();
    }

    private static List<EventDraft> subscribers(List<EventDraft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.audience().equals(new Audience.Subscribers(Profile.CONTRACT)))
                .toList();
    }

    private static List<String> types(List<EventDraft> drafts) {
        return drafts.stream().map(EventDraft::type).toList();
    }

    private static List<String> words(List<EventDraft> drafts) throws IOException {
        return texts(drafts, "status");
    }

    private static List<String> states(List<EventDraft> drafts) throws IOException {
        return texts(drafts, "state");
    }

    private static List<String> texts(List<EventDraft> drafts, String member) throws IOException {
        List<String> texts = new ArrayList<>();
        for (EventDraft draft : drafts) {
            texts.add(body(draft).get(member).textValue());
        }
        return texts;
    }

    private static JsonNode body(EventDraft draft) throws IOException {
        return MAPPER.readTree(draft.body().get());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
