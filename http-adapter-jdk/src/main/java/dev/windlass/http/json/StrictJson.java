package dev.windlass.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Parses bodies as I-JSON (RFC 7493): strict UTF-8, no repeated members, no unpaired surrogates, numbers that fit a double. Beyond that:
 * no U+0000, which databases cannot hold, at most 100 levels, numbers of at most 100 characters.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_STRING_LENGTH = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    /** The one value in {@code body}. @throws ProblemException 400, saying where it went wrong */
    public static JsonNode parse(byte[] body) {
        String text = utf8(body);
        JsonNode node = tree(text);
        Plausible.check(node, text.contains("\\u"));
        return node;
    }

    private static String utf8(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8 at byte " + bytes.position());
        }
    }

    private static JsonNode tree(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw malformed("The body nests deeper than " + MAX_DEPTH + " levels or has a number of more than "
                    + MAX_NUMBER_LENGTH + " characters" + at(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw malformed(explain(e) + at(e.getLocation()));
        }
        if (node.isMissingNode()) {
            throw malformed("The body is empty");
        }
        return node;
    }

    private static String explain(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        // The parser's other messages name classes and settings; this one is worth passing on.
        boolean repeated = message != null && message.startsWith("Duplicate field '");
        return repeated
                ? "The body repeats the member " + message.substring("Duplicate field ".length())
                : "The body is not well-formed JSON";
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static ProblemException malformed(String detail) {
        return Problem.of(ProblemCode.MALFORMED_JSON, detail).exception();
    }
}
