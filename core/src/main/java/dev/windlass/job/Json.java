package dev.windlass.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, kept as its text: what a store writes and a surface prints needs no parsing on the way.
 *
 * @param text well-formed JSON, which is not checked again here; half a surrogate pair in it becomes U+FFFD
 */
public record Json(String text) {

    /** {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json("{}");

    /** UTF-8 has no form for half a pair: whoever writes such a text fails, or puts a question mark there. */
    public Json {
        text = hasNoSurrogates(text) ? text : whole(text);
    }

    /** Made when it is needed: most values are never looked into here. */
    private static final class Jackson {

        private static final ObjectMapper MAPPER = JsonMapper.builder()
                .findAndAddModules()
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                // 12:00+02:00 stays that, and does not become 10:00Z.
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .build();
    }

    /**
     * The value as JSON, by Jackson's rules; those of {@code java.time} in ISO 8601.
     *
     * @throws IllegalArgumentException when Jackson cannot write it
     */
    public static Json of(@Nullable Object value) {
        try {
            return value instanceof Json json ? json : new Json(Jackson.MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The parsed value. @throws IllegalArgumentException when the text is no JSON */
    public JsonNode tree() {
        try {
            return Jackson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The value as a {@code type}, by Jackson's rules. @throws IllegalArgumentException when it does not fit */
    public <T> T as(Class<T> type) {
        try {
            return Jackson.MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static boolean hasNoSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String whole(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? '\uFFFD' : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
