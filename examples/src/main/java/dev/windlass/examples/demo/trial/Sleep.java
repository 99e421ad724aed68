package dev.windlass.examples.demo.trial;

import dev.windlass.examples.demo.support.Pause;
import dev.windlass.job.JobHandler;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.time.Duration;
import java.util.Map;

/** Sleeps in steps, reports each, and wakes at once when it is cancelled. */
final class Sleep implements JobHandler<SleepParams> {

    @Override
    public RunResult run(SleepParams params, RunContext context) throws InterruptedException {
        Pause pause = new Pause(context);
        Duration step = Duration.ofMillis(params.millis()).dividedBy(params.steps());
        for (int done = 1; done <= params.steps(); done++) {
            pause.sleep(step);
            context.progress(done, params.steps());
        }
        return RunResult.completed(Map.of("slept_millis", params.millis()));
    }
}
