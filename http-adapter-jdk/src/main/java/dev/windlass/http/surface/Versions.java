package dev.windlass.http.surface;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Resource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code If-Match} on things that have versions (RFC 9110 section 13.1.1). */
final class Versions {

    private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    private Versions() {}

    /**
     * The version that a change must find, from {@code If-Match}; null when any will do.
     *
     * @param current the resource as it is
     * @throws ProblemException 412 when it has moved on
     */
    static @Nullable Long expected(ApiRequest request, Resource current) {
        String header = request.headers().joined("If-Match");
        if (header == null || header.trim().equals("*")) {
            return null;
        }
        Matcher tags = TAG.matcher(header);
        while (tags.find()) {
            if (tags.group(1) == null && tags.group(2).startsWith("\"" + current.version() + "-")) {
                return current.version();
            }
        }
        throw Problem.of(ProblemCode.VERSION_MISMATCH, "It is at version " + current.version() + " now")
                .exception();
    }
}
