package dev.windlass.examples.demo.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation. Not checked when it is read: only {@link ChatParams} knows its place in the list, which a refusal names.
 *
 * @param role for example {@code system}, {@code user} or {@code assistant}
 */
record ChatMessage(
        @JsonProperty("role") @Nullable String role,
        @JsonProperty("content") @Nullable String content) {

    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    /** @throws dev.windlass.job.InvalidRequestException naming the member below {@code pointer} that is wrong */
    void check(String pointer) {
        Params.text(pointer + "/role", Params.required(pointer + "/role", role), 50);
        Params.required(pointer + "/content", content);
    }

    String text() {
        return Params.or(content, "");
    }

    boolean asks() {
        return USER.equals(role) && !text().isBlank();
    }
}
