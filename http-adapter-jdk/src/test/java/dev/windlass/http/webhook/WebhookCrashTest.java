package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.http.webhook.FlakyReceiver.Got;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Submission;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes deliver from one PostgreSQL to receivers that fail one time in twenty, and are killed again and again. */
@Timeout(600)
class WebhookCrashTest {

    /** Of processes; more by {@code -Dwindlass.webhook.kills=…}. */
    private static final int KILLS = Integer.getInteger("windlass.webhook.kills", 5);

    private static final int JOBS_PER_LIFE = 25;
    private static final List<String> PATHS = List.of("/a", "/b");

    @Test
    @Tag("A4")
    @Tag("C10")
    @Tag("M10")
    void nothingIsLostOrOutOfOrderAndRepetitionsCarryTheSameId() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                FlakyReceiver receiver = new FlakyReceiver(20)) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (JobStore store = WebhookNode.open(url)) {
                PATHS.forEach(path -> register(store, receiver.url(path)));
                int acknowledged = killAgainAndAgain(url);
                List<Got> got = afterTheLastDelivery(store, receiver);
                assertThat(jobs(store)).hasSizeGreaterThanOrEqualTo(acknowledged);
                check(store, got);
                System.out.printf(
                        "%d kills: %d jobs, %d requests, %d of them repetitions of what was taken%n",
                        KILLS, jobs(store).size(), got.size(), repeated(got));
            }
        }
    }

    private static void register(JobStore store, String url) {
        Instant now = Instant.now();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                UUID.randomUUID(),
                url,
                List.of(),
                Profile.CONTRACT,
                true,
                List.of(),
                Collections.nCopies(20, Duration.ofMillis(50)),
                null,
                null,
                1,
                now,
                now);
        store.submit(List.of(new Submission(List.of(), null, endpoint, null, List.of())), 1);
    }

    /** @return how many jobs were acknowledged */
    private static int killAgainAndAgain(String url) throws Exception {
        Deque<Process> lives = new ArrayDeque<>(List.of(WebhookNode.start(url)));
        int acknowledged = 0;
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Process next = WebhookNode.start(url);
                lives.add(next);
                BufferedReader output = next.inputReader();
                for (int i = 0; i < JOBS_PER_LIFE; i++) {
                    assertThat(output.readLine())
                            .as("a job of a process that lives")
                            .isNotNull();
                    acknowledged++;
                }
                // As by kill -9.
                lives.remove().destroyForcibly().waitFor();
            }
        } finally {
            lives.forEach(Process::destroyForcibly);
        }
        return acknowledged;
    }

    /** All of one moment, since jobs go from one to the other meanwhile. */
    private static boolean isEmpty(QueueStats stats) {
        return stats.ready() + stats.delayed() + stats.running() == 0;
    }

    private static List<Got> afterTheLastDelivery(JobStore store, FlakyReceiver receiver) {
        try (JobScheduler last = WebhookNode.engine(store)) {
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> isEmpty(last.queues().stats())
                            && store.listDeliveries(new DeliveryQuery(null, null, Delivery.Status.PENDING, null, 1))
                                    .items()
                                    .isEmpty());
        }
        return receiver.got();
    }

    private static void check(JobStore store, List<Got> got) {
        Set<String> taken = new HashSet<>();
        got.stream().filter(Got::taken).forEach(one -> taken.add(one.path() + one.eventId()));
        List<Delivery> deliveries =
                all(cursor -> store.listDeliveries(new DeliveryQuery(null, null, null, cursor, 500)));
        assertThat(deliveries).allSatisfy(delivery -> {
            assertThat(delivery.status()).isEqualTo(Delivery.Status.DELIVERED);
            String path = delivery.url().substring(delivery.url().lastIndexOf('/'));
            assertThat(taken).contains(path + Ids.prefixed("evt", delivery.eventId()));
        });
        Map<String, List<Got>> perReceiverAndJob = new HashMap<>();
        got.forEach(one -> perReceiverAndJob
                .computeIfAbsent(one.path() + " " + one.jobId(), key -> new ArrayList<>())
                .add(one));
        for (Job job : jobs(store)) {
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
            for (String path : PATHS) {
                List<Got> told = perReceiverAndJob.getOrDefault(path + " " + Ids.prefixed("job", job.id()), List.of());
                assertTold(told);
            }
        }
    }

    /** Every event was taken, none came before the one before it was, and what came again was the same. */
    private static void assertTold(List<Got> told) {
        assertThat(told.stream().filter(Got::taken).map(Got::event))
                .startsWith("job.queued")
                .contains("job.running")
                .endsWith("job.run.completed");
        for (int i = 1; i < told.size(); i++) {
            Got before = told.get(i - 1);
            Got one = told.get(i);
            if (one.sequence() == before.sequence()) {
                assertThat(one.eventId()).isEqualTo(before.eventId());
                assertThat(one.body()).isEqualTo(before.body());
            } else {
                assertThat(one.sequence()).as("order").isGreaterThan(before.sequence());
                assertThat(before.taken())
                        .as("told before the one before it was taken")
                        .isTrue();
            }
        }
    }

    private static long repeated(List<Got> got) {
        Set<String> taken = new HashSet<>();
        return got.stream()
                .filter(one -> taken.contains(one.path() + one.eventId())
                        || (one.taken() && !taken.add(one.path() + one.eventId())))
                .count();
    }

    private static List<Job> jobs(JobStore store) {
        return all(cursor -> store.listJobs(JobQuery.all(500).from(cursor)));
    }

    private static <T> List<T> all(Function<String, Page<T>> pages) {
        List<T> items = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = pages.apply(cursor);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }
}
