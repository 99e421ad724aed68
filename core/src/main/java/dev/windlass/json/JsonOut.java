package dev.windlass.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.windlass.job.Ids;
import dev.windlass.job.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into memory in one pass: no tree, and {@link Json} goes through as it is. A null value is written as {@code null}; who wants
 * a member left out does not write it. Confined to the callback that gets it.
 */
public final class JsonOut {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 1_024;

    private final JsonGenerator generator;
    private final ByteArrayOutputStream flushed;

    private JsonOut(JsonGenerator generator, ByteArrayOutputStream flushed) {
        this.generator = generator;
        this.flushed = flushed;
    }

    /** The UTF-8 bytes of what {@code body} writes. */
    public static byte[] bytes(Consumer<JsonOut> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            body.accept(new JsonOut(generator, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The UTF-8 bytes of an object whose members {@code members} writes. */
    public static byte[] object(Consumer<JsonOut> members) {
        return bytes(out -> out.begin().with(members).end());
    }

    /** How many bytes there are so far. */
    public long written() {
        return (long) flushed.size() + generator.getOutputBuffered();
    }

    /** Begins an object as an element or as the root. */
    public JsonOut begin() {
        return write(JsonGenerator::writeStartObject);
    }

    /** Begins an object as a member. */
    public JsonOut begin(String name) {
        return write(g -> g.writeObjectFieldStart(name));
    }

    public JsonOut end() {
        return write(JsonGenerator::writeEndObject);
    }

    public JsonOut beginArray(String name) {
        return write(g -> g.writeArrayFieldStart(name));
    }

    public JsonOut endArray() {
        return write(JsonGenerator::writeEndArray);
    }

    /** Hands over to another writer. */
    public JsonOut with(Consumer<JsonOut> part) {
        part.accept(this);
        return this;
    }

    public JsonOut text(String name, @Nullable String value) {
        return value == null ? none(name) : write(g -> g.writeStringField(name, value));
    }

    /** An enum constant, in snake case. */
    public JsonOut word(String name, @Nullable Enum<?> value) {
        return text(name, value == null ? null : value.name().toLowerCase(Locale.ROOT));
    }

    /** A string as an element. */
    public JsonOut element(String value) {
        return write(g -> g.writeString(value));
    }

    public JsonOut bool(String name, boolean value) {
        return write(g -> g.writeBooleanField(name, value));
    }

    public JsonOut number(String name, long value) {
        return write(g -> g.writeNumberField(name, value));
    }

    public JsonOut number(String name, @Nullable Number value) {
        return value == null ? none(name) : number(name, value.longValue());
    }

    /** A decimal without needless zeros: 2.0 becomes 2. */
    public JsonOut decimal(String name, BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return write(g -> g.writeNumberField(name, plain.scale() < 0 ? plain.setScale(0) : plain));
    }

    /** A duration as decimal seconds. */
    public JsonOut seconds(String name, @Nullable Duration value) {
        return value == null ? none(name) : decimal(name, decimalSeconds(value));
    }

    /** A duration as decimal seconds, as an element. */
    public JsonOut secondsElement(Duration value) {
        BigDecimal plain = decimalSeconds(value).stripTrailingZeros();
        return write(g -> g.writeNumber(plain.scale() < 0 ? plain.setScale(0) : plain));
    }

    /** RFC 3339, UTC, milliseconds. */
    public JsonOut instant(String name, @Nullable Instant value) {
        return value == null ? none(name) : write(g -> g.writeStringField(name, Instants.format(value)));
    }

    public JsonOut id(String name, String prefix, @Nullable UUID value) {
        return value == null ? none(name) : text(name, Ids.prefixed(prefix, value));
    }

    public JsonOut json(String name, @Nullable Json value) {
        return value == null
                ? none(name)
                : write(g -> {
                    g.writeFieldName(name);
                    g.writeRawValue(value.text());
                });
    }

    /** Bytes in base 64. */
    public JsonOut base64(String name, byte[] value) {
        return write(g -> g.writeBinaryField(name, value));
    }

    public JsonOut none(String name) {
        return write(g -> g.writeNullField(name));
    }

    private static BigDecimal decimalSeconds(Duration value) {
        return BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
    }

    private JsonOut write(Step step) {
        try {
            step.write(generator);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void write(JsonGenerator generator) throws IOException;
    }
}
