package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import java.util.List;

/** From the instant that a webhook tells to its receiver's answer, at 200 events a second. */
final class HookPrompt implements Scenario {

    private static final int PER_SECOND = 200;
    private static final int WARM_UP_SECONDS = 5;

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int seconds = setting.number("seconds", 30);
        Latencies latencies = new Latencies();
        try (HookReceiver receiver = new HookReceiver(body -> Hooks.note(body, latencies));
                JobStore store = JdbcJobStore.open(setting.url());
                JobScheduler scheduler = Hooks.scheduler(store).start()) {
            Hooks.register(scheduler, receiver.url(), List.of("job.run.completed"));
            Hooks.submit(scheduler, PER_SECOND, WARM_UP_SECONDS);
            Pause.until(() -> latencies.count() >= PER_SECOND * WARM_UP_SECONDS, 30);
            latencies.clear();
            long start = System.nanoTime();
            Hooks.submit(scheduler, PER_SECOND, seconds);
            Pause.until(() -> latencies.count() >= PER_SECOND * seconds, 60);
            out.put("rate", latencies.count() * 1e9 / (System.nanoTime() - start));
            latencies.report(out, "");
        }
    }
}
