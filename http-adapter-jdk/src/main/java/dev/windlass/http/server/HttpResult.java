package dev.windlass.http.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.windlass.http.webhook.GuardedCall.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param headers names in lower case; several values of one are joined with a comma
 * @param body a JSON value when the answer says that it is JSON and is, otherwise a string
 * @param bodyEncoding {@code base64} when the body is no text; null when it is what the receiver wrote
 */
record HttpResult(
        int status,
        Map<String, String> headers,
        JsonNode body,

        @JsonProperty("body_encoding") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String bodyEncoding) {

    /** Keeps numbers as they were written, and takes nothing for JSON that has something behind it. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static HttpResult of(Reply reply) {
        Map<String, String> headers = headers(reply);
        String text = text(reply);
        if (text == null) {
            TextNode packed = TextNode.valueOf(Base64.getEncoder().encodeToString(reply.body()));
            return new HttpResult(reply.status(), headers, packed, "base64");
        }
        return new HttpResult(reply.status(), headers, body(text, type(reply)), null);
    }

    private static Map<String, String> headers(Reply reply) {
        Map<String, String> headers = new TreeMap<>();
        reply.headers().toMultimap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        if (reply.retryAfter() != null) {
            headers.put("retry-after", reply.retryAfter());
        }
        return headers;
    }

    private static @Nullable MediaType type(Reply reply) {
        String type = reply.headers().get("Content-Type");
        return type == null ? null : MediaType.parse(type);
    }

    /** Null when it is no text. */
    static @Nullable String text(Reply reply) {
        MediaType type = type(reply);
        Charset charset = type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(reply.body());
        try {
            return charset == null ? null : charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static JsonNode body(String text, @Nullable MediaType type) {
        boolean json =
                type != null && (type.subtype().equals("json") || type.subtype().endsWith("+json"));
        try {
            JsonNode tree = json ? MAPPER.readTree(text) : null;
            if (tree != null && !tree.isMissingNode()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // Then it is shown as it came.
        }
        return text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
    }
}
