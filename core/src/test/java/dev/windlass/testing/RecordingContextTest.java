package dev.windlass.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.windlass.job.RunContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a handler can do in a test it can do in production. */
class RecordingContextTest {

    private final RecordingContext context = new RecordingContext();

    @Test
    void anArtifactIsRefusedAsTheEngineRefusesIt() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.writeArtifact("../log", "text/plain", new byte[1]))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.writeArtifact("log", "text", new byte[1]))
                .withMessageContaining("media type");
        context.writeArtifact("log", "text/plain", "all well".getBytes(UTF_8));
        assertThat(context.artifactText("log")).isEqualTo("all well");
        assertThat(context.contentTypes()).containsOnlyKeys("log");
    }

    @Test
    void aCallbackThatWasTakenBackIsNotCalled() {
        AtomicInteger called = new AtomicInteger();
        RunContext.Registration first = context.onCancel(called::incrementAndGet);
        context.onCancel(called::incrementAndGet);
        first.close();
        assertThat(context.isListening()).isTrue();
        context.cancel();
        assertThat(called).hasValue(1);
    }
}
