package dev.windlass.examples.demo.trial;

import dev.windlass.examples.demo.support.Pause;
import dev.windlass.job.JobHandler;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.time.Duration;
import java.util.Map;

/** Goes through items one by one and counts them (seed row M3). */
final class ProgressItems implements JobHandler<ItemsParams> {

    @Override
    public RunResult run(ItemsParams params, RunContext context) throws InterruptedException {
        Pause pause = new Pause(context);
        for (long item = 1; item <= params.total(); item++) {
            pause.sleep(Duration.ofMillis(params.millis()));
            context.message("Item " + item + " of " + params.total());
            context.progress(item, params.total());
        }
        return RunResult.completed(Map.of("items", params.total()));
    }
}
