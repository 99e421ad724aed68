package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.http.RawClient.Reply;
import dev.windlass.http.rest.Route;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.surface.Surfaces;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.WebhookSink;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the server says what is wrong with it, and never that something went wrong inside. */
@Timeout(120)
class FuzzTest {

    private static final int REQUESTS = 4_000;
    private static final Pattern ID = Pattern.compile("[a-z]+_[0-9A-HJKMNP-TV-Z]{26}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingThatIsSentIsAnInternalError(long seed) throws IOException {
        FuzzRequests fuzz = new FuzzRequests(seed);
        try (JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore())
                        .register(JobType.of("echo", Json.class, (params, context) -> RunResult.completed(params)))
                        .webhookSink(new SilentSink())
                        .settings(Settings.builder()
                                .drain(java.time.Duration.ZERO)
                                .build())
                        .start();
                JobHttpServer server = JobHttpServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        JobHttpHandler.builder().scheduler(scheduler, SurfaceSettings.DEFAULTS, null))) {
            List<Route> routes = Surfaces.routes(scheduler, SurfaceSettings.DEFAULTS, null).stream()
                    .filter(route -> !"text/event-stream".equals(route.produces()))
                    .toList();
            Map<Integer, Integer> seen = new TreeMap<>();
            RawClient client = new RawClient(server.port());
            seedIds(client, fuzz.ids);
            for (int i = 0; i < REQUESTS; i++) {
                String request = fuzz.request(routes);
                Reply reply =
                        client.send(request.getBytes(StandardCharsets.UTF_8)).read();
                assertThat(reply.status()).as(request).isNotIn(500, 502, 504).isLessThan(504);
                assertThat(reply.status() >= 400 ? reply.body() : "")
                        .as(request)
                        .doesNotContain("Exception", "java.", "dev.windlass", "fasterxml", "\tat ");
                seen.merge(reply.status(), 1, Integer::sum);
                if (reply.header("connection").equals("close")) {
                    client.close();
                    client = new RawClient(server.port());
                }
            }
            client.close();
            assertThat(seen).as("statuses reached").containsKeys(200, 202, 400, 404, 405, 406, 409, 422);
        }
    }

    /** Things that exist, so that more is reached than what does not. */
    private static void seedIds(RawClient client, List<String> ids) throws IOException {
        ids.add(id(client.post("/api/jobs", "{\"job_type\":\"echo\",\"params\":{}}")
                .read()));
        ids.add(id(client.post("/api/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}")
                .read()));
        String template = id(client.post("/api/job-templates", "{\"name\":\"t\",\"job_type\":\"echo\"}")
                .read());
        ids.add(template);
        ids.add(id(client.post(
                        "/api/schedules",
                        "{\"template_id\":\"" + template + "\",\"cron\":\"@daily\",\"timezone\":\"UTC\"}")
                .read()));
        ids.add(id(client.post("/api/webhooks", "{\"url\":\"https://example.com\",\"events\":[\"job.run.failed\"]}")
                .read()));
    }

    private static String id(Reply reply) {
        Matcher id = ID.matcher(reply.body());
        assertThat(id.find()).as(reply.body()).isTrue();
        return id.group();
    }

    private static final class SilentSink implements WebhookSink {

        @Override
        public Answer send(Request request) {
            return new Answer(204, null, null, null);
        }

        @Override
        public @Nullable String refusal(String url) {
            return url.startsWith("https://") ? null : "is not https";
        }

        @Override
        public void close() {}
    }
}
