package dev.windlass.webhook;

import static dev.windlass.webhook.Samples.JOB;
import static dev.windlass.webhook.Samples.RUN;
import static dev.windlass.webhook.Samples.job;
import static dev.windlass.webhook.Samples.run;
import static dev.windlass.webhook.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import dev.windlass.spi.EventDraft;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What registered endpoints are told. */
@Tag("C10")
class ContractEventsTest extends EventCase {

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
    void eventsOfAJobCarryItsTraceContext() {
        Job completed = job(spec(null), JobStatus.COMPLETED, 1, 1);
        List<EventDraft> drafts = finished(completed, RunStatus.COMPLETED, SENT_AT_SUBMIT);
        assertThat(drafts).extracting(EventDraft::traceparent).hasSize(2).containsOnly(Samples.TRACEPARENT);
    }

    @Test
    void aDirectRunHasNoJob() throws IOException {
        List<EventDraft> drafts =
                events.finishedDirect(run(null, RunStatus.COMPLETED, List.of()), Samples.TRACEPARENT, NONE);

        assertThat(types(drafts)).containsExactly("job.run.completed");
        assertThat(drafts.get(0).jobId()).isNull();
        assertThat(drafts.get(0).traceparent()).isEqualTo(Samples.TRACEPARENT);
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
