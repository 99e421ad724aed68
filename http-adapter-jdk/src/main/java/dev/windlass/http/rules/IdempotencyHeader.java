package dev.windlass.http.rules;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code Idempotency-Key}: bare as most clients write it, or quoted as a structured field string (RFC 8941 section 3.3.3). */
final class IdempotencyHeader {

    private static final int MAX_LENGTH = 255;

    private IdempotencyHeader() {}

    /** Null when there is none. @throws ProblemException 400 when it is not 1–255 printable ASCII characters on one line */
    static @Nullable String read(ApiRequest request) {
        List<String> lines = request.headers().all("Idempotency-Key");
        if (lines.isEmpty()) {
            return null;
        }
        if (lines.size() > 1) {
            throw invalid("is given more than once");
        }
        String key = unquoted(lines.get(0).strip());
        if (key.isEmpty() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw invalid("must have 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
        return key;
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        if (value.length() < 2 || !value.endsWith("\"")) {
            throw invalid("has a quote that is not closed");
        }
        StringBuilder key = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                c = value.charAt(++i);
                if (i == value.length() - 1 || (c != '"' && c != '\\')) {
                    throw invalid("has an escape that is not known");
                }
            } else if (c == '"') {
                throw invalid("has a quote inside its quotes");
            }
            key.append(c);
        }
        return key.toString();
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(ProblemCode.INVALID_HEADER, "Idempotency-Key " + detail)
                .exception();
    }
}
