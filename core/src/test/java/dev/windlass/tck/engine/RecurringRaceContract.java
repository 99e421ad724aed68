package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RecurringJob;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Nodes that start at the same moment, each with the definition of a recurring job. */
@Tag("C3")
abstract class RecurringRaceContract extends EngineRole {

    private static final int NODES = 6;

    RecurringRaceContract(EngineContract contract) {
        super(contract);
    }

    private static RecurringJob report(String cron) {
        return RecurringJob.of(
                "nightly-report", "report", new Json("{\"cron\":\"" + cron + "\"}"), cron, ZoneId.of("UTC"));
    }

    /** Each node makes one of the definitions so, all at once. */
    private void start(List<RecurringJob> definitions) throws Exception {
        JobType<Json> report = JobType.of("report", Json.class, (params, run) -> RunResult.completed());
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        List<JobScheduler> nodes = new ArrayList<>();
        List<Future<?>> starts = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        try {
            for (int i = 0; i < NODES; i++) {
                JobScheduler node = JobScheduler.builder(engine.store)
                        .clock(clock)
                        .register(report)
                        .build();
                nodes.add(node);
                RecurringJob definition = definitions.get(i % definitions.size());
                starts.add(threads.submit(() -> {
                    go.await();
                    return node.schedules().ensure(definition);
                }));
            }
            go.countDown();
            for (Future<?> start : starts) {
                start.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
            nodes.forEach(JobScheduler::close);
        }
    }

    private JobTemplate template() {
        List<JobTemplate> all =
                engine.store.list(JobTemplate.class, Map.of(), null, 10).items();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Schedule schedule() {
        List<Schedule> all =
                engine.store.list(Schedule.class, Map.of(), null, 10).items();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @RepeatedTest(5)
    void theSameDefinitionMakesOneTemplateAndOneScheduleOnce() throws Exception {
        start(List.of(report("0 1 * * *")));
        assertThat(template().version()).isEqualTo(1);
        assertThat(schedule().version()).isEqualTo(1);
        assertThat(schedule().templateId()).isEqualTo(template().id());
    }

    @RepeatedTest(5)
    void ofDifferentDefinitionsOneIsInForceAsAWhole() throws Exception {
        start(List.of(report("0 1 * * *"), report("0 2 * * *")));
        assertThat(template().params()).isEqualTo(report(schedule().cron()).params());
    }
}
