package dev.windlass.http.surface;

import dev.windlass.http.json.Scalars;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rest.Query;
import dev.windlass.job.Ids;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters as values. Every method throws a {@link ProblemException} with 400 that names the parameter. */
final class Params {

    private final Query query;

    Params(Query query) {
        this.query = query;
    }

    @Nullable
    String text(String name) {
        String value = query.one(name);
        if (value != null && value.isEmpty()) {
            throw Problem.invalidParameter(name, "must not be empty").exception();
        }
        // Nothing that is looked for has any, and PostgreSQL refuses U+0000.
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalidParameter(name, "must not have control characters")
                    .exception();
        }
        return value;
    }

    @Nullable
    Instant instant(String name) {
        String value = query.one(name);
        if (value == null) {
            return null;
        }
        // A client that forgets to escape the + of an offset sends a space.
        Instant instant = Scalars.instant(value.replace(' ', '+'));
        if (instant == null) {
            throw Problem.invalidParameter(name, "must be an instant such as 2026-01-31T12:00:00Z")
                    .exception();
        }
        return instant;
    }

    @Nullable
    UUID id(String name) {
        String value = query.one(name);
        return value == null
                ? null
                : Ids.parse(value)
                        .orElseThrow(() ->
                                Problem.invalidParameter(name, "must be an id").exception());
    }

    @Nullable
    String bool(String name) {
        String value = query.one(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw Problem.invalidParameter(name, "must be true or false").exception();
        }
        return value;
    }

    int integer(String name, int absent, int min, int max) {
        String value = query.one(name);
        if (value == null) {
            return absent;
        }
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
            throw Problem.invalidParameter(name, "must be a whole number from " + min + " to " + max)
                    .exception();
        }
        return Integer.parseInt(value);
    }

    /** A repeatable parameter whose values are the constants' names. */
    <E extends Enum<E>> Set<E> words(String name, Class<E> type) {
        Set<E> words = new LinkedHashSet<>();
        for (String value : query.all(name)) {
            words.add(named(name, value, type));
        }
        return words;
    }

    /** One word in lower case, as the bodies write it. */
    <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        String value = query.one(name);
        if (value == null) {
            return null;
        }
        E constant = Scalars.constant(value, type);
        return constant == null ? named(name, value, type) : constant;
    }

    private static <E extends Enum<E>> E named(String name, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(value))
                .findFirst()
                .orElseThrow(() -> Problem.invalidParameter(name, "must be one of " + names(type))
                        .exception());
    }

    private static String names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
