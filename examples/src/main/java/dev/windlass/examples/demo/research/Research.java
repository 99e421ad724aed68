package dev.windlass.examples.demo.research;

import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;

/** Job type {@code research}: ranked search over the bundled notes. Nothing found is a result, too. */
public final class Research implements JobHandler<ResearchParams> {

    private final Library library;

    private Research(Library library) {
        this.library = library;
    }

    public static JobType<?> type(Library library) {
        return JobType.of("research", ResearchParams.class, new Research(library))
                .lenient();
    }

    @Override
    public RunResult run(ResearchParams params, RunContext context) {
        Findings findings = library.search(params.query(), params.limit());
        context.progress(100);
        return RunResult.completed(findings);
    }
}
