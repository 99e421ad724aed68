package dev.windlass.examples.demo.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import dev.windlass.job.InvalidRequestException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The native chat payload.
 *
 * @param model any name; it seeds the answer along with the messages, so that models differ
 * @param messages 1–1 000, at least one of them by the user
 * @param maxWords where the answer is cut, or how long a story is told; 1–1 000 000
 */
record ChatParams(String model, List<ChatMessage> messages, int maxWords) {

    private static final int DEFAULT_WORDS = 200;

    /** @param numPredict how long the answer may be, in the words of native chat payloads */
    record Options(@JsonProperty("num_predict") @Nullable Integer numPredict) {}

    ChatParams {
        messages = List.copyOf(messages);
        Params.text("/model", model, 200);
        Params.range("/messages", messages.size(), 1, 1_000);
        Params.range("/options/num_predict", maxWords, 1, 1_000_000);
        for (int i = 0; i < messages.size(); i++) {
            messages.get(i).check("/messages/" + i);
        }
        if (messages.stream().noneMatch(ChatMessage::asks)) {
            throw new InvalidRequestException("/messages", "must hold a message by the user that is not blank");
        }
    }

    @JsonCreator
    static ChatParams of(
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("messages") @Nullable List<@Nullable ChatMessage> messages,
            @JsonProperty("options") @Nullable Options options) {
        List<@Nullable ChatMessage> given = Params.required("/messages", messages);
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new InvalidRequestException("/messages", "must not hold null");
        }
        Integer words = options == null ? null : options.numPredict();
        return new ChatParams(
                Params.required("/model", model),
                given.stream().map(Objects::requireNonNull).toList(),
                Params.or(words, DEFAULT_WORDS));
    }

    /** What the user said last. */
    String question() {
        return messages.stream()
                .filter(ChatMessage::asks)
                .reduce((first, second) -> second)
                .orElseThrow()
                .text();
    }
}
