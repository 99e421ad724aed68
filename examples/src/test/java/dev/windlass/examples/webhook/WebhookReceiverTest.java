package dev.windlass.examples.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String DONE =
            "{\"job_id\":\"a\",\"state\":\"done\",\"sequence\":3,\"idempotency_key\":\"a:done\"}";

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean failing;
    private WebhookReceiver receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new WebhookReceiver(0, SECRET, InstantSource.fixed(NOW), event -> {
            if (failing) {
                throw new IllegalStateException("not now");
            }
            events.add(event);
        });
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    @Tag("T11")
    void anEventSignedByAnotherImplementationIsTaken() throws Exception {
        assertThat(send("evt_1", NOW, sign("evt_1", NOW, DONE), DONE)).isEqualTo(204);
        assertThat(events).extracting(event -> event.get("state").asText()).containsExactly("done");
    }

    @Test
    void oneOfSeveralSignaturesIsEnoughWhileASecretIsRotated() throws Exception {
        String signatures = "v1,AAAA v2,BBBB " + sign("evt_1", NOW, DONE);
        assertThat(send("evt_1", NOW, signatures, DONE)).isEqualTo(204);
    }

    @Test
    @Tag("T11")
    void whatIsForgedChangedOrOldIsRefused() throws Exception {
        String signature = sign("evt_1", NOW, DONE);
        Instant old = NOW.minusSeconds(301);
        assertThat(send("evt_1", NOW, signature, DONE + " ")).isEqualTo(401);
        assertThat(send("evt_2", NOW, signature, DONE)).isEqualTo(401);
        assertThat(send("evt_1", NOW.plusSeconds(1), signature, DONE)).isEqualTo(401);
        assertThat(send("evt_1", old, sign("evt_1", old, DONE), DONE)).isEqualTo(401);
        assertThat(send("evt_1", NOW, "v1,", DONE)).isEqualTo(401);
        assertThat(send("evt_1", NOW, "", DONE)).isEqualTo(401);
        assertThat(send(request(DONE))).isEqualTo(401);
        assertThat(send(request(DONE)
                        .header("webhook-id", "evt_1")
                        .header("webhook-timestamp", "soon")
                        .header("webhook-signature", signature)))
                .isEqualTo(401);
        assertThat(events).isEmpty();
    }

    @Test
    @Tag("A5")
    void theForemanSignatureAloneIsTakenToo() throws Exception {
        // HMAC-SHA256 worked out with: printf %s "$DONE" | openssl dgst -sha256 -mac HMAC -macopt hexkey:<the secret's
        // bytes>
        String signature = "68d50c04d2a60e6337f7d229fa68e1fd707bd84d01ab02b2cac0380a45b8853d";
        assertThat(send(request(DONE).header("X-Foreman-Signature", "sha256=" + signature)))
                .isEqualTo(204);
        assertThat(send(request(DONE).header("X-Foreman-Signature", "sha256=" + signature.replace('1', '2'))))
                .isEqualTo(401);
        assertThat(send(request(DONE).header("X-Foreman-Signature", signature))).isEqualTo(401);
        assertThat(events).hasSize(1);
    }

    @Test
    @Tag("M10")
    void repeatedAndStaleEventsAreAcknowledgedAndNotPassedOn() throws Exception {
        String working = DONE.replace("done", "working").replace("3", "2");
        assertThat(send("evt_3", NOW, sign("evt_3", NOW, DONE), DONE)).isEqualTo(204);
        assertThat(send("evt_3", NOW, sign("evt_3", NOW, DONE), DONE)).isEqualTo(204);
        assertThat(send("evt_2", NOW, sign("evt_2", NOW, working), working)).isEqualTo(204);
        assertThat(events).hasSize(1);
    }

    @Test
    void anEventWhoseListenerFailsIsTakenAtTheNextTry() throws Exception {
        failing = true;
        assertThat(send("evt_3", NOW, sign("evt_3", NOW, DONE), DONE)).isEqualTo(500);
        failing = false;
        assertThat(send("evt_3", NOW, sign("evt_3", NOW, DONE), DONE)).isEqualTo(204);
        assertThat(events).hasSize(1);
    }

    @Test
    void anythingElseIsRefusedPlainly() throws Exception {
        assertThat(send(HttpRequest.newBuilder(URI.create(receiver.url())).GET()))
                .isEqualTo(405);
        String noJson = "{\"a\":";
        assertThat(send("evt_1", NOW, sign("evt_1", NOW, noJson), noJson)).isEqualTo(400);
        assertThat(send(request("x".repeat((1 << 20) + 1)))).isEqualTo(413);
    }

    private static String sign(String id, Instant at, String body) throws Exception {
        return new Webhook(SECRET).sign(id, at.getEpochSecond(), body);
    }

    private int send(String id, Instant at, String signatures, String body) throws Exception {
        return send(request(body)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signatures));
    }

    private HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(URI.create(receiver.url()))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
