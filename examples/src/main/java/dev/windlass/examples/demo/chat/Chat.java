package dev.windlass.examples.demo.chat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.windlass.examples.demo.research.Library;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Job type {@code chat}: loads its notes, then answers; the answer is the artifact {@code completion} (seed rows A3, A6). */
public final class Chat implements JobHandler<ChatParams> {

    private static final String ARTIFACT = "completion";

    /**
     * @param message its content is null when the answer is too long for a result; the artifact has all of it
     * @param words how long the answer is
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Answered(String model, Answer message, int words, String artifact) {}

    record Answer(String role, @Nullable String content) {}

    private Chat() {}

    public static JobType<?> type() {
        return JobType.of("chat", ChatParams.class, new Chat()).lenient().withLoading();
    }

    @Override
    public RunResult run(ChatParams params, RunContext context) throws IOException {
        context.message("Loading " + params.model());
        Answerer answerer = new Answerer(Library.load());
        context.throwIfCancelled();
        context.working();
        context.message("Answering");
        Completion completion = new Completion(context.openArtifact(ARTIFACT, "text/plain; charset=utf-8"));
        try (completion) {
            answerer.answer(params, context, completion);
        }
        context.progress(100);
        Answer answer = new Answer(ChatMessage.ASSISTANT, completion.text());
        return RunResult.completed(new Answered(params.model(), answer, completion.words(), ARTIFACT));
    }
}
