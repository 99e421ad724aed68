package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.HostFixture.HOOK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.Callback.Scope;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.spi.JobStore;
import dev.windlass.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job's own URL is told over the job's whole life, whatever the store. */
public abstract class JobUrlsContract {

    private HostFixture host;

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @BeforeEach
    void open() {
        SettableClock clock = new SettableClock(PumpFixture.T0);
        host = new HostFixture(
                createStore(clock),
                clock,
                JobType.of("chat", Json.class, (params, run) -> {
                            run.working();
                            run.writeArtifact(
                                    "completion", "text/plain; charset=utf-8", "hi".getBytes(StandardCharsets.UTF_8));
                            return RunResult.completed(Map.of("tokens", 1));
                        })
                        .withLoading(),
                JobType.of("large", Json.class, (params, run) -> {
                    run.writeArtifact("completion", "text/plain", new byte[300_000]);
                    return RunResult.completed();
                }),
                sized(262_143),
                sized(262_144),
                sized(262_145),
                JobType.of(
                        "flaky",
                        Json.class,
                        (params, run) -> run.attempt() < 3
                                ? RunResult.failedForNow("later", "Try again")
                                : RunResult.completed()),
                JobType.of("unready", Json.class, (params, run) -> RunResult.failedForNow("later", "Not loaded"))
                        .withLoading(),
                JobType.of("hopeless", Json.class, (params, run) -> RunResult.failed("no", "Never")),
                JobType.of("skipping", Json.class, (params, run) -> RunResult.skipped("nothing new")));
    }

    private static JobType<Json> sized(int bytes) {
        return JobType.of("sized-" + bytes, Json.class, (params, run) -> {
            run.writeArtifact("completion", "text/plain", "x".repeat(bytes).getBytes(StandardCharsets.UTF_8));
            return RunResult.completed();
        });
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    @Tag("A3")
    @Tag("A10")
    void theWholeLifeIsToldInOrder() {
        host.submit("chat", Scope.STATES);
        host.scheduler.runDue();

        assertThat(host.told("state")).containsExactly("queued", "loading", "working", "done");
        assertThat(host.told("sequence").stream().map(Long::valueOf).toList()).isSorted();
    }

    @Test
    @Tag("A3")
    @Tag("A9")
    void retriesOfTheJobRepeatNoStateAndLeaveNoneOut() {
        UUID job = host.submit("flaky", Scope.STATES);
        host.advance(Duration.ofSeconds(30));

        assertThat(host.scheduler.jobs().find(job).orElseThrow().attempt()).isEqualTo(3);
        assertThat(host.told("state")).containsExactly("queued", "loading", "working", "done");
        assertThat(host.told("idempotency_key")).doesNotHaveDuplicates();
    }

    @Test
    @Tag("A3")
    void aFailureEndsInFailed() {
        host.submit("hopeless", Scope.STATES);
        host.scheduler.runDue();

        assertThat(host.told("state")).containsExactly("queued", "loading", "working", "failed");
        JsonNode last = HostFixture.tree(host.receivers.at(HOOK).get(3));
        assertThat(last.at("/error/code").asText()).isEqualTo("no");
    }

    @Test
    @Tag("A3")
    void aSkippedJobIsDoneAndSaysWhy() {
        host.submit("skipping", Scope.STATES);
        host.scheduler.runDue();

        assertThat(host.told("state")).endsWith("done");
        JsonNode last = HostFixture.tree(host.receivers.at(HOOK).get(3));
        assertThat(last.at("/warnings/0/code").asText()).isEqualTo("skipped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flaky", "unready"})
    @Tag("A3")
    void aJobCancelledBetweenAttemptsHasToldThatItWorked(String type) {
        UUID job = host.submit(type, Scope.STATES);
        host.scheduler.runDue();
        host.scheduler.jobs().cancel(job, null);
        host.scheduler.runDue();

        assertThat(host.told("state")).containsExactly("queued", "loading", "working", "failed");
    }

    @Test
    @Tag("A3")
    void aJobThatNeverLoadsTellsEachStateOnceAllTheSame() {
        host.submit("unready", Scope.STATES);
        host.advance(Duration.ofSeconds(30));

        assertThat(host.told("state")).containsExactly("queued", "loading", "working", "failed");
        assertThat(host.told("sequence").stream().map(Long::valueOf).toList()).isSorted();
    }

    @Test
    @Tag("A6")
    void smallArtifactsTravelInlineAndLargeOnesByUrl() {
        host.submit("chat", Scope.STATES);
        host.submit("large", Scope.STATES);
        host.scheduler.runDue();

        List<JsonNode> done = host.receivers.at(HOOK).stream()
                .map(HostFixture::tree)
                .filter(body -> body.path("state").asText().equals("done"))
                .toList();
        assertThat(done.get(0).at("/artifacts/completion/content").asText()).isEqualTo("hi");
        assertThat(done.get(1).at("/artifacts/completion/url").asText()).endsWith("/artifacts/completion");
        assertThat(done.get(1).at("/artifacts/completion/content").isMissingNode())
                .isTrue();
    }

    @Test
    @Tag("A6")
    void aQuarterOfAMebibyteIsTheFirstThatGoesByUrl() {
        for (int bytes : new int[] {262_143, 262_144, 262_145}) {
            host.receivers.forget();
            host.submit("sized-" + bytes, Scope.STATES);
            host.scheduler.runDue();

            JsonNode artifact = HostFixture.tree(host.receivers.at(HOOK).get(3)).at("/artifacts/completion");
            assertThat(artifact.path("size").asInt()).isEqualTo(bytes);
            assertThat(artifact.path("content").asText()).hasSize(bytes < 262_144 ? bytes : 0);
            assertThat(artifact.has("url")).isEqualTo(bytes >= 262_144);
        }
    }

    @Test
    @Tag("A4")
    @Tag("A10")
    void aReceiverThatFailsIsTriedAgainAndTheJobDoesNotCare() {
        host.receivers.at(HOOK, BROKEN);
        UUID job = host.submit("chat", Scope.STATES);
        host.scheduler.runDue();
        assertThat(host.scheduler.jobs().find(job).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(host.told("state")).containsExactly("queued");

        host.receivers.at(HOOK, OK);
        host.advance(Duration.ofSeconds(7));
        assertThat(host.told("state")).containsExactly("queued", "queued", "loading", "working", "done");
    }

    @Test
    @Tag("A2")
    @Tag("A10")
    void aWebhookThatNeverArrivesIsReconciledByLooking() {
        host.receivers.at(
                HOOK, got -> HostFixture.tree(got).path("state").asText().equals("done") ? BROKEN : OK);
        UUID job = host.submit("chat", Scope.STATES);
        host.advance(Duration.ofMinutes(50));

        assertThat(host.told("state").stream().filter("done"::equals)).hasSize(4);
        Job found = host.scheduler.jobs().find(job).orElseThrow();
        assertThat(found.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(found.result()).isEqualTo(new Json("{\"tokens\":1}"));
    }

    @Test
    @Tag("T5")
    void aCallbackTellsTheFinalStatusOnce() {
        host.submit("flaky", Scope.TERMINAL);
        host.advance(Duration.ofSeconds(30));

        assertThat(host.told("status")).containsExactly("SUCCEEDED");
    }

    @Test
    @Tag("M4")
    void aSubscriptionToAllTellsEachNewState() {
        host.submit("flaky", Scope.ALL);
        host.submit("hopeless", Scope.ALL);
        host.advance(Duration.ofSeconds(30));
        UUID cancelled = host.submit("flaky", Scope.ALL);
        host.scheduler.jobs().cancel(cancelled, null);
        host.scheduler.runDue();

        assertThat(host.told("status"))
                .containsExactlyInAnyOrder(
                        "PENDING", "RUNNING", "SUCCEEDED", "PENDING", "RUNNING", "FAILED", "PENDING", "CANCELLED");
    }
}
