package dev.windlass.examples.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.examples.benchmarks.measure.Work;
import java.sql.Connection;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz at its best: clustered with batches of 16 and one durable job; in memory one job detail for each job. */
final class QuartzContender implements Contender {

    private static final JobKey DURABLE = JobKey.jobKey("noop");

    private final AtomicLong submitted = new AtomicLong();
    private final @Nullable HikariDataSource source;
    private final Scheduler scheduler;

    /** Made by Quartz. */
    public static final class Handler implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            Work.run(context.getMergedJobDataMap().getString("payload"));
        }
    }

    private record Pool(HikariDataSource source) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws java.sql.SQLException {
            return source.getConnection();
        }

        @Override
        public void shutdown() {}

        @Override
        public void initialize() {}
    }

    QuartzContender(Setting setting) throws Exception {
        Properties properties = new Properties();
        properties.put("org.quartz.scheduler.instanceName", "bench");
        properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.put("org.quartz.scheduler.idleWaitTime", "1000");
        properties.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "16");
        properties.put("org.quartz.scheduler.batchTriggerAcquisitionFireAheadTimeWindow", "1000");
        properties.put("org.quartz.threadPool.threadCount", "16");
        if (setting.isMemory()) {
            source = null;
            properties.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        } else {
            source = Pools.open(setting.url(), 20);
            String script = Pools.resource(Scheduler.class, "/org/quartz/impl/jdbcjobstore/tables_postgres.sql");
            Pools.createOnce(source, "qrtz_triggers", withoutComments(script));
            DBConnectionManager.getInstance().addConnectionProvider("pool", new Pool(source));
            clustered(properties);
        }
        scheduler = new StdSchedulerFactory(properties).getScheduler();
        if (source != null) {
            scheduler.addJob(detail(DURABLE, true), true);
        }
    }

    private static void clustered(Properties properties) {
        properties.put("org.quartz.scheduler.instanceId", "AUTO");
        properties.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.put("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.put("org.quartz.jobStore.dataSource", "pool");
        properties.put("org.quartz.jobStore.isClustered", "true");
        properties.put("org.quartz.jobStore.useProperties", "true");
        properties.put("org.quartz.jobStore.useEnhancedStatements", "true");
        properties.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    }

    private static String withoutComments(String script) {
        return script.replaceAll("(?m)--.*$", "").replaceAll("(?i)COMMIT;", "");
    }

    private static JobDetail detail(JobKey key, boolean durable) {
        return JobBuilder.newJob(Handler.class)
                .withIdentity(key)
                .storeDurably(durable)
                .build();
    }

    private TriggerBuilder<Trigger> trigger(JobKey key, String payload) {
        submitted.incrementAndGet();
        return TriggerBuilder.newTrigger()
                .withIdentity(UUID.randomUUID().toString())
                .forJob(key)
                .usingJobData("payload", payload);
    }

    @Override
    public void submit(String payload) throws SchedulerException {
        submitAt(Instant.now(), payload);
    }

    @Override
    public void submitAt(Instant due, String payload) throws SchedulerException {
        if (source != null) {
            scheduler.scheduleJob(
                    trigger(DURABLE, payload).startAt(Date.from(due)).build());
        } else {
            JobDetail detail = detail(JobKey.jobKey(UUID.randomUUID().toString()), false);
            scheduler.scheduleJob(
                    detail,
                    trigger(detail.getKey(), payload).startAt(Date.from(due)).build());
        }
    }

    @Override
    public void submitAll(int count, String payload) throws SchedulerException {
        for (int done = 0; done < count; done += 1_000) {
            int size = Math.min(1_000, count - done);
            scheduler.scheduleJobs(source != null ? durableBatch(size, payload) : batch(size, payload), true);
        }
    }

    private Map<JobDetail, Set<? extends Trigger>> durableBatch(int size, String payload) {
        Set<Trigger> triggers = new HashSet<>();
        for (int i = 0; i < size; i++) {
            triggers.add(trigger(DURABLE, payload).startNow().build());
        }
        return Map.of(detail(DURABLE, true), triggers);
    }

    private Map<JobDetail, Set<? extends Trigger>> batch(int size, String payload) {
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        for (int i = 0; i < size; i++) {
            JobDetail detail = detail(JobKey.jobKey(UUID.randomUUID().toString()), false);
            all.put(detail, Set.of(trigger(detail.getKey(), payload).startNow().build()));
        }
        return all;
    }

    @Override
    public void start() throws SchedulerException {
        scheduler.start();
    }

    @Override
    public long unfinished() throws Exception {
        return source == null
                ? submitted.get() - scheduler.getMetaData().getNumberOfJobsExecuted()
                : Pools.count(source, "SELECT count(*) FROM qrtz_triggers");
    }

    @Override
    public void close() throws SchedulerException {
        scheduler.shutdown(true);
        if (source != null) {
            source.close();
        }
    }
}
