package dev.windlass.examples.demo.trial;

import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import java.util.List;

/** All trial job types. They ignore params that they do not know. */
public final class TrialTypes {

    private TrialTypes() {}

    public static List<JobType<?>> all() {
        return List.of(
                JobType.of("echo", Json.class, (params, context) -> RunResult.completed(params))
                        .lenient(),
                JobType.of("sleep", SleepParams.class, new Sleep()).lenient(),
                JobType.of("flaky", FlakyParams.class, new Flaky()).lenient(),
                JobType.of("skip", SkipParams.class, (params, context) -> RunResult.skipped(params.reason()))
                        .lenient(),
                JobType.of("artifact", ArtifactParams.class, new ArtifactWriter())
                        .lenient(),
                JobType.of("partial", PartialParams.class, new Partial()).lenient(),
                JobType.of("progress-items", ItemsParams.class, new ProgressItems())
                        .lenient());
    }
}
