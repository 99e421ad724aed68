package dev.windlass.job;

import java.io.Serializable;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into the request, for example {@code /retry_policy/max_attempts}
 * @param detail what, for people
 */
public record Violation(String pointer, String detail) implements Serializable {

    /** The same violation seen from the object that holds the one it was found in. */
    public Violation under(String prefix) {
        return new Violation(prefix + pointer, detail);
    }
}
