package dev.windlass.store.jdbc;

import com.sun.management.OperatingSystemMXBean;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Drains a backlog of no-op jobs through the store alone: claim, start and finish in one batch, with history, no engine. Prints jobs per
 * second and CPU microseconds per job, of this JVM and of the database. Not a test; run its main with {@code postgresql} or {@code h2}.
 */
final class DrainBenchmark {

    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(188) + "\"}";

    private static long postmaster;

    private final JobStore store;
    private final int batch;
    private final NodeInfo node = new NodeInfo(new UUID(1, 1), "bench", Set.of("noop"), 4);
    private final StoreIds ids =
            new StoreIds(new StoreClock(InstantSource.system(), false), RandomGenerator.getDefault());

    private DrainBenchmark(JobStore store, int batch) {
        this.store = store;
        this.batch = batch;
    }

    public static void main(String[] arguments) throws Exception {
        int jobs = Integer.getInteger("jobs", 100_000);
        int batch = Integer.getInteger("batch", 500);
        int rounds = Integer.getInteger("rounds", 3);
        if (arguments[0].equals("h2")) {
            Path folder = Files.createTempDirectory("drain");
            try (JobStore store = JdbcJobStore.open("jdbc:h2:" + folder.resolve("bench"))) {
                new DrainBenchmark(store, batch).run(jobs, rounds);
            }
            return;
        }
        try (EmbeddedPostgres server = durableServer();
                JobStore store = JdbcJobStore.open(server.getJdbcUrl("postgres", "postgres"))) {
            postmaster = postmaster(server);
            new DrainBenchmark(store, batch).run(jobs, rounds);
        }
    }

    private static EmbeddedPostgres durableServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
    }

    private void run(int jobs, int rounds) throws Exception {
        store.join(node, Duration.ofMinutes(10));
        for (int round = 1; round <= rounds; round++) {
            measure("submit " + round, jobs, () -> submit(jobs));
            measure("drain  " + round, jobs, this::drain);
        }
    }

    private void submit(int jobs) {
        for (int done = 0; done < jobs; done += batch) {
            List<Submission> submissions = new ArrayList<>(batch);
            for (int i = 0; i < batch; i++) {
                submissions.add(new Submission(List.of(job()), null, null, null, List.of()));
            }
            store.submit(submissions, Long.MAX_VALUE);
        }
    }

    private JobSpec job() {
        Instant now = Instant.now();
        return new JobSpec(
                ids.next(),
                "noop",
                JobSpec.DEFAULT_QUEUE,
                JobSpec.DEFAULT_PRIORITY,
                new Json(PAYLOAD),
                List.of(),
                RetryPolicy.DEFAULT,
                null,
                Duration.ofDays(7),
                now,
                now,
                false,
                Trigger.MANUAL,
                null,
                null,
                null,
                null,
                null);
    }

    private void drain() {
        while (true) {
            List<UUID> runIds = Stream.generate(ids::next).limit(batch).toList();
            List<ClaimedRun> claimed = store.claim(new ClaimRequest(node.id(), node.types(), runIds, Map.of()));
            if (claimed.isEmpty()) {
                return;
            }
            List<Transition> transitions = new ArrayList<>(claimed.size() * 2);
            for (ClaimedRun claim : claimed) {
                transitions.add(new Transition.Start(claim.token(), Instant.now(), Phase.WORKING, 0, List.of()));
                transitions.add(finish(claim));
            }
            if (store.apply(transitions).contains(false)) {
                throw new IllegalStateException("Refused");
            }
        }
    }

    private Transition finish(ClaimedRun claim) {
        Instant now = Instant.now();
        Instant expiry = now.plus(Duration.ofDays(7));
        UUID runId = claim.token().runId();
        JobRun run = new JobRun(
                runId,
                claim.job().id(),
                "noop",
                Trigger.MANUAL,
                1,
                RunStatus.COMPLETED,
                null,
                node.id(),
                node.name(),
                claim.token().fence(),
                now,
                now,
                now,
                null,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                expiry);
        EventDraft event = new EventDraft(
                ids.next(),
                "job.run.completed",
                claim.job().id(),
                runId,
                3,
                now,
                new Audience.Subscribers(Profile.CONTRACT),
                () -> new byte[0]);
        return new Transition.Finish(
                claim.token(), run, new Transition.Next.End(JobStatus.COMPLETED, expiry), 0, false, List.of(event));
    }

    private static void measure(String what, int jobs, Runnable work) throws IOException {
        double jvm = jvmMicros();
        double database = databaseMicros();
        long began = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%s: %,.0f jobs/s, CPU per job: JVM %.1f us, database %.1f us%n",
                what, jobs / seconds, (jvmMicros() - jvm) / jobs, (databaseMicros() - database) / jobs);
    }

    private static double jvmMicros() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e3;
    }

    /** Of the server's processes and their ended children, by Linux's clock of 100 ticks a second; 0 without a server. */
    private static double databaseMicros() throws IOException {
        double ticks = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                Path stat = process.resolve("stat");
                if (postmaster > 0 && Character.isDigit(process.getFileName().toString().charAt(0)) && Files.exists(stat)) {
                    ticks += ticks(stat, Long.parseLong(process.getFileName().toString()) == postmaster);
                }
            }
        }
        return ticks * 10_000;
    }

    private static long ticks(Path stat, boolean isPostmaster) throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        boolean ours = isPostmaster || Long.parseLong(fields[1]) == postmaster;
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        long children = isPostmaster ? Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : 0;
        return ours ? own + children : 0;
    }

    private static long postmaster(EmbeddedPostgres server) throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return ProcessHandle.of(rows.getLong(1)).orElseThrow().parent().orElseThrow().pid();
        }
    }
}
