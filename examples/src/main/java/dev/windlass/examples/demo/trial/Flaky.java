package dev.windlass.examples.demo.trial;

import dev.windlass.examples.demo.support.Pause;
import dev.windlass.job.JobHandler;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.time.Duration;
import java.util.Map;

/** Fails its first attempts. Judged by the attempt's number, so that it is the same on every node and after a restart. */
final class Flaky implements JobHandler<FlakyParams> {

    @Override
    public RunResult run(FlakyParams params, RunContext context) throws InterruptedException {
        new Pause(context).sleep(Duration.ofMillis(params.millis()));
        if (context.attempt() > params.failTimes()) {
            return RunResult.completed(Map.of("attempt", context.attempt()));
        }
        String message = "Attempt " + context.attempt() + " of " + params.failTimes() + " that were asked to fail";
        return params.retriable() ? RunResult.failedForNow("flaky", message) : RunResult.failed("flaky", message);
    }
}
