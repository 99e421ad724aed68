package dev.windlass.http.rest;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a handler returns: an answer, now or later. */
public sealed interface ApiResponse permits Answer, ApiResponse.Later {

    /**
     * The answer is given when the stage completes; no thread waits for it. It is written by another thread than the completing one. A
     * stage that fails is answered as the problem of its exception.
     *
     * @param hurry called at most once, when the server stops: it must not block, and see to it that the stage completes soon with what is
     *     known so far. Null when nothing is; whoever waits is refused then, so it is not for requests that have changed something
     */
    record Later(CompletionStage<Answer> answer, @Nullable Runnable hurry) implements ApiResponse {}

    /** Without a way to hurry it. */
    static ApiResponse later(CompletionStage<Answer> answer) {
        return new Later(answer, null);
    }

    /** See {@link Later}. */
    static ApiResponse later(CompletionStage<Answer> answer, Runnable hurry) {
        return new Later(answer, hurry);
    }

    /** The same with its answer changed, whenever it comes. */
    default ApiResponse map(UnaryOperator<Answer> change) {
        if (this instanceof Later waiting) {
            return new Later(waiting.answer().thenApply(change), waiting.hurry());
        }
        return change.apply((Answer) this);
    }
}
