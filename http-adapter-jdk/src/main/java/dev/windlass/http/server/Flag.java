package dev.windlass.http.server;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command line flag.
 *
 * @param name with its dashes, for example {@code --port}
 * @param value what its value is called in the help; null when it takes none
 * @param byDefault null when it has no default
 * @param repeatable whether it may be given more than once
 */
public record Flag(
        String name,
        @Nullable String value,
        String help,
        @Nullable String byDefault,
        boolean repeatable) {

    public Flag {
        if (!name.matches("--[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("Not a flag's name: " + name);
        }
    }

    /** A flag with one value. */
    public static Flag of(String name, String value, String help, @Nullable String byDefault) {
        return new Flag(name, value, help, byDefault, false);
    }

    /** A flag with a value, any number of times. */
    public static Flag list(String name, String value, String help) {
        return new Flag(name, value, help, null, true);
    }

    /** As in a configuration file. */
    String key() {
        return name.substring(2).toLowerCase(Locale.ROOT);
    }
}
