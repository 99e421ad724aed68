package dev.windlass.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The status, task and async surfaces, beyond their words. */
class SurfaceViewsTest {

    private static JsonNode status(Job job) {
        return Samples.written(out -> StatusView.write(out, job, Samples.NOW));
    }

    private static JsonNode task(Job job) {
        return Samples.written(out -> TaskView.write(out, job, null));
    }

    private static JsonNode async(Job job) {
        return Samples.written(out -> AsyncView.write(out, job, null, Map.of()));
    }

    @Test
    @Tag("M2")
    @Tag("M3")
    void aStatusObjectHasEveryMemberInEveryState() {
        for (Job job : List.of(Samples.queued(), Samples.running(Phase.WORKING), Samples.completed())) {
            assertThat(status(job).fieldNames())
                    .toIterable()
                    .containsExactly(
                            "id",
                            "status",
                            "created_at",
                            "updated_at",
                            "started_at",
                            "finished_at",
                            "duration_ms",
                            "node",
                            "progress_percent",
                            "progress",
                            "errors",
                            "warnings",
                            "output_ref");
        }
    }

    @Test
    @Tag("M5")
    void anOutputIsReferredToOnlyOnceItSucceeded() {
        JsonNode done = status(Samples.completed());
        assertThat(done.get("output_ref").textValue())
                .isEqualTo("/v1/runs/" + done.get("id").textValue() + "/output");
        assertThat(status(Samples.running(Phase.WORKING)).get("output_ref").isNull())
                .isTrue();
        assertThat(status(Samples.failed(ErrorKind.APPLICATION))
                        .get("output_ref")
                        .isNull())
                .isTrue();
    }

    @Test
    @Tag("M7")
    void anErrorSaysWhoIsToBlameAndWhetherToTryAgain() {
        JsonNode error = status(Samples.betweenAttempts()).get("errors").get(0);
        assertThat(error.get("kind").textValue()).isEqualTo("infrastructure");
        assertThat(error.get("retriable").booleanValue()).isTrue();
    }

    @Test
    void aSkippedJobIsCancelledWithTheReasonAsItsErrorOnTheStatusSurface() {
        JsonNode error = status(Samples.skipped()).get("errors").get(0);
        assertThat(error.get("code").textValue()).isEqualTo("skipped");
        assertThat(error.get("message").textValue()).isEqualTo("not today");
    }

    @Test
    @Tag("M3")
    void aRunHasTheWordsOfTheStatusSurface() {
        assertThat(run(RunStatus.COMPLETED, null, false)).isEqualTo("SUCCEEDED");
        assertThat(run(RunStatus.RUNNING, null, true)).isEqualTo("CANCELLING");
        assertThat(run(RunStatus.QUEUED, null, false)).isEqualTo("PENDING");
        assertThat(run(RunStatus.SKIPPED, null, false)).isEqualTo("CANCELLED");
        assertThat(run(RunStatus.FAILED, ErrorKind.CANCELLED, false)).isEqualTo("CANCELLED");
        assertThat(run(RunStatus.FAILED, ErrorKind.TIMEOUT, false)).isEqualTo("TIMED_OUT");
        assertThat(run(RunStatus.FAILED, ErrorKind.LOST, false)).isEqualTo("FAILED");
    }

    private static String run(RunStatus status, @org.jspecify.annotations.Nullable ErrorKind kind, boolean cancel) {
        var run = Samples.run(status, kind == null ? null : Samples.error("x", kind), List.of());
        return Samples.written(out -> StatusView.write(out, run, cancel))
                .get("status")
                .textValue();
    }

    @Test
    @Tag("K1")
    @Tag("K2")
    void aTaskSaysWhatTheSeedsSamplesSayAndNoMore() {
        String id = "task-" + Samples.JOB;
        assertThat(task(Samples.queued())).hasToString("{\"task_id\":\"" + id + "\",\"status\":\"PENDING\"}");
        assertThat(task(Samples.running(Phase.WORKING)))
                .hasToString("{\"task_id\":\"" + id + "\",\"status\":\"RUNNING\",\"progress_percent\":45}");
        assertThat(task(Samples.completed()))
                .hasToString("{\"task_id\":\"" + id + "\",\"status\":\"COMPLETED\","
                        + "\"completed_at\":\"2026-01-18T09:00:03.125Z\",\"result\":{\"words\":1200}}");
        assertThat(task(Samples.failed(ErrorKind.APPLICATION))
                        .get("error")
                        .get("code")
                        .textValue())
                .isEqualTo("broken");
    }

    @Test
    @Tag("K2")
    void aTaskThatWasSkippedIsCompletedWithoutResultAndAWarning() {
        JsonNode task = task(Samples.skipped());
        assertThat(task.get("result").isNull()).isTrue();
        assertThat(task.get("warnings").get(0).get("code").textValue()).isEqualTo("skipped");
    }

    @Test
    void aCancelledJobIsFailedWithCodeCancelledAlsoWhenAnEarlierAttemptFailedOtherwise() {
        Job backingOff = Samples.job(
                JobStatus.CANCELLED,
                1,
                null,
                null,
                Samples.error("flaky", ErrorKind.INFRASTRUCTURE),
                List.of(),
                Samples.NOW);
        for (Job job : List.of(Samples.cancelled(), backingOff)) {
            assertThat(task(job).get("error").get("code").textValue()).isEqualTo("cancelled");
            assertThat(async(job).get("error").get("code").textValue()).isEqualTo("cancelled");
        }
    }

    @Test
    @Tag("A1")
    @Tag("A2")
    void anAsyncJobHasABareUlidAndItsFiveMembers() {
        JsonNode job = async(Samples.completed());
        assertThat(job.fieldNames()).toIterable().containsExactly("job_id", "state", "result", "error", "artifacts");
        assertThat(job.get("job_id").textValue()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void aSkippedAsyncJobShowsAWarningAndNoArtifact() {
        JsonNode job = async(Samples.skipped());
        assertThat(job.get("warnings").get(0).get("code").textValue()).isEqualTo("skipped");
        assertThat(job.get("artifacts")).isEmpty();
    }

    @Test
    void aSecondAttemptThatLoadsIsStillWorkingBecauseStatesNeverGoBack() {
        Job again = Samples.job(JobStatus.RUNNING, 2, Phase.LOADING, null, null, List.of(), null);
        assertThat(AsyncState.of(again)).isEqualTo(AsyncState.WORKING);
    }
}
