package dev.windlass.store.jdbc;

import com.sun.management.OperatingSystemMXBean;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drains a backlog of no-op jobs through the store alone: claim, start and finish in one batch, with history, no engine. Prints jobs per
 * second and CPU microseconds per job, of this JVM and of the database. Not a test; run its main with {@code postgresql} or {@code h2}.
 */
final class DrainBenchmark {

    private static long postmaster;

    private final JobStore store;
    private final int batch;

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

    private void run(int jobs, int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            measure("submit " + round, jobs, () -> Sample.fill(store, jobs));
            measure("drain  " + round, jobs, this::drain);
        }
    }

    private void drain() {
        NodeInfo node = Sample.node(store);
        for (List<ClaimedRun> claimed = Sample.claim(store, node, batch);
                !claimed.isEmpty();
                claimed = Sample.claim(store, node, batch)) {
            if (store.apply(Sample.completed(node, claimed)).contains(false)) {
                throw new IllegalStateException("Refused");
            }
        }
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
                if (postmaster > 0
                        && Character.isDigit(process.getFileName().toString().charAt(0))
                        && Files.exists(stat)) {
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
            return ProcessHandle.of(rows.getLong(1))
                    .orElseThrow()
                    .parent()
                    .orElseThrow()
                    .pid();
        }
    }
}
