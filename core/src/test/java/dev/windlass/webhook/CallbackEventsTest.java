package dev.windlass.webhook;

import static dev.windlass.webhook.Samples.JOB;
import static dev.windlass.webhook.Samples.job;
import static dev.windlass.webhook.Samples.run;
import static dev.windlass.webhook.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.Callback.Scope;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.EventDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a job's callback URL is told. */
@Tag("T5")
class CallbackEventsTest extends EventCase {

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
    void aRequestToCancelIsToldToThoseWhoAskedForAllOnly() {
        assertThat(types(events.cancelRequested(running(Scope.ALL)))).containsExactly("job.cancelling");
        assertThat(events.cancelRequested(running(Scope.TERMINAL))).isEmpty();
        assertThat(events.cancelRequested(running(Scope.STATES))).isEmpty();
    }

    @Test
    @Tag("M4")
    void tellsEachNewStateWhenAsked() throws IOException {
        assertThat(words(toUrl(events.queued(Job.queued(spec(Scope.ALL)))))).containsExactly("PENDING");
        assertThat(words(toUrl(
                        events.started(running(Scope.ALL), run(JOB, RunStatus.RUNNING, List.of()), 1, SENT_AT_SUBMIT))))
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
        assertThat(words(toUrl(
                        finished(job(spec(Scope.ALL), JobStatus.QUEUED, 1, 1), RunStatus.FAILED, SENT_AT_SUBMIT))))
                .as("before another attempt")
                .containsExactly("RUNNING");
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
}
