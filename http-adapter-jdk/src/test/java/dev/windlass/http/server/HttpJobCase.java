package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.testing.RecordingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server to be called by the job type {@code http}, and a handler to call it with. */
abstract class HttpJobCase {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    final MockWebServer server = new MockWebServer();
    final GuardedHttpClient client = new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8", "::1/128")));
    final RecordingContext context = new RecordingContext();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    String url() {
        return server.url("/call?x=1").toString();
    }

    /** @param more further members, with a comma before them */
    RunResult run(String more) throws Exception {
        return run(client, "{\"url\":\"" + url() + "\"" + more + "}");
    }

    RunResult run(GuardedHttpClient through, String params) throws Exception {
        return HttpJob.type(through, CLOCK).handler().run(new Json(params).as(HttpParams.class), context);
    }

    static JsonNode shown(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Completed.class);
        return Objects.requireNonNull(((RunResult.Completed) result).result()).tree();
    }

    static RunResult.Failed failure(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Failed.class);
        return (RunResult.Failed) result;
    }
}
