package dev.windlass.http.pipeline;

import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A request target (RFC 9112 section 3.2), split but not decoded.
 *
 * @param authority of an absolute target, which replaces Host; null otherwise
 * @param query null when there is no {@code ?}
 */
record Target(
        @Nullable String authority, String path, @Nullable String query) {

    private static final int MAX_LENGTH = 8 * 1024;

    /** @throws ProblemException 400 or 414 */
    static Target parse(String raw) {
        if (raw.length() > MAX_LENGTH) {
            throw Problem.of(ProblemCode.TARGET_TOO_LONG, "The request target is longer than " + MAX_LENGTH + " bytes")
                    .exception();
        }
        if (raw.indexOf('#') >= 0) {
            throw malformed();
        }
        if (raw.startsWith("/")) {
            return split(null, raw);
        }
        int scheme =
                raw.regionMatches(true, 0, "http://", 0, 7) ? 7 : raw.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        int slash = raw.indexOf('/', scheme);
        if (scheme == 0 || slash <= scheme) {
            throw malformed();
        }
        return split(raw.substring(scheme, slash), raw.substring(slash));
    }

    private static Target split(@Nullable String authority, String rest) {
        int question = rest.indexOf('?');
        return question < 0
                ? new Target(authority, rest, null)
                : new Target(authority, rest.substring(0, question), rest.substring(question + 1));
    }

    private static ProblemException malformed() {
        return Problem.of(ProblemCode.MALFORMED_REQUEST, "The request target is neither a path nor an http URL")
                .exception();
    }
}
