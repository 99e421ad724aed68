package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import dev.windlass.JobScheduler;
import dev.windlass.Webhooks;
import dev.windlass.job.Callback;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running scheduler and real receivers. */
@Timeout(60)
class DeliveryOverHttpTest {

    private static final String SECRET = "a-host-wide-secret-0";

    private final MockWebServer receiver = new MockWebServer();
    private final MemoryJobStore store = new MemoryJobStore();
    private final JobScheduler scheduler = JobScheduler.builder(store)
            .register(JobType.of("noop", Json.class, (params, run) -> RunResult.completed(List.of("grüße"))))
            .settings(Settings.builder().webhookSecret(SECRET).build())
            .webhookSink(new OkHttpWebhookSink(
                    new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8"))), InstantSource.system()))
            .start();

    @BeforeEach
    void start() throws IOException {
        receiver.start();
    }

    @AfterEach
    void close() {
        scheduler.stop(Duration.ofSeconds(1));
        store.close();
        receiver.close();
    }

    @Test
    @Tag("C10")
    @Tag("A5")
    void contractWebhooksArriveAndVerify() throws Exception {
        enqueue(200, 3);
        WebhookEndpoint endpoint = register(url("/hook"), List.of());
        String secret = endpoint.secrets().get(0).value();
        scheduler.jobs().submit(JobRequest.of("noop", null));

        List<String> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RecordedRequest request = take();
            String body = utf8(request);
            HttpHeaders headers = HttpHeaders.of(request.getHeaders().toMultimap(), (name, value) -> true);
            assertThatCode(() -> new Webhook(secret).verify(body, headers)).doesNotThrowAnyException();
            events.add(new Json(body).tree().path("event").asText());
        }
        assertThat(events).containsExactly("job.queued", "job.running", "job.run.completed");
    }

    @Test
    @Tag("A4")
    @Tag("C10")
    void everyRequestIsOneRecordedAttemptWhateverHttpSaysAboutSendingAgain() throws Exception {
        receiver.enqueue(new MockResponse(408, Headers.of("Retry-After", "0"), ""));
        receiver.enqueue(new MockResponse(503, Headers.of("Retry-After", "0"), ""));
        receiver.enqueue(new MockResponse(307, Headers.of("Location", url("/elsewhere")), ""));
        enqueue(204, 5);
        List<Duration> soon = Collections.nCopies(5, Duration.ofMillis(20));
        WebhookEndpoint endpoint =
                scheduler.webhooks().create(new Webhooks.Draft(url("/hook"), List.of(), null, true, null, soon));
        UUID ping = scheduler.webhooks().ping(endpoint.id()).id();

        Awaitility.await()
                .until(() -> scheduler.webhooks().delivery(ping).orElseThrow().settledAt() != null);
        assertThat(scheduler.webhooks().attempts(ping))
                .extracting(DeliveryAttempt::statusCode)
                .containsExactly(408, 503, 307, 204);
        assertThat(receiver.getRequestCount()).isEqualTo(4);
    }

    @Test
    void theTraceContextOfTheRequestThatMadeTheJobGoesAlong() throws Exception {
        enqueue(200, 1);
        register(url("/hook"), List.of("job.run.completed"));
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        scheduler
                .jobs()
                .submit(JobRequest.builder().type("noop").traceparent(trace).build());

        assertThat(take().getHeaders().get("traceparent")).isEqualTo(trace);
    }

    @Test
    void theTraceContextOfADirectRequestGoesAlong() throws Exception {
        enqueue(200, 1);
        register(url("/hook"), List.of("job.run.completed"));
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        scheduler.runs().runDirect("noop", new Json("{}"), trace);

        assertThat(take().getHeaders().get("traceparent")).isEqualTo(trace);
    }

    @Test
    @Tag("A3")
    @Tag("A5")
    @Tag("A10")
    void stateWebhooksArriveInOrderAlthoughTheReceiverFailsAndVerifyByPlainHmac() throws Exception {
        enqueue(200, 1);
        enqueue(500, 1);
        enqueue(200, 10);
        UUID job = submit(url("/states"), Callback.Scope.STATES);

        List<String> states = new ArrayList<>();
        while (!states.contains("done")) {
            RecordedRequest request = take();
            assertThat(request.getHeaders().get("X-Foreman-Signature")).isEqualTo("sha256=" + hmac(utf8(request)));
            JsonNode body = new Json(utf8(request)).tree();
            states.add(body.path("state").asText());
        }
        assertThat(states).containsExactly("queued", "loading", "loading", "working", "done");
        assertThat(scheduler.jobs().find(job)).isPresent();
    }

    @Test
    @Tag("A4")
    void aReceiverThatHangsHoldsUpNeitherJobsNorOtherReceivers() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer hanging = new RawServer((socket, out) -> over.await())) {
            enqueue(200, 400);
            register(hanging.url("http"), List.of());
            register(url("/healthy"), List.of("job.run.completed"));
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                scheduler.jobs().submit(JobRequest.of("noop", null));
            }

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> receiver.getRequestCount() >= 100);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(hanging.requests()).isBetween(1, 4);
        } finally {
            over.countDown();
        }
    }

    @Test
    void stoppingWaitsForWhatIsInFlight() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer slow = new RawServer((socket, out) -> {
            arrived.countDown();
            answer.await(10, TimeUnit.SECONDS);
            RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            WebhookEndpoint endpoint = register(slow.url("http"), List.of());
            UUID ping = scheduler.webhooks().ping(endpoint.id()).id();
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            Thread stopper = new Thread(() -> scheduler.stop(Duration.ofSeconds(10)));
            stopper.start();
            answer.countDown();
            stopper.join(10_000);

            assertThat(store.findDelivery(ping).orElseThrow().status())
                    .isEqualTo(dev.windlass.spi.Delivery.Status.DELIVERED);
        }
    }

    private WebhookEndpoint register(String url, List<String> events) {
        return scheduler.webhooks().create(new Webhooks.Draft(url, events, null, true, null, null));
    }

    private UUID submit(String url, Callback.Scope scope) {
        return scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type("noop")
                        .callback(new Callback(url, scope))
                        .build())
                .id();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getPort() + path;
    }

    private void enqueue(int status, int times) {
        for (int i = 0; i < times; i++) {
            receiver.enqueue(new MockResponse(status, Headers.of(), ""));
        }
    }

    private RecordedRequest take() throws InterruptedException {
        RecordedRequest request = receiver.takeRequest(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return java.util.Objects.requireNonNull(request);
    }

    private static String utf8(RecordedRequest request) {
        return java.util.Objects.requireNonNull(request.getBody()).utf8();
    }

    private static String hmac(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
