package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a receiver that never answers and one that takes two seconds cost the healthy ones. */
final class HookFair implements Scenario {

    private static final int PER_SECOND = 52;
    private static final int HEALTHY = 3;
    private static final List<String> ENDS = List.of("job.run.completed");

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int seconds = setting.number("seconds", 30);
        Latencies latencies = new Latencies();
        CountDownLatch never = new CountDownLatch(1);
        try (HookReceiver healthy = new HookReceiver(body -> Hooks.note(body, latencies));
                HookReceiver dead = new HookReceiver(body -> never.await());
                HookReceiver slow = new HookReceiver(body -> Thread.sleep(2_000));
                JobStore store = JdbcJobStore.open(setting.url());
                JobScheduler scheduler = Hooks.scheduler(store).start()) {
            for (int i = 0; i < HEALTHY; i++) {
                Hooks.register(scheduler, healthy.url() + i, ENDS);
            }
            measure(scheduler, 5, latencies);
            measure(scheduler, seconds, latencies);
            latencies.report(out, "alone-");
            Hooks.register(scheduler, dead.url(), ENDS);
            Hooks.register(scheduler, slow.url(), ENDS);
            measure(scheduler, seconds, latencies);
            latencies.report(out, "beside-");
            never.countDown();
        }
    }

    private static void measure(JobScheduler scheduler, int seconds, Latencies latencies) throws InterruptedException {
        latencies.clear();
        Hooks.submit(scheduler, PER_SECOND, seconds);
        Pause.until(() -> latencies.count() >= PER_SECOND * seconds * HEALTHY, 60);
    }
}
