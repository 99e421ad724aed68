package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that fire schedules every second are killed with {@code kill -9} and started again, at last by a clock that is hours ahead. */
@Tag("C3")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FiresAcrossRestartsTest {

    private static final int KILLS = 3;
    private static final int FIRES_BEFORE_KILL = 8;
    private static final Duration DOWN = Duration.ofHours(2);
    private static final int MOST_MADE_UP_FOR = 100;
    private static final int GRACE_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Makes the schedules unless they are there, prints a line for each job that it starts, and goes on until it is killed. */
    static final class Node {
        private Node() {}

        /** @param arguments the URL, the seconds that its clock is ahead, and the schema or nothing */
        public static void main(String[] arguments) throws InterruptedException {
            Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[1]));
            JdbcJobStore store = open(arguments[0], arguments.length > 2 ? arguments[2] : null, ahead);
            JobScheduler scheduler = JobScheduler.builder(store)
                    .clock(clock(ahead))
                    .register(JobType.of("report", Json.class, (params, run) -> {
                        System.out.println("started");
                        return RunResult.completed();
                    }))
                    .build();
            if (scheduler.templates().list(Map.of(), null, 1).items().isEmpty()) {
                JobTemplate template =
                        scheduler.templates().create(new JobTemplates.Draft("t", "report", null, null, null, null));
                Stream.of(Misfire.values())
                        .map(misfire -> new Schedules.Draft(
                                template.id(), "* * * * * ?", "quartz", null, true, misfire, Overlap.ALLOW, null))
                        .forEach(scheduler.schedules()::create);
            }
            scheduler.start();
            Thread.currentThread().join();
        }
    }

    private static InstantSource clock(Duration ahead) {
        return () -> Instant.now().plus(ahead);
    }

    private static JdbcJobStore open(String url, @Nullable String schema, Duration ahead) {
        return JdbcJobStore.builder()
                .url(url)
                .schema(schema)
                .clock(clock(ahead))
                .open();
    }

    @Test
    void onAnH2File() throws Exception {
        // With H2's own default the last half second of fires would be lost, and fire again.
        String url = "jdbc:h2:" + folder.resolve("fires") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        eachInstantOnce(url, null);
    }

    @Test
    void onPostgres() throws Exception {
        eachInstantOnce(TestPostgres.url(), TestPostgres.newSchema());
    }

    private static void eachInstantOnce(String url, @Nullable String schema) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(url, schema, Duration.ZERO, FIRES_BEFORE_KILL + kill);
        }
        // What was missed starts at once; some more, so that the schedules have gone on as usual.
        runAndKill(url, schema, DOWN, MOST_MADE_UP_FOR + GRACE_SECONDS + FIRES_BEFORE_KILL);
        try (JdbcJobStore store = open(url, schema, DOWN)) {
            Instant resumed = Instant.now().plus(DOWN.dividedBy(2));
            Map<Misfire, Instant> back = new TreeMap<>();
            for (Schedule schedule :
                    store.list(Schedule.class, Map.of(), null, 10).items()) {
                List<Instant> fired = instants(store, schedule);
                List<Instant> before = fired.stream().filter(resumed::isAfter).toList();
                List<Instant> after = fired.stream().filter(resumed::isBefore).toList();
                assertThat(before)
                        .as("%s, before", schedule.misfire())
                        .hasSizeGreaterThan(KILLS)
                        .isEqualTo(seconds(before));
                assertThat(after)
                        .as("%s, after", schedule.misfire())
                        .isNotEmpty()
                        .isEqualTo(seconds(after));
                back.put(schedule.misfire(), after.get(0));
            }
            Instant all = Objects.requireNonNull(back.get(Misfire.FIRE_ALL));
            assertThat(back.get(Misfire.FIRE_ONCE)).isEqualTo(all.plusSeconds(MOST_MADE_UP_FOR - 1));
            assertThat(back.get(Misfire.SKIP)).isEqualTo(all.plusSeconds(MOST_MADE_UP_FOR - GRACE_SECONDS));
        }
    }

    private static void runAndKill(String url, @Nullable String schema, Duration ahead, int starts) throws Exception {
        String seconds = String.valueOf(ahead.toSeconds());
        try (ChildJvm node = schema == null
                ? ChildJvm.start(Node.class, url, seconds)
                : ChildJvm.start(Node.class, url, seconds, schema)) {
            for (int i = 0; i < starts; i++) {
                node.awaitLine("started");
            }
        }
    }

    private static List<Instant> seconds(List<Instant> some) {
        Instant last = some.get(some.size() - 1);
        return Stream.iterate(some.get(0), second -> !second.isAfter(last), second -> second.plusSeconds(1))
                .toList();
    }

    /** The instants that it made jobs for, in their order. */
    private static List<Instant> instants(JdbcJobStore store, Schedule schedule) {
        JobQuery query = JobQuery.builder()
                .scheduleId(schedule.id())
                .order(JobQuery.Order.CREATED_ASC)
                .limit(500)
                .build();
        Page<Job> page = store.listJobs(query);
        assertThat(page.next()).isNull();
        return page.items().stream().map(job -> job.spec().dueAt()).sorted().toList();
    }
}
