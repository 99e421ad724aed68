package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that loses its connection somewhere between the first byte of its request and the answer, and asks again with the same key. */
@Timeout(60)
@Tag("T7")
class DroppedConnectionTest {

    private final MemoryJobStore store = new MemoryJobStore();
    private JobScheduler scheduler;
    private JobHttpServer server;

    @BeforeEach
    void start() throws IOException {
        scheduler = JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, context) -> RunResult.completed(params)))
                .start();
        server = JobHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                JobHttpHandler.builder().scheduler(scheduler, SurfaceSettings.DEFAULTS, null));
    }

    @AfterEach
    void stop() {
        server.close();
        scheduler.close();
        store.close();
    }

    private static byte[] request(String path, String headers, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: dropped\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void sendAndVanish(byte[] bytes) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(bytes);
        }
    }

    /** As a client does that was told to come again while the first request is on its way. */
    private RawClient.Reply repeat(byte[] request) {
        return await().until(
                        () -> {
                            try (RawClient client = new RawClient(server.port())) {
                                return client.send(request).read();
                            }
                        },
                        reply -> reply.status() != 409);
    }

    private Json get(String path) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            return new Json(client.get(path).read().body());
        }
    }

    private int count(String path) throws IOException {
        return get(path).tree().get("items").size();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/jobs|''|{\"job_type\":\"echo\"}|202|/api/jobs",
                "/v1/jobs|''|{\"job_type\":\"echo\"}|202|/api/jobs",
                "/v1/bots/b/actions/echo|''|{}|202|/api/jobs",
                "/api/jobs|wait=20|{\"job_type\":\"echo\"}|200|/api/jobs",
                "/api/direct/echo|wait=20|{}|200|/api/job-runs?trigger=direct",
                "/api/direct/echo|respond-async|{}|202|/api/job-runs?trigger=direct"
            })
    void anAnswerThatWasNeverReadIsGivenAgain(String path, String prefer, String body, int status, String list)
            throws IOException {
        byte[] request = request(path, prefer.isEmpty() ? "" : "Prefer: " + prefer + "\r\n", body);
        sendAndVanish(request);
        await().until(() -> count(list) == 1);
        RawClient.Reply reply = repeat(request);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(count(list)).isEqualTo(1);
    }

    @ParameterizedTest(name = "after {0} %")
    @ValueSource(ints = {1, 30, 60, 80, 99, 100})
    void oneJobIsMadeWhereverTheRequestWasCut(int percent) throws IOException {
        byte[] request =
                request("/api/jobs", "", "{\"job_type\":\"echo\",\"params\":{\"text\":\"twice is too often\"}}");
        for (int i = 0; i < 5; i++) {
            sendAndVanish(Arrays.copyOf(request, request.length * percent / 100));
        }
        RawClient.Reply reply = repeat(request);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(repeat(request).header("Location")).isEqualTo(reply.header("Location"));
        assertThat(count("/api/jobs")).isEqualTo(1);
    }
}
