package dev.windlass.examples.demo.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.examples.demo.support.Handlers;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import dev.windlass.testing.RecordingContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTypesTest {

    private final RecordingContext context = new RecordingContext();

    @Test
    void echoReturnsItsParams() throws Exception {
        assertThat(Handlers.result(run("echo", "{\"a\":[1,{\"b\":null}]}")).toString())
                .isEqualTo("{\"a\":[1,{\"b\":null}]}");
    }

    @Test
    void sleepReportsEachStep() throws Exception {
        assertThat(Handlers.result(run("sleep", "{\"millis\":4,\"steps\":4}"))
                        .get("slept_millis")
                        .asInt())
                .isEqualTo(4);
        assertThat(context.percents()).containsExactly(25, 50, 75, 100);
    }

    @Test
    void sleepWakesAtOnceWhenItIsCancelled() {
        CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> {
            try {
                return run("sleep", "{\"millis\":60000,\"steps\":1}");
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(context::isListening);
        context.cancel();
        await().atMost(Duration.ofSeconds(5)).until(running::isDone);
        assertThatThrownBy(running::join).hasCauseInstanceOf(RunCancelledException.class);
    }

    @Test
    @Tag("M7")
    void flakyFailsItsFirstAttemptsAndThenCompletes() throws Exception {
        String params = "{\"fail_times\":2}";
        assertThat(flaky(params, 1)).isEqualTo(flakyFailure(1, ErrorKind.INFRASTRUCTURE, true));
        assertThat(flaky(params, 2)).isEqualTo(flakyFailure(2, ErrorKind.INFRASTRUCTURE, true));
        assertThat(flaky(params, 3)).isInstanceOf(RunResult.Completed.class);
    }

    @Test
    @Tag("M7")
    void flakyFailsForGoodWhenAskedTo() throws Exception {
        assertThat(flaky("{\"fail_times\":2,\"retriable\":false}", 1))
                .isEqualTo(flakyFailure(1, ErrorKind.APPLICATION, false));
    }

    @Test
    void skipSaysWhy() throws Exception {
        assertThat(run("skip", "{\"reason\":\"holiday\"}")).isEqualTo(RunResult.skipped("holiday"));
        assertThat(run("skip", "{}")).isEqualTo(RunResult.skipped("Nothing to do"));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "15", "16", "65536", "200001"})
    void artifactHasExactlyTheAskedSize(int bytes) throws Exception {
        run(
                "artifact",
                "{\"name\":\"data.bin\",\"bytes\":" + bytes + ",\"content_type\":\"application/octet-stream\"}");
        assertThat(context.artifact("data.bin")).hasSize(bytes);
        assertThat(context.contentTypes()).containsEntry("data.bin", "application/octet-stream");
    }

    @Test
    void artifactsLinesAreNumberedAcrossChunks() throws Exception {
        run("artifact", "{\"bytes\":160000}");
        String[] lines = context.artifactText("artifact").split("\n");
        assertThat(lines).hasSize(10_000);
        assertThat(lines[9_999]).isEqualTo("000000000009999");
    }

    @ParameterizedTest
    @CsvSource({"../etc/passwd", "a/b", ".hidden", "a b", "''", "a..b"})
    void artifactWithAnUnsafeNameFailsForGood(String name) throws Exception {
        RunResult result = run("artifact", "{\"name\":\"" + name + "\",\"bytes\":1}");
        assertThat(result).isInstanceOfSatisfying(RunResult.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("invalid_artifact_name");
            assertThat(failed.retriable()).isFalse();
        });
        assertThat(context.contentTypes()).isEmpty();
    }

    @Test
    @Tag("T10")
    @Tag("M11")
    void partialCompletesWithAWarningForEachItemThatFailed() throws Exception {
        RunResult result = run("partial", "{\"total\":5,\"failing\":2}");
        assertThat(result)
                .isInstanceOfSatisfying(
                        RunResult.Completed.class,
                        completed -> assertThat(completed.warnings())
                                .extracting("code", "message")
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple("item_failed", "Item 4 could not be done"),
                                        org.assertj.core.groups.Tuple.tuple(
                                                "item_failed", "Item 5 could not be done")));
    }

    @Test
    @Tag("M3")
    void progressItemsCountsItems() throws Exception {
        run("progress-items", "{\"total\":4}");
        assertThat(context.percents()).containsExactly(25, 50, 75, 100);
        assertThat(context.messages()).last().isEqualTo("Item 4 of 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep | {\"millis\":-1} | /millis",
                "sleep | {\"steps\":0} | /steps",
                "flaky | {\"fail_times\":-1} | /fail_times",
                "skip | {\"reason\":\" \"} | /reason",
                "artifact | {\"bytes\":-1} | /bytes",
                "artifact | {\"content_type\":\"text\"} | /content_type",
                "artifact | {\"content_type\":\"text/plain\\r\\nX: y\"} | /content_type",
                "partial | {\"total\":2,\"failing\":3} | /failing",
                "progress-items | {\"total\":0} | /total",
            })
    void badParamsAreRefusedByName(String type, String params, String pointer) throws Exception {
        assertThat(Handlers.pointers(Handlers.named(TrialTypes.all(), type), params))
                .containsExactly(pointer);
    }

    @Test
    void paramsThatNobodyKnowsAreIgnoredAndAllAreOptional() throws Exception {
        for (var type : TrialTypes.all()) {
            assertThat(type.strictParams()).isFalse();
            assertThat(Handlers.pointers(type, "{\"unknown\":1}")).isEmpty();
        }
    }

    private RunResult run(String type, String params) throws Exception {
        return Handlers.run(Handlers.named(TrialTypes.all(), type), params, context);
    }

    private static RunResult flaky(String params, int attempt) throws Exception {
        return Handlers.run(Handlers.named(TrialTypes.all(), "flaky"), params, new RecordingContext(attempt));
    }

    private static RunResult flakyFailure(int attempt, ErrorKind kind, boolean retriable) {
        return new RunResult.Failed("flaky", "Attempt " + attempt + " of 2 that were asked to fail", kind, retriable);
    }
}
