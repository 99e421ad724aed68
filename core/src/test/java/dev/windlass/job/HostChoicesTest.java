package dev.windlass.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.windlass.webhook.PumpSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A host learns at its start, not at its first job, what cannot work. */
class HostChoicesTest {

    @Test
    void eachSettingOutOfRangeIsNamed() {
        Map<String, UnaryOperator<Settings.Builder>> wrong = Map.ofEntries(
                Map.entry("slots", b -> b.slots(0)),
                Map.entry("queueSlots of mail", b -> b.queueSlots(Map.of("mail", 0))),
                Map.entry("maxAttemptsCap", b -> b.maxAttemptsCap(2)),
                Map.entry("timeout", b -> b.timeout(Duration.ZERO)),
                Map.entry("retention", b -> b.retention(Duration.ofDays(4_000))),
                Map.entry("idempotencyTtl", b -> b.idempotencyTtl(Duration.ZERO)),
                Map.entry("maxQueued", b -> b.maxQueued(0)),
                Map.entry("maxDirectWaiting", b -> b.maxDirectWaiting(-1)),
                Map.entry("maxWaiters", b -> b.maxWaiters(-1)),
                Map.entry("lease", b -> b.lease(Duration.ofMillis(99))),
                Map.entry("drain", b -> b.drain(Duration.ofSeconds(-1))));

        wrong.forEach((name, choice) -> assertThatIllegalArgumentException()
                .as(name)
                .isThrownBy(() -> choice.apply(Settings.builder()).build())
                .withMessageStartingWith(name + " must be "));
    }

    @Test
    void theEdgesOfTheRangesAreFine() {
        assertThatCode(() -> Settings.builder()
                        .slots(1)
                        .retryPolicy(RetryPolicy.attempts(1))
                        .maxAttemptsCap(1)
                        .timeout(Duration.ofDays(30))
                        .retention(Duration.ZERO)
                        .maxQueued(1)
                        .maxDirectWaiting(0)
                        .lease(Duration.ofMillis(100))
                        .drain(Duration.ZERO)
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void theTimeoutOfAJobTypeIsChecked() {
        JobType<Json> type = JobType.of("mail", Json.class, (params, context) -> RunResult.completed(null));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.withTimeout(Duration.ofDays(31)))
                .withMessage("timeout of mail must be between 0.001 s and 2592000 s, but is PT744H");
    }

    @Test
    void whatCannotDeliverAWebhookIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PumpSettings.DEFAULTS.withWorkers(0))
                .withMessageContaining("workers");
        for (String header : List.of("", "X Signature", "X-Signature:", "X-Sig\r\nnature")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PumpSettings.DEFAULTS.withBodySignature(header))
                    .withMessageContaining("bodySignature");
        }
    }
}
