package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.ApiClient;
import dev.windlass.examples.webhook.WebhookReceiver;
import dev.windlass.http.server.StandaloneServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo and the example receiver, end to end, when a webhook is lost. */
class DroppedWebhookTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String CHAT =
            "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a lease?\"}],\"state_webhook_url\":\"";

    @Test
    @Tag("A2")
    @Tag("A4")
    @Tag("A10")
    void aClientWhoseReceiverDropsTheLastWebhookFindsOutByGet() throws Exception {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        CountDownLatch dropped = new CountDownLatch(1);
        try (StandaloneServer server = DemoServer.standalone()
                        .start(Map.of("WINDLASS_WEBHOOK_SECRET", SECRET), "--port", "0", "--store", "memory");
                WebhookReceiver receiver = new WebhookReceiver(0, SECRET, InstantSource.system(), event -> {
                    if (event.path("state").asText().equals("done")) {
                        dropped.countDown();
                        throw new IllegalStateException("dropped");
                    }
                    events.add(event);
                })) {
            ApiClient client = new ApiClient(server.url());
            String job = client.post("/jobs", CHAT + receiver.url() + "\"}").header("Location");
            assertThat(dropped.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(events)
                    .extracting(event -> event.get("state").asText())
                    .containsExactly("queued", "loading", "working");
            JsonNode found = client.get(job).json();
            assertThat(found.get("state").asText()).isEqualTo("done");
            assertThat(found.at("/artifacts/completion/content").asText()).startsWith("Leases and heartbeats: ");

            String deliveries = "/api/webhook-deliveries?status=pending&job_id=" + job.substring("/jobs/".length());
            await().until(() ->
                    client.get(deliveries).json().at("/items/0/attempt_count").asInt() == 1);
            JsonNode waiting = client.get(deliveries).json().at("/items/0");
            assertThat(waiting.get("event").asText()).isEqualTo("job.state.done");
            String path =
                    "/api/webhook-deliveries/" + waiting.get("delivery_id").asText();
            assertThat(client.get(path).json().at("/attempts/0/error").asText()).isEqualTo("http_500");
        }
    }
}
