package dev.windlass.examples.demo.trial;

import dev.windlass.job.JobHandler;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import dev.windlass.job.Warning;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Partial success: some items fail, the run completes all the same and says which (seed rows T10, M11). */
final class Partial implements JobHandler<PartialParams> {

    @Override
    public RunResult run(PartialParams params, RunContext context) {
        int done = params.total() - params.failing();
        context.progress(params.total(), params.total());
        return RunResult.completed(Map.of("done", done, "failed", params.failing()), warnings(done, params.total()));
    }

    private static List<Warning> warnings(int done, int total) {
        return IntStream.rangeClosed(done + 1, total)
                .mapToObj(item -> new Warning("item_failed", "Item " + item + " could not be done"))
                .toList();
    }
}
