package dev.windlass.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.Phase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the table "words per surface" in the design. */
@Tag("C1")
@Tag("M1")
class WordsPerSurfaceTest {

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("QUEUED, run_at ahead", Samples.scheduled(), "QUEUED", "SCHEDULED", "PENDING", "queued"),
                Arguments.of("QUEUED, first time", Samples.queued(), "QUEUED", "PENDING", "PENDING", "queued"),
                Arguments.of("loading", Samples.running(Phase.LOADING), "RUNNING", "RUNNING", "RUNNING", "loading"),
                Arguments.of("working", Samples.running(Phase.WORKING), "RUNNING", "RUNNING", "RUNNING", "working"),
                Arguments.of("between attempts", Samples.betweenAttempts(), "QUEUED", "RUNNING", "RUNNING", "working"),
                Arguments.of("cancelling", Samples.cancelling(), "RUNNING", "CANCELLING", "RUNNING", "working"),
                Arguments.of("COMPLETED", Samples.completed(), "COMPLETED", "SUCCEEDED", "COMPLETED", "done"),
                Arguments.of("FAILED", failed(ErrorKind.APPLICATION), "FAILED", "FAILED", "FAILED", "failed"),
                Arguments.of("FAILED lost", failed(ErrorKind.LOST), "FAILED", "FAILED", "FAILED", "failed"),
                Arguments.of("timed out", failed(ErrorKind.TIMEOUT), "FAILED", "TIMED_OUT", "FAILED", "failed"),
                Arguments.of("CANCELLED", Samples.cancelled(), "CANCELLED", "CANCELLED", "FAILED", "failed"),
                Arguments.of("SKIPPED", Samples.skipped(), "SKIPPED", "CANCELLED", "COMPLETED", "done"));
    }

    private static Job failed(ErrorKind kind) {
        return Samples.failed(kind);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void eachSurfaceHasItsWord(String row, Job job, String contract, String status, String task, String async) {
        assertThat(Samples.written(out -> ContractView.writeJob(out, job))
                        .get("status")
                        .textValue())
                .isEqualTo(contract);
        assertThat(Samples.written(out -> StatusView.write(out, job, Samples.NOW))
                        .get("status")
                        .textValue())
                .isEqualTo(status);
        assertThat(Samples.written(out -> TaskView.write(out, job, null))
                        .get("status")
                        .textValue())
                .isEqualTo(task);
        assertThat(Samples.written(out -> AsyncView.write(out, job, null, Map.of()))
                        .get("state")
                        .textValue())
                .isEqualTo(async);
    }
}
