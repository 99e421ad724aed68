package dev.windlass.http.rest;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** What a handler returns: an answer, now or later. */
public sealed interface ApiResponse permits Answer, ApiResponse.Later {

    /**
     * The answer is given when the stage completes; no thread waits for it. It is written by another thread than the completing one. A
     * stage that fails is answered as the problem of its exception.
     */
    record Later(CompletionStage<Answer> answer) implements ApiResponse {}

    static ApiResponse later(CompletionStage<Answer> answer) {
        return new Later(answer);
    }

    /** The same with its answer changed, whenever it comes. */
    default ApiResponse map(UnaryOperator<Answer> change) {
        if (this instanceof Later waiting) {
            return new Later(waiting.answer().thenApply(change));
        }
        return change.apply((Answer) this);
    }
}
