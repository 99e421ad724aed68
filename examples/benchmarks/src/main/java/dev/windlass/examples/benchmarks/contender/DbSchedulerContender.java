package dev.windlass.examples.benchmarks.contender;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.examples.benchmarks.measure.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** db-scheduler at its best: lock-and-fetch with a deep queue for throughput and a shallow one for latency, poll every 100 ms. */
final class DbSchedulerContender implements Contender {

    private static final String TABLE = """
            CREATE TABLE scheduled_tasks (
                task_name %1$s NOT NULL,
                task_instance %1$s NOT NULL,
                task_data %2$s,
                execution_time timestamp with time zone NOT NULL,
                picked boolean NOT NULL,
                picked_by %1$s,
                last_success timestamp with time zone,
                last_failure timestamp with time zone,
                consecutive_failures int,
                last_heartbeat timestamp with time zone,
                version bigint NOT NULL,
                priority smallint,
                PRIMARY KEY (task_name, task_instance));
            CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)""";

    private final HikariDataSource source;
    private final OneTimeTask<String> task;
    private final Scheduler scheduler;

    DbSchedulerContender(Setting setting) throws Exception {
        source = Pools.open(setting.url(), 20);
        boolean postgres = setting.isPostgres();
        Pools.createOnce(
                source,
                "scheduled_tasks",
                TABLE.formatted(postgres ? "text" : "varchar(255)", postgres ? "bytea" : "blob"));
        task = Tasks.oneTime("noop", String.class).execute((instance, context) -> Work.run(instance.getData()));
        SchedulerBuilder builder = Scheduler.create(source, task)
                .threads(16)
                .pollingInterval(Duration.ofMillis(100))
                .enableImmediateExecution();
        if (!postgres) {
            builder.pollUsingFetchAndLockOnExecute(1.0, 4.0);
        } else if (setting.forLatency()) {
            builder.pollUsingLockAndFetch(1.0, 4.0);
        } else {
            builder.pollUsingLockAndFetch(4.0, 20.0);
        }
        scheduler = builder.build();
    }

    @Override
    public void submit(String payload) {
        submitAt(Instant.now(), payload);
    }

    @Override
    public void submitAt(Instant due, String payload) {
        scheduler.schedule(task.instance(UUID.randomUUID().toString(), payload), due);
    }

    @Override
    public void submitAll(int count, String payload) {
        for (int done = 0; done < count; done += 1_000) {
            List<TaskInstance<?>> batch = new ArrayList<>();
            for (int i = done; i < Math.min(count, done + 1_000); i++) {
                batch.add(task.instance(UUID.randomUUID().toString(), payload));
            }
            scheduler.scheduleBatch(batch, Instant.now());
        }
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public long unfinished() throws Exception {
        return Pools.count(source, "SELECT count(*) FROM scheduled_tasks");
    }

    @Override
    public void close() {
        scheduler.stop();
        source.close();
    }
}
