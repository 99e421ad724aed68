package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /api/webhooks} and {@code /api/webhook-deliveries}. */
@Tag("C10")
class WebhookRoutesTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply create(String more) {
        return server.post("/api/webhooks", "{\"url\":\"https://example.com/in\"" + more + "}");
    }

    @Test
    void aSecretIsShownOnceAndNeverAgain() {
        Reply made = create("");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/webhooks/" + made.at("/webhook_id"));
        assertThat(made.at("/secret")).startsWith("whsec_");
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.get(made.header("Location")).json().has("secret")).isFalse();
        assertThat(server.get("/api/webhooks").text()).doesNotContain("whsec_").contains(made.at("/webhook_id"));
        Reply rotated = server.post(made.header("Location") + "/rotate-secret");
        assertThat(rotated.at("/secret")).startsWith("whsec_").isNotEqualTo(made.at("/secret"));
    }

    @Test
    void aSecretOfOnesOwnIsNeverShown() {
        String secret = "one-that-was-brought-along";
        Reply made = create(",\"secret\":\"" + secret + "\"");
        assertThat(made.status()).isEqualTo(201);
        Reply changed = server.patch(made.header("Location"), "{\"secret\":\"another-" + secret + "\"}");
        assertThat(changed.status()).isEqualTo(200);
        Reply refused = create(",\"secret\":\"with a space " + secret + "\"");
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/secret");

        for (Reply reply : new Reply[] {made, changed, refused, server.get(made.header("Location"))}) {
            assertThat(reply.text()).doesNotContain(secret);
        }
        assertThat(changed.json().has("secret")).isFalse();
    }

    @Test
    void anEndpointIsChangedSwitchedOffAndDeleted() {
        Reply made = create(",\"events\":[\"job.run.failed\"],\"retry_delays_seconds\":[1,2.5]");
        String path = made.header("Location");
        assertThat(made.json().get("retry_delays_seconds")).hasToString("[1,2.5]");
        Reply changed = server.patch(path, "{\"enabled\":false,\"events\":[]}", "If-Match", made.header("ETag"));
        assertThat(changed.at("/enabled")).isEqualTo("false");
        assertThat(changed.json().get("retry_delays_seconds")).hasToString("[1,2.5]");
        assertThat(server.patch(path, "{\"enabled\":true}", "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(412);
        assertThat(server.patch(path, "{\"retry_preset\":\"standard\"}").json().get("retry_delays_seconds"))
                .hasSize(9);
        assertThat(server.post(path + "/enable").at("/enabled")).isEqualTo("true");
        assertThat(server.get(path, "If-None-Match", server.get(path).header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(server.delete(path, "If-Match", "\"0-0\"").status()).isEqualTo(412);
        assertThat(server.delete(path).status()).isEqualTo(204);
        assertThat(server.get(path).status()).isEqualTo(404);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(server.post("/api/webhooks", "{\"url\":\"https://refused.example\"}")
                        .at("/errors/0/pointer"))
                .isEqualTo("/url");
        assertThat(create(",\"events\":[\"job.exploded\"]").at("/errors/0/pointer"))
                .isEqualTo("/events/0");
        assertThat(create(",\"retry_delays_seconds\":[\"soon\"]").at("/errors/0/pointer"))
                .isEqualTo("/retry_delays_seconds");
        assertThat(create(",\"retry_delays_seconds\":7").status()).isEqualTo(422);
        assertThat(create(",\"retry_delays_seconds\":{\"a\":1}").status()).isEqualTo(422);
        assertThat(create(",\"retry_delays_seconds\":[1,-1]").at("/errors/0/pointer"))
                .isEqualTo("/retry_delays_seconds");
        assertThat(create(",\"retry_preset\":\"standard\"").json().get("retry_delays_seconds"))
                .hasSize(9);
        assertThat(create(",\"profile\":\"loud\"").at("/errors/0/pointer")).isEqualTo("/profile");
    }

    @Test
    void aPingIsDeliveredListedAndShownWithItsAttempts() {
        String webhook = create("").at("/webhook_id");
        Reply ping = server.post("/api/webhooks/" + webhook + "/test");
        assertThat(ping.status()).isEqualTo(202);
        assertThat(ping.header("Location")).isEqualTo("/api/webhook-deliveries/" + ping.at("/delivery_id"));
        Reply delivered = server.awaitMember(ping.header("Location"), "/status", "delivered");
        assertThat(delivered.at("/attempts/0/status_code")).isEqualTo("204");
        assertThat(server.get("/api/webhook-deliveries?status=delivered&webhook_id=" + webhook)
                        .json()
                        .get("items"))
                .hasSize(1);
        Reply again = server.post(ping.header("Location") + "/redeliver");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.at("/event_id")).isEqualTo(ping.at("/event_id"));
        server.awaitMember(ping.header("Location"), "/attempts/1/status_code", "204");
        assertThat(server.get("/api/webhook-deliveries?status=lost").status()).isEqualTo(400);
    }

    @Test
    void givenUpDeliveriesAreRecoveredByTime() {
        String path = create("").header("Location");
        Reply reply = server.post(path + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.at("/redelivered")).isEqualTo("0");
        assertThat(server.post(path + "/recover", "{}").at("/errors/0/pointer")).isEqualTo("/since");
    }

    @Test
    void whatWasGivenUpIsRecoveredOnceItsReceiverIsBack() {
        String path = server.post("/api/webhooks", "{\"url\":\"https://gone.example/\"}")
                .header("Location");
        String ping = server.post(path + "/test").header("Location");
        server.awaitMember(ping, "/status", "given_up");
        server.awaitMember(path, "/enabled", "false");
        String always = "{\"since\":\"2020-01-01T00:00:00Z\"}";
        assertThat(server.post(path + "/recover", always).status()).isEqualTo(422);
        assertThat(server.post(path + "/enable", "{\"force\":true}").status()).isEqualTo(400);
        assertThat(server.patch(path, "{\"url\":\"https://back.example/\"}").status())
                .isEqualTo(200);
        assertThat(server.post(path + "/enable").at("/enabled")).isEqualTo("true");

        String before = "{\"since\":\"2020-01-01T00:00:00Z\",\"until\":\"2020-01-02T00:00:00Z\"}";
        assertThat(server.post(path + "/recover", before).at("/redelivered")).isEqualTo("0");
        assertThat(server.post(path + "/recover", "{\"since\":\"2999-01-01T00:00:00Z\"}")
                        .at("/errors/0/pointer"))
                .isEqualTo("/until");
        Reply recovered = server.post(path + "/recover", always);
        assertThat(recovered.at("/redelivered")).isEqualTo("1");
        assertThat(recovered.header("Retry-After")).isEqualTo("1");
        server.awaitMember(ping, "/status", "delivered");
    }

    @Test
    @Tag("T5")
    void whatIsToldHasTheSchemaOfTheApi() {
        create("");
        String job = server.ended("{\"job_type\":\"echo\",\"callback_url\":\"https://example.com/cb\"}", "COMPLETED");
        String id = server.get(job).at("/job_id");
        await().atMost(SurfaceServer.SOON).until(() -> server.sink.bodies(id, "job.run.completed") >= 2);
        server.sink.sent.forEach(request -> server.checkEvent(request.body()));
        assertThat(server.sink.bodies(id, "job.queued")).isPositive();
    }
}
