package dev.windlass.examples.demo.story;

import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.io.IOException;
import java.util.UUID;

/** Job type {@code story}: tells a story and returns it whole. */
public final class Story implements JobHandler<StoryParams> {

    /** JSON readers that use doubles hold integers exactly up to here, so that a seed can be sent back as it was shown. */
    private static final long EXACT = (1L << 53) - 1;

    /** @param words in {@code text} */
    record Told(String genre, long seed, String title, int words, String text) {}

    private Story() {}

    public static JobType<?> type() {
        return JobType.of("story", StoryParams.class, new Story()).lenient();
    }

    @Override
    public RunResult run(StoryParams params, RunContext context) throws IOException {
        Long given = params.seed();
        long seed = given == null ? seedOf(context) : given;
        StoryTeller teller = new StoryTeller(params.genre(), seed);
        String title = teller.title();
        StringBuilder text = new StringBuilder();
        int words = teller.tell(params.length(), (paragraph, told) -> {
            context.throwIfCancelled();
            text.append(text.isEmpty() ? "" : "\n\n").append(paragraph);
            context.progress((int) Math.min(100, 100L * told / params.length()));
        });
        return RunResult.completed(new Told(params.genre(), seed, title, words, text.toString()));
    }

    /** Attempts of one job tell the same story. */
    private static long seedOf(RunContext context) {
        UUID jobId = context.jobId();
        return (jobId == null ? context.runId() : jobId).getLeastSignificantBits() & EXACT;
    }
}
