package dev.windlass.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object by name and type. A member of the wrong type is noted, and its reader returns null (or what a
 * required reader promises); {@link #finish} then throws everything that was noted at once. A JSON null counts as absent. Members that
 * nobody asked for are unknown. Not thread-safe.
 */
public final class JsonObjectReader {

    private final JsonNode object;
    private final String pointer;
    private final Violations violations;
    private final Set<String> known = new HashSet<>();
    private final List<JsonObjectReader> children = new ArrayList<>();
    private boolean lenient;

    private JsonObjectReader(JsonNode object, String pointer, Violations violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
    }

    /**
     * The body of a request; no body is an empty object, as actions allow it.
     *
     * @throws ProblemException 400 when it is no JSON
     * @throws InvalidRequestException when it is no object
     */
    public static JsonObjectReader of(ApiRequest request) {
        return of(
                request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.parse(request.body()));
    }

    public static JsonObjectReader of(JsonNode value) {
        if (!value.isObject()) {
            throw new InvalidRequestException("", "must be an object");
        }
        return new JsonObjectReader(value, "", new Violations());
    }

    /** Whether the member is there, be it null: in a merge patch (RFC 7396) null means to remove it. */
    public boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    public boolean isNull(String name) {
        return has(name) && object.get(name).isNull();
    }

    public @Nullable String string(String name) {
        return read(name, "a string", value -> value.isTextual() ? value.textValue() : null);
    }

    /** Empty when it is missing, which is noted. */
    public String requiredString(String name) {
        String value = string(name);
        if (value != null) {
            return value;
        }
        require(name);
        return "";
    }

    public @Nullable Integer integer(String name) {
        return read(
                name,
                "an integer",
                value -> value.isIntegralNumber() && value.canConvertToInt() ? (Integer) value.intValue() : null);
    }

    public @Nullable Boolean bool(String name) {
        return read(name, "true or false", value -> value.isBoolean() ? (Boolean) value.booleanValue() : null);
    }

    public @Nullable Double decimal(String name) {
        return read(name, "a number", value -> value.isNumber() ? (Double) value.doubleValue() : null);
    }

    /** RFC 3339, with an offset. */
    public @Nullable Instant instant(String name) {
        return read(
                name,
                "an instant such as 2026-01-31T12:00:00Z",
                value -> value.isTextual() ? Scalars.instant(value.textValue()) : null);
    }

    /** A number of seconds, decimals allowed, 0 to 100 years. */
    public @Nullable Duration seconds(String name) {
        return read(
                name,
                "a number of seconds from 0 to " + Scalars.LONGEST_SECONDS + " (100 years)",
                value -> value.isNumber() ? Scalars.seconds(value.decimalValue()) : null);
    }

    /** An id in any of its written forms. */
    public @Nullable UUID id(String name) {
        return read(
                name,
                "an id",
                value -> value.isTextual() ? Ids.parse(value.textValue()).orElse(null) : null);
    }

    /** One of the words, which are the constants' names in lower case. */
    public <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        return read(name, "one of " + Scalars.words(type), value -> Scalars.constant(value.textValue(), type));
    }

    /** A value of any kind but null. */
    public @Nullable Json json(String name) {
        return read(name, "a value", value -> new Json(value.toString()));
    }

    /** An object, kept as it is. */
    public @Nullable Json jsonObject(String name) {
        return read(name, "an object", value -> value.isObject() ? new Json(value.toString()) : null);
    }

    /** An object to be read member by member; finished with this one. */
    public @Nullable JsonObjectReader object(String name) {
        return read(name, "an object", value -> child(value, at(name)));
    }

    /** Empty when absent. */
    public List<String> strings(String name) {
        List<String> values = read(name, "an array of strings", Scalars::strings);
        return values == null ? List.of() : values;
    }

    /** An array of objects, each to be read member by member; empty when absent. Items of another kind are noted and left out. */
    public List<JsonObjectReader> objects(String name) {
        JsonNode array = read(name, "an array of objects", value -> value.isArray() ? value : null);
        List<JsonObjectReader> readers = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            JsonObjectReader reader = child(array.get(i), at(name) + "/" + i);
            if (reader == null) {
                violations.wrong(at(name) + "/" + i, "must be an object");
            } else {
                readers.add(reader);
            }
        }
        return readers;
    }

    private @Nullable JsonObjectReader child(JsonNode value, String where) {
        if (!value.isObject()) {
            return null;
        }
        JsonObjectReader reader = new JsonObjectReader(value, where, violations);
        children.add(reader);
        return reader;
    }

    /** The whole object as it is, for free payloads; all members count as known. */
    public Json all() {
        lenient = true;
        return new Json(object.toString());
    }

    /** The members that are not in {@code names}, as they are; all members count as known. */
    public Json allBut(Set<String> names) {
        lenient = true;
        com.fasterxml.jackson.databind.node.ObjectNode rest =
                object.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
        rest.remove(names);
        return new Json(rest.toString());
    }

    /** Notes that the member is missing unless it is there. */
    public void require(String name) {
        if (!has(name) || isNull(name)) {
            reject(name, "is required");
        }
    }

    /** Notes that something is wrong with a member. */
    public void reject(String name, String detail) {
        violations.wrong(at(name), detail);
    }

    /** Builds a value whose own checks may fail; their violations are noted under this object. @return null when they did */
    public <T> @Nullable T check(Supplier<T> builder) {
        try {
            return builder.get();
        } catch (InvalidRequestException e) {
            e.under(pointer).violations().forEach(violations::wrong);
            return null;
        }
    }

    /** Where this object is in the body, as a JSON pointer; empty for the body itself. */
    public String pointer() {
        return pointer;
    }

    /**
     * Call it once everything was read, on the outermost object.
     *
     * @throws InvalidRequestException with everything that was noted
     * @throws ProblemException 400 when nothing but unknown members was found
     */
    public void finish() {
        noteUnknown();
        violations.throwIfAny();
    }

    private void noteUnknown() {
        if (!lenient) {
            object.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    violations.unknown(at(name));
                }
            });
        }
        children.forEach(JsonObjectReader::noteUnknown);
    }

    private <T> @Nullable T read(String name, String expected, Function<JsonNode, @Nullable T> reader) {
        known.add(name);
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        T read = reader.apply(value);
        if (read == null) {
            reject(name, "must be " + expected);
        }
        return read;
    }

    private String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
