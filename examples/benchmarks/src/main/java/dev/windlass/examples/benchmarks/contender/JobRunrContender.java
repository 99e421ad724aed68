package dev.windlass.examples.benchmarks.contender;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.examples.benchmarks.measure.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;

/** JobRunr OSS at its best: 128 workers, the shortest poll that it allows (5 s on SQL, 200 ms in memory). */
final class JobRunrContender implements Contender {

    private final @Nullable HikariDataSource source;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;

    /** What JobRunr keeps as JSON. */
    public record Request(String payload) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Made by JobRunr. */
    public static final class Handler implements JobRequestHandler<Request> {
        @Override
        @Job(retries = 0)
        public void run(Request request) {
            Work.run(request.payload());
        }
    }

    JobRunrContender(Setting setting) {
        source = setting.isMemory() ? null : Pools.open(setting.url(), 20);
        storage = source == null ? new InMemoryStorageProvider() : SqlStorageProviderFactory.using(source);
        Duration poll = source == null ? Duration.ofMillis(200) : Duration.ofSeconds(5);
        JobRunrConfiguration configuration = JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(
                        usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(poll)
                                .andWorkerCount(128),
                        false);
        scheduler = configuration.initialize().getJobRequestScheduler();
        server = JobRunr.getBackgroundJobServer();
    }

    @Override
    public void submit(String payload) {
        scheduler.enqueue(new Request(payload));
    }

    @Override
    public void submitAt(Instant due, String payload) {
        scheduler.schedule(due, new Request(payload));
    }

    @Override
    public void submitAll(int count, String payload) {
        for (int done = 0; done < count; done += 1_000) {
            List<Request> batch = new ArrayList<>();
            for (int i = done; i < Math.min(count, done + 1_000); i++) {
                batch.add(new Request(payload));
            }
            scheduler.enqueue(batch.stream());
        }
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public long unfinished() throws Exception {
        return source == null
                ? storage.countJobs(StateName.ENQUEUED) + storage.countJobs(StateName.PROCESSING)
                : Pools.count(source, "SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'");
    }

    @Override
    public void close() {
        server.stop();
        storage.close();
        if (source != null) {
            source.close();
        }
    }
}
