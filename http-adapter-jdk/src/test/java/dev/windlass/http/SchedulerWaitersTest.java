package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.http.surface.EventFeed;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.job.Ids;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands who wait for jobs of a real scheduler. */
@Timeout(180)
@Tag("M4")
class SchedulerWaitersTest {

    private static final int POLLS = 5_000;
    private static final int STREAMS = 500;

    private final MemoryJobStore store = new MemoryJobStore();
    private final List<RawClient> clients = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private JobScheduler scheduler;

    @SuppressWarnings("NullAway.Init")
    private JobHttpServer server;

    private void start(Settings settings) throws IOException {
        EventFeed feed = new EventFeed();
        scheduler = JobScheduler.builder(store)
                .settings(settings)
                .register(JobType.of("noop", Json.class, (params, context) -> RunResult.completed()))
                .listener(feed)
                .start();
        server = JobHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                JobHttpHandler.builder().scheduler(scheduler, SurfaceSettings.DEFAULTS, feed));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
        scheduler.close();
        store.close();
    }

    private List<UUID> waitingJobs(int count) {
        Instant farAway = Instant.parse("2999-01-01T00:00:00Z");
        return scheduler
                .jobs()
                .submitAll(java.util.Collections.nCopies(
                        count, JobRequest.builder().type("noop").runAt(farAway).build()))
                .stream()
                .map(dev.windlass.job.Job::id)
                .toList();
    }

    private RawClient client() throws IOException {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client;
    }

    private static String path(UUID job) {
        return "/api/jobs/" + Ids.prefixed("job", job);
    }

    @Test
    void onDefaultSettingsEachIsReleasedByTheEndOfItsJobAndNoneHoldsAThread() throws IOException {
        start(Settings.builder().build());
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(waitingJobs(i == 5 ? 500 : 1_000));
        }
        List<RawClient> polls = new ArrayList<>();
        for (UUID job : all.subList(0, POLLS)) {
            polls.add(client().get(path(job) + "?wait=60"));
        }
        List<RawClient> streams = new ArrayList<>();
        for (UUID job : all.subList(POLLS, POLLS + STREAMS)) {
            RawClient stream = client().get(path(job) + "/events");
            stream.readHead();
            streams.add(stream);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> server.busy() == 0 && server.waiting() == POLLS);
        assertThat(Thread.getAllStackTraces()).hasSizeLessThan(250);

        all.forEach(job -> scheduler.jobs().cancel(job, null));
        for (RawClient poll : polls) {
            assertThat(poll.read().body()).contains("\"status\":\"CANCELLED\"");
        }
        for (RawClient stream : streams) {
            assertThat(stream.skipTo("event: job.cancelled")).isTrue();
        }
        assertThat(Thread.getAllStackTraces()).hasSizeLessThan(250);
    }

    @Test
    void beyondTheCapTheAnswerComesAtOnce() throws IOException {
        start(Settings.builder().maxWaiters(2).build());
        List<UUID> jobs = waitingJobs(3);
        client().get(path(jobs.get(0)) + "?wait=60");
        client().get(path(jobs.get(1)) + "?wait=60");
        await().until(() -> server.waiting() == 2);
        long before = System.nanoTime();
        RawClient.Reply reply = client().get(path(jobs.get(2)) + "?wait=15").read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("\"status\":\"QUEUED\"");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }
}
