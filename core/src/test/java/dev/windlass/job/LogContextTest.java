package dev.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.testing.RecordingContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

    private final RecordingContext context = new RecordingContext(2);
    private final Map<String, String> seen = new HashMap<>();

    private final JobType<Json> type = JobType.of("any", Json.class, (params, run) -> {
                seen.putAll(MDC.getCopyOfContextMap());
                MDC.put("left", "behind");
                throw new IllegalStateException("boom");
            })
            .withLogContext();

    @AfterEach
    void leaveNothingBehind() {
        MDC.clear();
    }

    @Test
    void aHandlerLogsWithItsAttemptAndLeavesTheContextAsItWas() {
        MDC.put("request", "r1");
        assertThatThrownBy(() -> type.handler().run(Json.EMPTY_OBJECT, context)).hasMessage("boom");
        assertThat(seen)
                .containsOnly(
                        Map.entry("request", "r1"),
                        Map.entry("windlass.job_id", Ids.prefixed("job", context.jobId())),
                        Map.entry("windlass.run_id", Ids.prefixed("run", context.runId())),
                        Map.entry("windlass.job_type", "any"),
                        Map.entry("windlass.attempt", "2"));
        assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("request", "r1"));
    }

    @Test
    void whatWasEmptyIsEmptyAfterwards() {
        assertThatThrownBy(() -> type.handler().run(Json.EMPTY_OBJECT, context)).hasMessage("boom");
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}
