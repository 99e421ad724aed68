package dev.windlass.examples.demo.support;

import dev.windlass.job.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks for the constructors of params; what they refuse becomes a 422 that names the member. */
public final class Params {

    private Params() {}

    /** Checks a range. @throws InvalidRequestException when {@code value} is out of it */
    public static void range(String pointer, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidRequestException(pointer, "must be between " + min + " and " + max + ", but is " + value);
        }
    }

    /** Checks a text. @throws InvalidRequestException when {@code value} is blank or longer than {@code max} characters */
    public static void text(String pointer, String value, int max) {
        if (value.isBlank()) {
            throw new InvalidRequestException(pointer, "must be a text that is not blank");
        }
        if (value.length() > max) {
            throw new InvalidRequestException(
                    pointer, "must have at most " + max + " characters, but has " + value.length());
        }
    }

    /** Checks a form. @throws InvalidRequestException saying {@code detail} when all of {@code value} does not match */
    public static void matches(String pointer, String value, Pattern pattern, String detail) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidRequestException(pointer, detail);
        }
    }

    /** Returns {@code value}. @throws InvalidRequestException when it is absent */
    public static <T> T required(String pointer, @Nullable T value) {
        if (value == null) {
            throw new InvalidRequestException(pointer, "is required");
        }
        return value;
    }

    /** Returns {@code value}, or {@code fallback} when it is absent. */
    public static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
