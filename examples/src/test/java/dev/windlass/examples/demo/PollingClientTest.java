package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.ApiClient;
import dev.windlass.examples.demo.support.ApiClient.Reply;
import dev.windlass.http.server.StandaloneServer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Step by step what the client of seed-004 does: post, join base and Location, poll until COMPLETED or FAILED. */
class PollingClientTest {

    private static final String TOKEN = "secret-key";
    private static final String REPORT = "{\"document_url\": \"https://example.com/large-report.pdf\"}";
    private static final String ACTION = "/v1/bots/bot-abc-123/actions/analyze-document";

    @Test
    @Tag("K3")
    @Tag("K5")
    void theSeedsClientGetsItsAnalysis() throws Exception {
        try (StandaloneServer server = DemoServer.standalone()
                .start(
                        Map.of("WINDLASS_TOKEN", TOKEN),
                        "--port",
                        "0",
                        "--store",
                        "memory",
                        "--reading-millis",
                        "400")) {
            ApiClient client = new ApiClient(server.url()).withToken(TOKEN);
            assertThat(new ApiClient(server.url()).post(ACTION, REPORT).status())
                    .isEqualTo(401);
            Reply accepted = client.post(ACTION, REPORT);
            assertThat(accepted.status()).isEqualTo(202);
            Set<String> seen = new LinkedHashSet<>();
            JsonNode task = poll(client, accepted.header("Location"), seen);
            assertThat(seen).endsWith("COMPLETED").contains("RUNNING");
            assertThat(task.at("/result/summary").asText()).isNotEmpty();
            assertThat(Instant.parse(task.get("completed_at").asText())).isNotNull();
        }
    }

    private static JsonNode poll(ApiClient client, String location, Set<String> seen) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            JsonNode task = client.get(location).json();
                            seen.add(task.get("status").asText());
                            return task;
                        },
                        task -> Set.of("COMPLETED", "FAILED")
                                .contains(task.get("status").asText()));
    }
}
