package dev.windlass.http.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the flags of one start say. A flag that does not exist is a programming error, not the user's. */
public final class FlagValues {

    private final Map<String, Flag> flags;
    private final Map<String, List<String>> given;

    FlagValues(Map<String, Flag> flags, Map<String, List<String>> given) {
        this.flags = flags;
        this.given = Map.copyOf(given);
    }

    /** The value of a flag, else its default, else null. */
    public @Nullable String text(String name) {
        Flag flag = flags.get(name);
        if (flag == null) {
            throw new IllegalArgumentException("No flag " + name);
        }
        List<String> values = given.get(name);
        return values == null ? flag.byDefault() : values.get(values.size() - 1);
    }

    /** Whether it was given, be it in the configuration file. */
    public boolean isGiven(String name) {
        return given.containsKey(name);
    }

    /** Each value of a flag that may be repeated. */
    public List<String> all(String name) {
        return List.copyOf(given.getOrDefault(name, List.of()));
    }

    /** The value of a flag that has a default. @throws FlagException when it is no whole number in the range */
    public int number(String name, int min, int max) {
        String text = text(name);
        try {
            int number = Integer.parseInt(text == null ? "" : text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new FlagException(name + " must be a whole number from " + min + " to " + max + ", but is " + text);
    }
}
